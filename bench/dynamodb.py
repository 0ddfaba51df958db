"""bench/dynamodb.py [ROWS]: what DynamoDB costs as tables grow. Loads tables of 1,000 and of ROWS (10,000,000) items of some
200 bytes on a data folder (--durability os) with BatchWriteItem, measures GetItem of random keys, Query of 20 items and
PutItem over random items on both with warm pages (server CPU a request, and its growth, which is to stay at or below 1.5 for
the reads), and how long a server needs
to its first answer with and without them; then a Scan of SCANNED (1,000,000) items in memory and on disk. FOLDER says
where the data lie, CAUCE_BINARY which server; SECONDS_EACH (5) can be set. Needs wrk."""

import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from harness import ROOT, Server

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
SCANNED = int(os.environ.get("SCANNED", "1000000"))
SECONDS = int(os.environ.get("SECONDS_EACH", "5"))
PARTITION = 20
CREATE = (
    b'{"TableName":"rows","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},'
    b'{"AttributeName":"n","AttributeType":"N"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"},'
    b'{"AttributeName":"n","KeyType":"RANGE"}]}'
)
TEXT = "t" * 150
WORKLOADS = ("GetRow", "QueryRows20", "PutRow")


class Connection:
    """Requests as bytes: a client's own time is no part of what is measured, and must not slow the loading."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.rest = b""

    def send(self, operation, body):
        head = (
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
            f"X-Amz-Target: DynamoDB_20120810.{operation}\r\nAuthorization: AWS4-HMAC-SHA256 "
            "Credential=000000000000/20261123/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + body)
        while b"\r\n\r\n" not in self.rest:
            self.more()
        fields, self.rest = self.rest.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"(?i)content-length: (\d+)", fields)[1])
        parts, have = [self.rest], len(self.rest)
        while have < length:
            parts.append(self.socket.recv(1 << 20))
            have += len(parts[-1])
        whole = b"".join(parts)
        self.rest = whole[length:]
        if not fields.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(whole[:300])
        return whole[:length]

    def more(self):
        more = self.socket.recv(1 << 16)
        if not more:
            raise RuntimeError("the server closed the connection")
        self.rest += more


def load_part(port, first, last):
    connection = Connection(port)
    for start in range(first, last, 25):
        puts = ",".join(
            f'{{"PutRequest":{{"Item":{{"p":{{"S":"p{n // PARTITION}"}},"n":{{"N":"{n % PARTITION}"}},'
            f'"text":{{"S":"{TEXT}"}},"number":{{"N":"{n}"}}}}}}}}'
            for n in range(start, min(start + 25, last))
        )
        answer = connection.send("BatchWriteItem", f'{{"RequestItems":{{"rows":[{puts}]}}}}'.encode())
        assert b'"UnprocessedItems":{}' in answer, answer[:300]


def cpu(server):
    with open(f"/proc/{server.process.pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(server, rows):
    Connection(server.port).send("CreateTable", CREATE)
    begin, before, parts = time.time(), cpu(server), min(4, max(1, rows // 1000))
    step = (rows // parts + 24) // 25 * 25
    workers = [
        multiprocessing.Process(target=load_part, args=(server.port, n * step, min((n + 1) * step, rows)))
        for n in range(parts)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    took = time.time() - begin
    print(f"load {rows:>10,} items: {rows / took:>9,.0f} items/s, {(cpu(server) - before) / rows * 1e6:6.1f} µs CPU an item", flush=True)


def run(server, workload, rows, seconds):
    done = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "--timeout", "20s", "-s", str(ROOT / "bench/requests.lua")]
        + [f"http://127.0.0.1:{server.port}", "--", workload, str(rows // PARTITION)],
        capture_output=True, text=True, check=True)
    fields = next(line for line in done.stdout.splitlines() if line.startswith("RESULT")).split()
    assert fields[5] == "0", f"errors: {done.stdout}"
    return int(fields[1])


def measure(server, workload, rows):
    """CPU of the server for a request, in µs, and requests a second."""
    run(server, workload, rows, 2)
    before = cpu(server)
    count = run(server, workload, rows, SECONDS)
    return (cpu(server) - before) / count * 1e6, count / SECONDS


def scan(server, rows):
    connection = Connection(server.port)
    begin, before, pages, found, start = time.time(), cpu(server), 0, 0, b""
    while True:
        answer = connection.send("Scan", b'{"TableName":"rows"' + start + b"}")
        pages += 1
        found += int(re.search(rb'"Count":(\d+)', answer)[1])
        last = re.search(rb'"LastEvaluatedKey":(\{.*?\}\})', answer)
        if not last:
            break
        start = b',"ExclusiveStartKey":' + last[1]
    assert found == rows, found
    used, took = cpu(server) - before, time.time() - begin
    print(
        f"scan of {rows:,} items: {rows / took:,.0f} items/s, {pages} pages, {used / pages * 1e3:.2f} ms CPU a page, "
        f"{used / rows * 1e6:.2f} µs an item", flush=True)


def start_time(*flags):
    """Milliseconds from the exec to a GetItem's answer, the median of five."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        server = Server(*flags)
        Connection(server.port).send("ListTables", b"{}")
        times.append((time.perf_counter() - begin) * 1000)
        server.stop()
    return sorted(times)[2]


def main():
    folder = tempfile.mkdtemp(prefix="bench-dynamodb-", dir=os.environ.get("FOLDER"))
    try:
        results = {}
        for rows in (1000, ROWS):
            flags = ("--data", f"{folder}/{rows}", "--durability", "os")
            server = Server(*flags)
            load(server, rows)
            if rows > 1000:
                # Every page is read once, so that none is cold.
                scan(server, rows)
            for workload in WORKLOADS:
                results[rows, workload] = measure(server, workload, rows)
                used, rate = results[rows, workload]
                print(f"{workload:12} of {rows:>10,} items: {used:7.1f} µs CPU, {rate:9,.0f} /s", flush=True)
            size = sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(flags[1]) for name in names)
            print(f"{rows:,} items: {size / 1e6:,.0f} MB on disk, {server.resident()} MiB resident", flush=True)
            server.stop()
        for workload in WORKLOADS:
            growth = results[ROWS, workload][0] / results[1000, workload][0]
            print(f"growth of {workload} from 1,000 to {ROWS:,} items: {growth:.2f}", flush=True)
        for rows in (1000, ROWS):
            print(f"start with {rows:,} items: {start_time('--data', f'{folder}/{rows}', '--durability', 'os'):.1f} ms", flush=True)
        shutil.rmtree(f"{folder}/{ROWS}")
        for name, flags in (("in memory", ()), ("on disk", ("--data", f"{folder}/scan", "--durability", "os"))):
            server = Server(*flags)
            print(name + ", ", end="")
            load(server, SCANNED)
            print(name + ", ", end="")
            scan(server, SCANNED)
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
