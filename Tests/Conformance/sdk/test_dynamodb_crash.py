"""kill -9 under a mixed load of puts, updates, batches and transactions: every acknowledged write is there, no
transaction half, every index in step with its table."""

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
)


class Load:
    """Writers that note what was acknowledged until the server is gone."""

    def __init__(self, server):
        self.server = server
        self.items = {}
        self.counter = 0
        self.transactions = []
        self.writers = [self.puts, self.updates, self.batches, self.transact, self.puts]
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


def test_every_acknowledged_write_survives_kill_9(data_server):
    server = data_server("--durability", "os")
    server.client("dynamodb").create_table(**TABLE)
    for _ in range(2):
        load = Load(server)
        for thread in load.threads:
            thread.start()
        end = time.monotonic() + 60
        while len(load.transactions) < 40 or load.counter < 40 or len(load.items) < 200:
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
        assert scan(client, IndexName="by-writer") == found
        client.delete_item(TableName="tab", Key={"p": {"S": "counter"}})
