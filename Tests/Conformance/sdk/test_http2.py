"""HTTP/2 on the plain port, by clients that speak it: curl and httpx (boto3 speaks HTTP/1.1 only)."""

import asyncio
import hashlib
import json
import re
import shutil
import subprocess
import uuid

import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def signed(server, service, method, path, body=b"", headers=None, account="000000000000"):
    """The headers of a signed request."""
    request = AWSRequest(method=method, url=server.endpoint + path, data=body, headers=headers or {})
    SigV4Auth(Credentials(account, "secret"), service, "us-east-1").add_auth(request)
    return dict(request.headers)


def kinesis(server, operation, body):
    """The arguments of a Kinesis call."""
    data = json.dumps(body).encode()
    headers = {"X-Amz-Target": "Kinesis_20131202." + operation, "Content-Type": "application/x-amz-json-1.1"}
    return {
        "method": "POST",
        "url": server.endpoint + "/",
        "content": data,
        "headers": signed(server, "kinesis", "POST", "/", data, headers),
    }


@pytest.fixture
def http2(server):
    with httpx.Client(http1=False, http2=True, timeout=30) as client:
        yield client


def resident(server):
    """The server's peak of resident memory, in MiB."""
    status = open(f"/proc/{server.process.pid}/status").read()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) // 1024


def curl(server, *arguments, path="/"):
    """Runs curl over HTTP/2; its status, version and standard output."""
    if shutil.which("curl") is None or b"HTTP2" not in subprocess.run(["curl", "-V"], capture_output=True).stdout:
        pytest.skip("no curl that speaks HTTP/2 on this machine")
    done = subprocess.run(
        ["curl", "-sS", "-m", "60", "--http2-prior-knowledge", "-w", "\n%{http_code} %{http_version}", *arguments,
         server.endpoint + path],
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    body, line = done.stdout.rsplit(b"\n", 1)
    status, version = line.decode().split()
    return int(status), version, body


def test_every_protocol_answers_as_over_http_1(server, http2):
    name = "h2-" + uuid.uuid4().hex[:8]
    made = http2.request(**kinesis(server, "CreateStream", {"StreamName": name, "ShardCount": 1}))
    assert (made.status_code, made.http_version) == (200, "HTTP/2")
    put = http2.request(**kinesis(server, "PutRecord", {"StreamName": name, "Data": "QUJD", "PartitionKey": "k"}))
    assert put.json()["ShardId"] == "shardId-000000000000"
    assert put.headers["x-amzn-requestid"]
    missing = http2.request(**kinesis(server, "DescribeStreamSummary", {"StreamName": "missing"}))
    assert missing.status_code == 400
    assert missing.json()["__type"] == "ResourceNotFoundException"
    form = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = signed(
        server, "sts", "POST", "/", form, {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
    identity = http2.post(server.endpoint + "/", content=form, headers=headers)
    assert "<Account>000000000000</Account>" in identity.text
    assert http2.get(server.endpoint + "/_cauce/health").json()["services"]["kinesis"]


def test_many_calls_at_once_on_one_connection(server):
    name = "h2-" + uuid.uuid4().hex[:8]

    async def calls():
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(http1=False, http2=True, limits=limits, timeout=60) as client:
            await client.request(**kinesis(server, "CreateStream", {"StreamName": name, "ShardCount": 1}))
            puts = [
                client.request(**kinesis(server, "PutRecord", {"StreamName": name, "Data": "QUJD", "PartitionKey": str(n)}))
                for n in range(300)
            ]
            return [answer.json()["SequenceNumber"] for answer in await asyncio.gather(*puts)]

    assert len(set(asyncio.run(calls()))) == 300


def test_a_large_object_passes_both_ways_in_constant_memory(data_server, tmp_path):
    server = data_server("--durability", "os")
    size = 256 << 20
    file = tmp_path / "large"
    with file.open("wb") as out:
        for number in range(size >> 20):
            out.write(hashlib.sha256(number.to_bytes(4, "big")).digest() * (1 << 15))
    headers = ["-H", "Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/s3/aws4_request, "
               "SignedHeaders=host, Signature=0", "-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD"]
    assert curl(server, *headers, "-X", "PUT", path="/large-bucket")[:2] == (200, "2")
    before = resident(server)
    assert curl(server, *headers, "-T", str(file), path="/large-bucket/large")[:2] == (200, "2")
    back = tmp_path / "back"
    assert curl(server, *headers, "-o", str(back), path="/large-bucket/large")[:2] == (200, "2")
    assert hashlib.sha256(back.read_bytes()).digest() == hashlib.sha256(file.read_bytes()).digest()
    assert resident(server) - before <= 64
    head = server.client("s3").head_object(Bucket="large-bucket", Key="large")
    assert head["ContentLength"] == size


def test_head_ranges_and_refusals(server, http2):
    bucket = "h2-" + uuid.uuid4().hex[:8]
    s3 = server.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a b/ñ", Body=b"0123456789")
    path = f"/{bucket}/a%20b/%C3%B1"
    head = http2.head(server.endpoint + path, headers=signed(server, "s3", "HEAD", path))
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "10", b"")
    part = http2.get(server.endpoint + path, headers={**signed(server, "s3", "GET", path), "Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    foreign = http2.get(server.endpoint + "/", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


def test_a_refusal_comes_before_the_body(server, tmp_path):
    file = tmp_path / "large"
    file.write_bytes(b"x" * (30 << 20))
    status, version, body = curl(
        server, "-H", "Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/s3/aws4_request, "
        "SignedHeaders=host, Signature=0", "-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "-T", str(file),
        path="/no-such-bucket-here/key")
    assert (status, version) == (404, "2")
    assert b"<Code>NoSuchBucket</Code>" in body
