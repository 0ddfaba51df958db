"""kill -9 in the middle of writes: what was acknowledged is there after the next start, and is handled."""

import io
import json
import os
import resource
import signal
import subprocess
import threading
import time
import zipfile

import pytest

from conftest import BINARY

HANDLER = """
import base64, json, os, urllib.request, boto3
table = boto3.client("dynamodb")
def handler(event, context):
    for record in event["Records"]:
        data = base64.b64decode(record["kinesis"]["data"]).decode()
        table.put_item(TableName="handled", Item={"id": {"S": data}})
"""


def archive(source):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("index.py", source)
    return packed.getvalue()


def wait_for(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.2)
    return result


def test_every_acknowledged_record_is_handled_after_a_kill(data_server):
    server = data_server("--durability", "os")
    kinesis, table, functions = server.client("kinesis"), server.client("dynamodb"), server.client("lambda")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    table.create_table(
        TableName="handled",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    functions.create_function(
        FunctionName="f",
        Runtime="python3.11",
        Role="arn:aws:iam::000000000000:role/r",
        Handler="index.handler",
        Timeout=60,
        Code={"ZipFile": archive(HANDLER)},
    )
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    functions.create_event_source_mapping(
        FunctionName="f", EventSourceArn=arn, StartingPosition="TRIM_HORIZON", BatchSize=500
    )
    acknowledged, lock = set(), threading.Lock()

    def put(part):
        client = server.client("kinesis")
        try:
            for number in range(2500):
                data = f"{part}-{number}"
                client.put_record(StreamName="s", PartitionKey=data, Data=data.encode())
                with lock:
                    acknowledged.add(data)
        except Exception:
            pass  # The server is gone; what was acknowledged counts.

    threads = [threading.Thread(target=put, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    wait_for("half of the records", lambda: len(acknowledged) >= 1000)
    server.kill()
    for thread in threads:
        thread.join()
    assert len(acknowledged) >= 1000

    server = data_server("--durability", "os")
    table = server.client("dynamodb")

    def handled():
        pages = table.get_paginator("scan").paginate(TableName="handled", ProjectionExpression="id")
        return {item["id"]["S"] for page in pages for item in page["Items"]}

    wait_for("every acknowledged record", lambda: acknowledged <= handled())


def test_acknowledged_items_objects_and_buffered_records_survive_a_kill(data_server):
    server = data_server("--durability", "os")
    table, s3, firehose = server.client("dynamodb"), server.client("s3"), server.client("firehose")
    table.create_table(
        TableName="items",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    s3.create_bucket(Bucket="bucket")
    firehose.create_delivery_stream(
        DeliveryStreamName="d",
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::000000000000:role/r",
            "BucketARN": "arn:aws:s3:::bucket",
            "Prefix": "delivered/",
            "BufferingHints": {"IntervalInSeconds": 900, "SizeInMBs": 128},
        },
    )
    items, objects, buffered = set(), {}, set()

    def write(server):
        table, s3, firehose = server.client("dynamodb"), server.client("s3"), server.client("firehose")
        number = 0
        try:
            while True:
                number += 1
                table.put_item(TableName="items", Item={"id": {"S": str(number)}})
                items.add(str(number))
                body = (b"%d " % number) * (20_000 if number % 5 == 0 else 10)
                s3.put_object(Bucket="bucket", Key=f"k/{number}", Body=body)
                objects[f"k/{number}"] = body
                firehose.put_record(DeliveryStreamName="d", Record={"Data": b"%d\n" % number})
                buffered.add(str(number))
        except Exception:
            pass  # The server is gone.

    thread = threading.Thread(target=write, args=(server,))
    thread.start()
    wait_for("some writes", lambda: len(buffered) >= 100)
    server.kill()
    thread.join()

    server = data_server("--durability", "os")
    table, s3 = server.client("dynamodb"), server.client("s3")
    found = {item["id"]["S"] for item in table.scan(TableName="items")["Items"]}
    assert items <= found
    for key, body in objects.items():
        assert s3.get_object(Bucket="bucket", Key=key)["Body"].read() == body

    import urllib.request

    urllib.request.urlopen(urllib.request.Request(server.endpoint + "/_cauce/flush", method="POST"))

    def delivered():
        lines = []
        for entry in s3.list_objects_v2(Bucket="bucket", Prefix="delivered/").get("Contents", []):
            lines += s3.get_object(Bucket="bucket", Key=entry["Key"])["Body"].read().decode().split()
        return lines

    wait_for("the buffered records", lambda: buffered <= set(delivered()))


def test_a_fault_is_told_before_the_end():
    process = subprocess.Popen(
        [BINARY, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
        env={k: v for k, v in os.environ.items() if k != "SWIFT_BACKTRACE"},
    )
    while process.stdout.readline().strip() != "Ready.":
        assert process.poll() is None
    process.send_signal(signal.SIGILL)
    _, told = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGILL
    assert told.startswith("cauce: ended by a condition of its own")
