#!/usr/bin/env python3
"""bench/latency.py: from PutRecord's answer to the start of a warm handler behind a mapping. Prints a row for run.sh."""

import base64
import os
import tempfile
import time

import harness

COUNT = int(os.environ.get("COUNT", "300"))
HANDLER = """
import os, time
given = os.open(os.environ["GIVEN"], os.O_WRONLY | os.O_APPEND)
def handler(event, context):
    started = time.time()
    for record in event["Records"]:
        os.write(given, b"%s %.6f\\n" % (record["kinesis"]["partitionKey"].encode(), started))
"""

with tempfile.TemporaryDirectory() as folder:
    given = os.path.join(folder, "given")
    open(given, "w").close()
    server = harness.Server()
    client = harness.Client(server)
    harness.pipe(client, 1, HANDLER, {"GIVEN": given}, BatchSize=100)
    reader = open(given)
    latencies = []
    for number in range(COUNT + 20):
        client.kinesis("PutRecord", StreamName="s", PartitionKey=str(number), Data=base64.b64encode(b"x" * 200).decode())
        answered = time.time()
        while not (line := reader.readline()):
            time.sleep(0.0005)
        key, started = line.split()
        assert key == str(number)
        # The first ones meet a handler that is not warm.
        if number >= 20:
            latencies.append(max(0.0, float(started) - answered) * 1000)
        time.sleep(0.005)
    server.stop()
    latencies.sort()
    print("%-10s %-18s %9s %8.2f %8.2f   ms from PutRecord's answer to the handler's start, %d times" % (
        "memory", "PutToHandler", "", harness.percentile(latencies, 0.5), harness.percentile(latencies, 0.99), COUNT))
