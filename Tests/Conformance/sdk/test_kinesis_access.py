"""`--auth verify`: the policies of streams and consumers decide what callers of other accounts may do."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from conftest import Server

STREAM = "arn:aws:kinesis:us-east-1:111111111111:stream/shared"


@pytest.fixture(scope="module")
def server():
    server = Server(
        "--auth", "verify", "--credentials", "OWNER:owner-secret:111111111111", "--credentials",
        "OTHER:other-secret:222222222222",
    )
    yield server
    server.stop()


def kinesis(server, key, secret):
    return boto3.client(
        "kinesis", endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id=key,
        aws_secret_access_key=secret,
    )


def policy(effect, principal, actions, resource=STREAM, **more):
    statement = {
        "Effect": effect, "Principal": {"AWS": principal}, "Action": actions, "Resource": resource, **more,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def refusal(call, **keywords):
    with pytest.raises(ClientError) as caught:
        call(**keywords)
    error = caught.value.response["Error"]
    assert error["Code"] == "AccessDeniedException"
    return error["Message"]


def test_another_account_does_what_the_policy_allows(server):
    owner, other = kinesis(server, "OWNER", "owner-secret"), kinesis(server, "OTHER", "other-secret")
    owner.create_stream(StreamName="shared", ShardCount=1)
    record = {"StreamARN": STREAM, "Data": b"1", "PartitionKey": "k"}
    assert refusal(other.put_record, **record) == (
        "User: arn:aws:iam::222222222222:root is not authorized to perform: kinesis:PutRecord on resource: "
        f"{STREAM} because no resource-based policy allows the kinesis:PutRecord action"
    )

    reading = ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
    owner.put_resource_policy(
        ResourceARN=STREAM, Policy=policy("Allow", "arn:aws:iam::222222222222:root", ["kinesis:Put*", *reading])
    )
    other.put_record(**record)
    shard = other.list_shards(StreamARN=STREAM)["Shards"][0]["ShardId"]
    iterator = other.get_shard_iterator(StreamARN=STREAM, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    page = other.get_records(ShardIterator=iterator["ShardIterator"], StreamARN=STREAM)
    assert [one["Data"] for one in page["Records"]] == [b"1"]
    # Its own stream of that name is another, and what the policy does not name stays the owner's.
    with pytest.raises(other.exceptions.ResourceNotFoundException):
        other.describe_stream_summary(StreamName="shared")
    refusal(other.describe_stream_summary, StreamARN=STREAM)
    refusal(other.delete_stream, StreamARN=STREAM)

    owner.delete_resource_policy(ResourceARN=STREAM)
    refusal(other.put_record, **record)
    owner.put_record(**record)


def test_a_denial_holds_for_the_owner_too_and_conditions_count(server):
    owner = kinesis(server, "OWNER", "owner-secret")
    arn = STREAM.replace("shared", "closed")
    owner.create_stream(StreamName="closed", ShardCount=1)
    record = {"StreamName": "closed", "Data": b"1", "PartitionKey": "k"}
    insecure = {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    owner.put_resource_policy(
        ResourceARN=arn, Policy=policy("Deny", "*", "kinesis:PutRecord", arn, **insecure)
    )
    owner.put_record(**record)
    owner.put_resource_policy(ResourceARN=arn, Policy=policy("Deny", "*", "kinesis:PutRecord", arn))
    assert refusal(owner.put_record, **record) == (
        f"User: arn:aws:iam::111111111111:root is not authorized to perform: kinesis:PutRecord on resource: {arn} "
        "with an explicit deny in a resource-based policy"
    )
    owner.put_records(StreamName="closed", Records=[{"Data": b"1", "PartitionKey": "k"}])


def test_a_consumer_has_a_policy_of_its_own(server):
    owner, other = kinesis(server, "OWNER", "owner-secret"), kinesis(server, "OTHER", "other-secret")
    arn = STREAM.replace("shared", "fanned")
    owner.create_stream(StreamName="fanned", ShardCount=1)
    consumer = owner.register_stream_consumer(StreamARN=arn, ConsumerName="c")["Consumer"]["ConsumerARN"]
    refusal(other.describe_stream_consumer, ConsumerARN=consumer)
    owner.put_resource_policy(
        ResourceARN=consumer,
        Policy=policy(
            "Allow", "222222222222", ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"], consumer
        ),
    )
    described = other.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]
    assert described["StreamARN"] == arn
    owner.put_record(StreamName="fanned", Data=b"pushed", PartitionKey="k")
    events = other.subscribe_to_shard(
        ConsumerARN=consumer, ShardId="shardId-000000000000", StartingPosition={"Type": "TRIM_HORIZON"}
    )["EventStream"]
    for event in events:
        records = event["SubscribeToShardEvent"]["Records"]
        if records:
            assert records[0]["Data"] == b"pushed"
            break
    events.close()
