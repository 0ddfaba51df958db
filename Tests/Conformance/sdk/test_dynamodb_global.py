"""Global tables (version 2019.11.21) through boto3: replicas in other regions of the same server."""

import time

import pytest
from botocore.exceptions import ClientError


def wait_for(what, is_so, seconds=60):
    end = time.time() + seconds
    while not is_so():
        assert time.time() < end, f"never came: {what}"
        time.sleep(0.02)


def make(client, region):
    """The table `tab`, with a replica in that region; waits until it is active."""
    client.create_table(
        TableName="tab",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
    )
    client.update_table(TableName="tab", ReplicaUpdates=[{"Create": {"RegionName": region}}])

    def is_active():
        replicas = client.describe_table(TableName="tab")["Table"]["Replicas"]
        return [r["ReplicaStatus"] for r in replicas] == ["ACTIVE"]

    wait_for("the replica", is_active)


def items(client):
    pages = client.get_paginator("scan").paginate(TableName="tab", ConsistentRead=True)
    return {item["p"]["S"]: item["n"]["N"] for page in pages for item in page["Items"]}


def test_replicas_take_and_show_writes(client):
    east, west = client("dynamodb"), client("dynamodb", region="us-west-2")
    make(east, "us-west-2")
    for number in range(30):
        (east, west)[number % 2].put_item(TableName="tab", Item={"p": {"S": f"k{number % 5}"}, "n": {"N": str(number)}})
    last = {f"k{key}": str(25 + key) for key in range(5)}
    wait_for("the same items everywhere", lambda: items(east) == items(west) == last)
    west.transact_write_items(
        TransactItems=[
            {"Delete": {"TableName": "tab", "Key": {"p": {"S": f"k{key}"}}}} for key in range(4)
        ]
    )  # fmt: skip
    wait_for("the deletions", lambda: items(east) == {"k4": "29"})
    with pytest.raises(ClientError) as refused:
        east.update_table(TableName="tab", ReplicaUpdates=[{"Create": {"RegionName": "us-west-2"}}])
    assert "already existed as tables" in str(refused.value)
    east.update_table(TableName="tab", ReplicaUpdates=[{"Delete": {"RegionName": "us-west-2"}}])
    west.get_waiter("table_not_exists").wait(TableName="tab", WaiterConfig={"Delay": 1})
    assert "Replicas" not in east.describe_table(TableName="tab")["Table"]


def test_a_kill_loses_no_replication(data_server):
    """What was acknowledged in one region before a kill -9 comes to the other after the restart."""
    server = data_server("--durability", "os")
    east, west = server.client("dynamodb"), server.client("dynamodb", region="us-west-2")
    make(east, "us-west-2")
    for batch in range(12):
        requests = [
            {"PutRequest": {"Item": {"p": {"S": f"k{batch * 25 + n}"}, "n": {"N": str(batch)}}}} for n in range(25)
        ]
        (east, west)[batch % 2].batch_write_item(RequestItems={"tab": requests})
    server.kill()
    server = data_server("--durability", "os")
    east, west = server.client("dynamodb"), server.client("dynamodb", region="us-west-2")
    wait_for("every item in both regions", lambda: len(items(east)) == 300 and items(east) == items(west))
