"""DynamoDB through boto3: the client, the Table resource with its batch writer, paginators and waiters, and the CLI."""

import gzip
import json
import threading
import urllib.request
import zlib
from decimal import Decimal

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError


def make_table(dynamodb, name="tab", sort=None):
    definitions = [{"AttributeName": "p", "AttributeType": "S"}]
    schema = [{"AttributeName": "p", "KeyType": "HASH"}]
    if sort:
        definitions.append({"AttributeName": "c", "AttributeType": sort})
        schema.append({"AttributeName": "c", "KeyType": "RANGE"})
    dynamodb.create_table(
        TableName=name, AttributeDefinitions=definitions, KeySchema=schema, BillingMode="PAY_PER_REQUEST"
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name)


@pytest.fixture
def table(server, client):
    """`table(sort="N")`: a Table resource in an account of the test's own."""

    def make(name="tab", sort=None):
        dynamodb = client("dynamodb")
        make_table(dynamodb, name, sort)
        resource = boto3.resource(
            "dynamodb",
            endpoint_url=server.endpoint,
            region_name="us-east-1",
            aws_access_key_id=dynamodb._request_signer._credentials.access_key,
            aws_secret_access_key="secret",
        )
        return resource.Table(name)

    return make


def test_every_type_comes_back(table):
    table = table()
    item = {
        "p": "k",
        "text": 'quote " back \\ ñ 😀\n',
        "empty": "",
        "number": Decimal("-12345678901234567890.123456789012345678"),
        "binary": Binary(bytes(range(256))),
        "yes": True,
        "nothing": None,
        "words": {"a", "b"},
        "numbers": {Decimal(1), Decimal("2.5")},
        "blobs": {Binary(b"x"), Binary(b"")},
        "list": [1, "two", [3], {"four": Decimal(4)}],
        "map": {"deep": {"deeper": [None, False]}},
    }
    table.put_item(Item=item)
    assert table.get_item(Key={"p": "k"}, ConsistentRead=True)["Item"] == item


def test_the_function_of_the_architecture_stores_its_records(table):
    table = table()
    with table.batch_writer() as batch:
        for number in range(60):
            batch.put_item(Item={"p": str(number), "fecha_reg": "2026-01-01 00:00:00", "producto": f"producto {number % 7}"})
    pages = table.meta.client.get_paginator("scan").paginate(TableName="tab", PaginationConfig={"PageSize": 11})
    found = [item for page in pages for item in page["Items"]]
    assert {item["p"] for item in found} == {str(number) for number in range(60)}
    assert table.scan(FilterExpression=Attr("producto").eq("producto 3"))["Count"] == 9


def test_queries_page_in_the_order_of_their_sort_keys(table):
    table = table(sort="N")
    numbers = [Decimal(n) for n in ("-1E+10", "-2", "-0.5", "0", "0.25", "3", "20", "1E+20")]
    with table.batch_writer() as batch:
        for number in reversed(numbers):
            batch.put_item(Item={"p": "k", "c": number, "even": number % 2 == 0})
    query = {"KeyConditionExpression": Key("p").eq("k")}
    assert [item["c"] for item in table.query(**query)["Items"]] == numbers
    assert [item["c"] for item in table.query(ScanIndexForward=False, **query)["Items"]] == numbers[::-1]
    between = Key("p").eq("k") & Key("c").between(Decimal("-0.5"), Decimal(3))
    assert [item["c"] for item in table.query(KeyConditionExpression=between)["Items"]] == numbers[2:6]
    found, start = [], {}
    while True:
        page = table.query(Limit=3, **query, **start)
        found += [item["c"] for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert found == numbers


def test_updates_and_conditions(table):
    table = table()
    update = {"Key": {"p": "k"}, "UpdateExpression": "SET visits = if_not_exists(visits, :zero) + :one"}
    values = {":zero": 0, ":one": 1}
    for visits in (1, 2, 3):
        answer = table.update_item(ExpressionAttributeValues=values, ReturnValues="UPDATED_NEW", **update)
        assert answer["Attributes"] == {"visits": visits}
    with pytest.raises(ClientError) as caught:
        table.put_item(
            Item={"p": "k"},
            ConditionExpression=Attr("visits").lt(3),
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert caught.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
    assert caught.value.response["Error"]["Message"] == "The conditional request failed"
    assert caught.value.response["Item"] == {"p": {"S": "k"}, "visits": {"N": "3"}}
    assert table.delete_item(Key={"p": "k"}, ReturnValues="ALL_OLD")["Attributes"] == {"p": "k", "visits": 3}


def test_concurrent_counters_lose_nothing(server, table):
    table = table()
    client = table.meta.client

    def count():
        for _ in range(25):
            client.update_item(
                TableName="tab", Key={"p": "k"}, UpdateExpression="ADD n :one", ExpressionAttributeValues={":one": 1}
            )

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert table.get_item(Key={"p": "k"})["Item"]["n"] == 100


def test_errors_are_the_client_s_own_exceptions(client):
    dynamodb = client("dynamodb")
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as caught:
        dynamodb.describe_table(TableName="none")
    assert caught.value.response["Error"]["Message"] == "Requested resource not found: Table: none not found"
    make_table(dynamodb)
    with pytest.raises(dynamodb.exceptions.ResourceInUseException):
        make_table(dynamodb)
    with pytest.raises(ClientError) as caught:
        dynamodb.put_item(TableName="tab", Item={"p": {"S": "k"}, "x": {"N": "dog"}})
    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert "cannot be converted to a numeric value: dog" in caught.value.response["Error"]["Message"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    dynamodb.delete_table(TableName="tab")
    dynamodb.get_waiter("table_not_exists").wait(TableName="tab")


def test_the_command_line_reads_what_it_wrote(server):
    server.aws(
        "dynamodb", "create-table", "--table-name", "cli", "--billing-mode", "PAY_PER_REQUEST",
        "--attribute-definitions", "AttributeName=p,AttributeType=S", "--key-schema", "AttributeName=p,KeyType=HASH",
    )
    server.aws("dynamodb", "put-item", "--table-name", "cli", "--item", '{"p":{"S":"k"},"n":{"N":"1e2"}}')
    found = json.loads(server.aws("dynamodb", "get-item", "--table-name", "cli", "--key", '{"p":{"S":"k"}}'))
    assert found == {"Item": {"p": {"S": "k"}, "n": {"N": "100"}}}
    counted = json.loads(server.aws("dynamodb", "scan", "--table-name", "cli", "--select", "COUNT"))
    assert counted["Count"] == 1
    server.aws("dynamodb", "delete-table", "--table-name", "cli")


def test_acknowledged_items_survive_kill_9(data_server):
    server = data_server()
    dynamodb = server.client("dynamodb")
    make_table(dynamodb, sort="N")
    acknowledged = []

    def write(worker):
        client = server.client("dynamodb")
        for number in range(10_000):
            try:
                client.put_item(TableName="tab", Item={"p": {"S": f"w{worker}"}, "c": {"N": str(number)}})
            except Exception:
                return
            acknowledged.append((f"w{worker}", str(number)))

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 300:
        pass
    server.kill()
    for thread in threads:
        thread.join()
    again = data_server().client("dynamodb")
    pages = again.get_paginator("scan").paginate(TableName="tab")
    found = {(item["p"]["S"], item["c"]["N"]) for page in pages for item in page["Items"]}
    assert set(acknowledged) <= found
    assert len(found) <= len(acknowledged) + 3
    described = again.describe_table(TableName="tab")["Table"]
    assert described["ItemCount"] == len(found)


def test_bodies_are_compressed_both_ways(server, client):
    dynamodb = client("dynamodb")
    make_table(dynamodb)
    account = dynamodb._request_signer._credentials.access_key

    def send(operation, body, coding=None, accepting="identity"):
        text = json.dumps(body).encode()
        packed = {None: text, "gzip": gzip.compress(text), "deflate": zlib.compress(text)}[coding]
        fields = {
            "X-Amz-Target": "DynamoDB_20120810." + operation,
            "Content-Type": "application/x-amz-json-1.0",
            "Accept-Encoding": accepting,
            "Authorization": f"AWS4-HMAC-SHA256 Credential={account}/20260101/us-east-1/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=0",
        }
        if coding:
            fields["Content-Encoding"] = coding
        request = urllib.request.Request(server.endpoint, data=packed, headers=fields)
        with urllib.request.urlopen(request) as answer:
            return answer.headers.get("Content-Encoding"), answer.read(), int(answer.headers["x-amz-crc32"])

    for coding in ("gzip", "deflate"):
        send("PutItem", {"TableName": "tab", "Item": {"p": {"S": coding}, "v": {"S": "x" * 5000}}}, coding)
        get = {"TableName": "tab", "Key": {"p": {"S": coding}}}
        name, plain, _ = send("GetItem", get)
        assert name is None
        name, packed, crc = send("GetItem", get, accepting=coding)
        assert name == coding and zlib.crc32(packed) == crc and len(packed) < 200
        assert (gzip.decompress if coding == "gzip" else zlib.decompress)(packed) == plain
