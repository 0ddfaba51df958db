"""The aws CLI of the second version, which PyPI does not have: Debian's package where it is installed, else skipped."""

import json
import os
import shutil
import subprocess

import pytest

from test_lambda import eventually, make

PLACES = [shutil.which("aws", path="/usr/local/bin:/usr/bin"), shutil.which("aws")]


def version_two():
    for path in filter(None, PLACES):
        if subprocess.run([path, "--version"], capture_output=True, text=True).stdout.startswith("aws-cli/2."):
            return path
    return None


AWS = version_two()
pytestmark = pytest.mark.skipif(AWS is None, reason="there is no aws CLI of the second version")


def environment(server):
    # Version 2.9 does not know AWS_ENDPOINT_URL yet; a file of the user's must not add to what is tested.
    return {**server.environment(), "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}


def aws(server, *arguments):
    done = subprocess.run(
        [AWS, "--endpoint-url", server.endpoint, *arguments], env=environment(server), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_invokes_and_waits(server, tmp_path):
    make(server.client("lambda"), "cli2-invoked", "def handler(event, context): return event")
    out = aws(
        server, "lambda", "invoke", "--function-name", "cli2-invoked", "--cli-binary-format", "raw-in-base64-out",
        "--payload", '{"word":"ñandú"}', "--log-type", "Tail", str(tmp_path / "answer"))
    assert json.loads(out)["StatusCode"] == 200 and "LogResult" in json.loads(out)
    assert json.loads((tmp_path / "answer").read_text()) == {"word": "ñandú"}
    aws(server, "lambda", "wait", "function-active-v2", "--function-name", "cli2-invoked")
    # Without the flag the second version takes the payload as base64.
    aws(server, "lambda", "invoke", "--function-name", "cli2-invoked", "--payload", "eyJhIjoxfQ==", str(tmp_path / "b"))
    assert json.loads((tmp_path / "b").read_text()) == {"a": 1}


def test_it_follows_a_log(server, tmp_path):
    functions = server.client("lambda")
    make(functions, "cli2-followed", "def handler(event, context): print('SAID', event['word'])")
    functions.invoke(FunctionName="cli2-followed", Payload=b'{"word":"before"}')
    lines = tmp_path / "lines"
    with open(lines, "w") as out:
        follower = subprocess.Popen(
            [AWS, "--endpoint-url", server.endpoint, "logs", "tail", "/aws/lambda/cli2-followed", "--follow",
             "--format", "short", "--since", "1h"],
            stdout=out, stderr=subprocess.STDOUT, env={**environment(server), "PYTHONUNBUFFERED": "1"})

    def said():
        return [line.split()[-1] for line in lines.read_text().split("\n")[:-1] if " SAID " in line]

    try:
        assert eventually(lambda: said() == ["before"], 60), lines.read_text()
        for number in range(2):
            functions.invoke(FunctionName="cli2-followed", Payload=json.dumps({"word": f"w{number}"}))
            assert eventually(lambda: said()[1:] == [f"w{n}" for n in range(number + 1)], 60), lines.read_text()
    finally:
        follower.kill()
        follower.wait()


def test_it_reads_a_stream(server):
    aws(server, "kinesis", "create-stream", "--stream-name", "cli2", "--shard-count", "2")
    aws(server, "kinesis", "wait", "stream-exists", "--stream-name", "cli2")
    put = json.loads(aws(
        server, "kinesis", "put-record", "--stream-name", "cli2", "--partition-key", "k", "--data", "aG9sYQ=="))
    iterator = json.loads(aws(
        server, "kinesis", "get-shard-iterator", "--stream-name", "cli2", "--shard-id", put["ShardId"],
        "--shard-iterator-type", "TRIM_HORIZON"))["ShardIterator"]
    page = json.loads(aws(server, "kinesis", "get-records", "--shard-iterator", iterator))
    assert [record["Data"] for record in page["Records"]] == ["aG9sYQ=="]
    aws(server, "kinesis", "delete-stream", "--stream-name", "cli2")
