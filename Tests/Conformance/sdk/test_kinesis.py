"""Kinesis through boto3, in JSON as it sends it."""

import hashlib

import pytest
from botocore.exceptions import ClientError, ParamValidationError


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def read_all(kinesis, stream, shard, kind="TRIM_HORIZON", **more):
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType=kind, **more)
    page = kinesis.get_records(ShardIterator=iterator["ShardIterator"])
    return page["Records"]


def test_a_record_goes_to_the_shard_of_its_key_and_comes_back(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=4)
    kinesis.get_waiter("stream_exists").wait(StreamName="s")
    shards = kinesis.list_shards(StreamName="s")["Shards"]
    for key in ("a", "b", "ñ", "clave" * 40):
        answer = kinesis.put_record(StreamName="s", PartitionKey=key, Data=key.encode())
        hashed = int(hashlib.md5(key.encode()).hexdigest(), 16)
        (shard,) = [
            s["ShardId"]
            for s in shards
            if int(s["HashKeyRange"]["StartingHashKey"]) <= hashed <= int(s["HashKeyRange"]["EndingHashKey"])
        ]
        assert answer["ShardId"] == shard
        assert len(answer["SequenceNumber"]) == 56
        (record,) = [r for r in read_all(kinesis, "s", shard) if r["PartitionKey"] == key]
        assert record["Data"] == key.encode()
        assert record["SequenceNumber"] == answer["SequenceNumber"]


def test_every_iterator_type_starts_where_it_says(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    shard = "shardId-000000000000"
    first = kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"1")["SequenceNumber"]
    latest = kinesis.get_shard_iterator(StreamName="s", ShardId=shard, ShardIteratorType="LATEST")["ShardIterator"]
    second = kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"2")["SequenceNumber"]
    assert int(second) > int(first)
    data = lambda records: [r["Data"] for r in records]
    assert data(read_all(kinesis, "s", shard)) == [b"1", b"2"]
    assert data(kinesis.get_records(ShardIterator=latest)["Records"]) == [b"2"]
    assert data(read_all(kinesis, "s", shard, "AT_SEQUENCE_NUMBER", StartingSequenceNumber=second)) == [b"2"]
    assert data(read_all(kinesis, "s", shard, "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=first)) == [b"2"]
    arrival = read_all(kinesis, "s", shard)[0]["ApproximateArrivalTimestamp"]
    assert data(read_all(kinesis, "s", shard, "AT_TIMESTAMP", Timestamp=arrival))[0] == b"1"
    page = kinesis.get_records(
        ShardIterator=kinesis.get_shard_iterator(StreamName="s", ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
            "ShardIterator"
        ],
        Limit=1,
    )
    assert data(page["Records"]) == [b"1"]
    assert data(kinesis.get_records(ShardIterator=page["NextShardIterator"])["Records"]) == [b"2"]


def test_put_records_keeps_the_order_and_refuses_all_for_one_bad_entry(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    entries = [{"Data": bytes([n]), "PartitionKey": str(n)} for n in range(200)]
    answer = kinesis.put_records(StreamName="s", Records=entries)
    assert answer["FailedRecordCount"] == 0
    numbers = [int(r["SequenceNumber"]) for r in answer["Records"]]
    assert numbers == sorted(numbers) and len(set(numbers)) == 200
    entries[1]["ExplicitHashKey"] = str(2**128)
    error = refused(kinesis.put_records, StreamName="s", Records=entries)
    assert error["Code"] == "InvalidArgumentException"
    assert error["Message"].endswith(f"Specified value was {2**128}")
    assert len(read_all(kinesis, "s", "shardId-000000000000")) == 200


def test_names_and_arns_must_agree(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    assert kinesis.describe_stream(StreamARN=arn)["StreamDescription"]["StreamName"] == "s"
    error = refused(kinesis.describe_stream, StreamName="other", StreamARN=arn)
    assert error["Message"] == "Input stream name other doesn't match the inferred name in stream arn s"
    error = refused(kinesis.describe_stream)
    assert error["Message"] == "Stream arn and stream name can't be empty at the same time"
    error = refused(kinesis.describe_stream, StreamName="gone")
    assert error["Code"] == "ResourceNotFoundException"


def test_tags_of_both_families_are_one_map(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1, Tags={"b": "2"})
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    kinesis.add_tags_to_stream(StreamName="s", Tags={"a": ""})
    kinesis.tag_resource(ResourceARN=arn, Tags={"B": "3"})
    expected = [{"Key": "B", "Value": "3"}, {"Key": "a", "Value": ""}, {"Key": "b", "Value": "2"}]
    assert kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"] == expected
    page = kinesis.list_tags_for_stream(StreamName="s", Limit=2)
    assert page["Tags"] == expected[:2] and page["HasMoreTags"]
    kinesis.remove_tags_from_stream(StreamName="s", TagKeys=["a", "none"])
    kinesis.untag_resource(ResourceARN=arn, TagKeys=["b"])
    assert kinesis.list_tags_for_stream(StreamName="s")["Tags"] == expected[:1]


def test_records_survive_a_kill(data_server):
    server = data_server("--durability", "os")
    kinesis = server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    acknowledged = {kinesis.put_record(StreamName="s", PartitionKey=str(n), Data=b"x")["SequenceNumber"] for n in range(300)}
    server.kill()
    kinesis = data_server().client("kinesis")
    found = [r for n in range(2) for r in read_all(kinesis, "s", f"shardId-00000000000{n}")]
    assert {r["SequenceNumber"] for r in found} == acknowledged
    # Sequence numbers go on.
    more = kinesis.put_record(StreamName="s", PartitionKey="0", Data=b"y")
    shard = [r for r in read_all(kinesis, "s", more["ShardId"])]
    assert shard[-1]["SequenceNumber"] == more["SequenceNumber"]
