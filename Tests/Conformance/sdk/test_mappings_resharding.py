"""Mappings follow a stream over splits and merges under load: parents whole before their children, each key in order."""

import threading

from test_mappings import Pipe, eventually


def test_splits_and_merges_are_followed_in_order(client, tmp_path):
    pipe = Pipe(client, tmp_path, shards=2)
    pipe.map(BatchSize=20)
    put, stop = {}, threading.Event()

    def write(writer):
        streams = client("kinesis")
        number = 0
        while not stop.is_set():
            keys = [f"{writer}.{key}" for key in range(10)]
            answer = streams.put_records(StreamName="s", Records=[
                {"PartitionKey": key, "Data": f"{key}-{number}".encode()} for key in keys])
            for key, record in zip(keys, answer["Records"]):
                put[f"{key}-{number}"] = record["ShardId"]
            number += 1

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(2)]
    for writer in writers:
        writer.start()

    def handled():
        return sum(len(event["data"]) for event in pipe.given)

    streams = client("kinesis")
    assert eventually(lambda: handled() > 200)
    shards = streams.list_shards(StreamName="s")["Shards"]
    half = (int(shards[0]["HashKeyRange"]["StartingHashKey"]) + int(shards[0]["HashKeyRange"]["EndingHashKey"])) // 2
    streams.split_shard(StreamName="s", ShardToSplit=shards[0]["ShardId"], NewStartingHashKey=str(half))
    streams.get_waiter("stream_exists").wait(StreamName="s")
    before = handled()
    assert eventually(lambda: handled() > before + 200)
    streams.merge_shards(
        StreamName="s", ShardToMerge="shardId-000000000003", AdjacentShardToMerge=shards[1]["ShardId"])
    streams.get_waiter("stream_exists").wait(StreamName="s")
    before = handled()
    assert eventually(lambda: handled() > before + 200)
    streams.update_shard_count(StreamName="s", TargetShardCount=3, ScalingType="UNIFORM_SCALING")
    streams.get_waiter("stream_exists").wait(StreamName="s")
    before = handled()
    assert eventually(lambda: handled() > before + 200)
    stop.set()
    for writer in writers:
        writer.join()
    assert eventually(lambda: handled() >= len(put))

    order = [data for event in pipe.given for data in event["data"]]
    assert len(order) == len(set(order)) and set(order) == set(put)
    last = {}
    for data in order:
        key, number = data.rsplit("-", 1)
        assert int(number) == last.get(key, -1) + 1
        last[key] = int(number)
    # Where each shard's events begin and end among all that were given.
    first, final = {}, {}
    for index, event in enumerate(pipe.given):
        shard = event["event"]["Records"][0]["eventID"].split(":")[0]
        first.setdefault(shard, index)
        final[shard] = index
        assert {put[data] for data in event["data"]} == {shard}
    followed = 0
    for shard in streams.list_shards(StreamName="s")["Shards"]:
        for parent in (shard.get("ParentShardId"), shard.get("AdjacentParentShardId")):
            if parent in final and shard["ShardId"] in first:
                assert final[parent] < first[shard["ShardId"]]
                followed += 1
    assert followed >= 4
