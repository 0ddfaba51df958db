"""TLS on the same port: boto3, curl and our own commands, with the authority that the server gives out."""

import os
import ssl
import subprocess
import urllib.request
import uuid

import boto3
import httpx
import pytest
from botocore.config import Config
from conftest import BINARY


def authority(server, folder):
    """The path of a file with the server's authority (AWS_CA_BUNDLE)."""
    pem = urllib.request.urlopen(server.endpoint + "/_cauce/ca.pem").read()
    path = folder / "ca.pem"
    path.write_bytes(pem)
    return str(path)


def https(server):
    return server.endpoint.replace("http://", "https://")


def client(server, service, verify, **config):
    return boto3.client(
        service, endpoint_url=https(server), verify=verify, region_name="us-east-1",
        aws_access_key_id="000000000000", aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 1}, **config))


def test_boto3_trusts_the_authority_and_nothing_less(server, tmp_path):
    verify = authority(server, tmp_path)
    name = "tls-" + uuid.uuid4().hex[:8]
    kinesis = client(server, "kinesis", verify)
    kinesis.create_stream(StreamName=name, ShardCount=1)
    for _ in range(3):
        assert kinesis.put_record(StreamName=name, Data=b"x", PartitionKey="k")["ShardId"]
    # Virtual-hosted and path style.
    s3 = client(server, "s3", verify, s3={"addressing_style": "path"})
    s3.create_bucket(Bucket=name)
    body = os.urandom(20 << 20)
    s3.put_object(Bucket=name, Key="large", Body=body)
    assert s3.get_object(Bucket=name, Key="large")["Body"].read() == body
    from botocore.exceptions import SSLError

    with pytest.raises(SSLError):
        client(server, "kinesis", True).list_streams()


def test_the_authority_passes_strict_verification(server, tmp_path):
    context = ssl.create_default_context(cafile=authority(server, tmp_path))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    health = urllib.request.urlopen(https(server) + "/_cauce/health", context=context)
    assert health.status == 200


def test_alpn_offers_both_versions(server, tmp_path):
    context = ssl.create_default_context(cafile=authority(server, tmp_path))
    for http1, http2, version in [(True, True, "HTTP/2"), (True, False, "HTTP/1.1")]:
        with httpx.Client(verify=context, http1=http1, http2=http2) as asking:
            for _ in range(2):
                answer = asking.get(https(server) + "/_cauce/health")
                assert (answer.status_code, answer.http_version) == (200, version)
            sent = asking.post(https(server) + "/_cauce/health", content=b"x" * 500_000)
            assert sent.status_code == 405


def test_the_certificate_outlives_the_server(data_server, tmp_path):
    first = data_server()
    verify = authority(first, tmp_path)
    assert client(first, "kinesis", verify).list_streams()["StreamNames"] == []
    first.kill()
    second = data_server()
    assert client(second, "kinesis", verify).list_streams()["StreamNames"] == []


def test_a_given_certificate_is_shown(data_server, tmp_path):
    from conftest import Server

    maker = data_server()
    verify = authority(maker, tmp_path)
    pem = str(tmp_path / "data" / "tls.pem")
    client(maker, "kinesis", verify).list_streams()
    maker.stop()
    server = Server("--tls-cert", pem, "--tls-key", pem)
    try:
        assert client(server, "kinesis", verify).list_streams()["StreamNames"] == []
    finally:
        server.stop()
    for flags, words in [
        (["--tls-cert", pem], "go together"),
        (["--tls-cert", "/nowhere", "--tls-key", "/nowhere"], "/nowhere cannot be used"),
    ]:
        failed = subprocess.run([BINARY, "serve", "--port", "0", *flags], capture_output=True, text=True, timeout=30)
        assert failed.returncode != 0
        assert words in failed.stderr
        assert len(failed.stderr.splitlines()) == 1


def test_the_commands_speak_https(server, tmp_path):
    def status(**environment):
        return subprocess.run(
            [BINARY, "status", "--endpoint-url", https(server)], capture_output=True, text=True, timeout=30,
            env={**os.environ, **environment})

    known = status(AWS_CA_BUNDLE=authority(server, tmp_path))
    assert known.returncode == 0, known.stderr
    assert "kinesis" in known.stdout
    unknown = status()
    assert unknown.returncode != 0
    assert "certificate verify failed" in unknown.stderr
