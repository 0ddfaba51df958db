#!/usr/bin/env python3
"""bench/soak.py: 2,000 records a second through a mapping of four shards on a data folder, with two reshardings and one
kill -9 in the middle. Every acknowledged record must be handled, each key's in order. DURATION (600 seconds), RATE (2000) and
DURABILITY (os) can be set. Ends with 1 when a record is missing or out of order."""

import array
import base64
import json
import math
import os
import sys
import tempfile
import threading
import time

import harness

SECONDS = float(os.environ.get("DURATION", "600"))
RATE = int(os.environ.get("RATE", "2000"))
DURABILITY = os.environ.get("DURABILITY", "os")
WRITERS, KEYS, BATCH = 4, 100, 10
SHARDS, MORE_SHARDS = 4, 6

# One line an invocation: when it started, and the records it was given.
HANDLER = """
import base64, os, time
given = os.open(os.environ["GIVEN"], os.O_WRONLY | os.O_APPEND)
def handler(event, context):
    started = time.time()
    data = [base64.b64decode(record["kinesis"]["data"]).decode() for record in event["Records"]]
    os.write(given, ("%.6f %s\\n" % (started, ",".join(data))).encode())
"""


class Load:
    """Each writer has keys of its own and numbers each key's records; a number is used again by nobody."""

    def __init__(self, server):
        self.server = server
        self.back = threading.Event()
        self.back.set()
        self.acknowledged = [[array.array("d") for _ in range(KEYS)] for _ in range(WRITERS)]
        self.failed = 0
        self.stopped = False

    def write(self, writer):
        client, key = harness.Client(self.server), 0
        due = time.time()
        while not self.stopped:
            due += WRITERS * BATCH / RATE
            if (rest := due - time.time()) > 0:
                time.sleep(rest)
            keys = [(key + offset) % KEYS for offset in range(BATCH)]
            key = (key + BATCH) % KEYS
            records = [{
                "PartitionKey": f"{writer}-{k}",
                "Data": base64.b64encode(f"{writer}-{k}-{len(self.acknowledged[writer][k])}".encode()).decode(),
            } for k in keys]
            try:
                answer = client.kinesis("PutRecords", StreamName="s", Records=records)
                moment = time.time()
                outcomes = [moment if "SequenceNumber" in r else math.nan for r in answer["Records"]]
            except Exception:
                # The server is gone: whether these were kept is not known. On with the next.
                outcomes = [math.nan] * BATCH
                self.failed += BATCH
                self.back.wait()
                client, due = harness.Client(self.server), time.time()
            for k, outcome in zip(keys, outcomes):
                self.acknowledged[writer][k].append(outcome)


class Reading:
    """What the handlers wrote."""

    def __init__(self, path, load):
        self.file, self.load, self.rest = open(path), load, ""
        self.seen = [[bytearray() for _ in range(KEYS)] for _ in range(WRITERS)]
        self.highest = [[-1] * KEYS for _ in range(WRITERS)]
        self.handled = self.duplicates = self.disordered = 0
        self.latencies = array.array("d")

    def take(self):
        lines = (self.rest + self.file.read()).split("\n")
        self.rest = lines.pop()
        for line in lines:
            started, records = line.split(" ")
            for record in records.split(","):
                writer, key, number = map(int, record.split("-"))
                seen = self.seen[writer][key]
                if len(seen) <= number:
                    seen.extend(bytes(number + 1 - len(seen)))
                if seen[number]:
                    self.duplicates += 1
                    continue
                seen[number] = 1
                self.handled += 1
                # The first time of each record must come in the order of its key.
                if number < self.highest[writer][key]:
                    self.disordered += 1
                self.highest[writer][key] = max(number, self.highest[writer][key])
                moments = self.load.acknowledged[writer][key]
                if number < len(moments) and not math.isnan(moments[number]):
                    self.latencies.append(max(0.0, float(started) - moments[number]))

    def missing(self):
        lost = 0
        for writer in range(WRITERS):
            for key in range(KEYS):
                seen = self.seen[writer][key]
                for number, moment in enumerate(self.load.acknowledged[writer][key]):
                    if not math.isnan(moment) and (number >= len(seen) or not seen[number]):
                        lost += 1
        return lost


def reshard(server, count):
    client = harness.Client(server)
    client.kinesis("UpdateShardCount", StreamName="s", TargetShardCount=count, ScalingType="UNIFORM_SCALING")


def main(folder):
    given, data = os.path.join(folder, "given"), os.path.join(folder, "data")
    open(given, "w").close()

    def start():
        return harness.Server("--data", data, "--durability", DURABILITY)

    server = start()
    harness.pipe(harness.Client(server), SHARDS, HANDLER, {"GIVEN": given}, BatchSize=100)
    load = Load(server)
    reading = Reading(given, load)
    begun = time.time()
    writers = [threading.Thread(target=load.write, args=(writer,), daemon=True) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()

    def kill():
        load.back.clear()
        load.server.kill()
        load.server = start()
        load.back.set()

    plan = [
        (0.25, f"reshard to {MORE_SHARDS}", lambda: reshard(load.server, MORE_SHARDS)),
        (0.50, "kill -9", kill),
        (0.75, f"reshard to {SHARDS}", lambda: reshard(load.server, SHARDS)),
    ]
    memory, step = [], max(1.0, SECONDS / 20)
    shown = 0.0
    while (age := time.time() - begun) < SECONDS:
        if plan and age >= plan[0][0] * SECONDS:
            _, name, act = plan.pop(0)
            print(f"{age:6.0f} s  {name}", flush=True)
            act()
        reading.take()
        if age >= shown:
            memory.append(load.server.resident())
            print(f"{age:6.0f} s  {reading.handled} handled, {memory[-1]} MiB", flush=True)
            shown += step
        time.sleep(0.1)
    load.stopped = True
    for writer in writers:
        writer.join()
    took = time.time() - begun
    end = time.time() + 120
    while reading.missing() and time.time() < end:
        time.sleep(0.2)
        reading.take()
    reading.take()
    lost = reading.missing()
    acknowledged = sum(
        1 for keys in load.acknowledged for moments in keys for moment in moments if not math.isnan(moment))
    mapping = harness.Client(load.server).lambda_("GET", "/2015-03-31/event-source-mappings")["EventSourceMappings"][0]
    memory.append(load.server.resident())
    load.server.stop()
    ordered = sorted(reading.latencies)
    print(f"records acknowledged {acknowledged} in {took:.0f} s ({acknowledged / took:.0f} a second), "
          f"of unknown outcome {load.failed}")
    print(f"handled {reading.handled}, duplicates {reading.duplicates}, missing {lost}, out of order {reading.disordered}")
    print("put answered to handler started, ms: " + ", ".join(
        f"p{share * 100:g} {harness.percentile(ordered, share) * 1000:.1f}" for share in (0.5, 0.9, 0.99, 0.999))
        + f", max {ordered[-1] * 1000:.0f}")
    print(f"memory, MiB resident: {memory}")
    print(f"mapping: {mapping['State']}, {mapping['LastProcessingResult']}")
    return 1 if lost or reading.disordered else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(folder))
