"""Event-source mappings through boto3: every setting with what it does to a Python handler that writes what it was given."""

import base64
import io
import json
import time
import zipfile

import pytest
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/lambda-role"

# Appends each event as a line of JSON to the file GIVEN; `{body}` follows, with the decoded data at hand.
HANDLER = """
import base64, json, os, time
def handler(event, context):
    data = [base64.b64decode(r["kinesis"]["data"]).decode() for r in event["Records"] if "kinesis" in r]
    line = json.dumps({{"id": context.aws_request_id, "data": data, "event": event}}) + "\\n"
    with open(os.environ["GIVEN"], "ab", buffering=0) as file:  # one write a line: handlers of several shards share the file
        file.write(line.encode())
    {body}
"""


def package(source):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.py", source)
    return out.getvalue()


def eventually(condition, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


class Pipe:
    """A stream, a function and what the function was given."""

    def __init__(self, client, tmp_path, body="return None", shards=1):
        self.client, self.path = client, tmp_path / "given"
        self.functions, self.streams = client("lambda"), client("kinesis")
        self.streams.create_stream(StreamName="s", ShardCount=shards)
        self.streams.get_waiter("stream_exists").wait(StreamName="s")
        self.arn = self.streams.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
        self.functions.create_function(
            FunctionName="f", Runtime="python3.11", Role=ROLE, Handler="index.handler", Timeout=30,
            Environment={"Variables": {"GIVEN": str(self.path)}},
            Code={"ZipFile": package(HANDLER.format(body=body.replace("\n", "\n    ")))})

    def map(self, **settings):
        settings = {"EventSourceArn": self.arn, "StartingPosition": "TRIM_HORIZON", **settings}
        self.id = self.functions.create_event_source_mapping(FunctionName="f", **settings)["UUID"]
        return self.id

    def put(self, *data, key="k"):
        self.streams.put_records(
            StreamName="s", Records=[{"PartitionKey": key, "Data": d.encode()} for d in data])

    @property
    def given(self):
        # Handlers write while this reads: what follows the last line feed is a line half written.
        lines = self.path.read_text().split("\n")[:-1] if self.path.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def got(self):
        return [",".join(event["data"]) for event in self.given]

    def state(self):
        return self.functions.get_event_source_mapping(UUID=self.id)["State"]


def refused(call, **arguments):
    with pytest.raises(ClientError) as failure:
        call(**arguments)
    return failure.value.response


def test_the_life_of_a_mapping(client, tmp_path):
    pipe = Pipe(client, tmp_path)
    made = pipe.functions.create_event_source_mapping(
        FunctionName="f", EventSourceArn=pipe.arn, StartingPosition="LATEST", Tags={"a": "b"})
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert made["State"] == "Creating" and made["LastProcessingResult"] == "No records processed"
    assert made["DestinationConfig"] == {"OnFailure": {}} and made["FunctionResponseTypes"] == []
    pipe.id = made["UUID"]
    assert eventually(lambda: pipe.state() == "Enabled")
    assert pipe.functions.list_tags(Resource=made["EventSourceMappingArn"])["Tags"] == {"a": "b"}
    pipe.functions.tag_resource(Resource=made["EventSourceMappingArn"], Tags={"c": "d"})
    pipe.functions.untag_resource(Resource=made["EventSourceMappingArn"], TagKeys=["a"])
    assert pipe.functions.list_tags(Resource=made["EventSourceMappingArn"])["Tags"] == {"c": "d"}
    twice = refused(
        pipe.functions.create_event_source_mapping, FunctionName="f", EventSourceArn=pipe.arn, StartingPosition="LATEST")
    assert twice["Error"]["Code"] == "ResourceConflictException" and pipe.id in twice["Error"]["Message"]
    missing = refused(
        pipe.functions.create_event_source_mapping, FunctionName="f", EventSourceArn=pipe.arn + "x",
        StartingPosition="LATEST")
    assert missing["Error"]["Message"] == f"Stream not found: {pipe.arn}x"
    pipe.functions.update_event_source_mapping(UUID=pipe.id, Enabled=False)
    assert eventually(lambda: pipe.state() == "Disabled")
    pages = pipe.functions.get_paginator("list_event_source_mappings").paginate(EventSourceArn=pipe.arn)
    assert [m["UUID"] for page in pages for m in page["EventSourceMappings"]] == [pipe.id]
    deleted = pipe.functions.delete_event_source_mapping(UUID=pipe.id)
    assert deleted["State"] == "Deleting" and deleted["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert eventually(lambda: not pipe.functions.list_event_source_mappings()["EventSourceMappings"])
    gone = refused(pipe.functions.get_event_source_mapping, UUID=pipe.id)
    assert gone["Error"] == {
        "Code": "ResourceNotFoundException", "Message": "The resource you requested does not exist."}


def test_starting_positions(client, tmp_path):
    pipe = Pipe(client, tmp_path)
    pipe.put("before")
    # boto3 sends whole seconds.
    between = int(time.time()) + 1
    assert eventually(lambda: time.time() >= between)
    pipe.put("then")
    pipe.map(StartingPosition="AT_TIMESTAMP", StartingPositionTimestamp=between)
    assert eventually(lambda: pipe.got == ["then"])
    pipe.functions.delete_event_source_mapping(UUID=pipe.id)
    assert eventually(lambda: not pipe.functions.list_event_source_mappings()["EventSourceMappings"])
    pipe.map(StartingPosition="LATEST")
    pipe.put("after")
    assert eventually(lambda: pipe.got == ["then", "after"])
    pipe.functions.delete_event_source_mapping(UUID=pipe.id)
    assert eventually(lambda: not pipe.functions.list_event_source_mappings()["EventSourceMappings"])
    pipe.map(StartingPosition="TRIM_HORIZON")
    assert eventually(lambda: pipe.got == ["then", "after", "before,then,after"])


def test_batches_windows_and_filters(client, tmp_path):
    pipe = Pipe(client, tmp_path)
    pipe.map(
        BatchSize=3, MaximumBatchingWindowInSeconds=1,
        FilterCriteria={"Filters": [{"Pattern": json.dumps({"data": {"n": [{"numeric": [">", 0]}]}})}]})
    pipe.put(*(json.dumps({"n": n}) for n in (-1, 1, 0, 2, 3, 4)), "text")
    assert eventually(lambda: pipe.got == ['{"n": 1},{"n": 2},{"n": 3}', '{"n": 4}'])
    arrived = pipe.given[1]["event"]["Records"][0]["kinesis"]["approximateArrivalTimestamp"]
    assert pipe.path.stat().st_mtime - arrived >= 1


FAILING = 'if any(d.startswith("bad") for d in data): raise ValueError("bad")'


def test_failures_are_bisected_retried_and_told_to_a_topic(client, tmp_path):
    pipe = Pipe(client, tmp_path, FAILING)
    sns = client("sns")
    topic = sns.create_topic(Name="t")["TopicArn"]
    told = tmp_path / "told"
    listener = pipe.functions.create_function(
        FunctionName="listener", Runtime="python3.11", Role=ROLE, Handler="index.handler",
        Environment={"Variables": {"TOLD": str(told)}}, Code={"ZipFile": package("""
import os
def handler(event, context): open(os.environ["TOLD"], "a").write(event["Records"][0]["Sns"]["Message"] + "\\n")
""")})["FunctionArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=listener)
    pipe.put("1", "2", "bad", "4")
    pipe.map(
        MaximumRetryAttempts=1, BisectBatchOnFunctionError=True,
        DestinationConfig={"OnFailure": {"Destination": topic}})
    assert eventually(lambda: pipe.got == ["1,2,bad,4", "1,2", "bad,4", "bad", "bad", "4"])
    ids = [event["id"] for event in pipe.given]
    assert ids[3] == ids[4] and len(set(ids)) == 5
    assert eventually(lambda: told.exists() and told.read_text().endswith("\n"))
    record = json.loads(told.read_text())
    assert list(record) == ["requestContext", "responseContext", "version", "timestamp", "KinesisBatchInfo"]
    assert record["requestContext"] == {
        "requestId": ids[3], "functionArn": pipe.functions.get_function(FunctionName="f")["Configuration"]["FunctionArn"],
        "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 2}
    assert record["responseContext"]["functionError"] == "Unhandled"


def test_a_bucket_keeps_what_failed(client, tmp_path):
    pipe = Pipe(client, tmp_path, """
return {"batchItemFailures": [{"itemIdentifier": r["kinesis"]["sequenceNumber"]}
    for r, d in zip(event["Records"], data) if d.startswith("bad")]}""")
    s3 = client("s3")
    bucket = "failures-of-mapping-tests"
    s3.create_bucket(Bucket=bucket)
    pipe.put("1", "bad", "3")
    pipe.map(
        MaximumRetryAttempts=0, FunctionResponseTypes=["ReportBatchItemFailures"], BisectBatchOnFunctionError=True,
        DestinationConfig={"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}})
    assert eventually(lambda: pipe.got == ["1,bad,3", "bad,3", "bad", "3"])
    assert eventually(lambda: s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 1)
    entry = s3.list_objects_v2(Bucket=bucket)["Contents"][0]
    assert entry["Key"].startswith(f"aws/lambda/{pipe.id}/shardId-000000000000/")
    found = s3.get_object(Bucket=bucket, Key=entry["Key"])
    assert found["ContentType"] == "application/octet-stream"
    record = json.loads(found["Body"].read())
    assert list(record) == [
        "requestContext", "responseContext", "version", "payload", "timestamp", "KinesisBatchInfo"]
    assert record["requestContext"]["functionArn"].endswith(":function:f")
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": None}
    assert base64.b64decode(json.loads(record["payload"])["Records"][0]["kinesis"]["data"]) == b"bad"
    assert record["KinesisBatchInfo"]["batchSize"] == 1


def test_tumbling_windows(client, tmp_path):
    pipe = Pipe(client, tmp_path, 'return {"state": {"n": event["state"].get("n", 0) + len(data)}}')
    pipe.map(TumblingWindowInSeconds=1)
    pipe.put("1", "2")
    assert eventually(lambda: pipe.got == ["1,2"])
    end = pipe.given[0]["event"]["window"]["end"]
    assert eventually(lambda: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()) >= end)
    pipe.put("3")
    assert eventually(lambda: pipe.got == ["1,2", "", "3"])
    final = pipe.given[1]["event"]
    assert final["isFinalInvokeForWindow"] and final["state"] == {"n": 2} and final["Records"] == []
    assert pipe.given[2]["event"]["state"] == {}


def test_lanes_keep_the_order_of_keys(client, tmp_path):
    pipe = Pipe(client, tmp_path, "time.sleep(0.01)")
    pipe.map(ParallelizationFactor=4, BatchSize=10)
    for n in range(10):
        pipe.streams.put_records(StreamName="s", Records=[
            {"PartitionKey": f"k{key}", "Data": f"{key}-{n}".encode()} for key in range(20)])
    assert eventually(lambda: sum(len(event["data"]) for event in pipe.given) == 200)
    for key in range(20):
        mine = [d for event in pipe.given for d in event["data"] if d.startswith(f"{key}-")]
        assert mine == [f"{key}-{n}" for n in range(10)]


def test_queues_are_refused_by_name(client, tmp_path):
    pipe = Pipe(client, tmp_path)
    answer = refused(
        pipe.functions.create_event_source_mapping, FunctionName="f", EventSourceArn=pipe.arn,
        StartingPosition="LATEST",
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:000000000000:q"}})
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501 and "SQS" in answer["Error"]["Message"]


def test_a_consumers_mapping_carries_its_arn(client, tmp_path):
    pipe = Pipe(client, tmp_path)
    consumer = pipe.streams.register_stream_consumer(StreamARN=pipe.arn, ConsumerName="c")["Consumer"]["ConsumerARN"]
    pipe.map(EventSourceArn=consumer)
    pipe.put("1")
    assert eventually(lambda: pipe.got == ["1"])
    assert pipe.given[0]["event"]["Records"][0]["eventSourceARN"] == consumer
    missing = refused(
        pipe.functions.create_event_source_mapping, FunctionName="f", EventSourceArn=consumer + "1",
        StartingPosition="LATEST")
    assert missing["Error"]["Code"] == "InvalidParameterValueException"
