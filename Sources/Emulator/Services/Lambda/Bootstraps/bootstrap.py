"""Runs a Python handler against the Lambda Runtime API.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. A line of several lines (a traceback) is written with
carriage returns between them, so that it becomes one log event.
"""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
BASE = "/2018-06-01/runtime"


class RuntimeClient:
    """One kept connection to the Runtime API."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(API)

    def call(self, method, path, body=None, fields=None):
        self.connection.request(method, BASE + path, body, fields or {})
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()


class CognitoIdentity:
    def __init__(self, identity_id=None, pool_id=None):
        self.cognito_identity_id = identity_id
        self.cognito_identity_pool_id = pool_id


class Client:
    def __init__(self, values):
        self.installation_id = values.get("installation_id")
        self.app_title = values.get("app_title")
        self.app_version_name = values.get("app_version_name")
        self.app_version_code = values.get("app_version_code")
        self.app_package_name = values.get("app_package_name")


class ClientContext:
    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        client = values.get("client")
        self.client = Client(client) if isinstance(client, dict) else None


class LambdaContext:
    def __init__(self, fields):
        self.aws_request_id = fields["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = fields["Lambda-Runtime-Invoked-Function-Arn"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.tenant_id = None
        self.identity = CognitoIdentity()
        self._epoch_deadline_time_in_ms = int(fields["Lambda-Runtime-Deadline-Ms"])
        context = fields.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(context)) if context else None

    def get_remaining_time_in_millis(self):
        return max(0, int(self._epoch_deadline_time_in_ms - time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return (
            "LambdaContext([aws_request_id={},log_group_name={},log_stream_name={},function_name={},"
            "memory_limit_in_mb={},function_version={},invoked_function_arn={},client_context={},identity={},"
            "tenant_id={}])".format(
                self.aws_request_id, self.log_group_name, self.log_stream_name, self.function_name,
                self.memory_limit_in_mb, self.function_version, self.invoked_function_arn, self.client_context,
                self.identity, self.tenant_id))


class RequestID(logging.Filter):
    """Puts the request id into every record of the handler's log."""

    current = ""

    def filter(self, record):
        record.aws_request_id = RequestID.current
        return True


class OneEventHandler(logging.Handler):
    def emit(self, record):
        write_event(self.format(record))


def write_event(text):
    sys.stdout.write(text.rstrip("\n").replace("\r\n", "\n").replace("\n", "\r") + "\n")
    sys.stdout.flush()


class Failure(Exception):
    """What the handler's loading failed with, in Lambda's words."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = list(trace)


def load(name):
    module_name, dot, function = name.rpartition(".")
    if not dot:
        raise Failure(
            "Runtime.MalformedHandlerName",
            "Bad handler '{}': not enough values to unpack (expected 2, got 1)".format(name))
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        missing = (getattr(error, "name", None) or "").split(".")[0]
        if missing in ("boto3", "botocore"):
            write_event(
                "[Cauce] {} has no boto3, which Lambda's own Python has. Install it with: {} -m pip install boto3".format(
                    sys.executable, sys.executable))
        raise Failure("Runtime.ImportModuleError", "Unable to import module '{}': {}".format(module_name, error))
    except SyntaxError as error:
        raise Failure(
            "Runtime.UserCodeSyntaxError", "Syntax error in module '{}': {}".format(module_name, error),
            ['  File "{}" Line {}\n    {}'.format(error.filename, error.lineno, error.text)])
    try:
        return getattr(module, function)
    except AttributeError:
        raise Failure("Runtime.HandlerNotFound", "Handler '{}' missing on module '{}'".format(function, module_name))


def error_body(error, request_id, frames):
    if isinstance(error, Failure):
        message, kind, trace = error.message, error.kind, error.trace
    else:
        message, kind, trace = str(error), type(error).__name__, traceback.format_list(frames)
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log_error(body):
    text = "[ERROR] {}: {}".format(body["errorType"], body["errorMessage"])
    if body["stackTrace"]:
        text += "\nTraceback (most recent call last):\n" + "".join(body["stackTrace"])
    write_event(text)


def plain(value):
    if isinstance(value, decimal.Decimal):
        return str(value)
    raise TypeError("Object of type {} is not JSON serializable".format(type(value).__name__))


def own_frames(error):
    """The frames of the handler, without this file's."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if frame.filename != __file__ and not frame.filename.startswith("<frozen")]


def serve(client, handler):
    while True:
        status, fields, event = client.call("GET", "/invocation/next")
        if status != 200:
            sys.exit(0)
        request_id = fields["Lambda-Runtime-Aws-Request-Id"]
        RequestID.current = request_id
        trace = fields.get("Lambda-Runtime-Trace-Id")
        if trace:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            try:
                event = json.loads(event)
            except ValueError as error:
                raise Failure("Runtime.UnmarshalError", "Unable to unmarshal input: {}".format(error))
            result = handler(event, LambdaContext(fields))
            try:
                answer = json.dumps(result, default=plain, ensure_ascii=False).encode("utf-8")
            except (TypeError, ValueError) as error:
                raise Failure("Runtime.MarshalError", "Unable to marshal response: {}".format(error))
        except Exception as error:
            body = error_body(error, request_id, own_frames(error))
            log_error(body)
            sys.stderr.flush()
            client.call(
                "POST", "/invocation/{}/error".format(request_id), json.dumps(body).encode("utf-8"),
                {"Lambda-Runtime-Function-Error-Type": "Unhandled", "Content-Type": "application/json"})
        else:
            sys.stdout.flush()
            sys.stderr.flush()
            client.call(
                "POST", "/invocation/{}/response".format(request_id), answer, {"Content-Type": "application/json"})


def main():
    # An empty first entry would be the folder of this file.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    log = OneEventHandler()
    log.setFormatter(logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"))
    logging.Formatter.converter = time.gmtime
    log.addFilter(RequestID())
    logging.getLogger().addHandler(log)
    client = RuntimeClient()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        body = error_body(error, "", own_frames(error))
        log_error(body)
        client.call(
            "POST", "/init/error", json.dumps(body).encode("utf-8"),
            {"Lambda-Runtime-Function-Error-Type": body["errorType"], "Content-Type": "application/json"})
        sys.exit(1)
    serve(client, handler)


main()
