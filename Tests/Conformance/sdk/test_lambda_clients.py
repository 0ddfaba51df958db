"""Runtime clients: attached by hand, and programs of a package that speak the Runtime API themselves."""

import http.client
import io
import json
import os
import subprocess
import sys
import threading
import zipfile

import pytest
from conftest import BINARY
from test_lambda import ROLE, eventually, make, messages
from test_lambda_urls import ask


def attach(server, name):
    done = subprocess.run(
        [BINARY, "lambda", "attach", name], env=server.environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    key, address = done.stdout.strip().split("=")
    assert key == "AWS_LAMBDA_RUNTIME_API"
    return address


BASE = "/2018-06-01/runtime"


def serve_one(address, answer, tail="response"):
    connection = http.client.HTTPConnection(address)
    connection.request("GET", BASE + "/invocation/next")
    got = connection.getresponse()
    event = json.loads(got.read())
    request = got.headers["Lambda-Runtime-Aws-Request-Id"]
    connection.request("POST", f"{BASE}/invocation/{request}/{tail}", json.dumps(answer(event)))
    assert connection.getresponse().status == 202
    connection.close()


def test_an_attached_client_takes_the_events(server):
    functions = server.client("lambda")
    address = attach(server, "attached-function")
    assert attach(server, "attached-function") == address
    worker = threading.Thread(target=serve_one, args=(address, lambda event: {"got": event}))
    worker.start()
    answer = functions.invoke(FunctionName="attached-function", Payload=b'{"a":1}', LogType="Tail")
    worker.join()
    assert json.loads(answer["Payload"].read()) == {"got": {"a": 1}}
    worker = threading.Thread(
        target=serve_one, args=(address, lambda event: {"errorType": "E", "errorMessage": "m"}, "error"))
    worker.start()
    answer = functions.invoke(FunctionName="attached-function")
    worker.join()
    assert answer["FunctionError"] == "Unhandled" and json.loads(answer["Payload"].read())["errorType"] == "E"
    assert eventually(lambda: sum("REPORT" in m for m in messages(server.client("logs"), "attached-function")) == 2)


def test_an_attached_client_streams_its_answer(server):
    functions = server.client("lambda")
    address = attach(server, "attached-stream")

    def serve():
        connection = http.client.HTTPConnection(address)
        connection.request("GET", BASE + "/invocation/next")
        got = connection.getresponse()
        got.read()
        request = got.headers["Lambda-Runtime-Aws-Request-Id"]
        head = b'{"statusCode":206,"headers":{"X-Own":"yes"}}' + bytes(8)
        connection.request(
            "POST", f"{BASE}/invocation/{request}/response", iter([head, b"first", b"second"]), encode_chunked=True,
            headers={"Lambda-Runtime-Function-Response-Mode": "streaming", "Transfer-Encoding": "chunked",
                     "Content-Type": "application/vnd.awslambda.http-integration-response"})
        assert connection.getresponse().status == 202

    url = functions.create_function_url_config(
        FunctionName="attached-stream", AuthType="NONE", InvokeMode="RESPONSE_STREAM")["FunctionUrl"]
    worker = threading.Thread(target=serve)
    worker.start()
    answer, body = ask(server, url)
    worker.join()
    assert (answer.status, answer.getheader("X-Own"), body) == (206, "yes", b"firstsecond")


def test_an_attached_client_goes_before_the_functions_code_while_it_is_there(server):
    functions = server.client("lambda")
    make(functions, "attached-code", "def handler(event, context): return 'code'")
    assert functions.invoke(FunctionName="attached-code")["Payload"].read() == b'"code"'
    address = attach(server, "attached-code")
    worker = threading.Thread(target=serve_one, args=(address, lambda event: "attached"))
    worker.start()
    assert eventually(lambda: functions.invoke(FunctionName="attached-code")["Payload"].read() == b'"attached"')
    worker.join()
    assert eventually(lambda: functions.invoke(FunctionName="attached-code")["Payload"].read() == b'"code"')


def test_awslambdaric_attaches(server, tmp_path):
    pytest.importorskip("awslambdaric")
    functions = server.client("lambda")
    address = attach(server, "ric-function")
    (tmp_path / "app.py").write_text("def handler(event, context): return [event, context.aws_request_id]")
    process = subprocess.Popen(
        [sys.executable, "-m", "awslambdaric", "app.handler"], cwd=tmp_path,
        env={**os.environ, "AWS_LAMBDA_RUNTIME_API": address, "AWS_LAMBDA_FUNCTION_NAME": "ric-function",
             "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128"})
    try:
        answer = functions.invoke(FunctionName="ric-function", Payload=b'{"a":1}')
        assert json.loads(answer["Payload"].read()) == [{"a": 1}, answer["ResponseMetadata"]["RequestId"]]
    finally:
        process.kill()


RUNTIME = f"""#!{sys.executable}
import base64, http.client, json, os
connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
def call(method, path, body=None, **fields):
    connection.request(method, "/2018-06-01/runtime/" + path, body, {{k.replace("_", "-"): v for k, v in fields.items()}})
    answer = connection.getresponse()
    return answer.headers, [answer.status, answer.read().decode()]
told = []
while True:
    head, event = call("GET", "invocation/next")
    request, event = head["Lambda-Runtime-Aws-Request-Id"], json.loads(event[1])
    if event.get("stream"):
        # What follows the pieces says that it failed.
        body = base64.b64encode(json.dumps({{"errorType": "Own.Broken", "errorMessage": "half way"}}).encode()).decode()
        connection.putrequest("POST", f"/2018-06-01/runtime/invocation/{{request}}/response")
        for name, value in [("Lambda-Runtime-Function-Response-Mode", "streaming"), ("Transfer-Encoding", "chunked"),
                            ("Trailer", "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body")]:
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(b"4\\r\\nhalf\\r\\n0\\r\\nLambda-Runtime-Function-Error-Type: Own.Broken\\r\\n"
                        b"Lambda-Runtime-Function-Error-Body: " + body.encode() + b"\\r\\n\\r\\n")
        connection.getresponse().read()
        continue
    if event.get("mode"):
        told.append(call("POST", f"invocation/{{request}}/response", "x", Lambda_Runtime_Function_Response_Mode="odd")[1])
        continue
    told.append(call("POST", "invocation/other/response", "1")[1])
    told.append(call("GET", "nothing")[1])
    call("POST", f"invocation/{{request}}/response", json.dumps(told))
"""


def custom(functions, source):
    """A function `f` whose package is that program."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o100755 << 16
        out.writestr(entry, source)
    functions.create_function(
        FunctionName="f", Runtime="provided.al2023", Role=ROLE, Handler="h", Timeout=20, Code={"ZipFile": archive.getvalue()})


def test_a_stream_may_fail_half_way(client):
    functions = client("lambda")
    custom(functions, RUNTIME)
    events = list(functions.invoke_with_response_stream(FunctionName="f", Payload=b'{"stream":1}')["EventStream"])
    assert [e["PayloadChunk"]["Payload"] for e in events if "PayloadChunk" in e] == [b"half"]
    complete = events[-1]["InvokeComplete"]
    assert complete["ErrorCode"] == "Unhandled"
    assert json.loads(complete["ErrorDetails"]) == {"errorType": "Own.Broken", "errorMessage": "half way"}


def test_what_the_runtime_api_refuses(client):
    functions = client("lambda")
    custom(functions, RUNTIME)
    odd = functions.invoke(FunctionName="f", Payload=b'{"mode":1}')
    assert odd["FunctionError"] == "Unhandled"
    assert json.loads(odd["Payload"].read())["errorType"] == "Runtime.InvalidResponseModeHeader"
    assert json.loads(functions.invoke(FunctionName="f")["Payload"].read()) == [
        [400, '{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}'],
        [400, '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}'],
        [404, '{"errorMessage":"Not found","errorType":"NotFound"}'],
    ]
