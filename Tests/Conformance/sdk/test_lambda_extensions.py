"""Lambda extensions: external ones from layers, internal ones in the handler's own process, and how they end."""

import io
import json
import sys
import zipfile

import pytest
from conftest import Server
from test_lambda import eventually, make, messages

# Registers, writes down what it is told, one line a write; MODE says how it fails.
EXTENSION = f"""#!{sys.executable}
import http.client, json, os, sys, tempfile
mode, name = os.environ.get("MODE", ""), os.path.basename(sys.argv[0])
note = open(os.environ["OUT"], "ab", buffering=0)
def say(*values): note.write((json.dumps([name, *values]) + "\\n").encode())
def call(method, path, body=None, **fields):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    connection.request(method, "/2020-01-01/extension/" + path, body, {{k.replace("_", "-"): v for k, v in fields.items()}})
    answer = connection.getresponse()
    return answer, answer.read()
if mode == "exit": sys.exit(3)
events = json.loads(os.environ.get("EVENTS", '["INVOKE", "SHUTDOWN"]'))
answer, body = call("POST", "register", json.dumps({{"events": events}}), Lambda_Extension_Name=name,
    Lambda_Extension_Accept_Feature="accountId")
me = answer.headers["Lambda-Extension-Identifier"]
say("registered", answer.status, json.loads(body), os.getpid())
say("sees", sorted(os.environ), os.getcwd(), open("/opt/word").read() if os.path.exists("/opt/word") else None)
open(os.path.join(tempfile.gettempdir(), "of-" + name), "w").close()
print("HELLO from", name, flush=True)
if mode == "init-error":
    answer, _ = call("POST", "init/error", "{{}}", Lambda_Extension_Identifier=me, Lambda_Extension_Function_Error_Type="Own.Reason")
    say("told", answer.status)
    sys.exit(4)
while True:
    answer, body = call("GET", "event/next", Lambda_Extension_Identifier=me)
    event = json.loads(body)
    say("event", event, bool(answer.headers["Lambda-Extension-Event-Identifier"]))
    if mode == "crash": os._exit(5)
    if mode == "hang": import time; time.sleep(60)
    if event["eventType"] == "SHUTDOWN": break
say("end")
"""

HANDLER = """
import os, tempfile, time
def handler(event, context):
    if event.get("sleep"): time.sleep(60)
    if event.get("exit"): os._exit(1)
    return [sorted(n for n in os.listdir(tempfile.gettempdir()) if n.startswith("of-")), context.aws_request_id]
"""


def layer(*names, mode=0o755):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo("extensions/" + name)
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, EXTENSION)
        archive.writestr("word", "of the layer")
    return out.getvalue()


class Told:
    """What extensions of a function have written down."""

    def __init__(self, client, tmp_path, *names, mode=0o755, source=HANDLER, timeout=20, **variables):
        self.path = tmp_path / "told"
        self.functions, self.logs = client("lambda"), client("logs")
        version = self.functions.publish_layer_version(
            LayerName="l", Content={"ZipFile": layer(*names, mode=mode)})["LayerVersionArn"]
        make(
            self.functions, "f", source, Layers=[version], Timeout=timeout,
            Environment={"Variables": {"OUT": str(self.path), **variables}})

    @property
    def lines(self):
        text = self.path.read_text() if self.path.exists() else ""
        return [json.loads(line) for line in text.split("\n")[:-1]]

    def events(self, name):
        return [line[2] for line in self.lines if line[:2] == [name, "event"]]

    def invoke(self, event=None):
        answer = self.functions.invoke(FunctionName="f", Payload=json.dumps(event or {}))
        return answer, json.loads(answer["Payload"].read())

    def logged(self, text):
        return eventually(lambda: any(text in message for message in messages(self.logs, "f")))


def has_ended(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")")[1].split()[0] in "ZX"
    except OSError:
        return True


def test_extensions_are_told_of_invocations_and_of_the_end(client, tmp_path):
    told = Told(client, tmp_path, "one", "two")
    answer, (seen, request) = told.invoke()
    # They were there before the handler, and share its temporary folder.
    assert seen == ["of-one", "of-two"]
    told.invoke()
    assert eventually(lambda: len(told.events("one")) == 2 and len(told.events("two")) == 2)
    account = answer["ResponseMetadata"] and told.functions.get_function(FunctionName="f")["Configuration"]["FunctionArn"]
    registered = next(line for line in told.lines if line[:2] == ["one", "registered"])
    assert registered[2:-1] == [200, {
        "accountId": account.split(":")[4], "functionName": "f", "functionVersion": "$LATEST", "handler": "index.handler"}]
    event = told.events("one")[0]
    assert list(event) == ["eventType", "deadlineMs", "requestId", "invokedFunctionArn", "tracing"]
    assert (event["eventType"], event["requestId"], event["invokedFunctionArn"]) == ("INVOKE", request, account)
    assert event["tracing"]["type"] == "X-Amzn-Trace-Id" and event["tracing"]["value"].startswith("Root=1-")
    names, folder, word = next(line for line in told.lines if line[:2] == ["one", "sees"])[2:]
    assert folder == "/" and "AWS_LAMBDA_RUNTIME_API" in names and "AWS_ACCESS_KEY_ID" in names and "OUT" in names
    assert not {"_HANDLER", "LAMBDA_TASK_ROOT", "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_STREAM_NAME"} & set(names)
    if not any("search paths only" in m for m in messages(told.logs, "f")):
        assert word == "of the layer"
    assert told.logged("EXTENSION\tName: one\tState: Ready\tEvents: [INVOKE, SHUTDOWN]")
    assert told.logged("HELLO from two")
    told.functions.update_function_configuration(FunctionName="f", Timeout=21)
    assert eventually(lambda: [line for line in told.lines if line[1] == "end"] and len(told.events("two")) == 3)
    end = told.events("one")[2]
    assert list(end) == ["eventType", "deadlineMs", "shutdownReason"]
    assert (end["eventType"], end["shutdownReason"]) == ("SHUTDOWN", "spindown")


def test_the_end_has_its_reason(client, tmp_path):
    told = Told(client, tmp_path, "one", timeout=2)
    answer, body = told.invoke({"sleep": True})
    assert (answer["FunctionError"], body["errorType"]) == ("Unhandled", "Sandbox.Timedout")
    assert eventually(lambda: [e["eventType"] for e in told.events("one")] == ["INVOKE", "SHUTDOWN"])
    assert told.events("one")[1]["shutdownReason"] == "timeout"
    answer, body = told.invoke({"exit": True})
    assert body["errorType"] == "Runtime.ExitError"
    assert eventually(lambda: [e.get("shutdownReason") for e in told.events("one")][2:] == [None, "failure"])
    assert told.invoke()[1][0] == ["of-one"]


def test_one_that_wants_no_events_is_only_started_and_killed(client, tmp_path):
    told = Told(client, tmp_path, "one", EVENTS="[]")
    assert told.invoke()[1][0] == ["of-one"]
    assert told.logged("EXTENSION\tName: one\tState: Ready\tEvents: []")
    told.functions.delete_function(FunctionName="f")
    assert eventually(lambda: has_ended(told.lines[0][-1]))
    assert told.events("one") == []


@pytest.mark.parametrize("mode, type, reason, state", [
    ("exit", "Extension.Crash", "exit status 3", "State: Exited\tEvents: []"),
    ("init-error", "Extension.InitError", "exit status 4",
     "State: InitError\tEvents: [INVOKE, SHUTDOWN]\tError Type: Own.Reason"),
    ("crash", "Extension.Crash", "exit status 5", "State: Ready\tEvents: [INVOKE, SHUTDOWN]"),
])
def test_one_that_fails_fails_the_invocation(client, tmp_path, mode, type, reason, state):
    told = Told(client, tmp_path, "one", source="import time\ndef handler(event, context): time.sleep(60)", MODE=mode)
    answer, body = told.invoke()
    request = answer["ResponseMetadata"]["RequestId"]
    assert answer["FunctionError"] == "Unhandled"
    assert body == {"errorType": type, "errorMessage": f"RequestId: {request} Error: {reason}"}
    assert told.logged("EXTENSION\tName: one\t" + state)
    if mode != "crash":
        assert told.logged(f"Phase: init\tStatus: error\tError Type: {type}")


def test_one_that_cannot_be_started_fails_the_invocation(client, tmp_path):
    told = Told(client, tmp_path, "one", mode=0o644)
    answer, body = told.invoke()
    assert body["errorType"] == "Extension.LaunchError"
    assert body["errorMessage"].endswith("Error: fork/exec /opt/extensions/one: permission denied")
    assert told.logged("EXTENSION\tName: one\tState: LaunchError\tEvents: []\tError Type: PermissionDenied")


def test_the_caller_does_not_wait_for_extensions(client, tmp_path):
    told = Told(client, tmp_path, "one", MODE="hang", timeout=2)
    assert told.invoke()[1][0] == ["of-one"]
    assert told.logged("Extensions timed out after 2.00 seconds")
    # The next event has a process of its own.
    assert told.invoke()[1][0] == ["of-one"]


# A part of the handler's process: a thread that registers before the handler is ready.
INTERNAL = """
import http.client, json, os, threading
def call(method, path, body=None, fields={}):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    connection.request(method, path, body, fields)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or b"null"), answer.headers
API, told, seen = "/2020-01-01/extension/", [], threading.Semaphore(0)
def register(name, events): return call("POST", API + "register", json.dumps({"events": events}), {"Lambda-Extension-Name": name})
def serve(me):
    while True:
        status, event, _ = call("GET", API + "event/next", None, {"Lambda-Extension-Identifier": me})
        told.append(event["requestId"])
        seen.release()
status, body, headers = register("inner", ["INVOKE"])
me = headers["Lambda-Extension-Identifier"]
errors = [
    register("", ["INVOKE"]), register("inner", ["INVOKE"]), register("x", ["SHUTDOWN"]), register("x", ["NOTHING"]),
    call("POST", API + "register", "{", {"Lambda-Extension-Name": "x"}),
    call("GET", API + "event/next"), call("GET", API + "event/next", None, {"Lambda-Extension-Identifier": "x"}),
    call("GET", API + "event/next", None, {"Lambda-Extension-Identifier": "00000000-0000-0000-0000-000000000000"}),
    call("POST", API + "exit/error", "{}", {"Lambda-Extension-Identifier": me}),
    call("PUT", "/2022-07-01/telemetry", "{}", {"Lambda-Extension-Identifier": me}),
    call("PUT", "/2020-08-15/logs", "{}", {"Lambda-Extension-Identifier": me}),
    call("POST", API + "nothing")]
threading.Thread(target=serve, args=(me,), daemon=True).start()
def handler(event, context):
    seen.acquire()
    late = register("late", ["INVOKE"])
    again = call("POST", "/2018-06-01/runtime/init/error", "{}")
    return [told, context.aws_request_id, [list(e[:2]) for e in errors + [late, again]]]
"""


def test_an_internal_extension(client, tmp_path):
    functions = client("lambda")
    make(functions, "f", INTERNAL)
    answer = functions.invoke(FunctionName="f")
    told, request, errors = json.loads(answer["Payload"].read())
    assert told == [request]

    def refused(type, message):
        return [403, {"errorMessage": message, "errorType": type}]

    assert errors == [
        refused("Extension.InvalidExtensionName", "Empty extension name"),
        refused("Extension.InvalidExtensionState", "Extension with this name already registered"),
        refused("Extension.InvalidEventType", "SHUTDOWN: ShutdownEventNotSupportedForInternalExtension"),
        refused("Extension.InvalidEventType", "NOTHING: ErrorInvalidEventType"),
        refused("InvalidRequestFormat", "the body is not JSON"),
        refused("Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header"),
        refused("Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier"),
        refused("Extension.UnknownExtensionIdentifier", "Unknown extension 00000000-0000-0000-0000-000000000000"),
        refused("Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found"),
        [202, {"errorMessage": "Telemetry API is not supported", "errorType": "Telemetry.NotSupported"}],
        [202, {"errorMessage": "Logs API is not supported", "errorType": "Logs.NotSupported"}],
        [404, {"errorMessage": "Not found", "errorType": "NotFound"}],
        refused("Extension.RegistrationClosed", "Extension registration closed already"),
        refused(
            "InvalidStateTransition",
            "State transition from Ready to InitError failed for runtime. Error: State transition is not allowed"),
    ]
    second = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
    assert second[0] == [request, second[1]]


FORKING = """
import os, subprocess
def handler(event, context):
    # One of its own group, and one that has left it.
    return [os.getpid(), subprocess.Popen(["sleep", "600"]).pid, subprocess.Popen(["sleep", "600"], start_new_session=True).pid]
"""


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_nothing_outlives_the_server(tmp_path, end):
    server = Server()
    try:
        told = Told(server.client, tmp_path, "one", source=FORKING)
        pids = told.invoke()[1] + [told.lines[0][-1]]
        assert not any(has_ended(pid) for pid in pids)
        getattr(server, end)()
        assert eventually(lambda: all(has_ended(pid) for pid in pids))
        # A server that is asked to end gives them the time to end well.
        if end == "stop":
            assert told.events("one")[-1]["shutdownReason"] == "spindown" and told.lines[-1] == ["one", "end"]
    finally:
        server.stop()
