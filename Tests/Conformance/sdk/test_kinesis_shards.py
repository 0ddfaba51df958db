"""Resharding, consumers and throttling of Kinesis through boto3."""

import threading
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

FIRST = "shardId-000000000000"


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def read_shard(kinesis, stream, shard):
    """Every record of a shard to its present end, and its children when it is closed."""
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
        "ShardIterator"
    ]
    records = []
    while True:
        page = kinesis.get_records(ShardIterator=iterator)
        records += page["Records"]
        if "NextShardIterator" not in page:
            return records, [child["ShardId"] for child in page["ChildShards"]]
        if not page["Records"] and page["MillisBehindLatest"] == 0:
            return records, []
        iterator = page["NextShardIterator"]


def read_lineage(kinesis, stream):
    """Every record, parents before children, as a well-behaved consumer reads."""
    shards = {s["ShardId"]: s for s in kinesis.list_shards(StreamName=stream)["Shards"]}
    done, records = set(), []
    while len(done) < len(shards):
        for name, shard in shards.items():
            parents = {shard.get("ParentShardId"), shard.get("AdjacentParentShardId")} - {None}
            if name in done or not parents <= done:
                continue
            found, children = read_shard(kinesis, stream, name)
            assert set(children) == {
                n for n, s in shards.items() if name in (s.get("ParentShardId"), s.get("AdjacentParentShardId"))
            }
            records += found
            done.add(name)
    return records


def test_split_and_merge_keep_the_lineage(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    before = kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"1")
    kinesis.split_shard(StreamName="s", ShardToSplit=FIRST, NewStartingHashKey=str(2**127))
    shards = kinesis.list_shards(StreamName="s")["Shards"]
    assert [s["ShardId"] for s in shards] == [f"shardId-00000000000{n}" for n in range(3)]
    assert shards[1]["HashKeyRange"] == {"StartingHashKey": "0", "EndingHashKey": str(2**127 - 1)}
    assert shards[2]["HashKeyRange"] == {"StartingHashKey": str(2**127), "EndingHashKey": str(2**128 - 1)}
    assert shards[1]["ParentShardId"] == shards[2]["ParentShardId"] == FIRST
    closed = shards[0]["SequenceNumberRange"]
    assert int(closed["EndingSequenceNumber"]) > int(before["SequenceNumber"])
    assert int(shards[1]["SequenceNumberRange"]["StartingSequenceNumber"]) > int(closed["EndingSequenceNumber"])
    after = kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"2")
    assert after["ShardId"] != FIRST
    kinesis.merge_shards(
        StreamName="s", ShardToMerge="shardId-000000000001", AdjacentShardToMerge="shardId-000000000002"
    )
    merged = kinesis.list_shards(StreamName="s")["Shards"][3]
    assert (merged["ParentShardId"], merged["AdjacentParentShardId"]) == (
        "shardId-000000000001",
        "shardId-000000000002",
    )
    kinesis.put_record(StreamName="s", PartitionKey="a", Data=b"3")
    assert [r["Data"] for r in read_lineage(kinesis, "s")] == [b"1", b"2", b"3"]
    # The end of the closed shard is a position that can be gone on from.
    iterator = kinesis.get_shard_iterator(
        StreamName="s",
        ShardId=FIRST,
        ShardIteratorType="AFTER_SEQUENCE_NUMBER",
        StartingSequenceNumber=closed["EndingSequenceNumber"],
    )["ShardIterator"]
    page = kinesis.get_records(ShardIterator=iterator)
    assert page["Records"] == [] and len(page["ChildShards"]) == 2


def test_resharding_under_load_loses_nothing_and_keeps_the_order_of_each_key(client):
    kinesis = client("kinesis", max_pool_connections=20)
    kinesis.create_stream(StreamName="s", ShardCount=2)
    written = {}
    stop = threading.Event()

    def produce(key):
        numbers = written.setdefault(key, [])
        count = 0
        while not stop.is_set():
            entries = [{"PartitionKey": key, "Data": f"{key} {count + n}".encode()} for n in range(5)]
            answer = kinesis.put_records(StreamName="s", Records=entries)
            assert answer["FailedRecordCount"] == 0
            numbers += [r["SequenceNumber"] for r in answer["Records"]]
            count += 5

    producers = [threading.Thread(target=produce, args=(f"key{n}",)) for n in range(8)]
    for producer in producers:
        producer.start()
    for target in (4, 3, 6, 5, 3, 2, 4):
        answer = kinesis.update_shard_count(
            StreamName="s", TargetShardCount=target, ScalingType="UNIFORM_SCALING"
        )
        assert answer["TargetShardCount"] == target
        before = {key: len(numbers) for key, numbers in written.items()}
        while any(len(written[key]) < count + 10 for key, count in before.items()):
            pass
        open_shards = [
            s
            for s in kinesis.list_shards(StreamName="s", ShardFilter={"Type": "AT_LATEST"})["Shards"]
        ]
        assert len(open_shards) == target
        ranges = sorted(
            (int(s["HashKeyRange"]["StartingHashKey"]), int(s["HashKeyRange"]["EndingHashKey"])) for s in open_shards
        )
        assert [low for low, _ in ranges] == [n * 2**128 // target for n in range(target)]
        assert [high + 1 for _, high in ranges] == [(n + 1) * 2**128 // target for n in range(target)]
    stop.set()
    for producer in producers:
        producer.join()
    records = read_lineage(kinesis, "s")
    by_key = {}
    for record in records:
        by_key.setdefault(record["PartitionKey"], []).append(record)
    for key, numbers in written.items():
        assert [r["SequenceNumber"] for r in by_key[key]] == numbers
        assert [r["Data"] for r in by_key[key]] == [f"{key} {n}".encode() for n in range(len(numbers))]
        assert [int(n) for n in numbers] == sorted(int(n) for n in numbers)


def test_shard_filters(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    kinesis.update_shard_count(StreamName="s", TargetShardCount=3, ScalingType="UNIFORM_SCALING")
    ids = lambda **filter: [
        int(s["ShardId"][-3:]) for s in kinesis.list_shards(StreamName="s", ShardFilter=filter)["Shards"]
    ]
    # As AWS does it: both are split at the new boundaries, the middle pieces are merged.
    assert [s["ShardId"][-1] for s in kinesis.list_shards(StreamName="s")["Shards"]] == list("0123456")
    assert ids(Type="AT_LATEST") == [2, 5, 6]
    assert ids(Type="AT_TRIM_HORIZON") == [0, 1]
    assert ids(Type="FROM_TRIM_HORIZON") == [0, 1, 2, 3, 4, 5, 6]
    assert ids(Type="AFTER_SHARD_ID", ShardId="shardId-000000000003") == [4, 5, 6]
    assert ids(Type="AT_TIMESTAMP", Timestamp=0) == [0, 1]
    assert ids(Type="FROM_TIMESTAMP", Timestamp=0) == [0, 1, 2, 3, 4, 5, 6]
    assert ids(Type="AT_TIMESTAMP", Timestamp=4102444800) == [2, 5, 6]
    assert ids(Type="FROM_TIMESTAMP", Timestamp=4102444800) == [2, 5, 6]
    page = kinesis.list_shards(StreamName="s", MaxResults=2, ShardFilter={"Type": "AT_LATEST"})
    rest = kinesis.list_shards(NextToken=page["NextToken"])
    assert [s["ShardId"][-1] for s in page["Shards"] + rest["Shards"]] == list("256")


def register(kinesis, stream, name="c"):
    arn = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]["StreamARN"]
    return kinesis.register_stream_consumer(StreamARN=arn, ConsumerName=name)["Consumer"]["ConsumerARN"]


def events_of(answer):
    return (event["SubscribeToShardEvent"] for event in answer["EventStream"])


def test_subscribe_to_shard_pushes_what_is_put(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    consumer = register(kinesis, "s")
    waiting = [kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"%d" % n) for n in range(3)]
    answer = kinesis.subscribe_to_shard(
        ConsumerARN=consumer, ShardId=FIRST, StartingPosition={"Type": "TRIM_HORIZON"}
    )
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert headers["content-type"] == "application/vnd.amazon.eventstream"
    assert headers["transfer-encoding"] == "chunked"
    events = events_of(answer)
    first = next(events)
    assert [r["Data"] for r in first["Records"]] == [b"0", b"1", b"2"]
    assert first["ContinuationSequenceNumber"] == waiting[2]["SequenceNumber"]
    assert first["MillisBehindLatest"] == 0
    for n in range(20):
        put = kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"pushed %d" % n)
        (record,) = next(events)["Records"]
        assert (record["SequenceNumber"], record["Data"]) == (put["SequenceNumber"], b"pushed %d" % n)
    # Nothing comes: a heartbeat, from which the reading can go on.
    beat = next(events)
    assert beat["Records"] == [] and int(beat["ContinuationSequenceNumber"]) > int(put["SequenceNumber"])
    kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"after")
    for kind in ("AFTER_SEQUENCE_NUMBER", "AT_SEQUENCE_NUMBER"):
        iterator = kinesis.get_shard_iterator(
            StreamName="s",
            ShardId=FIRST,
            ShardIteratorType=kind,
            StartingSequenceNumber=beat["ContinuationSequenceNumber"],
        )["ShardIterator"]
        assert [r["Data"] for r in kinesis.get_records(ShardIterator=iterator)["Records"]] == [b"after"]
    # The split ends the subscription behind the last record.
    kinesis.split_shard(StreamName="s", ShardToSplit=FIRST, NewStartingHashKey=str(2**127))
    rest = list(events)
    assert [r["Data"] for event in rest for r in event["Records"]] == [b"after"]
    assert [c["ShardId"] for c in rest[-1]["ChildShards"]] == ["shardId-000000000001", "shardId-000000000002"]
    assert "ContinuationSequenceNumber" not in rest[-1]


def test_a_second_subscription_is_refused_and_a_later_one_takes_over(server, client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    consumer = register(kinesis, "s")
    subscribe = lambda shard=FIRST, arn=consumer: kinesis.subscribe_to_shard(
        ConsumerARN=arn, ShardId=shard, StartingPosition={"Type": "LATEST"}
    )
    first = subscribe()
    error = refused(
        kinesis.subscribe_to_shard, ConsumerARN=consumer, ShardId=FIRST, StartingPosition={"Type": "LATEST"}
    )
    assert error["Code"] == "ResourceInUseException"
    assert error["Message"].startswith("Another active subscription exists for this consumer: ")
    assert error["Message"].endswith(f":s:{FIRST}:c")
    # Another shard, and another consumer, are free.
    subscribe("shardId-000000000001").get("EventStream").close()
    subscribe(arn=register(kinesis, "s", "d")).get("EventStream").close()
    error = refused(
        kinesis.subscribe_to_shard,
        ConsumerARN=consumer,
        ShardId="shardId-000000000009",
        StartingPosition={"Type": "LATEST"},
    )
    assert error["Code"] == "ResourceNotFoundException"
    # The first heartbeat comes after five seconds: from then on a second one takes over.
    assert next(events_of(first))["Records"] == []
    second = subscribe()
    assert [event for event in events_of(first) if event["Records"]] == []
    kinesis.put_records(StreamName="s", Records=[{"PartitionKey": str(n), "Data": b"x"} for n in range(20)])
    assert next(events_of(second))["Records"]
    second["EventStream"].close()


def test_subscriptions_follow_a_backlog_and_end_with_their_stream(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1, MaxRecordSizeInKiB=2048)
    consumer = register(kinesis, "s")
    data = bytes(1 << 20)
    numbers = [
        kinesis.put_record(StreamName="s", PartitionKey="k", Data=data)["SequenceNumber"] for _ in range(20)
    ]
    answer = kinesis.subscribe_to_shard(
        ConsumerARN=consumer, ShardId=FIRST, StartingPosition={"Type": "AT_SEQUENCE_NUMBER", "SequenceNumber": numbers[1]}
    )
    events = events_of(answer)
    found = []
    while len(found) < 19:
        event = next(events)
        assert len(event["Records"]) <= 7
        found += [r["SequenceNumber"] for r in event["Records"]]
    assert found == numbers[1:]
    error = refused(kinesis.delete_stream, StreamName="s")
    assert error["Code"] == "ResourceInUseException"
    assert "because there are consumers associated with this data stream" in error["Message"]
    kinesis.delete_stream(StreamName="s", EnforceConsumerDeletion=True)
    with pytest.raises(Exception) as caught:
        next(events)
    assert "ResourceNotFoundException" in str(caught.value)


def test_consumers(client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    summary = lambda: kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]
    arn = summary()["StreamARN"]
    made = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="b", Tags={"k": "v"})["Consumer"]
    assert made["ConsumerARN"] == f"{arn}/consumer/b:{int(made['ConsumerCreationTimestamp'].timestamp())}"
    error = refused(kinesis.register_stream_consumer, StreamARN=arn, ConsumerName="b")
    assert error["Message"].startswith("Consumer b under stream s already exists for account ")
    for name in "ac":
        kinesis.register_stream_consumer(StreamARN=arn, ConsumerName=name)
    assert summary()["ConsumerCount"] == 3
    pages = kinesis.get_paginator("list_stream_consumers").paginate(StreamARN=arn, PaginationConfig={"PageSize": 2})
    assert [c["ConsumerName"] for page in pages for c in page["Consumers"]] == ["a", "b", "c"]
    by_arn = kinesis.describe_stream_consumer(ConsumerARN=made["ConsumerARN"])["ConsumerDescription"]
    by_name = kinesis.describe_stream_consumer(StreamARN=arn, ConsumerName="b")["ConsumerDescription"]
    assert by_arn == by_name and by_arn["StreamARN"] == arn and by_arn["ConsumerStatus"] == "ACTIVE"
    assert kinesis.list_tags_for_resource(ResourceARN=made["ConsumerARN"])["Tags"] == [{"Key": "k", "Value": "v"}]
    kinesis.deregister_stream_consumer(ConsumerARN=made["ConsumerARN"])
    error = refused(kinesis.describe_stream_consumer, ConsumerARN=made["ConsumerARN"])
    assert error["Code"] == "ResourceNotFoundException"
    for n in range(18):
        kinesis.register_stream_consumer(StreamARN=arn, ConsumerName=f"n{n}")
    error = refused(kinesis.register_stream_consumer, StreamARN=arn, ConsumerName="one-too-many")
    assert error["Code"] == "LimitExceededException"


@pytest.fixture
def throttled():
    from conftest import Server

    server = Server("--kinesis-throttle")
    yield server
    server.stop()


def test_the_rates_of_a_shard(throttled):
    kinesis = throttled.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    clock = lambda what: urllib.request.urlopen(f"{throttled.endpoint}/_cauce/clock?{what}", data=b"").read()
    clock("freeze")
    half = str(2**127)
    low = lambda data, n=0: {"PartitionKey": str(n), "Data": data, "ExplicitHashKey": "0"}
    high = lambda data, n=0: {"PartitionKey": str(n), "Data": data, "ExplicitHashKey": half}
    # A mebibyte a second in, partition keys included; the other shard has its own.
    answer = kinesis.put_records(StreamName="s", Records=[low(bytes(1 << 19))] * 3 + [high(b"x")])
    assert answer["FailedRecordCount"] == 2
    assert "SequenceNumber" in answer["Records"][0] and "SequenceNumber" in answer["Records"][3]
    for failed in answer["Records"][1:3]:
        assert failed == {
            "ErrorCode": "ProvisionedThroughputExceededException",
            "ErrorMessage": f"Rate exceeded for shard {FIRST} in stream s under account 000000000000.",
        }
    error = refused(kinesis.put_record, StreamName="s", **low(bytes(1 << 19)))
    assert error["Code"] == "ProvisionedThroughputExceededException"
    clock("advance=1")
    kinesis.put_record(StreamName="s", **low(bytes(1 << 19)))
    # A thousand records a second.
    clock("advance=1")
    batches = [kinesis.put_records(StreamName="s", Records=[high(b"y", n) for n in range(500)]) for _ in range(3)]
    assert [b["FailedRecordCount"] for b in batches] == [0, 0, 500]
    # Five reads a second; ten mebibytes close the shard for five seconds.
    iterator = kinesis.get_shard_iterator(
        StreamName="s", ShardId="shardId-000000000001", ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    for _ in range(5):
        kinesis.get_records(ShardIterator=iterator, Limit=1)
    error = refused(kinesis.get_records, ShardIterator=iterator, Limit=1)
    assert error["Code"] == "ProvisionedThroughputExceededException"
    assert error["Message"] == "Rate exceeded for shard shardId-000000000001 in stream s under account 000000000000."
    for _ in range(12):
        clock("advance=1")
        kinesis.put_record(StreamName="s", **low(bytes(1000 << 10)))
    iterator = kinesis.get_shard_iterator(StreamName="s", ShardId=FIRST, ShardIteratorType="TRIM_HORIZON")[
        "ShardIterator"
    ]
    page = kinesis.get_records(ShardIterator=iterator)
    assert sum(len(r["Data"]) for r in page["Records"]) >= 10 << 20
    for _ in range(4):
        clock("advance=1")
        assert refused(kinesis.get_records, ShardIterator=iterator)["Code"] == "ProvisionedThroughputExceededException"
    clock("advance=2")
    kinesis.get_records(ShardIterator=iterator)


def test_shards_consumers_and_settings_survive_a_kill(data_server):
    server = data_server("--durability", "os")
    kinesis = server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    written = []
    for target in (4, 2, 3):
        for n in range(50):
            written.append(kinesis.put_record(StreamName="s", PartitionKey=str(n), Data=b"x")["SequenceNumber"])
        kinesis.update_shard_count(StreamName="s", TargetShardCount=target, ScalingType="UNIFORM_SCALING")
    consumer = register(kinesis, "s")
    kinesis.start_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId="alias/k")
    written.append(kinesis.put_record(StreamName="s", PartitionKey="e", Data=b"x")["SequenceNumber"])
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    kinesis.put_resource_policy(ResourceARN=arn, Policy='{"Version": "2012-10-17", "Statement": []}')
    shards = kinesis.list_shards(StreamName="s")["Shards"]
    summary = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]
    server.kill()
    kinesis = data_server().client("kinesis")
    assert kinesis.list_shards(StreamName="s")["Shards"] == shards
    assert kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"] == summary
    assert kinesis.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]["ConsumerName"] == "c"
    assert kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == '{"Version":"2012-10-17","Statement":[]}'
    records = read_lineage(kinesis, "s")
    assert sorted(r["SequenceNumber"] for r in records) == sorted(written)
    assert [r.get("EncryptionType") for r in records if r["PartitionKey"] == "e"] == ["KMS"]
    kinesis.update_shard_count(StreamName="s", TargetShardCount=5, ScalingType="UNIFORM_SCALING")
    assert len(read_lineage(kinesis, "s")) == len(written)


def test_firehose_follows_the_children(server, client):
    import time
    import uuid

    name = "t" + uuid.uuid4().hex[:12]
    kinesis, firehose, s3 = (client(s) for s in ("kinesis", "firehose", "s3"))
    s3.create_bucket(Bucket=name)
    kinesis.create_stream(StreamName=name, ShardCount=1)
    arn = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
    role = "arn:aws:iam::000000000000:role/delivery"
    firehose.create_delivery_stream(
        DeliveryStreamName=name,
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": arn, "RoleARN": role},
        ExtendedS3DestinationConfiguration={"RoleARN": role, "BucketARN": f"arn:aws:s3:::{name}"},
    )
    expected = []
    for target in (2, 3, 2, 1):
        for n in range(20):
            line = f"{target} {n}"
            kinesis.put_record(StreamName=name, PartitionKey=str(n), Data=line.encode() + b"\n")
            expected.append(line)
        kinesis.update_shard_count(StreamName=name, TargetShardCount=target, ScalingType="UNIFORM_SCALING")
    kinesis.put_record(StreamName=name, PartitionKey="0", Data=b"end 0\n")
    expected.append("end 0")
    found = []
    for _ in range(400):
        urllib.request.urlopen(
            urllib.request.Request(f"{server.endpoint}/_cauce/flush?stream={name}", method="POST")
        ).read()
        keys = [o["Key"] for o in s3.list_objects_v2(Bucket=name).get("Contents", [])]
        found = [line for key in keys for line in s3.get_object(Bucket=name, Key=key)["Body"].read().decode().split("\n")]
        found = [line for line in found if line]
        if len(found) >= len(expected):
            break
        time.sleep(0.02)
    assert sorted(found) == sorted(expected)
    # Parents' records stand before those of their children.
    for n in range(20):
        assert [line for line in found if line.split()[1] == str(n)] == [
            line for line in expected if line.split()[1] == str(n)
        ]


def flagged(*flags):
    from conftest import Server

    return Server(*flags)


def test_states_take_their_time_with_a_delay():
    server = flagged("--kinesis-delay", "60000")
    clock = lambda what: urllib.request.urlopen(f"{server.endpoint}/_cauce/clock?{what}", data=b"").read()
    kinesis = server.client("kinesis")
    summary = lambda: kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]
    until = lambda status: kinesis.get_waiter("stream_exists").wait(StreamName="s", WaiterConfig={"Delay": 0}) or status
    kinesis.create_stream(StreamName="s", ShardCount=1)
    assert summary()["StreamStatus"] == "CREATING" and "OpenShardCount" not in summary()
    assert refused(kinesis.put_record, StreamName="s", PartitionKey="k", Data=b"x")["Code"] == "ResourceNotFoundException"
    clock("advance=60")
    until("ACTIVE")
    kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"1")
    kinesis.split_shard(StreamName="s", ShardToSplit=FIRST, NewStartingHashKey=str(2**127))
    assert summary()["StreamStatus"] == "UPDATING" and summary()["OpenShardCount"] == 1
    error = refused(kinesis.split_shard, StreamName="s", ShardToSplit=FIRST, NewStartingHashKey=str(2**126))
    assert error["Message"] == "Stream s under account 000000000000 not ACTIVE, instead in state UPDATING"
    # Records are taken all the while.
    assert kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"2")["ShardId"] == FIRST
    clock("advance=60")
    until("ACTIVE")
    assert summary()["OpenShardCount"] == 2
    kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"3")
    assert [r["Data"] for r in read_lineage(kinesis, "s")] == [b"1", b"2", b"3"]
    kinesis.delete_stream(StreamName="s")
    assert summary()["StreamStatus"] == "DELETING"
    clock("advance=60")
    kinesis.get_waiter("stream_not_exists").wait(StreamName="s", WaiterConfig={"Delay": 0, "MaxAttempts": 1000})
    server.stop()


def test_subscriptions_end_after_their_time_and_with_the_server():
    server = flagged("--kinesis-subscription", "1")
    kinesis = server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    consumer = register(kinesis, "s")
    answer = kinesis.subscribe_to_shard(ConsumerARN=consumer, ShardId=FIRST, StartingPosition={"Type": "LATEST"})
    assert list(events_of(answer)) == []
    server.stop()
    server = flagged()
    kinesis = server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    consumer = register(kinesis, "s")
    answer = kinesis.subscribe_to_shard(ConsumerARN=consumer, ShardId=FIRST, StartingPosition={"Type": "TRIM_HORIZON"})
    events = events_of(answer)
    kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"x")
    assert [r["Data"] for r in next(events)["Records"]] == [b"x"]
    server.stop()
    assert list(events) == []


def cbor(value):
    """As much of CBOR as a request of Kinesis needs."""

    def head(major, number):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 256:
            return bytes([major << 5 | 24, number])
        return bytes([major << 5 | 25]) + number.to_bytes(2, "big")

    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def uncbor(data):
    """What the answers hold: maps, lists, texts, bytes, numbers, tag 1."""

    def value(at):
        major, small = data[at] >> 5, data[at] & 31
        at += 1
        if data[at - 1] == 0xF6:
            return None, at
        number = small
        if 24 <= small <= 27:
            width = 1 << (small - 24)
            number, at = int.from_bytes(data[at : at + width], "big"), at + width
        endless = small == 31
        if major == 0:
            return number, at
        if major in (2, 3):
            piece = data[at : at + number]
            return (piece if major == 2 else piece.decode()), at + number
        if major == 6:
            assert number == 1
            inner, at = value(at)
            assert isinstance(inner, int), "integer milliseconds: a float breaks the SDKs"
            return inner, at
        items, count = [], 0
        while data[at] != 0xFF if endless else count < number * (2 if major == 5 else 1):
            item, at = value(at)
            items.append(item)
            count += 1
        at += endless
        return (dict(zip(items[::2], items[1::2])) if major == 5 else items), at

    result, end = value(0)
    assert end == len(data)
    return result


def test_kinesis_own_cbor_on_the_wire(server, client):
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    account = arn.split(":")[4]

    def call(operation, **arguments):
        request = urllib.request.Request(
            server.endpoint,
            data=cbor(arguments),
            headers={
                "X-Amz-Target": f"Kinesis_20131202.{operation}",
                "Content-Type": "application/x-amz-cbor-1.1",
                "Authorization": f"AWS4-HMAC-SHA256 Credential={account}/20260101/us-east-1/kinesis/aws4_request, "
                "SignedHeaders=host, Signature=0",
            },
        )
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            answer = error
        assert answer.headers["Content-Type"] == "application/x-amz-cbor-1.1"
        body = answer.read()
        return uncbor(body) if body else None

    records = [{"Data": bytes([n]) * 300, "PartitionKey": f"ñ{n}"} for n in range(30)]
    put = call("PutRecords", StreamName="s", Records=records)
    assert put["FailedRecordCount"] == 0 and len(put["Records"]) == 30
    iterator = call("GetShardIterator", StreamARN=arn, ShardId=FIRST, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    page = call("GetRecords", ShardIterator=iterator)
    assert [(r["Data"], r["PartitionKey"]) for r in page["Records"]] == [(r["Data"], r["PartitionKey"]) for r in records]
    assert [r["SequenceNumber"] for r in page["Records"]] == [r["SequenceNumber"] for r in put["Records"]]
    assert all(r["ApproximateArrivalTimestamp"] > 1_700_000_000_000 for r in page["Records"])
    # JSON sees the same records.
    assert len(read_shard(kinesis, "s", FIRST)[0]) == 30
    assert call("UpdateShardCount", StreamName="s", TargetShardCount=2, ScalingType="UNIFORM_SCALING")[
        "TargetShardCount"
    ] == 2
    shards = call("ListShards", StreamName="s", ShardFilter={"Type": "AT_LATEST"})["Shards"]
    assert [s["ParentShardId"] for s in shards] == [FIRST, FIRST]
    error = call("MergeShards", StreamName="s", ShardToMerge=FIRST, AdjacentShardToMerge="shardId-000000000001")
    assert error["__type"] == "InvalidArgumentException" and "already been merged or split" in error["message"]
