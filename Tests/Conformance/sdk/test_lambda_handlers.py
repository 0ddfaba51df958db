"""Every kind of handler beside Python: URLs, Java, Ruby, Node; memory, temporary files and ends of processes."""

import base64
import concurrent.futures
import http.client
import http.server
import io
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import threading
import zipfile

import conftest
import pytest
from conftest import BINARY, Server
from test_lambda import ROLE, eventually, make, messages, package


def test_a_url_is_a_handler(client):
    taken = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["Lambda-Runtime-Aws-Request-Id"], json.loads(body)))
            status, answer = 200, body
            if b"bad" in body:
                status, answer = 500, b"oh"
            if b"known" in body:
                status, answer = 400, b'{"errorType":"Own","errorMessage":"m"}'
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            pass

    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    try:
        functions = client("lambda")
        url = f"http://127.0.0.1:{web.server_port}/events?x=1"
        functions.create_function(FunctionName="f", Role=ROLE, Handler=url, Code={}, Timeout=5)
        answer = functions.invoke(FunctionName="f", Payload=b'{"a":1}', LogType="Tail")
        assert json.loads(answer["Payload"].read()) == {"a": 1}
        assert taken == [(answer["ResponseMetadata"]["RequestId"], {"a": 1})]
        assert "START RequestId: " in base64.b64decode(answer["LogResult"]).decode()
        failed = functions.invoke(FunctionName="f", Payload=b'{"bad":1}')
        assert failed["FunctionError"] == "Unhandled"
        assert json.loads(failed["Payload"].read())["errorType"] == "Runtime.HandlerFailed"
        known = functions.invoke(FunctionName="f", Payload=b'{"known":1}')
        assert json.loads(known["Payload"].read())["errorType"] == "Own"
    finally:
        web.shutdown()
    gone = functions.invoke(FunctionName="f", Payload=b"{}")
    assert gone["FunctionError"] == "Unhandled"


JAVA = """
package app;
import java.util.Map;
public class Handler {
  public static class Order { private String name; private int count; public String getName() { return name; }
    public void setName(String n) { name = n; } public int getCount() { return count; } public void setCount(int c) { count = c; } }
  public Object handleRequest(Map<String, Object> event) {
    System.out.println("JAVA SAW " + event);
    if (event.containsKey("bad")) throw new IllegalStateException("no");
    return Map.of("got", event.get("a"), "name", System.getenv("AWS_LAMBDA_FUNCTION_NAME"));
  }
  public static class Told implements com.amazonaws.services.lambda.runtime.RequestHandler<Map<String, Object>, Object> {
    public Told() {}
    public Object handleRequest(Map<String, Object> event, com.amazonaws.services.lambda.runtime.Context context) {
      context.getLogger().log("LOGGED");
      return java.util.List.of(context.getAwsRequestId(), context.getMemoryLimitInMB(), context.getRemainingTimeInMillis() > 0);
    }
  }
  public static class Streams implements com.amazonaws.services.lambda.runtime.RequestStreamHandler {
    public void handleRequest(
        java.io.InputStream in, java.io.OutputStream out, com.amazonaws.services.lambda.runtime.Context context)
        throws java.io.IOException { out.write('['); in.transferTo(out); out.write(']'); }
  }
  public Order twice(Order order) { order.setCount(order.getCount() * 2); return order; }
}
"""


# As aws-lambda-java-core has them, which a function's package brings.
JAVA_CORE = {
    "LambdaLogger": "void log(String message); void log(byte[] message);",
    "Context": "String getAwsRequestId(); int getMemoryLimitInMB(); int getRemainingTimeInMillis(); LambdaLogger getLogger();",
    "RequestHandler<I, O>": "O handleRequest(I input, Context context);",
    "RequestStreamHandler":
        "void handleRequest(java.io.InputStream in, java.io.OutputStream out, Context context) throws java.io.IOException;",
}


@pytest.mark.skipif(not shutil.which("javac"), reason="no javac")
def test_java(client, tmp_path):
    (tmp_path / "Handler.java").write_text(JAVA)
    for name, body in JAVA_CORE.items():
        (tmp_path / (name.split("<")[0] + ".java")).write_text(
            f"package com.amazonaws.services.lambda.runtime; public interface {name} {{ {body} }}")
    subprocess.run(["javac", "-d", str(tmp_path / "out"), *map(str, tmp_path.glob("*.java"))], check=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in (tmp_path / "out").rglob("*.class"):
            archive.write(path, path.relative_to(tmp_path / "out"))
    functions = client("lambda")
    functions.create_function(
        FunctionName="f", Runtime="java17", Role=ROLE, Handler="app.Handler::handleRequest", Timeout=60, MemorySize=512,
        Code={"ZipFile": packed.getvalue()})
    answer = functions.invoke(FunctionName="f", Payload=b'{"a":[1,"x",null]}', LogType="Tail")
    assert json.loads(answer["Payload"].read()) == {"got": [1, "x", None], "name": "f"}
    assert "JAVA SAW" in base64.b64decode(answer["LogResult"]).decode()
    bad = functions.invoke(FunctionName="f", Payload=b'{"bad":1}')
    body = json.loads(bad["Payload"].read())
    assert (bad["FunctionError"], body["errorType"]) == ("Unhandled", "java.lang.IllegalStateException")
    functions.update_function_configuration(FunctionName="f", Handler="app.Handler::twice")
    answer = functions.invoke(FunctionName="f", Payload=b'{"name":"n","count":4}')
    assert json.loads(answer["Payload"].read()) == {"name": "n", "count": 8}
    functions.update_function_configuration(FunctionName="f", Handler="app.Handler$Told")
    answer = functions.invoke(FunctionName="f", LogType="Tail")
    assert json.loads(answer["Payload"].read()) == [answer["ResponseMetadata"]["RequestId"], 512, True]
    assert "LOGGED\n" in base64.b64decode(answer["LogResult"]).decode()
    functions.update_function_configuration(FunctionName="f", Handler="app.Handler$Streams::handleRequest")
    assert functions.invoke(FunctionName="f", Payload=b'{"a":1}')["Payload"].read() == b'[{"a":1}]'
    functions.update_function_configuration(FunctionName="f", Handler="app.Missing")
    answer = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
    assert (answer["errorType"], answer["errorMessage"]) == ("java.lang.ClassNotFoundException", "Class not found: app.Missing")


@pytest.mark.skipif(not shutil.which("ruby"), reason="no ruby")
def test_ruby(client):
    functions = client("lambda")
    functions.create_function(
        FunctionName="f", Runtime="ruby3.3", Role=ROLE, Handler="index.handler", Timeout=20,
        Code={"ZipFile": package("def handler(event:, context:)\n  { got: event, id: context.aws_request_id }\nend", "index.rb")})
    answer = functions.invoke(FunctionName="f", Payload=b'{"a":1}')
    assert json.loads(answer["Payload"].read())["got"] == {"a": 1}


def test_too_much_memory_ends_the_process(client):
    functions = client("lambda")
    make(functions, "f", "def handler(event, context):\n  held = []\n  while True: held.append(b'x' * 10_000_000)", Timeout=60)
    answer = functions.invoke(FunctionName="f", LogType="Tail")
    body = json.loads(answer["Payload"].read())
    request = answer["ResponseMetadata"]["RequestId"]
    assert answer["FunctionError"] == "Unhandled" and body["errorType"] == "Runtime.ExitError"
    assert body["errorMessage"] == f"RequestId: {request} Error: Runtime exited with error: signal: killed"
    tail = base64.b64decode(answer["LogResult"]).decode()
    assert "Max Memory Used: 128 MB" in tail and "Error Type: Runtime.OutOfMemory" in tail


def test_how_programs_end(client):
    functions = client("lambda")
    make(functions, "f", "import os\ndef handler(event, context): os._exit(event['code'])")
    for code, reason in [(0, "Runtime exited without providing a reason"), (7, "Runtime exited with error: exit status 7")]:
        answer = functions.invoke(FunctionName="f", Payload=json.dumps({"code": code}))
        request = answer["ResponseMetadata"]["RequestId"]
        assert json.loads(answer["Payload"].read()) == {
            "errorType": "Runtime.ExitError", "errorMessage": f"RequestId: {request} Error: {reason}"}
    make(functions, "g", "import nothing_of_that_name\ndef handler(event, context): pass")
    answer = functions.invoke(FunctionName="g", LogType="Tail")
    body = json.loads(answer["Payload"].read())
    assert (answer["FunctionError"], body["errorType"]) == ("Unhandled", "Runtime.ImportModuleError")
    assert "INIT_REPORT Init Duration: " in base64.b64decode(answer["LogResult"]).decode()


STORAGE = """
import errno, os, tempfile, time
def handler(event, context):
    place = tempfile.gettempdir()
    if event.get("wait"): time.sleep(0.5)
    seen = sorted(os.listdir(place))
    with open(os.path.join(place, event["name"]), "wb") as out:
        try:
            # As writing would, but told at once.
            os.posix_fallocate(out.fileno(), 0, event["MiB"] << 20)
        except OSError as error:
            return [place, seen, errno.errorcode[error.errno]]
    return [place, seen, None]
"""


def test_temporary_files_are_the_processes_own_and_limited(client):
    functions = client("lambda")
    make(functions, "f", STORAGE, EphemeralStorage={"Size": 512}, Timeout=60)

    def call(**event):
        return json.loads(functions.invoke(FunctionName="f", Payload=json.dumps({"MiB": 1, **event}))["Payload"].read())

    place, seen, failure = call(name="a")
    assert seen == [] and failure is None and os.path.basename(place).startswith("tmp-")
    # A warm process finds what it left; another has a folder of its own.
    assert call(name="b") == [place, ["a"], None]
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda name: call(name=name, wait=True), ["c", "d"]))
    assert len({answer[0] for answer in both}) == 2 and sorted(answer[1] for answer in both) == [[], ["a", "b"]]
    # ENOSPC where the kernel grants a file system of its own, else EFBIG.
    assert call(name="large", MiB=513)[2] in ("ENOSPC", "EFBIG")
    functions.update_function_configuration(FunctionName="f", EphemeralStorage={"Size": 600})
    functions.get_waiter("function_updated_v2").wait(FunctionName="f")
    answer = call(name="large", MiB=513)
    assert answer[1:] == [[], None]
    functions.delete_function(FunctionName="f")
    assert eventually(lambda: not any(os.path.exists(path) for path in [place, both[0][0], both[1][0], answer[0]]))


def test_where_the_kernel_grants_no_mounts_each_file_is_limited(tmp_path, monkeypatch):
    limited = ["unshare", "-U", "-r", "-m", "sh", "-c",
               'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-sys_admin "$@"', "sh"]
    if not shutil.which("unshare") or subprocess.run([*limited, "true"], capture_output=True).returncode != 0:
        pytest.skip("no namespace to try it in")
    start = tmp_path / "cauce"
    start.write_text("#!/bin/sh\nexec " + " ".join(map(shlex.quote, [*limited, BINARY])) + ' "$@"\n')
    start.chmod(0o755)
    monkeypatch.setattr(conftest, "BINARY", str(start))
    server = Server()
    try:
        functions = server.client("lambda")
        make(functions, "f", STORAGE, Timeout=60)

        def call(**event):
            return json.loads(functions.invoke(FunctionName="f", Payload=json.dumps(event))["Payload"].read())

        place, seen, failure = call(name="a", MiB=1)
        assert (seen, failure) == ([], None)
        assert call(name="large", MiB=513) == [place, ["a"], "EFBIG"]
        functions.delete_function(FunctionName="f")
        assert eventually(lambda: not os.path.exists(place))
    finally:
        server.stop()


def test_what_the_machine_lacks_is_told_in_the_log(client):
    functions, logs = client("lambda"), client("logs")
    make(functions, "python", "import sys\ndef handler(event, context): return sys.version_info[0]", Runtime="python3.8")
    assert functions.invoke(FunctionName="python")["Payload"].read() == b"3"
    functions.create_function(
        FunctionName="node", Runtime="nodejs12.x", Role=ROLE, Handler="index.handler", Timeout=20,
        Code={"ZipFile": package("exports.handler = async () => process.version", "index.js")})
    version = json.loads(functions.invoke(FunctionName="node")["Payload"].read())[1:]
    other = "x86_64" if platform.machine() == "aarch64" else "arm64"
    make(functions, "other", "def handler(event, context): return 1", Architectures=[other])
    assert functions.invoke(FunctionName="other")["Payload"].read() == b"1"
    assert eventually(lambda: any(f"the function asks for {other} and runs on " in m for m in messages(logs, "other")))
    for name, wanted, found in [("python", "python3.8", "python3."), ("node", "nodejs12.x", "Node " + version)]:
        line = f"[Cauce] {wanted} was not found on PATH: the function runs with {found}"
        assert eventually(lambda: any(message.startswith(line) for message in messages(logs, name)))
    # As where no boto3 is installed.
    functions.create_function(
        FunctionName="boto", Runtime="python3.11", Role=ROLE, Handler="index.handler", Timeout=20,
        Code={"ZipFile": package("import boto3", **{"boto3.py": "raise ImportError(\"No module named 'boto3'\", name='boto3')"})})
    answer = functions.invoke(FunctionName="boto", LogType="Tail")
    assert json.loads(answer["Payload"].read())["errorType"] == "Runtime.ImportModuleError"
    assert f"Install it with: {sys.executable} -m pip install boto3" in base64.b64decode(answer["LogResult"]).decode()


def test_a_package_without_its_program(client):
    functions = client("lambda")
    functions.create_function(
        FunctionName="f", Runtime="provided.al2023", Role=ROLE, Handler="h", Code={"ZipFile": package("", "other")})
    answer = functions.invoke(FunctionName="f", LogType="Tail")
    request = answer["ResponseMetadata"]["RequestId"]
    assert (answer["FunctionError"], json.loads(answer["Payload"].read())) == ("Unhandled", {
        "errorType": "Runtime.InvalidEntrypoint",
        "errorMessage": f"RequestId: {request} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"})
    tail = base64.b64decode(answer["LogResult"]).decode()
    assert f"START RequestId: {request}" in tail and "Error Type: Runtime.InvalidEntrypoint" in tail
    functions.update_function_code(FunctionName="f", ZipFile=package("", "bootstrap"))
    answer = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
    assert answer["errorMessage"].endswith("Error: fork/exec /var/task/bootstrap: permission denied")


NODE = """
exports.handler = async (event) => {
  if (event.late) setTimeout(() => { throw new Error('late') }, 1)
  if (event.rejected) Promise.reject(new Error('rejected'))
  if (event.circular) { const a = {}; a.a = a; return a }
  await new Promise((resolve) => setTimeout(resolve, 10000))
}
"""


@pytest.mark.parametrize("how, type, message, title", [
    ("late", "Error", "late", "Uncaught Exception"),
    ("rejected", "Runtime.UnhandledPromiseRejection", "Error: rejected", "Unhandled Promise Rejection"),
    ("circular", "Error", "Unable to stringify response body", "Invoke Error"),
])
def test_how_nodes_handlers_fail(client, how, type, message, title):
    functions = client("lambda")
    functions.create_function(
        FunctionName="f", Runtime="nodejs20.x", Role=ROLE, Handler="index.handler", Timeout=20,
        Code={"ZipFile": package(NODE, "index.js")})
    answer = functions.invoke(FunctionName="f", Payload=json.dumps({how: True}), LogType="Tail")
    body = json.loads(answer["Payload"].read())
    assert (answer["FunctionError"], body["errorType"], body["errorMessage"]) == ("Unhandled", type, message)
    assert f"\tERROR\t{title} \t" in base64.b64decode(answer["LogResult"]).decode()
