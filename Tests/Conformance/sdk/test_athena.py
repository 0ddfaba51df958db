"""Athena and Glue through boto3: delivered files and DynamoDB tables as tables."""

import csv
import io
import json
import time
import uuid

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def name():
    return "t" + uuid.uuid4().hex[:12]


@pytest.fixture
def query(server, name):
    athena, s3 = server.client("athena"), server.client("s3")
    s3.create_bucket(Bucket=f"{name}-results")

    def run(statement, fails=False, **context):
        started = athena.start_query_execution(
            QueryString=statement,
            QueryExecutionContext=context,
            ResultConfiguration={"OutputLocation": f"s3://{name}-results/q/"},
        )
        identifier = started["QueryExecutionId"]
        for _ in range(1000):
            execution = athena.get_query_execution(QueryExecutionId=identifier)["QueryExecution"]
            if execution["Status"]["State"] not in ("QUEUED", "RUNNING"):
                break
            time.sleep(0.01)
        if fails:
            assert execution["Status"]["State"] == "FAILED"
            return execution["Status"]["StateChangeReason"]
        assert execution["Status"]["State"] == "SUCCEEDED", execution["Status"]
        pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=identifier)
        rows = [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]
        return rows, execution

    return run


def test_files_and_a_table_joined(server, name, query):
    s3, dynamodb, athena = (server.client(s) for s in ("s3", "dynamodb", "athena"))
    database = name.replace("-", "_")
    s3.create_bucket(Bucket=name)
    lines = "".join(json.dumps({"id": i, "product": f"p{i % 3}"}) + "\n" for i in range(20))
    s3.put_object(Bucket=name, Key="raw/2026/01/01/00/a", Body=lines)
    query(f"CREATE DATABASE {database}")
    query(
        f"CREATE EXTERNAL TABLE {database}.events (id int, product string) "
        f"ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://{name}/raw/'"
    )
    rows, execution = query("SELECT product, count(*) AS n FROM events GROUP BY product ORDER BY 1", Database=database)
    assert rows == [["product", "n"], ["p0", "7"], ["p1", "7"], ["p2", "6"]]
    assert execution["Statistics"]["DataScannedInBytes"] > 0
    bucket, _, key = execution["ResultConfiguration"]["OutputLocation"].removeprefix("s3://").partition("/")
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    assert list(csv.reader(io.StringIO(text))) == rows

    dynamodb.create_table(
        TableName="Products-" + name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for number in range(20):
        dynamodb.put_item(
            TableName="Products-" + name, Item={"id": {"S": str(number)}, "n": {"N": str(number)}}
        )
    catalog = f"ddb_{database}"
    function = "arn:aws:lambda:us-east-1:000000000000:function:AthenaDynamoDBConnector"
    athena.create_data_catalog(Name=catalog, Type="LAMBDA", Parameters={"function": function})
    table = f'"{catalog}"."default"."products-{name}"'
    assert query(f"SELECT count(*) FROM {table}")[0][1] == ["20"]
    assert query(f"SELECT n FROM {table} WHERE id = '7'")[0][1] == ["7.000000000"]
    joined, _ = query(f"SELECT count(*) FROM {table} t JOIN {database}.events e ON CAST(t.n AS int) = e.id")
    assert joined[1] == ["20"]
    tables = athena.list_table_metadata(CatalogName=catalog, DatabaseName="default")["TableMetadataList"]
    assert f"products-{name}" in [t["Name"] for t in tables]


def test_failures(server, name, query):
    athena = server.client("athena")
    assert query("SELECT missing FROM (VALUES 1) t(x)", fails=True).startswith("COLUMN_NOT_FOUND: line 1:8: Column 'missing'")
    with pytest.raises(athena.exceptions.InvalidRequestException, match="mismatched input") as refusal:
        query("SELEC 1")
    assert refusal.value.response["AthenaErrorCode"] == "MALFORMED_QUERY"
    with pytest.raises(athena.exceptions.InvalidRequestException, match="No output location provided"):
        athena.start_query_execution(QueryString="SELECT 1")
    with pytest.raises(athena.exceptions.MetadataException):
        athena.get_table_metadata(CatalogName="AwsDataCatalog", DatabaseName="none", TableName="none")
    with pytest.raises(ClientError) as unbuilt:
        athena.list_engine_versions()
    assert unbuilt.value.response["Error"]["Code"] == "NotImplemented"


def test_glue(server, name):
    glue = server.client("glue")
    glue.create_database(DatabaseInput={"Name": name})
    storage = {
        "Columns": [{"Name": "id", "Type": "bigint"}],
        "Location": f"s3://{name}/",
        "SerdeInfo": {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"},
    }
    keys = [{"Name": "year", "Type": "int"}]
    glue.create_table(
        DatabaseName=name, TableInput={"Name": "T", "StorageDescriptor": storage, "PartitionKeys": keys}
    )
    for year in ("9", "2025", "2026"):
        glue.create_partition(
            DatabaseName=name, TableName="t", PartitionInput={"Values": [year], "StorageDescriptor": storage}
        )
    found = glue.get_partitions(DatabaseName=name, TableName="t", Expression="year > 2000 AND year != 2025")
    assert [p["Values"] for p in found["Partitions"]] == [["2026"]]
    with pytest.raises(glue.exceptions.EntityNotFoundException, match="Table x not found."):
        glue.get_table(DatabaseName=name, Name="x")
    with pytest.raises(glue.exceptions.AlreadyExistsException):
        glue.create_database(DatabaseInput={"Name": name.upper()})
    glue.delete_database(Name=name)
    with pytest.raises(glue.exceptions.EntityNotFoundException):
        glue.get_database(Name=name)
