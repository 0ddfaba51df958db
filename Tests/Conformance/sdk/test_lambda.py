"""Lambda through boto3: functions, invocations, mappings from Kinesis, and what a kill -9 leaves."""

import base64
import io
import json
import os
import re
import time
import zipfile

import pytest
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/lambda-role"


def package(source, name="index.py", **files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, source)
        for path, text in files.items():
            archive.writestr(path, text)
    return out.getvalue()


def make(functions, name, source, **more):
    settings = dict(Runtime="python3.11", Role=ROLE, Handler="index.handler", Timeout=10)
    settings.update(more)
    made = functions.create_function(FunctionName=name, Code={"ZipFile": package(source)}, **settings)
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    return made


def eventually(condition, seconds=15):
    end = time.time() + seconds
    while time.time() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def messages(logs, name):
    try:
        return [e["message"] for e in logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]]
    except ClientError:
        return []


def refused(call, **arguments):
    with pytest.raises(ClientError) as failure:
        call(**arguments)
    return failure.value.response


def test_a_function_lives(client):
    functions = client("lambda")
    made = make(functions, "f", "def handler(event, context): return {'got': event}", Tags={"a": "b"})
    assert made["State"] == "Pending"
    assert made["CodeSha256"] and made["Version"] == "$LATEST"
    shown = functions.get_function(FunctionName="f")
    assert shown["Configuration"]["State"] == "Active"
    assert shown["Tags"] == {"a": "b"}
    arn = made["FunctionArn"]
    assert functions.get_function_configuration(FunctionName=arn)["FunctionName"] == "f"
    assert [f["FunctionName"] for f in functions.list_functions()["Functions"]] == ["f"]
    again = refused(
        functions.create_function, FunctionName="f", Runtime="python3.11", Role=ROLE, Handler="index.handler",
        Code={"ZipFile": package("")})
    assert again["Error"]["Code"] == "ResourceConflictException"
    assert again["ResponseMetadata"]["HTTPStatusCode"] == 409
    functions.update_function_configuration(FunctionName="f", Timeout=20, Environment={"Variables": {"AA": "1"}})
    functions.get_waiter("function_updated_v2").wait(FunctionName="f")
    assert functions.get_function_configuration(FunctionName="f")["Timeout"] == 20
    functions.tag_resource(Resource=arn, Tags={"c": "d"})
    functions.untag_resource(Resource=arn, TagKeys=["a"])
    assert functions.list_tags(Resource=arn)["Tags"] == {"c": "d"}
    functions.delete_function(FunctionName="f")
    gone = refused(functions.get_function, FunctionName="f")
    assert gone["Error"] == {"Code": "ResourceNotFoundException", "Message": f"Function not found: {arn}"}


def test_policies_are_kept(client):
    functions = client("lambda")
    make(functions, "f", "def handler(event, context): pass")
    statement = json.loads(functions.add_permission(
        FunctionName="f", StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::b")["Statement"])
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    assert statement["Condition"] == {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}}
    assert json.loads(functions.get_policy(FunctionName="f")["Policy"])["Statement"] == [statement]
    functions.remove_permission(FunctionName="f", StatementId="s3")
    assert refused(functions.get_policy, FunctionName="f")["Error"]["Code"] == "ResourceNotFoundException"


def test_invoke(client):
    functions = client("lambda")
    make(functions, "f", """
import boto3
def handler(event, context):
    print("hello")
    if event.get("fail"): raise KeyError("no")
    return {"account": boto3.client("sts").get_caller_identity()["Account"], "event": event}
""")
    answer = functions.invoke(FunctionName="f", Payload=json.dumps({"x": 1}), LogType="Tail")
    assert answer["StatusCode"] == 200 and "FunctionError" not in answer
    assert answer["ExecutedVersion"] == "$LATEST"
    result = json.loads(answer["Payload"].read())
    assert result == {"account": ROLE.split(":")[4], "event": {"x": 1}}
    tail = base64.b64decode(answer["LogResult"]).decode()
    assert "START RequestId: " in tail and "hello\n" in tail and "REPORT RequestId: " in tail
    failed = functions.invoke(FunctionName="f", Payload=b'{"fail":1}')
    assert failed["FunctionError"] == "Unhandled"
    assert json.loads(failed["Payload"].read())["errorType"] == "KeyError"
    assert functions.invoke(FunctionName="f", InvocationType="DryRun")["StatusCode"] == 204
    queued = functions.invoke(FunctionName="f", InvocationType="Event", Payload=b'{"queued":1}')
    assert queued["StatusCode"] == 202 and queued["Payload"].read() == b""
    told = queued["ResponseMetadata"]["HTTPHeaders"]
    assert told["x-amzn-remapped-content-length"] == "0"
    assert re.fullmatch("root=1-[0-9a-f]{8}-[0-9a-f]{24};parent=[0-9a-f]{16};sampled=0", told["x-amzn-trace-id"])
    logs = client("logs")
    assert eventually(lambda: sum(m.startswith("REPORT") for m in messages(logs, "f")) == 3)
    bad = refused(functions.invoke, FunctionName="f", Payload=b"{")
    assert bad["Error"]["Code"] == "InvalidRequestContentException"


def test_a_timeout(client):
    functions = client("lambda")
    make(functions, "f", "import time\ndef handler(event, context): time.sleep(30)", Timeout=1)
    answer = functions.invoke(FunctionName="f")
    body = json.loads(answer["Payload"].read())
    assert answer["FunctionError"] == "Unhandled"
    assert body["errorType"] == "Sandbox.Timedout"
    request = answer["ResponseMetadata"]["RequestId"]
    assert body["errorMessage"] == f"RequestId: {request} Error: Task timed out after 1.00 seconds"


def test_code_from_s3_and_from_a_folder(client, tmp_path):
    functions, objects = client("lambda"), client("s3")
    objects.create_bucket(Bucket="code-bucket-of-lambda-tests")
    objects.put_object(
        Bucket="code-bucket-of-lambda-tests", Key="f.zip", Body=package("def handler(event, context): return 's3'"))
    functions.create_function(
        FunctionName="f", Runtime="python3.11", Role=ROLE, Handler="index.handler",
        Code={"S3Bucket": "code-bucket-of-lambda-tests", "S3Key": "f.zip"})
    assert functions.invoke(FunctionName="f")["Payload"].read() == b'"s3"'
    missing = refused(
        functions.update_function_code, FunctionName="f", S3Bucket="code-bucket-of-lambda-tests", S3Key="none")
    assert missing["Error"]["Code"] == "InvalidParameterValueException"
    bucket = "code-bucket-of-lambda-tests"
    objects.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    versions = [
        objects.put_object(Bucket=bucket, Key="v.zip", Body=package(f"def handler(event, context): return {n}"))["VersionId"]
        for n in range(2)]
    for answer, version in [(b"0", versions[0]), (b"1", versions[1])]:
        functions.update_function_code(FunctionName="f", S3Bucket=bucket, S3Key="v.zip", S3ObjectVersion=version)
        assert functions.invoke(FunctionName="f")["Payload"].read() == answer
    missing = refused(
        functions.update_function_code, FunctionName="f", S3Bucket=bucket, S3Key="v.zip", S3ObjectVersion="0" * 32)
    assert "S3 Error Code: NoSuchVersion" in missing["Error"]["Message"]
    (tmp_path / "index.py").write_text("def handler(event, context): return 1")
    functions.update_function_code(FunctionName="f", S3Bucket="hot-reload", S3Key=str(tmp_path))
    assert functions.invoke(FunctionName="f")["Payload"].read() == b"1"
    (tmp_path / "index.py").write_text("def handler(event, context): return 2")
    assert functions.invoke(FunctionName="f")["Payload"].read() == b"2"


HANDLER = """
import base64, time
def handler(event, context):
    for record in event["Records"]:
        print("GOT", base64.b64decode(record["kinesis"]["data"]).decode(), record["eventID"])
"""


def test_a_mapping_from_kinesis(client):
    functions, streams, logs = client("lambda"), client("kinesis"), client("logs")
    streams.create_stream(StreamName="s", ShardCount=2)
    streams.get_waiter("stream_exists").wait(StreamName="s")
    arn = streams.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    streams.put_record(StreamName="s", PartitionKey="k", Data=b"before")
    make(functions, "f", HANDLER)
    made = functions.create_event_source_mapping(
        FunctionName="f", EventSourceArn=arn, StartingPosition="TRIM_HORIZON", BatchSize=10)
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert made["State"] == "Creating"
    identifier = made["UUID"]
    assert eventually(lambda: functions.get_event_source_mapping(UUID=identifier)["State"] == "Enabled")
    streams.put_records(
        StreamName="s", Records=[{"PartitionKey": str(n), "Data": f"r{n}".encode()} for n in range(50)])

    def got():
        return [m.split()[1] for m in messages(logs, "f") if m.startswith("GOT")]

    assert eventually(lambda: sorted(got()) == sorted(["before"] + [f"r{n}" for n in range(50)]))
    assert functions.list_event_source_mappings(FunctionName="f")["EventSourceMappings"][0]["UUID"] == identifier
    functions.update_event_source_mapping(UUID=identifier, Enabled=False)
    assert eventually(lambda: functions.get_event_source_mapping(UUID=identifier)["State"] == "Disabled")
    assert functions.delete_event_source_mapping(UUID=identifier)["State"] == "Deleting"
    assert eventually(lambda: not functions.list_event_source_mappings()["EventSourceMappings"])


def test_nothing_is_lost_when_the_server_is_killed(data_server, tmp_path):
    # Written down outside the server: the last lines of a log may die with it.
    handled = tmp_path / "handled"
    server = data_server()
    functions, streams = server.client("lambda"), server.client("kinesis")
    streams.create_stream(StreamName="s", ShardCount=1)
    make(functions, "f", f"""
import base64
def handler(event, context):
    with open({str(handled)!r}, "a") as out:
        for record in event["Records"]:
            print(base64.b64decode(record["kinesis"]["data"]).decode(), file=out)
""")
    arn = streams.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    functions.create_event_source_mapping(
        FunctionName="f", EventSourceArn=arn, StartingPosition="TRIM_HORIZON", BatchSize=5)
    for n in range(40):
        streams.put_record(StreamName="s", PartitionKey="k", Data=f"r{n}".encode())
    functions.invoke(FunctionName="f", InvocationType="Event", Payload=json.dumps({"Records": [{
        "kinesis": {"data": base64.b64encode(b"queued").decode()}, "eventID": "e"}]}))
    server.kill()
    data_server()
    wanted = {f"r{n}" for n in range(40)} | {"queued"}
    assert eventually(lambda: handled.exists() and set(handled.read_text().split()) >= wanted)


def test_no_process_outlives_the_server(data_server):
    server = data_server()
    functions = server.client("lambda")
    make(functions, "f", """
import os, subprocess
def handler(event, context): return [os.getpid(), subprocess.Popen(["sleep", "60"]).pid]
""")
    pids = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
    assert all(os.path.exists(f"/proc/{pid}") for pid in pids)
    server.kill()

    def ended(pid):
        try:
            return open(f"/proc/{pid}/stat").read().rsplit(")")[1].split()[0] in "ZX"
        except OSError:
            return True

    assert eventually(lambda: ended(pids[0]))
    # What a handler started itself is found by the next server.
    data_server()
    assert eventually(lambda: ended(pids[1]))


def test_what_is_not_built_is_refused_by_name(client):
    functions = client("lambda")
    answer = refused(functions.list_capacity_providers)
    assert answer["Error"]["Code"] == "NotImplemented" and "ListCapacityProviders" in answer["Error"]["Message"]
    answer = refused(
        functions.create_function, FunctionName="f", Runtime="dotnet8", Role=ROLE, Handler="h",
        Code={"ZipFile": package("")})
    assert "dotnet8" in answer["Error"]["Message"]


def test_an_image_without_an_engine_is_refused(client):
    functions = client("lambda")
    answer = refused(functions.create_function, FunctionName="f", Role=ROLE, PackageType="Image", Code={"ImageUri": "x"})
    if answer["ResponseMetadata"]["HTTPStatusCode"] == 400:
        assert "needs podman or docker" in answer["Error"]["Message"]


def test_the_command_line_invokes(server, tmp_path):
    functions = server.client("lambda")
    make(functions, "cli-function", "def handler(event, context):\n  print('SAID', event['word'])\n  return event")
    out = server.aws(
        "lambda", "invoke", "--function-name", "cli-function", "--payload", '{"word":"first"}', "--log-type", "Tail",
        str(tmp_path / "answer"))
    assert '"LogResult"' in out and (tmp_path / "answer").read_text() == '{"word": "first"}'
    server.aws("lambda", "wait", "function-active-v2", "--function-name", "cli-function")
    server.aws("lambda", "wait", "function-updated-v2", "--function-name", "cli-function")


def test_the_log_can_be_followed(client):
    """As `aws logs tail --follow` of the CLI's second version does it, which PyPI does not have: FilterLogEvents from the
    last event's time on, again and again, what was seen before passed over by its eventId."""
    functions, logs = client("lambda"), client("logs")
    make(functions, "f", "def handler(event, context): print('SAID', event['word'])")
    seen, said, start = set(), [], 0

    def follow():
        nonlocal start
        more = {}
        while True:
            page = logs.filter_log_events(
                logGroupName="/aws/lambda/f", interleaved=True, startTime=start, **more)
            for event in page["events"]:
                start = max(start, event["timestamp"])
                if event["eventId"] not in seen:
                    seen.add(event["eventId"])
                    said.extend(event["message"].split()[1:] if event["message"].startswith("SAID") else [])
            if "nextToken" not in page:
                return said
            more = {"nextToken": page["nextToken"]}

    for number in range(3):
        functions.invoke(FunctionName="f", Payload=json.dumps({"word": f"w{number}"}))
        assert eventually(lambda: follow() == [f"w{n}" for n in range(number + 1)])
