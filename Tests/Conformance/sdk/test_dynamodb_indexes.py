"""DynamoDB's secondary indexes, UpdateTable and transactions through boto3's client and Table resource."""

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

ORDERS = dict(
    TableName="orders",
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[
        {"AttributeName": name, "AttributeType": kind}
        for name, kind in [("customer", "S"), ("id", "S"), ("total", "N"), ("region", "S"), ("day", "S")]
    ],
    KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "id", "KeyType": "RANGE"}],
    LocalSecondaryIndexes=[
        {
            "IndexName": "by-total",
            "KeySchema": [
                {"AttributeName": "customer", "KeyType": "HASH"},
                {"AttributeName": "total", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "by-place-and-time",
            "KeySchema": [
                {"AttributeName": "region", "KeyType": "HASH"},
                {"AttributeName": "customer", "KeyType": "HASH"},
                {"AttributeName": "day", "KeyType": "RANGE"},
                {"AttributeName": "total", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["note"]},
        }
    ],
)


@pytest.fixture
def orders(server, client):
    dynamodb = client("dynamodb")
    dynamodb.create_table(**ORDERS)
    dynamodb.get_waiter("table_exists").wait(TableName="orders")
    resource = boto3.resource(
        "dynamodb",
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        aws_access_key_id=dynamodb._request_signer._credentials.access_key,
        aws_secret_access_key="secret",
    )
    table = resource.Table("orders")
    with table.batch_writer() as batch:
        for number in range(40):
            batch.put_item(
                Item={
                    "customer": f"c{number % 2}",
                    "id": f"{number:03}",
                    "total": (number * 7) % 40,
                    "region": "eu" if number % 4 else "us",
                    "day": f"2026-01-{number % 5 + 1:02}",
                    "note": f"n{number}",
                    "size": number,
                }
            )
    return table


def pages(table, **query):
    items = []
    while True:
        page = table.query(**query)
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            return items
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def test_local_index(orders):
    found = pages(
        orders, IndexName="by-total", Limit=3, KeyConditionExpression=Key("customer").eq("c1") & Key("total").lt(20)
    )
    totals = [item["total"] for item in found]
    assert totals == sorted(totals) and all(total < 20 for total in totals) and len(totals) == 10
    assert set(found[0]) == {"customer", "id", "total"}
    whole = orders.query(
        IndexName="by-total",
        KeyConditionExpression=Key("customer").eq("c1"),
        Select="ALL_ATTRIBUTES",
        FilterExpression=Attr("size").gte(30),
    )
    assert {item["size"] for item in whole["Items"]} == {31, 33, 35, 37, 39}


def test_index_of_many_attributes(orders):
    key = Key("region").eq("eu") & Key("customer").eq("c0")
    found = pages(orders, IndexName="by-place-and-time", Limit=2, KeyConditionExpression=key)
    order = [(item["day"], item["total"]) for item in found]
    assert order == sorted(order) and len(order) == 10
    one = orders.query(
        IndexName="by-place-and-time",
        KeyConditionExpression=key & Key("day").eq(order[0][0]) & Key("total").gt(order[0][1]),
        ScanIndexForward=False,
    )["Items"]
    assert [(item["day"], item["total"]) for item in one] == [pair for pair in order if pair[0] == order[0][0]][:0:-1]
    assert "size" not in one[0] and "note" in one[0]
    with pytest.raises(ClientError, match="RANGE"):
        orders.query(IndexName="by-place-and-time", KeyConditionExpression=key & Key("total").eq(1))


def test_indexes_come_and_go(orders):
    client = orders.meta.client
    client.update_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "note", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": "by-note",
                    "KeySchema": [{"AttributeName": "note", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            }
        ],
    )
    while True:
        indexes = client.describe_table(TableName="orders")["Table"]["GlobalSecondaryIndexes"]
        if all(index["IndexStatus"] == "ACTIVE" for index in indexes):
            break
    assert orders.query(IndexName="by-note", KeyConditionExpression=Key("note").eq("n7"))["Items"][0]["size"] == 7
    assert {index["IndexName"]: index["ItemCount"] for index in indexes} == {"by-place-and-time": 40, "by-note": 40}
    client.update_table(TableName="orders", GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-note"}}])
    with pytest.raises(ClientError, match="does not have the specified index"):
        orders.query(IndexName="by-note", KeyConditionExpression=Key("note").eq("n7"))


def test_capacity_of_each_index(orders):
    answer = orders.update_item(
        Key={"customer": "c0", "id": "000"},
        UpdateExpression="SET #t = :t",
        ExpressionAttributeNames={"#t": "total"},
        ExpressionAttributeValues={":t": 99},
        ReturnConsumedCapacity="INDEXES",
        ReturnItemCollectionMetrics="SIZE",
    )
    assert answer["ConsumedCapacity"] == {
        "TableName": "orders",
        "CapacityUnits": 5.0,
        "Table": {"CapacityUnits": 1.0},
        "LocalSecondaryIndexes": {"by-total": {"CapacityUnits": 2.0}},
        "GlobalSecondaryIndexes": {"by-place-and-time": {"CapacityUnits": 2.0}},
    }
    assert answer["ItemCollectionMetrics"] == {
        "ItemCollectionKey": {"customer": "c0"},
        "SizeEstimateRangeGB": [0.0, 1.0],
    }


def test_transactions(orders):
    client = orders.meta.client
    check = {
        "ConditionCheck": {
            "TableName": "orders",
            "Key": {"customer": "c0", "id": "none"},
            "ConditionExpression": "attribute_exists(id)",
        }
    }
    put = {"Put": {"TableName": "orders", "Item": {"customer": "c9", "id": "1", "total": 1}}}
    with pytest.raises(client.exceptions.TransactionCanceledException) as error:
        client.transact_write_items(TransactItems=[put, check])
    assert [reason["Code"] for reason in error.value.response["CancellationReasons"]] == [
        "None",
        "ConditionalCheckFailed",
    ]
    assert "Item" not in orders.get_item(Key={"customer": "c9", "id": "1"})
    client.transact_write_items(TransactItems=[put], ClientRequestToken="a")
    client.transact_write_items(TransactItems=[put], ClientRequestToken="a")
    with pytest.raises(client.exceptions.IdempotentParameterMismatchException):
        client.transact_write_items(
            TransactItems=[{"Delete": {"TableName": "orders", "Key": {"customer": "c9", "id": "1"}}}],
            ClientRequestToken="a",
        )
    read = client.transact_get_items(
        TransactItems=[
            {"Get": {"TableName": "orders", "Key": {"customer": "c9", "id": "1"}}},
            {"Get": {"TableName": "orders", "Key": {"customer": "c9", "id": "none"}}},
        ]
    )
    assert read["Responses"] == [{"Item": {"customer": "c9", "id": "1", "total": 1}}, {}]


def test_indexes_survive_a_restart(data_server):
    server = data_server("--durability", "os")
    client = server.client("dynamodb")
    client.create_table(**ORDERS)
    for number in range(20):
        client.put_item(
            TableName="orders",
            Item={
                "customer": {"S": "c"},
                "id": {"S": str(number)},
                "total": {"N": str(-number)},
                "region": {"S": "eu"},
                "day": {"S": "d"},
            },
        )
    before = client.describe_table(TableName="orders")["Table"]
    server.kill()
    client = data_server("--durability", "os").client("dynamodb")
    assert client.describe_table(TableName="orders")["Table"] == before
    found = client.query(
        TableName="orders",
        IndexName="by-place-and-time",
        KeyConditionExpression="#r = :r AND customer = :c",
        ExpressionAttributeNames={"#r": "region"},
        ExpressionAttributeValues={":r": {"S": "eu"}, ":c": {"S": "c"}},
    )["Items"]
    assert [item["id"]["S"] for item in found] == [str(number) for number in range(19, -1, -1)]
