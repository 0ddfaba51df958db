"""The Java KCL 3 against the emulator, by polling and by enhanced fan-out, with nothing set but the endpoint.

Needs Java, and the jars of the wheel kclpy-ext; skipped without them. Both run at once: most of their time is waiting for
leases.
"""

import concurrent.futures
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
import time
import uuid

import pytest
from conftest import Server

RECORDS = 60
# The KCL's side is a Java virtual machine that takes leases step by step, each in some seconds.
PATIENCE = 240


def jars():
    found = importlib.util.find_spec("amazon_kclpy")
    if shutil.which("java") is None or found is None:
        pytest.skip("no Java, or no KCL")
    return str(pathlib.Path(found.origin).parent / "jars" / "*")


# A record processor in the KCL's line protocol: writes down what it is given, and checkpoints at the end of a shard.
PROCESSOR = '''
import base64, json, os, sys

def say(message):
    sys.stdout.write("\\n" + json.dumps(message) + "\\n")
    sys.stdout.flush()

shard = None
for line in sys.stdin:
    if not line.strip():
        continue
    message = json.loads(line)
    action = message["action"]
    if action == "initialize":
        shard = message["shardId"]
    elif action == "processRecords":
        with open(os.environ["SEEN"], "a") as seen:
            for record in message["records"]:
                data = base64.b64decode(record["data"]).decode()
                seen.write(json.dumps([shard, record["sequenceNumber"], record["partitionKey"], data]) + "\\n")
        if message["records"]:
            last = message["records"][-1]
            say({"action": "checkpoint", "sequenceNumber": last["sequenceNumber"],
                 "subSequenceNumber": last.get("subSequenceNumber", 0)})
            for answer in sys.stdin:
                if answer.strip():
                    break
    say({"action": "status", "responseFor": action})
'''


def seen_records(path):
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines() if line.endswith("]")]


def consume(server, folder, retrieval):
    kinesis = server.client("kinesis")
    name = f"kcl-{retrieval.lower()}-{uuid.uuid4().hex[:6]}"
    kinesis.create_stream(StreamName=name, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    for number in range(RECORDS // 2):
        kinesis.put_record(StreamName=name, Data=f"record {number}", PartitionKey=f"key-{number}")

    processor = folder / "processor.py"
    processor.write_text(PROCESSOR)
    seen = folder / "seen"
    properties = folder / "kcl.properties"
    properties.write_text(
        f"executableName = {sys.executable} {processor}\n"
        f"streamName = {name}\napplicationName = {name}-app\n"
        "AwsCredentialsProvider = DefaultCredentialsProvider\n"
        "initialPositionInStream = TRIM_HORIZON\nregionName = us-east-1\n"
        f"retrievalMode = {retrieval}\nidleTimeBetweenReadsInMillis = 250\n"
        # Leases are assigned every few seconds rather than every twenty.
        "failoverTimeMillis = 2000\nleaseAssignmentIntervalMillis = 2000\nshardSyncIntervalMillis = 2000\n"
    )
    log = (folder / "log").open("wb")
    daemon = subprocess.Popen(
        ["java", "-Xmx384m", "-cp", jars(), "software.amazon.kinesis.multilang.MultiLangDaemon",
         "--properties-file", str(properties)],
        stdout=log, stderr=subprocess.STDOUT,
        env={**server.environment(), "SEEN": str(seen), "AWS_REGION": "us-east-1"},
    )
    try:
        deadline = time.monotonic() + PATIENCE
        more = RECORDS // 2
        while len({record[1] for record in seen_records(seen)}) < RECORDS:
            if len(seen_records(seen)) >= RECORDS // 2 and more:
                # The consumer stands: what comes now is pushed, or polled, as it comes.
                for number in range(more, RECORDS):
                    kinesis.put_record(StreamName=name, Data=f"record {number}", PartitionKey=f"key-{number}")
                more = 0
            assert daemon.poll() is None, (folder / "log").read_text()[-6000:]
            assert time.monotonic() < deadline, (folder / "log").read_text()[-6000:]
            time.sleep(0.2)
    finally:
        daemon.terminate()
        try:
            daemon.wait(timeout=30)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()
        log.close()
    return name, seen_records(seen)


@pytest.fixture(scope="module")
def consumed(tmp_path_factory):
    """The server, and by retrieval mode the stream's name and what was handed to the processor."""
    jars()
    server = Server("--data", str(tmp_path_factory.mktemp("kcl") / "data"), "--durability", "os")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        running = {mode: pool.submit(consume, server, tmp_path_factory.mktemp(mode), mode) for mode in ("POLLING", "FANOUT")}
    yield server, running
    server.stop()


@pytest.mark.parametrize("retrieval", ["POLLING", "FANOUT"])
def test_the_kcl_consumes_a_stream_of_two_shards(consumed, retrieval):
    server, running = consumed
    name, records = running[retrieval].result()
    assert {record[3] for record in records} == {f"record {number}" for number in range(RECORDS)}
    assert {record[0] for record in records} == {"shardId-000000000000", "shardId-000000000001"}
    for shard in {record[0] for record in records}:
        first_seen = list(dict.fromkeys(int(record[1]) for record in records if record[0] == shard))
        assert first_seen == sorted(first_seen)
    # The leases are DynamoDB items, with checkpoints behind the last records.
    dynamodb = server.client("dynamodb")
    leases = {item["leaseKey"]["S"]: item for item in dynamodb.scan(TableName=f"{name}-app")["Items"]}
    assert set(leases) >= {"shardId-000000000000", "shardId-000000000001"}
    for lease in leases.values():
        assert lease["checkpoint"]["S"].isdigit()
    consumers = server.client("kinesis").list_stream_consumers(
        StreamARN=server.client("kinesis").describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
    )["Consumers"]
    assert len(consumers) == (1 if retrieval == "FANOUT" else 0)
