"""A bucket's configurations and what follows from them, through boto3: notifications, lifecycle, websites, browsers, forms,
Select, listings."""

import bz2
import gzip
import io
import json
import time
import urllib.error
import urllib.request
import uuid
import zipfile

import pytest
from botocore.exceptions import ClientError

from test_lambda import make as make_function


@pytest.fixture
def s3(client):
    return client("s3")


@pytest.fixture
def bucket(s3):
    name = "n-" + uuid.uuid4().hex[:20]
    s3.create_bucket(Bucket=name)
    return name


def code(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def wait(check, seconds=60):
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found


def http(method, url, body=None, **headers):
    request = urllib.request.Request(url, data=body, method=method, headers=headers)
    opener = urllib.request.build_opener(NoRedirect())
    try:
        answer = opener.open(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def test_configurations_come_back(s3, bucket):
    assert code(s3.get_bucket_cors, Bucket=bucket) == "NoSuchCORSConfiguration"
    cors = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "MaxAgeSeconds": 5}]}
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration=cors)
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == cors["CORSRules"]
    tags = [{"Key": "a", "Value": "1"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags
    rules = [{"ID": "a", "Filter": {"Prefix": ""}, "Status": "Enabled", "Expiration": {"Days": 7}}]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    kept = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    assert kept["Rules"] == rules and kept["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
    inventory = {
        "Id": "i", "IsEnabled": True, "IncludedObjectVersions": "All", "Schedule": {"Frequency": "Daily"},
        "Destination": {"S3BucketDestination": {"Bucket": f"arn:aws:s3:::{bucket}", "Format": "CSV"}},
    }
    s3.put_bucket_inventory_configuration(Bucket=bucket, Id="i", InventoryConfiguration=inventory)
    assert s3.list_bucket_inventory_configurations(Bucket=bucket)["InventoryConfigurationList"] == [inventory]
    s3.put_bucket_request_payment(Bucket=bucket, RequestPaymentConfiguration={"Payer": "Requester"})
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "Requester"


def test_configurations_survive_a_kill(data_server):
    server = data_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="kept-bucket")
    s3.put_bucket_website(Bucket="kept-bucket", WebsiteConfiguration={"IndexDocument": {"Suffix": "i"}})
    server.kill()
    s3 = data_server().client("s3")
    assert s3.get_bucket_website(Bucket="kept-bucket")["IndexDocument"] == {"Suffix": "i"}


HANDLER = """
import boto3, os
def handler(event, context):
    record = event["Records"][0]
    if record["s3"]["object"]["key"].startswith("in/"):
        boto3.client("s3").put_object(
            Bucket=record["s3"]["bucket"]["name"], Key="out/" + record["eventName"], Body=str(record["s3"]["object"]))
"""


def test_an_object_starts_a_function(server):
    # Functions are of the default account here, so that their role finds the bucket.
    s3, functions = server.client("s3"), server.client("lambda")
    bucket, name = "f-" + uuid.uuid4().hex[:20], "f-" + uuid.uuid4().hex[:8]
    s3.create_bucket(Bucket=bucket)
    arn = make_function(functions, name, HANDLER)["FunctionArn"]
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [
                {
                    "LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"],
                    "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}},
                }
            ]
        },
    )
    s3.put_object(Bucket=bucket, Key="in/a b", Body=b"123")

    def arrived():
        return s3.list_objects_v2(Bucket=bucket, Prefix="out/").get("Contents")

    found = wait(arrived)
    assert found[0]["Key"] == "out/ObjectCreated:Put"
    body = s3.get_object(Bucket=bucket, Key=found[0]["Key"])["Body"].read().decode()
    assert "'key': 'in/a+b'" in body and "'size': 3" in body
    assert code(
        s3.put_bucket_notification_configuration, Bucket=bucket,
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn + "-gone", "Events": ["s3:ObjectCreated:*"]}]
        },
    ) == "InvalidArgument"
    assert code(
        s3.put_bucket_notification_configuration, Bucket=bucket,
        NotificationConfiguration={
            "QueueConfigurations": [
                {"QueueArn": "arn:aws:sqs:us-east-1:000000000000:q", "Events": ["s3:ObjectCreated:*"]}
            ]
        },
    ) == "NotImplemented"


def test_rules_follow_the_emulators_clock(data_server):
    server = data_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="ages")
    s3.put_object(Bucket="ages", Key="old/a", Body=b"1")
    rules = [{"ID": "r", "Filter": {"Prefix": "old/"}, "Status": "Enabled", "Expiration": {"Days": 10}}]
    s3.put_bucket_lifecycle_configuration(Bucket="ages", LifecycleConfiguration={"Rules": rules})
    assert 'rule-id="r"' in s3.head_object(Bucket="ages", Key="old/a")["Expiration"]
    assert http("POST", f"{server.endpoint}/_cauce/clock?advance={11 * 86400}", b"")[0] == 200
    wait(lambda: "Contents" not in s3.list_objects_v2(Bucket="ages"))


def test_a_website(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="index.html", Body=b"home", ContentType="text/html")
    s3.put_object(Bucket=bucket, Key="docs/index.html", Body=b"docs", ContentType="text/html")
    s3.put_bucket_website(
        Bucket=bucket,
        WebsiteConfiguration={
            "IndexDocument": {"Suffix": "index.html"},
            "RoutingRules": [
                {"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "docs/"}}
            ],
        },
    )
    host = {"Host": f"{bucket}.s3-website.us-east-1.amazonaws.com"}
    status, headers, body = http("GET", server.endpoint + "/", **host)
    assert (status, body, headers["Content-Type"]) == (200, b"home", "text/html")
    status, headers, _ = http("GET", server.endpoint + "/docs", **host)
    assert (status, headers["Location"]) == (302, "/docs/")
    assert http("GET", server.endpoint + "/docs/", **host)[2] == b"docs"
    status, headers, _ = http("GET", server.endpoint + "/old/x", **host)
    assert status == 301 and headers["Location"].endswith("/docs/x")
    status, headers, body = http("GET", server.endpoint + "/nothing", **host)
    assert status == 404 and b"<li>Code: NoSuchKey</li>" in body
    status, _, body = http("HEAD", server.endpoint + "/nothing", **host)
    assert (status, body) == (404, b"")


def test_a_form_uploads(server, s3, bucket):
    post = s3.generate_presigned_post(
        bucket, "up/${filename}", Fields={"x-amz-meta-a": "1", "success_action_status": "201"},
        Conditions=[["starts-with", "$key", "up/"], {"x-amz-meta-a": "1"}, {"success_action_status": "201"},
                    ["content-length-range", 0, 2 << 20]],
        ExpiresIn=600)
    assert post["url"].startswith(server.endpoint)

    def send(data, **more):
        body = io.BytesIO()
        for name, value in {**post["fields"], **more}.items():
            body.write(f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        body.write(b'--xx\r\nContent-Disposition: form-data; name="file"; filename="f.bin"\r\n\r\n' + data + b"\r\n--xx--\r\n")
        return http("POST", post["url"], body.getvalue(), **{"Content-Type": "multipart/form-data; boundary=xx"})

    data = bytes(range(256)) * 4096
    status, headers, answer = send(data)
    assert status == 201 and b"<Key>up/f.bin</Key>" in answer, answer
    found = s3.get_object(Bucket=bucket, Key="up/f.bin")
    assert found["Body"].read() == data and found["Metadata"] == {"a": "1"}
    status, _, answer = send(data, key="down/x")
    assert status == 403 and b"Invalid according to Policy" in answer
    status, _, answer = send(data * 3)
    assert status == 400 and b"EntityTooLarge" in answer


def test_browsers_by_the_buckets_rules(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    url = f"{server.endpoint}/{bucket}/k"
    assert http("GET", url, Origin="https://app.test")[0] == 403
    status, _, body = http("OPTIONS", url, Origin="https://app.test")
    assert status == 403 and b"CORSResponse: CORS is not enabled for this bucket." in body
    s3.put_bucket_cors(
        Bucket=bucket,
        CORSConfiguration={
            "CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://app.test"], "AllowedHeaders": ["*"]}]
        },
    )
    status, headers, body = http("GET", url, Origin="https://app.test")
    assert (status, body, headers["Access-Control-Allow-Origin"]) == (200, b"1", "https://app.test")
    status, headers, _ = http(
        "OPTIONS", url, Origin="https://app.test",
        **{"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-a"})
    assert status == 200 and headers["Access-Control-Allow-Headers"] == "x-a"
    assert http("OPTIONS", url, Origin="https://app.test", **{"Access-Control-Request-Method": "PUT"})[0] == 403
    assert http("GET", url, Origin="https://other.test")[0] == 403
    # Whatever bears the field of a preflight is judged by it.
    asked = {"Origin": "https://app.test", "Access-Control-Request-Method": "GET"}
    assert http("DELETE", url + "none", **asked)[1]["Access-Control-Allow-Methods"] == "GET"


def select(s3, bucket, key, sql, source, target):
    answer = s3.select_object_content(
        Bucket=bucket, Key=key, ExpressionType="SQL", Expression=sql, InputSerialization=source,
        OutputSerialization=target, RequestProgress={"Enabled": True})
    rows, stats, ended = b"", None, False
    for event in answer["Payload"]:
        if "Records" in event:
            rows += event["Records"]["Payload"]
        elif "Stats" in event:
            stats = event["Stats"]["Details"]
        elif "End" in event:
            ended = True
    assert ended and stats["BytesReturned"] == len(rows)
    return rows, stats


def test_select(s3, bucket):
    lines = "".join(f"{n},name {n},{n % 7}\n" for n in range(200_000))
    data = ("id,name,kind\n" + lines).encode()
    s3.put_object(Bucket=bucket, Key="people.csv", Body=data)
    s3.put_object(Bucket=bucket, Key="people.csv.gz", Body=gzip.compress(data))
    s3.put_object(Bucket=bucket, Key="people.csv.bz2", Body=bz2.compress(data[:1000]))
    csv = {"CSV": {"FileHeaderInfo": "USE"}, "CompressionType": "NONE"}
    rows, stats = select(
        s3, bucket, "people.csv", "SELECT s.id FROM S3Object s WHERE s.kind = '3' AND CAST(s.id AS INT) < 20", csv,
        {"CSV": {}})
    assert rows == b"3\n10\n17\n" and stats["BytesScanned"] == len(data)
    rows, stats = select(
        s3, bucket, "people.csv.gz", "SELECT COUNT(*) AS n FROM S3Object", {**csv, "CompressionType": "GZIP"},
        {"JSON": {}})
    assert rows == b'{"n":200000}\n' and stats["BytesProcessed"] == len(data)
    rows, _ = select(s3, bucket, "people.csv", "SELECT * FROM S3Object", {"CSV": {}}, {"CSV": {}})
    assert rows == data
    assert select(s3, bucket, "people.csv", "SELECT * FROM S3Object LIMIT 1", csv, {"JSON": {}})[0] == (
        b'{"id":"0","name":"name 0","kind":"0"}\n')
    arguments = dict(Bucket=bucket, Key="people.csv", ExpressionType="SQL", OutputSerialization={"CSV": {}})
    assert code(
        s3.select_object_content, Expression="SELEC", InputSerialization=csv, **arguments) == "ParseUnexpectedToken"
    assert code(
        s3.select_object_content, Expression="SELECT * FROM S3Object",
        InputSerialization={"Parquet": {}}, **arguments) == "NotImplemented"
    assert code(
        s3.select_object_content, Expression="SELECT * FROM S3Object",
        InputSerialization={**csv, "CompressionType": "BZIP2"}, **arguments) == "NotImplemented"


def test_listings_page_over_common_prefixes(s3, bucket):
    keys = [f"{a}/{b}" for a in ("a", "b", "ü &") for b in range(5)] + ["top", "z z"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    found, token = [], {}
    while True:
        page = s3.list_objects_v2(Bucket=bucket, Delimiter="/", MaxKeys=1, EncodingType="url", **token)
        found += [p["Prefix"] for p in page.get("CommonPrefixes", [])] + [o["Key"] for o in page.get("Contents", [])]
        if not page["IsTruncated"]:
            break
        token = {"ContinuationToken": page["NextContinuationToken"]}
    # Asked for by the caller, the encoding is the caller's to undo.
    assert found == ["a/", "b/", "top", "z+z", "%C3%BC+%26/"]
    page = s3.list_objects_v2(Bucket=bucket, StartAfter="b/2", Delimiter="/", FetchOwner=True)
    assert [p["Prefix"] for p in page["CommonPrefixes"]] == ["b/", "ü &/"]
    assert all(len(o["Owner"]["ID"]) == 64 for o in page["Contents"])
    page = s3.list_objects(Bucket=bucket, Prefix="a/", Marker="a/1", MaxKeys=2)
    assert [o["Key"] for o in page["Contents"]] == ["a/2", "a/3"] and page["IsTruncated"]
