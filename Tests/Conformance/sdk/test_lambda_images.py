"""Functions from container images, with a stand-in for the engine."""

import json
import os
import stat
import sys

import pytest
from conftest import Server
from test_lambda import ROLE, eventually, refused
from test_lambda_extensions import EXTENSION


ENGINE = """#!/bin/bash
# Stands for docker: a container is a file of what it was made with; it is run on this machine.
place="$(dirname "$0")"
echo "$@" >> "$place/calls"
case "$1" in
  info|ps) exit 0 ;;
  rm) rm -f "$place/made-$3" ;;
  image) case "$3" in own/*) exit 0 ;; *) exit 1 ;; esac ;;
  pull) [ "$2" = far/image ] ;;
  create)
    shift
    name= variables=()
    while [ $# -gt 0 ]; do
      case "$1" in
        --env) variables+=("$2"); shift 2 ;;
        --name) name="$2"; shift 2 ;;
        --rm) shift ;;
        --*) shift 2 ;;
        *) break ;;
      esac
    done
    [ "$1" = own/unmakable ] && { echo "no space left" >&2; exit 125; }
    { printf 'export %q\\n' "${variables[@]}"; printf 'set --'; printf ' %q' "$@"; echo; } > "$place/made-$name" ;;
  cp) [ -d "$place/extensions" ] && tar -C "$place" -c extensions ;;
  inspect) [ -f "$place/running-$4" ] && echo true || echo false ;;
  start)
    . "$place/made-$3"
    case "$1" in own/missing-program) exit 127 ;; esac
    touch "$place/running-$3"
    exec {python} "$place/program.py" "$@" ;;
  exec)
    shift
    while [ $# -gt 0 ]; do
      case "$1" in
        --env) export "$2"; shift 2 ;;
        --*) shift 2 ;;
        *) break ;;
      esac
    done
    exec "$place/extensions/${2##*/}" ;;
esac
"""

PROGRAM = """
import http.client, json, os, sys
connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    connection.request("GET", "/2018-06-01/runtime/invocation/next")
    got = connection.getresponse()
    event = json.loads(got.read())
    body = json.dumps([sys.argv[1:], event, os.environ["OWN"]])
    connection.request("POST", "/2018-06-01/runtime/invocation/%s/response" % got.headers["Lambda-Runtime-Aws-Request-Id"], body)
    connection.getresponse().read()
"""


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """A server with a container engine, and the folder in which that keeps what it was told."""
    (tmp_path / "program.py").write_text(PROGRAM)
    engine = tmp_path / "podman"
    engine.write_text(ENGINE.replace("{python}", sys.executable))
    engine.chmod(engine.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    server = Server()
    yield server, tmp_path
    server.stop()


def image(functions, uri, name="f", **more):
    return functions.create_function(
        FunctionName=name, Role=ROLE, PackageType="Image", Code={"ImageUri": uri}, Timeout=20,
        Environment={"Variables": {"OWN": "it's $1", "OUT": more.pop("out", "")}}, **more)


def test_an_image_runs_in_the_engine(engine):
    server, place = engine
    functions = server.client("lambda")
    made = image(functions, "own/image:1", ImageConfig={"Command": ["app.handler"]})
    assert made["PackageType"] == "Image" and "Runtime" not in made
    answer = json.loads(functions.invoke(FunctionName="f", Payload=b'{"a":1}')["Payload"].read())
    assert answer == [["own/image:1", "app.handler"], {"a": 1}, "it's $1"]
    assert functions.get_function(FunctionName="f")["Code"]["ImageUri"] == "own/image:1"
    functions.delete_function(FunctionName="f")
    assert eventually(lambda: "rm --force cauce-" in (place / "calls").read_text())
    assert "--memory 128m --tmpfs /tmp:rw,exec,size=512m" in (place / "calls").read_text()


def test_what_can_be_wrong_with_an_image(engine):
    server, place = engine
    functions = server.client("lambda")
    answer = refused(image, functions=functions, uri="far/nothing")
    assert answer["Error"]["Code"] == "InvalidParameterValueException"
    assert answer["Error"]["Message"] == "Source image far/nothing does not exist. Provide a valid source image."
    # What is not here is fetched.
    image(functions, "far/image", "far")
    refused(functions.update_function_code, FunctionName="far", ImageUri="far/nothing")
    for name, type, message in [
            ("unmakable", "Runtime.InvalidEntrypoint", "the container could not be made: no space left"),
            ("missing-program", "Runtime.InvalidEntrypoint", "the image's entry point could not be run")]:
        image(functions, "own/" + name, name)
        answer = functions.invoke(FunctionName=name)
        body = json.loads(answer["Payload"].read())
        request = answer["ResponseMetadata"]["RequestId"]
        assert body == {"errorType": type, "errorMessage": f"RequestId: {request} Error: {message}"}


def test_extensions_of_an_image_run_in_its_container(engine):
    server, place = engine
    (place / "extensions").mkdir()
    (place / "extensions/one").write_text(EXTENSION)
    (place / "extensions/one").chmod(0o755)
    functions = server.client("lambda")
    image(functions, "own/image:1", out=str(place / "told"))
    answer = json.loads(functions.invoke(FunctionName="f", Payload=b'{"a":1}')["Payload"].read())
    assert answer[1] == {"a": 1}

    def told():
        return [json.loads(line) for line in (place / "told").read_text().split("\n")[:-1]]

    assert eventually(lambda: [line[2]["eventType"] for line in told() if line[1] == "event"] == ["INVOKE"])
    assert "_HANDLER" not in told()[1][2] and "AWS_LAMBDA_RUNTIME_API" in told()[1][2]
    functions.delete_function(FunctionName="f")
    assert eventually(lambda: told()[-1] == ["one", "end"])


def test_no_container_outlives_the_server(engine):
    server, place = engine
    functions = server.client("lambda")
    image(functions, "own/image:1")
    functions.invoke(FunctionName="f")
    assert list(place.glob("made-*"))
    server.kill()
    assert eventually(lambda: not list(place.glob("made-*")))
