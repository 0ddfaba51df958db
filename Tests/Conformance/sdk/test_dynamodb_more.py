"""DynamoDB beyond items, through boto3: streams, TTL, PartiQL, Kinesis destinations, recovery, export and import."""

import gzip
import json
import threading
import time
import uuid

import pytest
from botocore.exceptions import ClientError


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.05)
    return result


def make(table, name, **more):
    table.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )
    table.get_waiter("table_exists").wait(TableName=name)
    return table.describe_table(TableName=name)["Table"]


STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


def records(streams, arn):
    """Every record of the stream, shard by shard."""
    found, last = [], {}
    shards = []
    while True:
        page = streams.describe_stream(StreamArn=arn, **last)["StreamDescription"]
        shards += page["Shards"]
        if "LastEvaluatedShardId" not in page:
            break
        last = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}
    for shard in shards:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator)
            found += page["Records"]
            iterator = page.get("NextShardIterator") if page["Records"] else None
    return found


def test_streams(client):
    table, streams = client("dynamodb"), client("dynamodbstreams")
    arn = make(table, "tab", StreamSpecification=STREAM)["LatestStreamArn"]
    table.put_item(TableName="tab", Item={"p": {"S": "a"}, "n": {"N": "1"}})
    table.put_item(TableName="tab", Item={"p": {"S": "a"}, "n": {"N": "2"}})
    table.delete_item(TableName="tab", Key={"p": {"S": "a"}})
    found = records(streams, arn)
    assert [record["eventName"] for record in found] == ["INSERT", "MODIFY", "REMOVE"]
    assert found[1]["dynamodb"]["OldImage"]["n"] == {"N": "1"}
    assert [stream["StreamArn"] for stream in streams.list_streams(TableName="tab")["Streams"]] == [arn]
    # A stream that is disabled stays readable, and the next one is another.
    table.update_table(TableName="tab", StreamSpecification={"StreamEnabled": False})
    with pytest.raises(ClientError, match="ValidationException"):
        table.update_table(TableName="tab", StreamSpecification={"StreamEnabled": False})
    other = table.update_table(TableName="tab", StreamSpecification=STREAM)["TableDescription"]["LatestStreamArn"]
    assert other != arn
    with pytest.raises(ClientError, match="already has an enabled stream"):
        table.update_table(TableName="tab", StreamSpecification=STREAM)
    assert len(records(streams, arn)) == 3
    assert streams.describe_stream(StreamArn=arn)["StreamDescription"]["StreamStatus"] == "DISABLED"
    table.delete_table(TableName="tab")
    assert len(records(streams, arn)) == 3


def test_stream_is_complete_and_in_order_after_a_kill(data_server):
    server = data_server("--durability", "os")
    arn = make(server.client("dynamodb"), "tab", StreamSpecification=STREAM)["LatestStreamArn"]
    acknowledged, lock = {}, threading.Lock()

    def write(key):
        table = server.client("dynamodb")
        try:
            for number in range(100_000):
                table.put_item(TableName="tab", Item={"p": {"S": key}, "n": {"N": str(number)}})
                with lock:
                    acknowledged[key] = number
        except Exception:
            pass  # The server is gone; what was acknowledged counts.

    threads = [threading.Thread(target=write, args=(f"k{part}",)) for part in range(4)]
    for thread in threads:
        thread.start()
    wait_for("some hundred writes", lambda: sum(acknowledged.values()) > 600)
    server.kill()
    for thread in threads:
        thread.join()
    server = data_server("--durability", "os")
    table = server.client("dynamodb")
    seen, sequence = {}, {}
    for record in records(server.client("dynamodbstreams"), arn):
        change = record["dynamodb"]
        key, number = change["Keys"]["p"]["S"], int(change["NewImage"]["n"]["N"])
        assert number == seen.get(key, -1) + 1, "a change is missing, doubled or out of order"
        assert change["SequenceNumber"] > sequence.get(key, ""), "sequence numbers must grow"
        if number:
            assert change["OldImage"]["n"]["N"] == str(number - 1)
        seen[key], sequence[key] = number, change["SequenceNumber"]
    for key, number in acknowledged.items():
        assert seen[key] >= number
        # The stream and the table tell the same.
        item = table.get_item(TableName="tab", Key={"p": {"S": key}}, ConsistentRead=True)["Item"]
        assert int(item["n"]["N"]) == seen[key]
    # And it goes on.
    table.put_item(TableName="tab", Item={"p": {"S": "k0"}, "n": {"N": "0"}})
    last = [r for r in records(server.client("dynamodbstreams"), arn) if r["dynamodb"]["Keys"]["p"]["S"] == "k0"][-1]
    assert last["dynamodb"]["SequenceNumber"] > sequence["k0"]
    assert last["dynamodb"]["OldImage"]["n"]["N"] == str(seen["k0"])


def test_expired_items_go(client):
    table, streams = client("dynamodb"), client("dynamodbstreams")
    arn = make(table, "tab", StreamSpecification=STREAM)["LatestStreamArn"]
    table.update_time_to_live(
        TableName="tab", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"}
    )
    now = int(time.time())
    table.put_item(TableName="tab", Item={"p": {"S": "past"}, "until": {"N": str(now - 10)}})
    table.put_item(TableName="tab", Item={"p": {"S": "future"}, "until": {"N": str(now + 1000)}})
    wait_for("the deletion", lambda: "Item" not in table.get_item(TableName="tab", Key={"p": {"S": "past"}}))
    assert "Item" in table.get_item(TableName="tab", Key={"p": {"S": "future"}})
    removed = [record for record in records(streams, arn) if record["eventName"] == "REMOVE"]
    assert removed[0]["userIdentity"] == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}


def test_partiql(client):
    table = client("dynamodb")
    make(table, "my-table")
    for number in range(5):
        table.execute_statement(
            Statement="INSERT INTO \"my-table\" VALUE {'p': ?, 'n': ?}",
            Parameters=[{"S": f"k{number}"}, {"N": str(number)}],
        )
    with pytest.raises(table.exceptions.DuplicateItemException):
        table.execute_statement(Statement="INSERT INTO \"my-table\" VALUE {'p': 'k1'}")
    pages = table.execute_statement(Statement='SELECT p FROM "my-table" WHERE n >= 1', Limit=2)
    found = pages["Items"]
    while "NextToken" in pages:
        pages = table.execute_statement(
            Statement='SELECT p FROM "my-table" WHERE n >= 1', Limit=2, NextToken=pages["NextToken"]
        )
        found += pages["Items"]
    assert sorted(item["p"]["S"] for item in found) == ["k1", "k2", "k3", "k4"]
    table.execute_transaction(
        TransactStatements=[
            {"Statement": "UPDATE \"my-table\" SET n = n + 10 WHERE p = 'k1'"},
            {"Statement": "DELETE FROM \"my-table\" WHERE p = 'k2'"},
        ]
    )
    answers = table.batch_execute_statement(
        Statements=[{"Statement": f"SELECT n FROM \"my-table\" WHERE p = 'k{n}'"} for n in (1, 2)]
    )["Responses"]
    assert answers[0]["Item"] == {"n": {"N": "11"}} and "Item" not in answers[1]
    with pytest.raises(table.exceptions.TransactionCanceledException) as cancelled:
        table.execute_transaction(
            TransactStatements=[
                {"Statement": "UPDATE \"my-table\" SET n = 0 WHERE p = 'k1'"},
                {"Statement": "UPDATE \"my-table\" SET n = 0 WHERE p = 'none'"},
            ]
        )
    assert [reason["Code"] for reason in cancelled.value.response["CancellationReasons"]] == [
        "None",
        "ConditionalCheckFailed",
    ]


def test_kinesis_destination(client):
    table, kinesis = client("dynamodb"), client("kinesis")
    make(table, "tab")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName="s")
    arn = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    table.enable_kinesis_streaming_destination(TableName="tab", StreamArn=arn)

    def destination():
        return table.describe_kinesis_streaming_destination(TableName="tab")["KinesisDataStreamDestinations"][0]

    wait_for("the destination", lambda: destination()["DestinationStatus"] == "ACTIVE")
    for number in range(20):
        table.put_item(TableName="tab", Item={"p": {"S": "a"}, "n": {"N": str(number)}})
    shard = kinesis.list_shards(StreamName="s")["Shards"][0]["ShardId"]

    def delivered():
        iterator = kinesis.get_shard_iterator(StreamName="s", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        found = kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
        return found if len(found) == 20 else None

    found = [json.loads(record["Data"]) for record in wait_for("twenty records", delivered)]
    assert [int(record["dynamodb"]["NewImage"]["n"]["N"]) for record in found] == list(range(20))
    assert found[0]["eventName"] == "INSERT" and found[0]["tableName"] == "tab"
    table.disable_kinesis_streaming_destination(TableName="tab", StreamArn=arn)
    assert destination()["DestinationStatus"] == "DISABLED"


def test_backup_and_restore_after_a_kill(data_server):
    server = data_server("--durability", "os")
    table = server.client("dynamodb")
    make(table, "tab")
    for start in range(0, 1000, 25):
        table.batch_write_item(
            RequestItems={
                "tab": [
                    {"PutRequest": {"Item": {"p": {"S": f"k{n}"}, "n": {"N": str(n)}}}} for n in range(start, start + 25)
                ]
            }
        )
    arn = table.create_backup(TableName="tab", BackupName="backup")["BackupDetails"]["BackupArn"]
    table.delete_item(TableName="tab", Key={"p": {"S": "k0"}})
    server.kill()
    server = data_server("--durability", "os")
    table = server.client("dynamodb")
    wait_for(
        "the backup",
        lambda: table.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupStatus"]
        == "AVAILABLE",
    )
    table.restore_table_from_backup(TargetTableName="copy", BackupArn=arn)
    server.kill()
    server = data_server("--durability", "os")
    table = server.client("dynamodb")
    wait_for("the copy", lambda: table.describe_table(TableName="copy")["Table"]["TableStatus"] == "ACTIVE")
    found = table.get_paginator("scan").paginate(TableName="copy").build_full_result()["Items"]
    assert sorted(int(item["n"]["N"]) for item in found) == list(range(1000))


def test_export_and_import_through_s3(client):
    table, s3 = client("dynamodb"), client("s3")
    bucket = f"bucket-{uuid.uuid4()}"
    s3.create_bucket(Bucket=bucket)
    source = make(table, "tab")["TableArn"]
    table.update_continuous_backups(
        TableName="tab", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    for number in range(30):
        table.put_item(TableName="tab", Item={"p": {"S": f"k{number}"}, "b": {"B": bytes([number])}})
    export = table.export_table_to_point_in_time(TableArn=source, S3Bucket=bucket, S3Prefix="out")
    arn = export["ExportDescription"]["ExportArn"]

    def done():
        description = table.describe_export(ExportArn=arn)["ExportDescription"]
        return description if description["ExportStatus"] != "IN_PROGRESS" else None

    description = wait_for("the export", done)
    assert description["ExportStatus"] == "COMPLETED" and description["ItemCount"] == 30
    summary = json.loads(s3.get_object(Bucket=bucket, Key=description["ExportManifest"])["Body"].read())
    files = s3.get_object(Bucket=bucket, Key=summary["manifestFilesS3Key"])["Body"].read().splitlines()
    key = json.loads(files[0])["dataFileS3Key"]
    lines = gzip.decompress(s3.get_object(Bucket=bucket, Key=key)["Body"].read()).splitlines()
    assert len(lines) == 30
    arn = table.import_table(
        S3BucketSource={"S3Bucket": bucket, "S3KeyPrefix": key.rsplit("/", 1)[0]},
        InputFormat="DYNAMODB_JSON",
        InputCompressionType="GZIP",
        TableCreationParameters={
            "TableName": "copy",
            "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    )["ImportTableDescription"]["ImportArn"]
    wait_for(
        "the import",
        lambda: table.describe_import(ImportArn=arn)["ImportTableDescription"]["ImportStatus"] == "COMPLETED",
    )
    assert table.scan(TableName="copy")["Count"] == 30
    assert table.get_item(TableName="copy", Key={"p": {"S": "k7"}})["Item"]["b"]["B"] == b"\x07"


def test_tags_and_policies(client):
    table = client("dynamodb")
    arn = make(table, "tab", Tags=[{"Key": "a", "Value": "1"}])["TableArn"]
    table.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    table.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert table.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    revision = table.put_resource_policy(ResourceArn=arn, Policy=policy)["RevisionId"]
    assert table.get_resource_policy(ResourceArn=arn) | {"ResponseMetadata": None} == {
        "Policy": policy,
        "RevisionId": revision,
        "ResponseMetadata": None,
    }
    table.delete_resource_policy(ResourceArn=arn)
    with pytest.raises(table.exceptions.PolicyNotFoundException):
        table.get_resource_policy(ResourceArn=arn)
