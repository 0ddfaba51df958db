"""Versions, locks, attributes and customers' keys of objects, as boto3 sees them."""

import datetime
import uuid

import pytest
from botocore.exceptions import ClientError

from conftest import Server


@pytest.fixture(scope="module")
def s3():
    server = Server("--s3-allow-sse-c")
    yield server.client("s3")
    server.stop()


@pytest.fixture
def bucket(s3):
    name = f"b-{uuid.uuid4().hex[:20]}"
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


def code(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def test_versions_come_and_go(s3, bucket):
    bodies = [b"one", b"two" * 40_000, b"three"]
    versions = [s3.put_object(Bucket=bucket, Key="k", Body=body)["VersionId"] for body in bodies]
    for version, body in zip(versions, bodies):
        assert s3.get_object(Bucket=bucket, Key="k", VersionId=version)["Body"].read() == body
    marker = s3.delete_object(Bucket=bucket, Key="k")
    assert marker["DeleteMarker"]
    assert code(s3.get_object, Bucket=bucket, Key="k") == "NoSuchKey"
    listed = s3.list_object_versions(Bucket=bucket)
    assert [each["VersionId"] for each in listed["Versions"]] == versions[::-1]
    assert listed["DeleteMarkers"][0]["IsLatest"] and listed["DeleteMarkers"][0]["VersionId"] == marker["VersionId"]
    copied = s3.copy_object(
        Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "k", "VersionId": versions[1]}
    )
    assert copied["CopySourceVersionId"] == versions[1]
    assert s3.get_object(Bucket=bucket, Key="copy")["Body"].read() == bodies[1]
    gone = s3.delete_objects(
        Bucket=bucket,
        Delete={"Objects": [{"Key": "k", "VersionId": each} for each in [marker["VersionId"], versions[2]]]},
    )
    assert len(gone["Deleted"]) == 2 and "Errors" not in gone
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == bodies[1]
    s3.put_object_tagging(Bucket=bucket, Key="k", VersionId=versions[0], Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == []
    assert s3.head_object(Bucket=bucket, Key="k", VersionId=versions[0])["TagCount"] == 1


def test_a_locked_version_stays(s3, bucket):
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    version = s3.put_object(
        Bucket=bucket, Key="k", Body=b"x", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until,
        ObjectLockLegalHoldStatus="ON",
    )["VersionId"]
    head = s3.head_object(Bucket=bucket, Key="k")
    assert (head["ObjectLockMode"], head["ObjectLockLegalHoldStatus"]) == ("GOVERNANCE", "ON")
    assert code(s3.delete_object, Bucket=bucket, Key="k", VersionId=version, BypassGovernanceRetention=True) == "AccessDenied"
    s3.put_object_legal_hold(Bucket=bucket, Key="k", LegalHold={"Status": "OFF"})
    refused = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k", "VersionId": version}]})
    assert refused["Errors"][0]["Code"] == "AccessDenied"
    s3.delete_object(Bucket=bucket, Key="k", VersionId=version, BypassGovernanceRetention=True)
    assert "Versions" not in s3.list_object_versions(Bucket=bucket)
    assert code(s3.put_bucket_versioning, Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}) == "InvalidBucketState"


def test_parts_under_a_customers_key(s3, bucket):
    key = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": bytes(range(32))}
    parts = [bytes(range(256)) * (5 << 12), b"the end"]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", **key)["UploadId"]
    tags = [
        s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=i + 1, Body=part, **key)["ETag"]
        for i, part in enumerate(parts)
    ]
    s3.complete_multipart_upload(
        Bucket=bucket, Key="k", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": i + 1, "ETag": tag} for i, tag in enumerate(tags)]}, **key,
    )
    whole = b"".join(parts)
    assert s3.get_object(Bucket=bucket, Key="k", **key)["Body"].read() == whole
    for first, last in ((0, 0), (17, 1_000_003), (len(parts[0]) - 1, len(whole) - 1)):
        found = s3.get_object(Bucket=bucket, Key="k", Range=f"bytes={first}-{last}", **key)["Body"].read()
        assert found == whole[first : last + 1]
    assert code(s3.get_object, Bucket=bucket, Key="k") == "InvalidRequest"


def test_attributes(s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="SHA256")["UploadId"]
    parts = []
    for number, body in enumerate((b"a" * (5 << 20), b"b"), 1):
        part = s3.upload_part(
            Bucket=bucket, Key="k", UploadId=upload, PartNumber=number, Body=body, ChecksumAlgorithm="SHA256"
        )
        parts.append({"PartNumber": number, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]})
    done = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    found = s3.get_object_attributes(
        Bucket=bucket, Key="k", ObjectAttributes=["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
    )
    assert found["ObjectSize"] == (5 << 20) + 1
    assert found["ETag"] == done["ETag"].strip('"')
    # AWS tells the composite checksum without the number of parts here, and with it elsewhere.
    assert found["Checksum"]["ChecksumSHA256"] + "-2" == done["ChecksumSHA256"]
    assert [part["ChecksumSHA256"] for part in found["ObjectParts"]["Parts"]] == [part["ChecksumSHA256"] for part in parts]
