"""Mappings from the stream of a DynamoDB table."""

from test_mappings import Pipe, eventually


def test_changes_of_items_reach_the_handler_in_order(client, tmp_path):
    pipe, table = Pipe(client, tmp_path), client("dynamodb")
    arn = table.create_table(
        TableName="changes", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]["LatestStreamArn"]
    table.get_waiter("table_exists").wait(TableName="changes")
    table.put_item(TableName="changes", Item={"id": {"S": "a"}, "n": {"N": "1"}})
    pipe.map(EventSourceArn=arn)
    assert eventually(lambda: sum(len(given["event"]["Records"]) for given in pipe.given) == 1)
    table.put_item(TableName="changes", Item={"id": {"S": "a"}, "n": {"N": "2"}})
    table.delete_item(TableName="changes", Key={"id": {"S": "a"}})
    assert eventually(lambda: sum(len(given["event"]["Records"]) for given in pipe.given) == 3)
    records = [record for given in pipe.given for record in given["event"]["Records"]]
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    first = records[0]
    assert list(first) == [
        "eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb", "eventSourceARN"]
    assert first["eventSource"] == "aws:dynamodb" and first["eventSourceARN"] == arn
    assert first["dynamodb"]["Keys"] == {"id": {"S": "a"}}
    assert first["dynamodb"]["NewImage"] == {"id": {"S": "a"}, "n": {"N": "1"}}
    assert records[1]["dynamodb"]["OldImage"] == {"id": {"S": "a"}, "n": {"N": "1"}}
    assert "NewImage" not in records[2]["dynamodb"]
    numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in records]
    assert numbers == sorted(numbers)
