"""Faults on purpose (`/_cauce/faults`), as boto3's retries meet them."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError
from conftest import Server
from test_http2 import kinesis as http2_call


@pytest.fixture(scope="module")
def server():
    """One of its own: faults are for everyone."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def faults(server):
    def call(method="GET", **parameters):
        query = urllib.parse.urlencode(parameters)
        request = urllib.request.Request(f"{server.endpoint}/_cauce/faults?{query}", method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)["error"]

    yield call
    call("DELETE")


@pytest.fixture
def client(server):
    """With so many attempts; the waits between them are short where there is one retry."""

    def make(service, attempts=1):
        return boto3.client(
            service, endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id="000000000000",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}, s3={"addressing_style": "path"}))

    return make


@pytest.fixture
def table(client):
    dynamodb = client("dynamodb")
    name = "t" + uuid.uuid4().hex[:8]
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}])
    return name


def put(table, key):
    return {"TableName": table, "Item": {"p": {"S": key}}}


def test_a_client_retries_a_throttled_request(faults, client, table):
    faults("POST", service="dynamodb", operation="PutItem", kind="throttle", times=2)
    answer = client("dynamodb", attempts=4).put_item(**put(table, "a"))
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    assert client("dynamodb").get_item(TableName=table, Key={"p": {"S": "a"}})["Item"]
    assert faults()[0] == {
        "service": "dynamodb", "operation": "PutItem", "kind": "throttle", "rate": 1.0, "left": 0, "struck": 2}

    faults("POST", service="dynamodb", operation="PutItem", kind="throttle")
    with pytest.raises(ClientError) as refused:
        client("dynamodb", attempts=2).put_item(**put(table, "b"))
    assert refused.value.response["Error"]["Code"] == "ProvisionedThroughputExceededException"
    assert refused.value.response["ResponseMetadata"]["RetryAttempts"] == 1
    assert "Item" not in client("dynamodb").get_item(TableName=table, Key={"p": {"S": "b"}})


@pytest.mark.parametrize("service,operation,call,code,status", [
    ("kinesis", "ListStreams", {}, "ProvisionedThroughputExceededException", 400),
    ("lambda", "ListFunctions", {}, "TooManyRequestsException", 429),
    ("s3", "ListBuckets", {}, "SlowDown", 503),
    ("sns", "ListTopics", {}, "Throttling", 400),
    ("firehose", "ListDeliveryStreams", {}, "ServiceUnavailableException", 503),
    ("sts", "GetCallerIdentity", {}, "Throttling", 400),
])
def test_each_service_throttles_in_its_own_words(faults, client, service, operation, call, code, status):
    faults("POST", service=service, operation=operation, kind="throttle", times=1)
    method = "".join("_" + letter.lower() if letter.isupper() else letter for letter in operation)[1:]
    with pytest.raises(ClientError) as refused:
        getattr(client(service), method)(**call)
    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    getattr(client(service), method)(**call)


def test_an_internal_failure_is_retried(faults, client, table):
    faults("POST", service="dynamodb", kind="error", times=1)
    assert client("dynamodb", attempts=2).put_item(**put(table, "a"))["ResponseMetadata"]["RetryAttempts"] == 1
    faults("POST", service="dynamodb", kind="error", times=1)
    with pytest.raises(ClientError) as refused:
        client("dynamodb").list_tables()
    assert refused.value.response["Error"]["Code"] == "InternalServerError"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500


def test_an_error_by_its_code(faults, client):
    faults("POST", service="sns", operation="ListTopics", kind="error", code="AuthorizationError", message="not you", status=403)
    with pytest.raises(ClientError) as refused:
        client("sns").list_topics()
    assert refused.value.response["Error"] == {"Type": "Sender", "Code": "AuthorizationError", "Message": "not you"}
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_transaction_conflict(faults, client, table):
    writes = [{"Put": put(table, "a")}, {"Put": put(table, "b")}]
    reads = [{"Get": {"TableName": table, "Key": {"p": {"S": "a"}}}}]
    message = "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]"
    faults("POST", service="dynamodb", kind="error", code="TransactionConflict", operation="TransactWriteItems", times=1)
    dynamodb = client("dynamodb")
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refused:
        dynamodb.transact_write_items(TransactItems=writes)
    assert refused.value.response["Error"]["Message"] == message
    assert refused.value.response["CancellationReasons"] == [
        {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}, {"Code": "None"}]
    assert dynamodb.scan(TableName=table)["Count"] == 0

    faults("POST", service="dynamodb", kind="error", code="TransactionConflict", operation="TransactGetItems", times=1)
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refused:
        dynamodb.transact_get_items(TransactItems=reads)
    assert [reason["Code"] for reason in refused.value.response["CancellationReasons"]] == ["TransactionConflict"]

    faults("POST", service="dynamodb", kind="error", code="TransactionConflict", operation="PutItem", times=1)
    with pytest.raises(dynamodb.exceptions.TransactionConflictException, match="Transaction is ongoing for the item"):
        dynamodb.put_item(**put(table, "a"))

    faults("POST", service="dynamodb", kind="throttle", operation="TransactWriteItems", times=1)
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refused:
        dynamodb.transact_write_items(TransactItems=writes)
    assert refused.value.response["CancellationReasons"][0]["Code"] == "ProvisionedThroughputExceeded"
    dynamodb.transact_write_items(TransactItems=writes)


def test_a_dropped_connection_is_retried(faults, client, table):
    faults("POST", service="dynamodb", operation="PutItem", kind="drop", times=1)
    with pytest.raises((ConnectionClosedError, EndpointConnectionError)):
        client("dynamodb").put_item(**put(table, "a"))
    assert "Item" not in client("dynamodb").get_item(TableName=table, Key={"p": {"S": "a"}})
    faults("POST", service="dynamodb", operation="PutItem", kind="drop", times=1)
    answer = client("dynamodb", attempts=2).put_item(**put(table, "a"))
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


def test_a_dropped_stream_leaves_the_http2_connection(faults, server):
    faults("POST", service="kinesis", operation="ListStreams", kind="drop", times=1)
    with httpx.Client(http1=False, http2=True, timeout=30) as http2:
        with pytest.raises(httpx.RemoteProtocolError):
            http2.request(**http2_call(server, "ListStreams", {}))
        assert http2.request(**http2_call(server, "ListStreams", {})).status_code == 200


def test_latency_comes_before_the_answer_and_adds_up(faults, client, table):
    faults("POST", service="dynamodb", operation="PutItem", kind="latency", milliseconds=300)
    faults("POST", service="dynamodb", kind="latency", milliseconds=200)
    faults("POST", service="dynamodb", operation="PutItem", kind="error", code="Late", times=1)
    begin = time.monotonic()
    with pytest.raises(ClientError, match="Late"):
        client("dynamodb").put_item(**put(table, "a"))
    client("dynamodb").put_item(**put(table, "b"))
    assert time.monotonic() - begin >= 1.0
    assert client("dynamodb").get_item(TableName=table, Key={"p": {"S": "b"}})["Item"]


def test_a_rate_strikes_some(faults, client):
    faults("POST", service="sts", operation="GetCallerIdentity", kind="throttle", rate=0.5)
    sts = client("sts")
    failed = 0
    for _ in range(60):
        try:
            sts.get_caller_identity()
        except ClientError:
            failed += 1
    assert 5 < failed < 55
    assert faults()[0]["struck"] == failed


def test_faults_are_replaced_deleted_and_reset(faults, server):
    faults("POST", service="sqs-no", kind="throttle")
    assert faults() == []
    faults("POST", service="sns", operation="Publish", kind="throttle")
    faults("POST", service="sns", operation="Publish", kind="throttle", rate=0.25)
    faults("POST", service="s3", kind="latency", milliseconds=5)
    assert [(fault["service"], fault["rate"]) for fault in faults()] == [("sns", 0.25), ("s3", 1.0)]
    assert faults("DELETE", service="sns") == faults()
    assert [fault["service"] for fault in faults()] == ["s3"]
    urllib.request.urlopen(urllib.request.Request(server.endpoint + "/_cauce/reset?service=s3", method="POST")).read()
    assert faults() == []


@pytest.mark.parametrize("parameters,reason", [
    ({}, "service takes one of"), ({"service": "sns"}, "kind takes one of"),
    ({"service": "sns", "operation": "Sing", "kind": "drop"}, "sns has no operation Sing"),
    ({"service": "sns", "kind": "throttle", "rate": "2"}, "rate takes"),
    ({"service": "sns", "kind": "throttle", "times": "0"}, "times takes"),
    ({"service": "sns", "kind": "latency"}, "milliseconds takes"),
    ({"service": "sns", "kind": "error", "status": "200"}, "status takes"),
    ({"service": "sns", "kind": "drop", "colour": "red"}, "there is no parameter colour"),
])
def test_what_is_no_fault_is_refused(faults, parameters, reason):
    status, error = faults("POST", **parameters)
    assert status == 400
    assert error.startswith(reason)
    assert faults() == []
