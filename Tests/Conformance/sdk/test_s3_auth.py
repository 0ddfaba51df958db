"""`--auth verify`: whose signature stands, for every service; and who may touch another's buckets and objects."""

import json
import urllib.error
import urllib.request

import boto3
import pytest
from botocore import UNSIGNED
from botocore.client import Config
from botocore.exceptions import ClientError

from conftest import Server


@pytest.fixture(scope="module")
def verifying(tmp_path_factory):
    file = tmp_path_factory.mktemp("keys") / "keys"
    file.write_text("# one a line\nOTHER:other/secret+:222222222222\n")
    server = Server(
        "--auth", "verify", "--credentials", "OWNER:owner-secret:111111111111", "--credentials", str(file),
        "--s3-object-ownership", "ObjectWriter",
    )
    yield server
    server.stop()


def client(server, service="s3", key="OWNER", secret="owner-secret", token=None, **config):
    return boto3.client(
        service, endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id=key,
        aws_secret_access_key=secret, aws_session_token=token, config=Config(retries={"max_attempts": 1}, **config),
    )


def other(server, service="s3", **config):
    return client(server, service, "OTHER", "other/secret+", **config)


def anonymous(server):
    return boto3.client(
        "s3", endpoint_url=server.endpoint, region_name="us-east-1", config=Config(signature_version=UNSIGNED)
    )


def code(call, *arguments, **keywords):
    with pytest.raises(ClientError) as caught:
        call(*arguments, **keywords)
    return caught.value.response["Error"]["Code"]


def fetch(url, method="GET", body=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method, data=body)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


CALLS = [
    ("kinesis", "list_streams", {}, "UnrecognizedClientException", "InvalidSignatureException"),
    ("dynamodb", "list_tables", {}, "UnrecognizedClientException", "InvalidSignatureException"),
    ("lambda", "list_functions", {}, "UnrecognizedClientException", "InvalidSignatureException"),
    ("sns", "list_topics", {}, "InvalidClientTokenId", "SignatureDoesNotMatch"),
    ("iam", "list_users", {}, "InvalidClientTokenId", "SignatureDoesNotMatch"),
    ("sts", "get_caller_identity", {}, "InvalidClientTokenId", "SignatureDoesNotMatch"),
    ("firehose", "list_delivery_streams", {}, "UnrecognizedClientException", "InvalidSignatureException"),
    ("logs", "describe_log_groups", {}, "UnrecognizedClientException", "InvalidSignatureException"),
    ("athena", "list_work_groups", {}, "UnrecognizedClientException", "InvalidSignatureException"),
    ("glue", "get_databases", {}, "UnrecognizedClientException", "InvalidSignatureException"),
    ("s3", "list_buckets", {}, "InvalidAccessKeyId", "SignatureDoesNotMatch"),
]


@pytest.mark.parametrize("service, call, arguments, unknown, wrong", CALLS)
def test_each_service_checks_the_signature(verifying, service, call, arguments, unknown, wrong):
    getattr(client(verifying, service), call)(**arguments)
    assert code(getattr(client(verifying, service, "NOBODY"), call), **arguments) == unknown
    with pytest.raises(ClientError) as caught:
        getattr(client(verifying, service, secret="wrong"), call)(**arguments)
    assert caught.value.response["Error"]["Code"] == wrong
    if service != "s3":
        assert "The Canonical String for this request should have been" in str(caught.value)


def test_keys_of_iam_and_sts_sign(verifying):
    iam = client(verifying, "iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    sts = client(verifying, "sts", key["AccessKeyId"], key["SecretAccessKey"])
    identity = sts.get_caller_identity()
    assert identity["Arn"] == "arn:aws:iam::111111111111:user/ann"
    session = sts.get_session_token()["Credentials"]
    names = session["AccessKeyId"], session["SecretAccessKey"]
    assert client(verifying, "sts", *names, token=session["SessionToken"]).get_caller_identity()["Account"] == "111111111111"
    assert code(client(verifying, "sts", *names).get_caller_identity) == "InvalidClientTokenId"
    assert code(client(verifying, "s3", *names, token="another").list_buckets) == "InvalidToken"
    iam.update_access_key(UserName="ann", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert code(sts.get_caller_identity) == "InvalidClientTokenId"


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_presigned_addresses(verifying, version):
    s3 = client(verifying, signature_version=version)
    bucket = f"presigned-{version}"
    client(verifying).create_bucket(Bucket=bucket)
    put = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "a b/ü+"}, ExpiresIn=60)
    # urllib adds a Content-Type, which the older signature covers.
    assert fetch(put, "PUT", b"body")[0] == (200 if version == "s3v4" else 403)
    client(verifying).put_object(Bucket=bucket, Key="a b/ü+", Body=b"body")
    get = s3.generate_presigned_url(
        "get_object", {"Bucket": bucket, "Key": "a b/ü+", "ResponseContentType": "text/x"}, ExpiresIn=60
    )
    assert fetch(get) == (200, b"body")
    status, body = fetch(get.replace("text", "html"))
    assert status == 403 and b"SignatureDoesNotMatch" in body
    status, body = fetch(s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "k"}, ExpiresIn=-10))
    assert status in (400, 403)


def test_bodies_are_what_was_signed(verifying):
    s3 = client(verifying)
    s3.create_bucket(Bucket="bodies")
    for size in (0, 10, 100_000, 3_000_000):
        body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
        for payload in ({"payload_signing_enabled": True}, {"payload_signing_enabled": False}):
            client(verifying, s3=payload).put_object(Bucket="bodies", Key="k", Body=body, ChecksumAlgorithm="SHA256")
            assert s3.get_object(Bucket="bodies", Key="k")["Body"].read() == body


def test_another_account_and_nobody(verifying):
    s3, stranger, nobody = client(verifying), other(verifying), anonymous(verifying)
    s3.create_bucket(Bucket="mine")
    s3.put_object(Bucket="mine", Key="k", Body=b"secret")
    for reader in (stranger, nobody):
        assert code(reader.get_object, Bucket="mine", Key="k") == "AccessDenied"
        assert code(reader.list_objects_v2, Bucket="mine") == "AccessDenied"
        assert code(reader.put_object, Bucket="mine", Key="new", Body=b"") == "AccessDenied"
    assert code(nobody.list_buckets) == "AccessDenied"
    s3.put_object_acl(Bucket="mine", Key="k", ACL="public-read")
    assert nobody.get_object(Bucket="mine", Key="k")["Body"].read() == b"secret"
    s3.put_bucket_acl(Bucket="mine", ACL="public-read-write")
    stranger.put_object(Bucket="mine", Key="theirs", Body=b"1")
    # An object that another account wrote is that account's to show.
    assert code(s3.get_object, Bucket="mine", Key="theirs") == "AccessDenied"
    assert stranger.get_object_acl(Bucket="mine", Key="theirs")["Owner"] == stranger.list_buckets()["Owner"]
    s3.delete_object(Bucket="mine", Key="theirs")
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "222222222222"},
                "Action": ["s3:ListBucket", "s3:GetBucketLocation"],
                "Resource": "arn:aws:s3:::mine",
                "Condition": {"StringLike": {"s3:prefix": "open/*"}},
            },
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::mine/k",
                "Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}},
            },
        ],
    }
    s3.put_bucket_acl(Bucket="mine", ACL="private")
    s3.put_bucket_policy(Bucket="mine", Policy=json.dumps(policy))
    stranger.list_objects_v2(Bucket="mine", Prefix="open/a")
    assert code(stranger.list_objects_v2, Bucket="mine") == "AccessDenied"
    assert code(s3.get_object, Bucket="mine", Key="k") == "AccessDenied"
    assert s3.get_bucket_policy_status(Bucket="mine")["PolicyStatus"] == {"IsPublic": False}
    s3.delete_bucket_policy(Bucket="mine")
    assert s3.get_object(Bucket="mine", Key="k")["Body"].read() == b"secret"
