"""Broken requests of each protocol, on the wire: the protocol's own error, and the server goes on."""

import http.client
import json
import urllib.parse

import pytest

SIGNED = "AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"


def send(server, method, path, service, body=b"", **fields):
    connection = http.client.HTTPConnection(urllib.parse.urlparse(server.endpoint).netloc, timeout=30)
    names = {name.replace("_", "-"): value for name, value in fields.items()}
    connection.request(method, path, body, {"Authorization": SIGNED.format(service), **names})
    answer = connection.getresponse()
    return answer.status, answer.read()


def kinesis(server, body, kind="application/x-amz-json-1.1"):
    return send(
        server, "POST", "/", "kinesis", body, Content_Type=kind, X_Amz_Target="Kinesis_20131202.PutRecord"
    )


JSON_BODIES = {
    "cut": b'{"StreamName":"s","Data":',
    "wrong type": b'{"StreamName":5,"Data":"","PartitionKey":"k"}',
    "structure for a string": b'{"StreamName":{},"Data":"","PartitionKey":"k"}',
    "too deep": b'{"StreamName":"s","x":' + b"[" * 100_000,
    "not UTF-8": b'{"StreamName":"\xff\xfe"}',
    "wrong base64": b'{"StreamName":"s","Data":"*","PartitionKey":"k"}',
    "no object": b"[]",
    "nothing": b"",
    "trailing bytes": b'{"StreamName":"s","Data":"","PartitionKey":"k"} x',
}


@pytest.mark.parametrize("body", JSON_BODIES.values(), ids=JSON_BODIES.keys())
def test_json(server, body):
    status, answer = kinesis(server, body)
    assert status == 400
    assert json.loads(answer)["__type"] == "SerializationException"


def test_json_that_is_well_formed_and_too_long_or_doubled(server):
    # A partition key over its bound is a violation; of a key that comes twice the last counts, as AWS takes it.
    status, answer = kinesis(server, b'{"StreamName":"s","Data":"","PartitionKey":"' + b"k" * 300 + b'"}')
    assert (status, json.loads(answer)["__type"]) == (400, "ValidationException")
    status, answer = kinesis(server, b'{"StreamName":"s","StreamName":"none","Data":"","PartitionKey":"k"}')
    assert json.loads(answer)["message"] == "Stream none under account 000000000000 not found."


def test_cbor(server):
    for body in (b"", b"\xbf\x6a", b"\xa1\x6aStreamName", b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff", b"\xff" * 20):
        status, _ = kinesis(server, body, "application/x-amz-cbor-1.1")
        assert status == 400


def test_query(server):
    for body in (b"Action=Publish&Message=%", b"Action=Publish&Message=%ff", b"Action=", b"", b"Action=Nonsense"):
        status, answer = send(
            server, "POST", "/", "sns", body, Content_Type="application/x-www-form-urlencoded"
        )
        assert status in (400, 404), answer
        assert b"<Error" in answer


def test_xml(server):
    s3 = server.client("s3", account="111122223333")
    s3.create_bucket(Bucket="bad-xml-bucket")
    for body in (b"<Delete", b"<Delete><Object></Delete>", b"<!DOCTYPE x><Delete/>", b"\xff\xfe", b"<a>" * 50_000):
        status, answer = send(server, "POST", "/bad-xml-bucket?delete", "s3", body)
        assert status == 400
        assert b"<Code>MalformedXML</Code>" in answer or b"<Code>MissingRequestBodyError</Code>" in answer


def test_rest_json(server):
    for body in (b"{", b"[]", b'{"FunctionName":{}}', b"\xff"):
        status, answer = send(
            server, "POST", "/2015-03-31/functions", "lambda", body, Content_Type="application/json"
        )
        assert status == 400


def test_http_itself(server):
    netloc = urllib.parse.urlparse(server.endpoint).netloc
    import socket

    host, port = netloc.split(":")
    for request, status in (
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: h\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
    ):
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(request)
            assert connection.recv(4096).split(b" ")[1] == status


def test_a_web_page_from_elsewhere_may_not_call(server):
    status, _ = send(server, "POST", "/", "kinesis", b"{}", Origin="https://evil.example")
    assert status == 403
    status, _ = send(server, "GET", "/_cauce/health", "x", Host="evil.example")
    assert status == 403
    status, _ = send(server, "GET", "/2015-03-31/functions", "lambda", Host="evil.example")
    assert status == 403
    status, _ = send(server, "GET", "/_cauce/health", "x", Origin="http://localhost:3000")
    assert status == 200
    connection = http.client.HTTPConnection(urllib.parse.urlparse(server.endpoint).netloc)
    connection.request(
        "OPTIONS", "/", headers={"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}
    )
    answer = connection.getresponse()
    assert answer.status == 204
    assert answer.getheader("Access-Control-Allow-Origin") == "http://localhost:3000"


def test_the_server_goes_on(server):
    assert server.client("sts").get_caller_identity()["Account"] == "000000000000"


@pytest.mark.parametrize("body,kind,message", [
    (b"{broken json", "com.amazon.coral.service#SerializationException", None),
    (b'{"TableName":"t"', "com.amazon.coral.service#SerializationException", None),
    (b'{"TableName":5}', "com.amazon.coral.service#SerializationException", "NUMBER_VALUE can not be converted to a String"),
    (b'{}', "com.amazon.coral.validate#ValidationException", "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null"),
    (b'{"TableName":"nowhere"}', "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found: Table: nowhere not found"),
])
def test_dynamodb_names_its_front_end(server, body, kind, message):
    """Broken JSON is answered without a word; the front end's errors bear its name, the service's own the service's."""
    status, text = send(
        server, "POST", "/", "dynamodb", body, Content_Type="application/x-amz-json-1.0",
        X_Amz_Target="DynamoDB_20120810.DescribeTable")
    answer = json.loads(text)
    assert (status, answer["__type"], answer.get("message")) == (400, kind, message)
