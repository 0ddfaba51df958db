"""What the gateway does for every service, on the wire."""

import json
import urllib.error
import urllib.request
import zlib

import pytest
from conftest import Server

SIGNED = "AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"


@pytest.fixture(scope="module")
def own_server():
    """A server that may be reset."""
    server = Server()
    yield server
    server.stop()


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_a_presigned_address_ends_with_its_time(version):
    own_server = Server()
    s3 = own_server.client("s3", signature_version=version)
    s3.create_bucket(Bucket="presigned")
    s3.put_object(Bucket="presigned", Key="k", Body=b"x")
    address = s3.generate_presigned_url("get_object", {"Bucket": "presigned", "Key": "k"}, ExpiresIn=600)
    assert urllib.request.urlopen(address).read() == b"x"
    urllib.request.urlopen(
        urllib.request.Request(own_server.endpoint + "/_cauce/clock?advance=601", method="POST")
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(address)
    assert caught.value.code == 403
    body = caught.value.read()
    assert b"<Code>AccessDenied</Code>" in body and b"Request has expired" in body
    own_server.stop()


def test_dynamodb_answers_carry_the_checksum_of_their_bytes(own_server):
    request = urllib.request.Request(
        own_server.endpoint,
        b"{}",
        {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810.ListTables",
            "Authorization": SIGNED,
        },
    )
    with urllib.request.urlopen(request) as answer:
        assert int(answer.headers["x-amz-crc32"]) == zlib.crc32(answer.read())


def test_a_service_that_is_not_emulated_is_refused_by_name_and_never_taken_for_s3(own_server):
    request = urllib.request.Request(
        own_server.endpoint,
        b"Action=PutMetricData&Version=2010-08-01",
        {"Authorization": SIGNED.replace("dynamodb", "monitoring")},
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 501
    assert b"<Code>NotImplemented</Code>" in caught.value.read()


def test_reset_forgets_one_service_or_all(own_server):
    kinesis, table = own_server.client("kinesis"), own_server.client("dynamodb")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    table.create_table(
        TableName="kept",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    post = lambda path: urllib.request.urlopen(urllib.request.Request(own_server.endpoint + path, method="POST"))
    post("/_cauce/reset?service=kinesis")
    assert kinesis.list_streams()["StreamNames"] == []
    assert table.list_tables()["TableNames"] == ["kept"]
    post("/_cauce/reset")
    assert table.list_tables()["TableNames"] == []


def test_the_tools_of_other_emulators_find_a_healthy_server(own_server):
    with urllib.request.urlopen(own_server.endpoint + "/_localstack/health") as answer:
        health = json.load(answer)
    assert health["services"]["kinesis"] == "running"
