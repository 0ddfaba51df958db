"""S3 through boto3 and the aws CLI: what unmodified clients do with buckets, objects, parts and checksums."""

import base64
import hashlib
import os
import socket
import time
import urllib.error
import urllib.request
import uuid
import zlib

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

MIB = 1 << 20


@pytest.fixture
def s3(client):
    return client("s3")


@pytest.fixture
def bucket(s3):
    name = "b-" + uuid.uuid4().hex[:20]
    s3.create_bucket(Bucket=name)
    return name


def code(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"], caught.value.response["ResponseMetadata"]["HTTPStatusCode"]


def parts_of(data, size=5 * MIB):
    return [data[i : i + size] for i in range(0, len(data), size)]


def test_buckets(client):
    s3 = client("s3")
    names = sorted("list-" + uuid.uuid4().hex[:12] for _ in range(3))
    for name in names:
        assert s3.create_bucket(Bucket=name)["Location"] == "/" + name
    # us-east-1 takes a second creation as done.
    s3.create_bucket(Bucket=names[0])
    assert [b["Name"] for b in s3.list_buckets()["Buckets"]] == names
    page = s3.list_buckets(MaxBuckets=2)
    assert [b["Name"] for b in page["Buckets"]] == names[:2]
    rest = s3.list_buckets(MaxBuckets=2, ContinuationToken=page["ContinuationToken"])
    assert [b["Name"] for b in rest["Buckets"]] == names[2:]
    assert "ContinuationToken" not in rest
    assert s3.head_bucket(Bucket=names[0])["BucketRegion"] == "us-east-1"
    assert s3.get_bucket_location(Bucket=names[0])["LocationConstraint"] is None
    assert code(s3.head_bucket, Bucket="nobody-has-this")[1] == 404
    assert code(s3.create_bucket, Bucket="Bad_Name") == ("InvalidBucketName", 400)
    s3.put_object(Bucket=names[0], Key="k", Body=b"")
    assert code(s3.delete_bucket, Bucket=names[0]) == ("BucketNotEmpty", 409)
    s3.delete_object(Bucket=names[0], Key="k")
    s3.delete_bucket(Bucket=names[0])
    assert code(s3.list_objects_v2, Bucket=names[0]) == ("NoSuchBucket", 404)


def test_bucket_in_another_region(server):
    s3 = server.client("s3", region="eu-west-1")
    name = "eu-" + uuid.uuid4().hex[:12]
    assert code(s3.create_bucket, Bucket=name) == ("IllegalLocationConstraintException", 400)
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    assert code(s3.create_bucket, Bucket=name, CreateBucketConfiguration=where) == ("BucketAlreadyOwnedByYou", 409)
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-west-1"
    assert s3.head_bucket(Bucket=name)["BucketRegion"] == "eu-west-1"
    other = server.client("s3", account="111111111111", region="eu-west-1")
    assert code(other.create_bucket, Bucket=name, CreateBucketConfiguration=where) == ("BucketAlreadyExists", 409)


@pytest.mark.parametrize("size", [0, 1, 1000, 65536, 65537, 300_000, 3 * MIB + 7])
def test_put_and_get(s3, bucket, size):
    data = os.urandom(size)
    put = s3.put_object(Bucket=bucket, Key="k", Body=data, Metadata={"Color": "blue"}, ContentType="text/x-test")
    assert put["ETag"] == '"%s"' % hashlib.md5(data).hexdigest()
    assert put["ServerSideEncryption"] == "AES256"
    # The SDK's default integrity protection.
    assert put["ChecksumCRC32"] == base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got["Body"].read() == data
    assert got["ContentType"] == "text/x-test"
    assert got["Metadata"] == {"color": "blue"}
    assert got["ChecksumCRC32"] == put["ChecksumCRC32"] and got["ChecksumType"] == "FULL_OBJECT"
    head = s3.head_object(Bucket=bucket, Key="k")
    assert head["ContentLength"] == size and head["ETag"] == put["ETag"]
    assert head["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
@pytest.mark.parametrize("size", [11, 400_000])
def test_checksums(s3, bucket, algorithm, size):
    data = os.urandom(size)
    if algorithm in ("SHA1", "SHA256", "CRC32"):
        put = s3.put_object(Bucket=bucket, Key="k", Body=data, ChecksumAlgorithm=algorithm)
        head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
        assert head["Checksum" + algorithm] == put["Checksum" + algorithm]
        assert s3.list_objects_v2(Bucket=bucket)["Contents"][0]["ChecksumAlgorithm"] == [algorithm]
    length = {"CRC32": 4, "CRC32C": 4, "CRC64NVME": 8, "SHA1": 20, "SHA256": 32}[algorithm]
    wrong = base64.b64encode(b"\1" * length).decode()
    assert code(s3.put_object, Bucket=bucket, Key="w", Body=data, **{"Checksum" + algorithm: wrong}) == (
        "BadDigest",
        400,
    )
    assert code(s3.put_object, Bucket=bucket, Key="w", Body=data, **{"Checksum" + algorithm: "AAAA"}) == (
        "InvalidRequest",
        400,
    )
    assert code(s3.head_object, Bucket=bucket, Key="w")[1] == 404


# Recorded from AWS (September 2026): of these bytes, and of an object of two parts.
RECORDED = base64.b64decode("Y2hlY2tzdW0A/4ABDQoAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw==")


@pytest.mark.parametrize(
    "algorithm,value",
    [("XXHASH64", "ghHyDMBTcoE="), ("XXHASH3", "tqh8ksNCSno="), ("XXHASH128", "cD7Hn7de9krAIQco/jZd/A==")],
)
def test_the_newer_checksums(s3, bucket, algorithm, value):
    name = "Checksum" + algorithm
    put = s3.put_object(Bucket=bucket, Key="k", Body=RECORDED, ChecksumAlgorithm=algorithm, **{name: value})
    assert (put[name], put["ChecksumType"]) == (value, "FULL_OBJECT")
    got = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got[name] == value and "ChecksumCRC64NVME" not in got
    assert s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["Checksum"])["Checksum"][name] == value
    assert s3.list_objects_v2(Bucket=bucket)["Contents"][0]["ChecksumAlgorithm"] == [algorithm]
    wrong = dict(Bucket=bucket, Key="w", Body=b"other", ChecksumAlgorithm=algorithm)
    assert code(s3.put_object, **wrong, **{name: value}) == ("BadDigest", 400)
    assert code(s3.put_object, **wrong, **{name: "AAA="}) == ("InvalidRequest", 400)
    # Over several parts it is a checksum of the parts' ones, and no other.
    upload = dict(Bucket=bucket, Key="u", ChecksumAlgorithm=algorithm)
    assert code(s3.create_multipart_upload, **upload, ChecksumType="FULL_OBJECT") == ("InvalidRequest", 400)
    assert s3.create_multipart_upload(**upload)["ChecksumType"] == "COMPOSITE"
    # A copy is given the checksum that is asked for.
    copied = s3.copy_object(
        Bucket=bucket, Key="c", CopySource=bucket + "/k", ChecksumAlgorithm="XXHASH3"
    )["CopyObjectResult"]  # fmt: skip
    assert copied["ChecksumXXHASH3"] == "tqh8ksNCSno="


def test_a_newer_checksum_of_parts(s3, bucket):
    s3.put_object(Bucket=bucket, Key="source", Body=b"A" * (5 * MIB))
    made = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="XXHASH3")
    upload = dict(Bucket=bucket, Key="k", UploadId=made["UploadId"])
    first = s3.upload_part_copy(**upload, PartNumber=1, CopySource=bucket + "/source")["CopyPartResult"]
    assert first["ChecksumXXHASH3"] == "Ywl+52vpzqE="
    second = s3.upload_part(**upload, PartNumber=2, Body=b"checksum final part\n", ChecksumXXHASH3="pCyuonQS5fs=")
    done = s3.complete_multipart_upload(
        **upload,
        MultipartUpload={
            "Parts": [
                {"PartNumber": number, "ETag": part["ETag"], "ChecksumXXHASH3": part["ChecksumXXHASH3"]}
                for number, part in enumerate((first, second), 1)
            ]
        },
        ChecksumXXHASH3="ZCORpDFrcxY=-2",
    )
    assert (done["ChecksumXXHASH3"], done["ChecksumType"]) == ("ZCORpDFrcxY=-2", "COMPOSITE")


def test_checksum_without_one_is_crc64nvme(server, bucket):
    plain = server.client("s3", request_checksum_calculation="when_required")
    put = plain.put_object(Bucket=bucket, Key="k", Body=b"123456789")
    # The check value of CRC-64/NVME.
    assert put["ChecksumCRC64NVME"] == base64.b64encode(bytes.fromhex("ae8b14860a799888")).decode()
    assert put["ChecksumType"] == "FULL_OBJECT"


def test_content_md5(s3, bucket):
    right = base64.b64encode(hashlib.md5(b"abc").digest()).decode()
    s3.put_object(Bucket=bucket, Key="k", Body=b"abc", ContentMD5=right)
    assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"abd", ContentMD5=right) == ("BadDigest", 400)
    assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"abd", ContentMD5="xx") == ("InvalidDigest", 400)


def test_chunked_upload_with_trailer(server, bucket):
    """aws-chunked with signed chunks and a checksum behind them, as SDKs send streams."""
    data = os.urandom(700_001)
    s3 = server.client("s3")
    body = [data[i : i + 1000] for i in range(0, len(data), 1000)]
    framed = b"".join(b"%x;chunk-signature=%s\r\n%s\r\n" % (len(p), b"a" * 64, p) for p in body)
    crc = base64.b64encode(zlib.crc32(data).to_bytes(4, "big"))
    for trailer, status in ((crc, 200), (b"AAAAAA==", 400)):
        payload = framed + b"0\r\nx-amz-checksum-crc32:" + trailer + b"\r\n\r\n"
        request = urllib.request.Request(
            f"{server.endpoint}/{bucket}/chunked{status}",
            data=payload,
            method="PUT",
            headers={
                "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "Content-Encoding": "aws-chunked",
                "x-amz-trailer": "x-amz-checksum-crc32",
                "x-amz-decoded-content-length": str(len(data)),
                "Content-Type": "text/plain",
            },
        )
        try:
            assert urllib.request.urlopen(request).status == status
        except urllib.error.HTTPError as error:
            assert error.code == status and b"<Code>BadDigest</Code>" in error.read()
    got = s3.get_object(Bucket=bucket, Key="chunked200")
    assert got["Body"].read() == data and "ContentEncoding" not in got
    assert code(s3.head_object, Bucket=bucket, Key="chunked400")[1] == 404


@pytest.mark.parametrize("size", [1000, 200_000])
def test_ranges(s3, bucket, size):
    data = os.urandom(size)
    s3.put_object(Bucket=bucket, Key="k", Body=data)
    for text, expected in (
        ("bytes=0-0", data[:1]),
        ("bytes=10-19", data[10:20]),
        ("bytes=900-", data[900:]),
        ("bytes=-5", data[-5:]),
        (f"bytes=5-{size * 2}", data[5:]),
        (f"bytes=-{size * 2}", data),
    ):
        got = s3.get_object(Bucket=bucket, Key="k", Range=text)
        assert got["Body"].read() == expected
        assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
        assert got["ContentRange"].endswith(f"/{size}")
    # Several ranges are answered with all of it.
    got = s3.get_object(Bucket=bucket, Key="k", Range="bytes=0-1,4-5")
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 200 and len(got["Body"].read()) == size
    with pytest.raises(ClientError) as caught:
        s3.get_object(Bucket=bucket, Key="k", Range=f"bytes={size}-")
    assert caught.value.response["Error"]["Code"] == "InvalidRange"
    assert caught.value.response["Error"]["ActualObjectSize"] == str(size)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 416
    assert s3.head_object(Bucket=bucket, Key="k", Range="bytes=0-9")["ContentLength"] == 10


def test_conditional_reads(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    modified = s3.head_object(Bucket=bucket, Key="k")["LastModified"]
    assert s3.get_object(Bucket=bucket, Key="k", IfMatch=etag)["Body"].read() == b"x"
    assert code(s3.get_object, Bucket=bucket, Key="k", IfMatch='"no"') == ("PreconditionFailed", 412)
    assert code(s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=etag)[1] == 304
    assert code(s3.get_object, Bucket=bucket, Key="k", IfModifiedSince=modified)[1] == 304
    assert code(s3.head_object, Bucket=bucket, Key="k", IfNoneMatch=etag)[1] == 304
    assert code(s3.get_object, Bucket=bucket, Key="k", IfUnmodifiedSince="2001-01-01T00:00:00Z") == (
        "PreconditionFailed",
        412,
    )
    assert s3.get_object(Bucket=bucket, Key="k", IfNoneMatch='"other"')["Body"].read() == b"x"


def test_conditional_writes(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")["ETag"]
    assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*") == ("PreconditionFailed", 412)
    assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"2", IfMatch='"no"') == ("PreconditionFailed", 412)
    assert code(s3.put_object, Bucket=bucket, Key="none", Body=b"2", IfMatch=etag) == ("NoSuchKey", 404)
    s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfMatch=etag)
    assert code(s3.delete_object, Bucket=bucket, Key="k", IfMatch=etag) == ("PreconditionFailed", 412)
    s3.delete_object(Bucket=bucket, Key="k", IfMatch="*")
    assert code(s3.get_object, Bucket=bucket, Key="k") == ("NoSuchKey", 404)


def test_response_overrides_and_headers(s3, bucket):
    s3.put_object(
        Bucket=bucket, Key="k", Body=b"x", CacheControl="no-cache", ContentDisposition="inline",
        ContentEncoding="gzip", ContentLanguage="es", StorageClass="STANDARD_IA", Tagging="a=1&b=2",
        WebsiteRedirectLocation="/elsewhere", Expires="Thu, 01 Dec 2044 16:00:00 GMT",
    )  # fmt: skip
    got = s3.get_object(Bucket=bucket, Key="k")
    assert (got["CacheControl"], got["ContentDisposition"], got["ContentEncoding"], got["ContentLanguage"]) == (
        "no-cache", "inline", "gzip", "es",
    )  # fmt: skip
    assert got["StorageClass"] == "STANDARD_IA" and got["TagCount"] == 2
    assert got["WebsiteRedirectLocation"] == "/elsewhere" and "2044" in got["ExpiresString"]
    got = s3.get_object(Bucket=bucket, Key="k", ResponseContentType="a/b", ResponseCacheControl="max-age=1")
    assert (got["ContentType"], got["CacheControl"]) == ("a/b", "max-age=1")
    assert code(s3.put_object, Bucket=bucket, Key="k", StorageClass="OUTPOSTS") == ("InvalidStorageClass", 400)
    s3.put_object(Bucket=bucket, Key="cold", Body=b"x", StorageClass="GLACIER")
    assert code(s3.get_object, Bucket=bucket, Key="cold") == ("InvalidObjectState", 403)


KEYS = ["a b", "a+b", "a%2Fb", "//", "/lead", "a/../b", "./x", "ñandú/☃", "tail/", "q?x=1&y", "k#h", "a'\"<>&", "日本語"]


@pytest.mark.parametrize("key", KEYS)
def test_keys_are_bytes(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]
    assert [o["Key"] for o in s3.list_objects(Bucket=bucket)["Contents"]] == [key]
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": key})
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key}]})
    assert [d["Key"] for d in deleted["Deleted"]] == [key]
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["copy"]


def test_long_keys(s3, bucket):
    s3.put_object(Bucket=bucket, Key="é" * 512, Body=b"x")
    assert code(s3.put_object, Bucket=bucket, Key="é" * 512 + "x", Body=b"x") == ("KeyTooLongError", 400)


def test_listing(s3, bucket):
    keys = sorted(["a/1", "a/2", "b", "c/x/1", "c/x/2", "c/y", "d", "é", "z"])
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"12")
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == keys
    page = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    assert [o["Key"] for o in page["Contents"]] == ["b", "d", "z", "é"]
    assert [p["Prefix"] for p in page["CommonPrefixes"]] == ["a/", "c/"]
    assert page["KeyCount"] == 6 and not page["IsTruncated"]
    for api, collect in (("list_objects_v2", 1), ("list_objects", 1), ("list_objects_v2", 2), ("list_objects", 3)):
        seen, prefixes = [], []
        pages = s3.get_paginator(api).paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": collect})
        for page in pages:
            seen += [o["Key"] for o in page.get("Contents", [])]
            prefixes += [p["Prefix"] for p in page.get("CommonPrefixes", [])]
        assert (seen, prefixes) == (["b", "d", "z", "é"], ["a/", "c/"])
    page = s3.list_objects_v2(Bucket=bucket, Prefix="c/", Delimiter="/")
    assert [p["Prefix"] for p in page["CommonPrefixes"]] == ["c/x/"]
    assert [o["Key"] for o in page["Contents"]] == ["c/y"]
    after = s3.list_objects_v2(Bucket=bucket, StartAfter="c/x/1", FetchOwner=True)["Contents"]
    assert [o["Key"] for o in after] == keys[keys.index("c/x/1") + 1 :]
    assert len(after[0]["Owner"]["ID"]) == 64 and after[0]["Size"] == 2
    assert s3.list_objects_v2(Bucket=bucket, MaxKeys=0)["KeyCount"] == 0
    assert code(s3.list_objects_v2, Bucket=bucket, ContinuationToken="no") == ("InvalidArgument", 400)
    assert code(s3.list_objects_v2, Bucket=bucket, MaxKeys=-1) == ("InvalidArgument", 400)


def test_delete_objects(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="a", Body=b"x")["ETag"]
    s3.put_object(Bucket=bucket, Key="b", Body=b"x")
    answer = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "a", "ETag": etag}, {"Key": "b", "ETag": '"no"'}, {"Key": "gone"}]}
    )
    assert [d["Key"] for d in answer["Deleted"]] == ["a", "gone"]
    assert [(e["Key"], e["Code"]) for e in answer["Errors"]] == [("b", "PreconditionFailed")]
    assert "Deleted" not in s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "b"}], "Quiet": True})
    many = {"Objects": [{"Key": str(i)} for i in range(1001)]}
    assert code(s3.delete_objects, Bucket=bucket, Delete=many) == ("MalformedXML", 400)


@pytest.mark.parametrize("size", [100, 200_000])
def test_copy(s3, bucket, size):
    data = os.urandom(size)
    s3.put_object(Bucket=bucket, Key="from", Body=data, Metadata={"a": "1"}, ContentType="x/y", Tagging="t=1")
    source = {"Bucket": bucket, "Key": "from"}
    copied = s3.copy_object(Bucket=bucket, Key="to", CopySource=source)["CopyObjectResult"]
    assert copied["ETag"] == '"%s"' % hashlib.md5(data).hexdigest()
    got = s3.get_object(Bucket=bucket, Key="to")
    assert got["Body"].read() == data
    assert (got["Metadata"], got["ContentType"], got["TagCount"]) == ({"a": "1"}, "x/y", 1)
    s3.copy_object(
        Bucket=bucket, Key="to", CopySource=source, MetadataDirective="REPLACE", Metadata={"b": "2"},
        TaggingDirective="REPLACE", Tagging="u=2&v=3", ChecksumAlgorithm="SHA256",
    )  # fmt: skip
    got = s3.get_object(Bucket=bucket, Key="to", ChecksumMode="ENABLED")
    assert (got["Metadata"], got["TagCount"]) == ({"b": "2"}, 2)
    assert got["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(data).digest()).decode()
    # Neither lives by the other.
    s3.delete_object(Bucket=bucket, Key="from")
    assert s3.get_object(Bucket=bucket, Key="to")["Body"].read() == data
    assert code(s3.copy_object, Bucket=bucket, Key="x", CopySource=source) == ("NoSuchKey", 404)
    own = {"Bucket": bucket, "Key": "to"}
    assert code(s3.copy_object, Bucket=bucket, Key="to", CopySource=own) == ("InvalidRequest", 400)
    s3.copy_object(Bucket=bucket, Key="to", CopySource=own, MetadataDirective="REPLACE", Metadata={"c": "3"})
    assert s3.get_object(Bucket=bucket, Key="to")["Body"].read() == data
    assert code(s3.copy_object, Bucket=bucket, Key="x", CopySource=own, CopySourceIfMatch='"no"') == (
        "PreconditionFailed",
        412,
    )


def test_tagging(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b b", "Value": "ñ&="}]
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": tags})
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == tags
    many = [{"Key": str(i), "Value": ""} for i in range(11)]
    assert code(s3.put_object_tagging, Bucket=bucket, Key="k", Tagging={"TagSet": many}) == ("BadRequest", 400)
    s3.delete_object_tagging(Bucket=bucket, Key="k")
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == []


def upload(s3, bucket, key, parts, **head):
    made = s3.create_multipart_upload(Bucket=bucket, Key=key, **head)
    done = []
    for number, part in enumerate(parts, 1):
        answer = s3.upload_part(Bucket=bucket, Key=key, UploadId=made["UploadId"], PartNumber=number, Body=part)
        done.append({"PartNumber": number, "ETag": answer["ETag"]})
    return made["UploadId"], done


def test_multipart(s3, bucket):
    data = os.urandom(11 * MIB + 3)
    pieces = parts_of(data)
    name, done = upload(s3, bucket, "big", pieces, Metadata={"m": "1"}, ContentType="x/y")
    listed = s3.list_parts(Bucket=bucket, Key="big", UploadId=name, MaxParts=2)
    assert [p["PartNumber"] for p in listed["Parts"]] == [1, 2] and listed["IsTruncated"]
    rest = s3.list_parts(Bucket=bucket, Key="big", UploadId=name, PartNumberMarker=listed["NextPartNumberMarker"])
    assert [p["Size"] for p in rest["Parts"]] == [len(pieces[2])]
    open_uploads = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    assert [(u["Key"], u["UploadId"]) for u in open_uploads] == [("big", name)]
    assert code(s3.get_object, Bucket=bucket, Key="big") == ("NoSuchKey", 404)
    answer = s3.complete_multipart_upload(Bucket=bucket, Key="big", UploadId=name, MultipartUpload={"Parts": done})
    md5s = b"".join(hashlib.md5(p).digest() for p in pieces)
    assert answer["ETag"] == '"%s-3"' % hashlib.md5(md5s).hexdigest()
    assert answer["ChecksumType"] == "FULL_OBJECT" and "ChecksumCRC64NVME" in answer
    again = s3.complete_multipart_upload(Bucket=bucket, Key="big", UploadId=name, MultipartUpload={"Parts": done})
    assert again["ETag"] == answer["ETag"]
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
    got = s3.get_object(Bucket=bucket, Key="big")
    assert got["Body"].read() == data and got["Metadata"] == {"m": "1"} and got["ContentType"] == "x/y"
    across = f"bytes={5 * MIB - 10}-{10 * MIB + 9}"
    assert s3.get_object(Bucket=bucket, Key="big", Range=across)["Body"].read() == data[5 * MIB - 10 : 10 * MIB + 10]
    second = s3.get_object(Bucket=bucket, Key="big", PartNumber=2)
    assert second["Body"].read() == pieces[1] and second["PartsCount"] == 3
    assert second["ContentRange"] == f"bytes {5 * MIB}-{10 * MIB - 1}/{len(data)}"
    assert s3.head_object(Bucket=bucket, Key="big", PartNumber=3)["ContentLength"] == len(pieces[2])
    assert code(s3.head_object, Bucket=bucket, Key="big", PartNumber=4)[1] == 416
    # The copy of an object of parts is one of none.
    copied = s3.copy_object(Bucket=bucket, Key="one", CopySource={"Bucket": bucket, "Key": "big"})
    assert copied["CopyObjectResult"]["ETag"] == '"%s"' % hashlib.md5(data).hexdigest()
    s3.delete_object(Bucket=bucket, Key="big")
    assert s3.get_object(Bucket=bucket, Key="one")["Body"].read() == data


@pytest.mark.parametrize(
    "algorithm,kind",
    [("CRC32", "COMPOSITE"), ("CRC32", "FULL_OBJECT"), ("SHA1", "COMPOSITE"), ("SHA256", "COMPOSITE")],
)
def test_multipart_checksums(s3, bucket, algorithm, kind):
    data = os.urandom(5 * MIB + 100)
    made = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm=algorithm, ChecksumType=kind)
    assert (made["ChecksumAlgorithm"], made["ChecksumType"]) == (algorithm, kind)
    of = {
        "CRC32": lambda b: zlib.crc32(b).to_bytes(4, "big"),
        "SHA1": lambda b: hashlib.sha1(b).digest(),
        "SHA256": lambda b: hashlib.sha256(b).digest(),
    }[algorithm]
    done = []
    for number, part in enumerate(parts_of(data), 1):
        sent = s3.upload_part(
            Bucket=bucket, Key="k", UploadId=made["UploadId"], PartNumber=number, Body=part,
            ChecksumAlgorithm=algorithm,
        )  # fmt: skip
        name = "Checksum" + algorithm
        assert sent[name] == base64.b64encode(of(part)).decode()
        done.append({"PartNumber": number, "ETag": sent["ETag"], name: sent[name]})
    answer = s3.complete_multipart_upload(
        Bucket=bucket, Key="k", UploadId=made["UploadId"], MultipartUpload={"Parts": done}
    )
    if kind == "FULL_OBJECT":
        expected = base64.b64encode(of(data)).decode()
    else:
        expected = base64.b64encode(of(b"".join(of(p) for p in parts_of(data)))).decode() + "-2"
    assert answer["Checksum" + algorithm] == expected
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got["Body"].read() == data and got["ChecksumType"] == kind


def test_multipart_refusals(s3, bucket):
    name, done = upload(s3, bucket, "k", [b"small", b"last"])
    complete = {"Bucket": bucket, "Key": "k", "UploadId": name}
    assert code(s3.complete_multipart_upload, **complete, MultipartUpload={"Parts": done}) == ("EntityTooSmall", 400)
    assert code(s3.complete_multipart_upload, **complete, MultipartUpload={"Parts": done[::-1]}) == (
        "InvalidPartOrder",
        400,
    )
    wrong = [{"PartNumber": 1, "ETag": '"00000000000000000000000000000000"'}]
    assert code(s3.complete_multipart_upload, **complete, MultipartUpload={"Parts": wrong}) == ("InvalidPart", 400)
    assert code(s3.upload_part, **complete, PartNumber=10001, Body=b"x") == ("InvalidArgument", 400)
    assert code(s3.upload_part, Bucket=bucket, Key="k", UploadId="no", PartNumber=1, Body=b"x") == (
        "NoSuchUpload",
        404,
    )
    # Parts that are not asked for are left out.
    s3.complete_multipart_upload(**complete, MultipartUpload={"Parts": done[1:]})
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"last"
    name, _ = upload(s3, bucket, "k", [b"x"])
    s3.abort_multipart_upload(Bucket=bucket, Key="k", UploadId=name)
    assert code(s3.abort_multipart_upload, Bucket=bucket, Key="k", UploadId=name) == ("NoSuchUpload", 404)
    assert code(s3.list_parts, Bucket=bucket, Key="k", UploadId=name) == ("NoSuchUpload", 404)


def test_upload_part_copy(s3, bucket):
    data = os.urandom(6 * MIB)
    s3.put_object(Bucket=bucket, Key="from", Body=data)
    source = {"Bucket": bucket, "Key": "from"}
    name = s3.create_multipart_upload(Bucket=bucket, Key="to")["UploadId"]
    target = {"Bucket": bucket, "Key": "to", "UploadId": name}
    ranges = [(0, 5 * MIB - 1), (5 * MIB, 6 * MIB - 1)]
    done = []
    for number, (first, last) in enumerate(ranges, 1):
        answer = s3.upload_part_copy(
            **target, PartNumber=number, CopySource=source, CopySourceRange=f"bytes={first}-{last}"
        )
        assert answer["CopyPartResult"]["ETag"] == '"%s"' % hashlib.md5(data[first : last + 1]).hexdigest()
        done.append({"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]})
    beyond = f"bytes=0-{6 * MIB}"
    assert code(s3.upload_part_copy, **target, PartNumber=3, CopySource=source, CopySourceRange=beyond) == (
        "InvalidArgument",
        400,
    )
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": done})
    assert s3.get_object(Bucket=bucket, Key="to")["Body"].read() == data


def test_object_of_many_parts_is_streamed(s3, bucket):
    """More parts than a server holds open at once (small ones: the minimum is that of a complete request)."""
    data = os.urandom(5 * MIB)
    s3.put_object(Bucket=bucket, Key="five", Body=data)
    name = s3.create_multipart_upload(Bucket=bucket, Key="many")["UploadId"]
    target = {"Bucket": bucket, "Key": "many", "UploadId": name}
    done = []
    for number in range(1, 71):
        answer = s3.upload_part_copy(**target, PartNumber=number, CopySource={"Bucket": bucket, "Key": "five"})
        done.append({"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]})
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": done})
    body = s3.get_object(Bucket=bucket, Key="many")["Body"]
    for _ in range(70):
        assert body.read(5 * MIB) == data
    assert body.read() == b""


def test_refused_by_name(s3, bucket):
    with pytest.raises(ClientError) as caught:
        s3.get_object_torrent(Bucket=bucket, Key="k")
    error = caught.value.response["Error"]
    assert error["Code"] == "NotImplemented"
    assert caught.value.operation_name in error["Message"]
    # Buckets are without ACLs unless they were made otherwise.
    assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"", ACL="public-read") == (
        "AccessControlListNotSupported",
        400,
    )
    s3.put_object(Bucket=bucket, Key="k", Body=b"", ServerSideEncryption="aws:kms", SSEKMSKeyId="a-key")
    head = s3.head_object(Bucket=bucket, Key="k")
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", "a-key")


def test_virtual_hosts(server, bucket, monkeypatch):
    """`bucket.localhost`, which resolvers that follow RFC 6761 answer with the loopback address."""
    resolve = socket.getaddrinfo

    def loopback(host, *arguments, **named):
        return resolve("127.0.0.1" if host.endswith(".localhost") else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", loopback)
    s3 = boto3.client(
        "s3", endpoint_url="http://localhost:" + server.endpoint.rsplit(":", 1)[1], region_name="us-east-1",
        aws_access_key_id="000000000000", aws_secret_access_key="secret",
        config=Config(s3={"addressing_style": "virtual"}),
    )  # fmt: skip
    hosts = []
    s3.meta.events.register("before-send.s3", lambda request, **_: hosts.append(request.url))
    for key in ("a/b", "//", "/x"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"v")
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"v"
    assert sorted(o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]) == ["//", "/x", "a/b"]
    assert all(f"//{bucket}.localhost:" in url for url in hosts)


def test_presigned(server, bucket):
    s3 = server.client("s3")
    s3.put_object(Bucket=bucket, Key="p", Body=b"signed")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "p"})
    assert urllib.request.urlopen(url).read() == b"signed"


def test_transfer_manager(s3, bucket, tmp_path):
    data = os.urandom(20 * MIB + 1)
    (tmp_path / "in").write_bytes(data)
    s3.upload_file(str(tmp_path / "in"), bucket, "t")
    s3.download_file(bucket, "t", str(tmp_path / "out"))
    assert (tmp_path / "out").read_bytes() == data


def test_aws_cli(server, bucket, tmp_path):
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    (folder / "sub/b.bin").write_bytes(os.urandom(9 * MIB))
    server.aws("s3", "cp", str(folder / "a.txt"), f"s3://{bucket}/one.txt")
    assert server.aws("s3", "cp", f"s3://{bucket}/one.txt", "-") == "a"
    server.aws("s3", "sync", str(folder), f"s3://{bucket}/f")
    listing = server.aws("s3", "ls", "--recursive", f"s3://{bucket}/")
    assert [line.split()[-1] for line in listing.splitlines()] == ["f/a.txt", "f/sub/b.bin", "one.txt"]
    assert "PRE f/" in server.aws("s3", "ls", f"s3://{bucket}/")
    assert server.aws("s3", "sync", str(folder), f"s3://{bucket}/f") == ""
    back = tmp_path / "back"
    server.aws("s3", "cp", "--recursive", f"s3://{bucket}/f", str(back))
    assert (back / "sub/b.bin").read_bytes() == (folder / "sub/b.bin").read_bytes()
    server.aws("s3", "mv", f"s3://{bucket}/one.txt", f"s3://{bucket}/two.txt")
    server.aws("s3", "rm", "--recursive", f"s3://{bucket}/")
    assert server.aws("s3", "ls", f"s3://{bucket}/") == ""
    server.aws("s3", "rb", f"s3://{bucket}")


def test_objects_survive_a_kill(data_server, tmp_path):
    server = data_server("--durability", "os")
    s3 = server.client("s3")
    s3.create_bucket(Bucket="kept")
    small, large, pieces = os.urandom(1000), os.urandom(2 * MIB), [os.urandom(5 * MIB), b"tail"]
    s3.put_object(Bucket="kept", Key="small", Body=small)
    s3.put_object(Bucket="kept", Key="large", Body=large)
    name, done = upload(s3, "kept", "parts", pieces)
    s3.complete_multipart_upload(Bucket="kept", Key="parts", UploadId=name, MultipartUpload={"Parts": done})
    left, _ = upload(s3, "kept", "open", [b"part"])
    server.kill()
    blobs = tmp_path / "data/blobs"
    run = next(f for f in blobs.iterdir() if f.name != "tmp")
    orphan = run / "000000" / f"{int(run.name, 16) << 32 | 999:016x}"
    orphan.write_bytes(b"nobody names it")
    (blobs / "tmp/half").write_bytes(b"half")
    server = data_server("--durability", "os")
    s3 = server.client("s3")
    assert s3.get_object(Bucket="kept", Key="small")["Body"].read() == small
    assert s3.get_object(Bucket="kept", Key="large")["Body"].read() == large
    assert s3.get_object(Bucket="kept", Key="parts")["Body"].read() == b"".join(pieces)
    assert [u["UploadId"] for u in s3.list_multipart_uploads(Bucket="kept")["Uploads"]] == [left]
    assert not (blobs / "tmp/half").exists()
    wait_until(lambda: not orphan.exists())
    for key in ("small", "large", "parts"):
        s3.delete_object(Bucket="kept", Key=key)
    s3.abort_multipart_upload(Bucket="kept", Key="open", UploadId=left)
    wait_until(lambda: not [f for f in blobs.rglob("*") if f.is_file()])


def wait_until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)
