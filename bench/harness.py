"""What the latency row and the soak share: a server of the release build, and calls to it without any package."""

import http.client
import io
import json
import os
import pathlib
import signal
import subprocess
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = os.environ.get("CAUCE_BINARY", str(ROOT / ".build/release/cauce"))
ROLE = "arn:aws:iam::000000000000:role/bench"


class Server:
    def __init__(self, *flags):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", "0", "--parent-pid", str(os.getpid()), *flags], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.port = int(line.split(" on http://")[1].split(",")[0].rsplit(":", 1)[1])
        while self.process.stdout.readline().strip() != "Ready.":
            assert self.process.poll() is None, "the server did not start"

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)

    def resident(self):
        """MiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


class Client:
    """One connection. Requests carry a signature's form without a valid signature: its cost would be the client's."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def send(self, service, method, path, body, **fields):
        self.connection.request(method, path, json.dumps(body) if body is not None else None, {
            "Authorization": f"AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/{service}/aws4_request, "
            "SignedHeaders=host, Signature=0", **fields})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{service} {path}: {answer.status} {text[:300]}")
        return json.loads(text) if text else {}

    def kinesis(self, operation, **body):
        return self.send("kinesis", "POST", "/", body, **{
            "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Kinesis_20131202." + operation})

    def lambda_(self, method, path, body=None):
        return self.send("lambda", method, path, body, **{"Content-Type": "application/json"})


def package(source):
    import base64

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.py", source)
    return base64.b64encode(out.getvalue()).decode()


def pipe(client, shards, source, variables, **mapping):
    """A stream `s` mapped to a function of that source."""
    client.kinesis("CreateStream", StreamName="s", ShardCount=shards)
    client.lambda_("POST", "/2015-03-31/functions", {
        "FunctionName": "f", "Runtime": "python3.11", "Role": ROLE, "Handler": "index.handler", "Timeout": 60,
        "Environment": {"Variables": variables}, "Code": {"ZipFile": package(source)}})
    client.lambda_("POST", "/2015-03-31/event-source-mappings", {
        "FunctionName": "f", "EventSourceArn": "arn:aws:kinesis:us-east-1:000000000000:stream/s",
        "StartingPosition": "TRIM_HORIZON", **mapping})


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")
