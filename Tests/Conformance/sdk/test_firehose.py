"""Firehose through boto3 and the aws CLI: from Kinesis and by PutRecord to objects in S3."""

import gzip
import json
import time
import urllib.request
import uuid

import pytest
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/delivery"


@pytest.fixture
def name():
    return "t" + uuid.uuid4().hex[:12]


def destination(bucket, **more):
    return {"RoleARN": ROLE, "BucketARN": f"arn:aws:s3:::{bucket}", **more}


def flush(server, name):
    url = f"{server.endpoint}/_cauce/flush?stream={name}"
    urllib.request.urlopen(urllib.request.Request(url, method="POST")).read()


def objects(s3, bucket, count=1):
    """Waits for that many objects, for some seconds at most."""
    for _ in range(400):
        found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        if len(found) >= count:
            return {o["Key"]: s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read() for o in found}
        time.sleep(0.02)
    raise AssertionError(f"there are {len(found)} objects in {bucket}")


def test_from_kinesis_to_gzip(server, name):
    kinesis, firehose, s3 = (server.client(s) for s in ("kinesis", "firehose", "s3"))
    s3.create_bucket(Bucket=name)
    kinesis.create_stream(StreamName=name, ShardCount=2)
    arn = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
    kinesis.put_record(StreamName=name, Data=b"before\n", PartitionKey="k")
    firehose.create_delivery_stream(
        DeliveryStreamName=name,
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": arn, "RoleARN": ROLE},
        ExtendedS3DestinationConfiguration=destination(name, Prefix="raw/", CompressionFormat="GZIP"),
    )
    for number in range(20):
        kinesis.put_record(StreamName=name, Data=f"{number}\n".encode(), PartitionKey=str(number))
    flush(server, name)
    (key, body), = objects(s3, name).items()
    assert key.startswith("raw/20") and key.endswith(".gz")
    assert sorted(map(int, gzip.decompress(body).split())) == list(range(20))
    description = firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
    assert description["DeliveryStreamStatus"] == "ACTIVE"
    assert description["Source"]["KinesisStreamSourceDescription"]["KinesisStreamARN"] == arn
    with pytest.raises(firehose.exceptions.InvalidArgumentException):
        firehose.put_record(DeliveryStreamName=name, Record={"Data": b"x"})


def test_direct_put(server, name):
    firehose, s3 = server.client("firehose"), server.client("s3")
    s3.create_bucket(Bucket=name)
    firehose.create_delivery_stream(DeliveryStreamName=name, S3DestinationConfiguration=destination(name))
    firehose.put_record(DeliveryStreamName=name, Record={"Data": b"1"})
    answer = firehose.put_record_batch(DeliveryStreamName=name, Records=[{"Data": b"2"}, {"Data": b"3"}])
    assert answer["FailedPutCount"] == 0 and len(answer["RequestResponses"]) == 2
    flush(server, name)
    assert list(objects(s3, name).values()) == [b"123"]
    firehose.tag_delivery_stream(DeliveryStreamName=name, Tags=[{"Key": "a", "Value": "b"}])
    assert firehose.list_tags_for_delivery_stream(DeliveryStreamName=name)["Tags"] == [{"Key": "a", "Value": "b"}]
    firehose.delete_delivery_stream(DeliveryStreamName=name)
    with pytest.raises(firehose.exceptions.ResourceNotFoundException):
        firehose.describe_delivery_stream(DeliveryStreamName=name)


def test_refusals(server, name):
    firehose = server.client("firehose")
    with pytest.raises(ClientError) as refusal:
        firehose.create_delivery_stream(
            DeliveryStreamName=name,
            ExtendedS3DestinationConfiguration=destination("b", CompressionFormat="Snappy"),
        )
    assert refusal.value.response["Error"]["Code"] == "NotImplemented"
    assert "CompressionFormat" in refusal.value.response["Error"]["Message"]
    with pytest.raises(firehose.exceptions.InvalidArgumentException, match="ErrorOutputPrefix cannot be null"):
        firehose.create_delivery_stream(
            DeliveryStreamName=name,
            ExtendedS3DestinationConfiguration=destination("b", Prefix="!{timestamp:yyyy}/"),
        )


def test_command_line(server, name):
    server.client("s3").create_bucket(Bucket=name)
    configuration = json.dumps(destination(name))
    made = server.aws(
        "firehose", "create-delivery-stream", "--delivery-stream-name", name,
        "--extended-s3-destination-configuration", configuration,
    )
    assert json.loads(made)["DeliveryStreamARN"].endswith(f"deliverystream/{name}")
    assert name in json.loads(server.aws("firehose", "list-delivery-streams", "--limit", "1000"))["DeliveryStreamNames"]


def test_a_stop_delivers_what_is_buffered(data_server):
    server = data_server()
    firehose, s3 = server.client("firehose"), server.client("s3")
    s3.create_bucket(Bucket="bucket")
    firehose.create_delivery_stream(DeliveryStreamName="d", S3DestinationConfiguration=destination("bucket"))
    firehose.put_record(DeliveryStreamName="d", Record={"Data": b"kept"})
    server.stop()
    s3 = data_server().client("s3")
    assert list(objects(s3, "bucket").values()) == [b"kept"]
