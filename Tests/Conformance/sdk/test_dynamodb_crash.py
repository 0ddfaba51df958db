"""kill -9 under a mixed load of puts, updates, deletions, batches and transactions: every acknowledged write is there, no
transaction half, every index in step with its table, the stream complete and in order."""

import threading
import time

TABLE = dict(
    TableName="tab",
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "w", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "by-writer",
            "KeySchema": [{"AttributeName": "w", "KeyType": "HASH"}, {"AttributeName": "p", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
)


class Load:
    """Writers that note what was acknowledged until the server is gone."""

    def __init__(self, server):
        self.server = server
        self.items = {}
        self.deleted = {}
        self.counter = 0
        self.transactions = []
        self.writers = [self.puts, self.updates, self.batches, self.transact, self.puts, self.deletes]
        self.threads = [
            threading.Thread(target=self.run, args=(writer, place)) for place, writer in enumerate(self.writers)
        ]

    def run(self, writer, place):
        client = self.server.client("dynamodb")
        try:
            for number in range(100000):
                writer(client, place, number)
        except Exception:
            pass  # The server is gone; what was acknowledged counts.

    def item(self, key, writer, value):
        return {"p": {"S": key}, "w": {"S": f"w{writer}"}, "v": {"N": str(value)}}

    def puts(self, client, place, number):
        key = f"put-{place}-{number % 50}"
        client.put_item(TableName="tab", Item=self.item(key, place, number))
        self.items[key] = number

    def deletes(self, client, place, number):
        """Every second key is deleted again, by a condition that holds."""
        key = f"delete-{number}"
        client.put_item(TableName="tab", Item=self.item(key, place, number))
        if number % 2 == 0:
            self.items[key] = number
            return
        client.delete_item(
            TableName="tab", Key={"p": {"S": key}}, ConditionExpression="v = :n",
            ExpressionAttributeValues={":n": {"N": str(number)}})
        self.deleted[key] = number

    def updates(self, client, place, number):
        client.update_item(
            TableName="tab",
            Key={"p": {"S": "counter"}},
            UpdateExpression="ADD v :one SET w = :w",
            ExpressionAttributeValues={":one": {"N": "1"}, ":w": {"S": f"w{number % 3}"}},
        )
        self.counter += 1

    def batches(self, client, place, number):
        keys = [f"batch-{number}-{each}" for each in range(10)]
        client.batch_write_item(
            RequestItems={"tab": [{"PutRequest": {"Item": self.item(key, place, number)}} for key in keys]}
        )
        for key in keys:
            self.items[key] = number

    def transact(self, client, place, number):
        keys = [f"transaction-{number}-{each}" for each in range(5)]
        client.transact_write_items(
            TransactItems=[{"Put": {"TableName": "tab", "Item": self.item(key, place, number)}} for key in keys]
        )
        self.transactions.append(number)


def scan(client, **more):
    items, start = {}, {}
    while True:
        page = client.scan(TableName="tab", **more, **start)
        for item in page["Items"]:
            items[item["p"]["S"]] = item
        if "LastEvaluatedKey" not in page:
            return items
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def replayed(server):
    """The table as its stream tells it: every record's old image is what stood before it."""
    client = server.client("dynamodbstreams")
    stream = client.list_streams(TableName="tab")["Streams"][0]["StreamArn"]
    shards, start = [], {}
    while True:
        page = client.describe_stream(StreamArn=stream, **start)["StreamDescription"]
        shards += page["Shards"]
        if "LastEvaluatedShardId" not in page:
            break
        start = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}
    items, seen = {}, set()
    # Parents come before their children.
    for shard in shards:
        sequences = []
        iterator = client.get_shard_iterator(
            StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while iterator:
            page = client.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                change = record["dynamodb"]
                key = change["Keys"]["p"]["S"]
                assert change.get("OldImage") == items.get(key), record
                if record["eventName"] == "REMOVE":
                    del items[key]
                else:
                    assert (record["eventName"] == "INSERT") == (key not in items)
                    items[key] = change["NewImage"]
                sequences.append(int(change["SequenceNumber"]))
            if not page["Records"]:
                break
            iterator = page.get("NextShardIterator")
        assert sequences == sorted(sequences)
        assert not seen.intersection(sequences) and len(set(sequences)) == len(sequences)
        seen.update(sequences)
    return items


def test_every_acknowledged_write_survives_kill_9(data_server):
    server = data_server("--durability", "os")
    server.client("dynamodb").create_table(**TABLE)
    for _ in range(2):
        load = Load(server)
        for thread in load.threads:
            thread.start()
        end = time.monotonic() + 60
        while len(load.transactions) < 40 or load.counter < 40 or len(load.items) < 200 or len(load.deleted) < 40:
            assert time.monotonic() < end, "the load did not come about"
            time.sleep(0.05)
        server.kill()
        for thread in load.threads:
            thread.join()
        server = data_server("--durability", "os")
        client = server.client("dynamodb")
        found = scan(client, ConsistentRead=True)
        for key, value in load.items.items():
            # A later put of the same key may have been done without being acknowledged.
            assert int(found[key]["v"]["N"]) >= value, key
        assert int(found["counter"]["v"]["N"]) >= load.counter
        numbers = {int(key.split("-")[1]) for key in found if key.startswith("transaction-")}
        assert numbers >= set(load.transactions)
        for number in numbers:
            assert all(f"transaction-{number}-{each}" in found for each in range(5)), number
        assert not found.keys() & load.deleted.keys()
        assert scan(client, IndexName="by-writer") == found
        assert replayed(server) == found
        client.delete_item(TableName="tab", Key={"p": {"S": "counter"}})


def test_an_index_is_filled_on_after_kill_9(data_server):
    server = data_server("--durability", "os")
    client = server.client("dynamodb")
    client.create_table(
        TableName="tab",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
    )
    for batch in range(100):
        client.batch_write_item(
            RequestItems={
                "tab": [
                    {"PutRequest": {"Item": {"p": {"S": f"{batch}-{each}"}, "w": {"S": f"w{each}"}}}}
                    for each in range(25)
                ]
            }
        )
    client.update_table(
        TableName="tab",
        AttributeDefinitions=[{"AttributeName": "w", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": "late",
                    "KeySchema": [{"AttributeName": "w", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            }
        ],
    )
    server.kill()
    client = data_server("--durability", "os").client("dynamodb")
    end = time.monotonic() + 60
    while True:
        index = client.describe_table(TableName="tab")["Table"]["GlobalSecondaryIndexes"][0]
        if index["IndexStatus"] == "ACTIVE":
            break
        assert time.monotonic() < end, "the index was not filled"
        time.sleep(0.05)
    assert index["ItemCount"] == 2500
    assert scan(client, IndexName="late") == scan(client)
