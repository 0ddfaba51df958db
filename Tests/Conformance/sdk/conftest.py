"""Fixtures: a server of the built binary, and clients that point at it.

`CAUCE_BINARY` names the binary (default: the debug build of this checkout).
"""

import os
import pathlib
import signal
import subprocess
import sys
import uuid

import boto3
import pytest
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = os.environ.get("CAUCE_BINARY", str(ROOT / ".build/debug/cauce"))


class Server:
    """One running server; `kill` is kill -9, `stop` a SIGTERM that must end well."""

    def __init__(self, *flags):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "CAUCE_"))}
        # Handlers find boto3 in the Python that runs the tests.
        environment["CAUCE_PYTHON"] = sys.executable
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", "0", "--parent-pid", str(os.getpid()), *flags],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        line = self.process.stdout.readline()
        assert " on http://" in line, f"the server did not start: {line!r}"
        self.endpoint = line.split(" on ")[1].split(",")[0].strip()
        assert self.process.stdout.readline().strip() == "Ready."

    def client(self, service, account="000000000000", region="us-east-1", **config):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="secret",
            config=Config(retries={"max_attempts": 1}, **config),
        )

    def environment(self):
        """What the aws CLI and scripts need."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("AWS_")},
            "PATH": str(pathlib.Path(sys.executable).parent) + os.pathsep + os.environ["PATH"],
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "000000000000",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_PAGER": "",
        }

    def aws(self, *arguments, program="aws"):
        """Runs the aws CLI; returns its standard output."""
        done = subprocess.run([program, *arguments], env=self.environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(timeout=30) == 0


@pytest.fixture(scope="session")
def server():
    """One server in memory for all tests that do not need their own; tests keep apart by names or accounts."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def client(server):
    """`client("kinesis")`: a boto3 client in an account of the test's own."""
    account = str(uuid.uuid4().int)[:12]

    def make(service, **config):
        return server.client(service, account=account, **config)

    return make


@pytest.fixture
def data_server(tmp_path):
    """`data_server()` starts a server on one data folder; call it again after a kill to start it anew."""
    servers = []

    def start(*flags):
        server = Server("--data", str(tmp_path / "data"), *flags)
        servers.append(server)
        return server

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.kill()
