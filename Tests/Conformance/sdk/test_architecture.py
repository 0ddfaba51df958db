"""The whole architecture, as the files in fixtures/ set it up: a form's objects through every part of it."""

import json
import pathlib
import subprocess
import time
import urllib.request

import pytest
from conftest import BINARY, ROOT, Server

FILES = ROOT / "fixtures/architecture"
COUNT = 20


def wait_for(what, condition, seconds=60):
    """Polls until the condition holds; the pipeline works behind the answers."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.1)
    return result


def get(server, path):
    with urllib.request.urlopen(server.endpoint + path) as answer:
        return json.load(answer)


class Form:
    """The form app, pointed at the server."""

    def __init__(self, server, stream):
        self.process = subprocess.Popen(
            [BINARY, "form", "--listen", "127.0.0.1:0", "--stream", stream],
            stdout=subprocess.PIPE,
            text=True,
            env=server.environment(),
        )
        line = self.process.stdout.readline()
        self.address = line.split(" on ")[1].split(",")[0].strip()

    def press(self):
        with urllib.request.urlopen(self.address, data=b"") as answer:
            return answer.read().decode()

    def close(self):
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="module")
def architecture():
    server = Server("--auto-confirm-email")
    environment = {**server.environment(), "BUFFER_SECONDS": "1"}
    done = subprocess.run([FILES / "setup.sh"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    form = Form(server, "stream-productos")
    page = form.press()
    yield server, page
    form.close()
    server.stop()


def records(server):
    kinesis = server.client("kinesis")
    iterator = kinesis.get_shard_iterator(
        StreamName="stream-productos", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    return kinesis.get_records(ShardIterator=iterator)["Records"]


def delivered(server):
    s3 = server.client("s3")
    lines = []
    for entry in s3.list_objects_v2(Bucket="productos-entregas", Prefix="entregas/").get("Contents", []):
        body = s3.get_object(Bucket="productos-entregas", Key=entry["Key"])["Body"].read().decode()
        lines += [(entry["Key"], json.loads(line)) for line in body.splitlines()]
    return lines


def test_the_form_puts_every_object_into_the_stream(architecture):
    server, page = architecture
    assert page.count("<tr><td>") == COUNT
    data = [json.loads(record["Data"]) for record in records(server)]
    assert len({item["id_producto"] for item in data}) == COUNT
    assert all(item["id_producto"] in page for item in data)


def test_the_function_stores_every_object_and_alerts_for_each_triggering_value(architecture):
    server, _ = architecture
    sent = {item["id_producto"]: item for item in (json.loads(record["Data"]) for record in records(server))}
    table = server.client("dynamodb")
    wait_for("the items", lambda: table.scan(TableName="productos", Select="COUNT")["Count"] == COUNT)
    items = table.scan(TableName="productos")["Items"]
    assert {i["id_producto"]["S"]: {k: v["S"] for k, v in i.items()} for i in items} == sent
    triggering = sorted(i for i, item in sent.items() if item["producto"] == "monitor")

    def alerts():
        return [mail for mail in get(server, "/_cauce/mail") if mail["subject"] == "Alert: monitor"]

    wait_for("the alerts", lambda: len(alerts()) >= len(triggering))
    assert sorted(json.loads(mail["text"].splitlines()[0])["id_producto"] for mail in alerts()) == triggering


def test_firehose_transforms_and_delivers_every_object_by_date(architecture):
    server, _ = architecture
    sent = {json.loads(record["Data"])["id_producto"] for record in records(server)}
    wait_for("the objects", lambda: len(delivered(server)) >= COUNT)
    lines = delivered(server)
    assert {item["id_producto"] for _, item in lines} == sent
    assert len(lines) == COUNT
    assert all(item["fecha"] == item["fecha_reg"][:10] for _, item in lines)
    year, month, day = lines[0][0].split("/")[1:4]
    assert f"{year}-{month}-{day}" == lines[0][1]["fecha"]


def test_the_trace_shows_every_hop_of_a_record(architecture):
    server, _ = architecture
    wait_for("the objects", lambda: len(delivered(server)) >= COUNT)
    record = records(server)[0]
    item = json.loads(record["Data"])
    trace = get(server, "/_cauce/trace/" + record["SequenceNumber"])
    assert trace["shard"] == "shardId-000000000000"
    assert [invocation["status"] for invocation in trace["invocations"]] == ["succeeded"]
    assert [entry["item"]["id_producto"]["S"] for entry in trace["items"]] == [item["id_producto"]]
    assert len(trace["messages"]) == (1 if item["producto"] == "monitor" else 0)
    (target,) = trace["objects"]
    body = server.client("s3").get_object(Bucket=target["bucket"], Key=target["key"])["Body"].read()
    start, end = target["range"]
    assert json.loads(body[start:end])["id_producto"] == item["id_producto"]


def test_the_cli_alone_sees_the_same(architecture):
    server, _ = architecture
    wait_for("the objects", lambda: len(delivered(server)) >= COUNT)
    count = server.aws("dynamodb", "scan", "--table-name", "productos", "--select", "COUNT", "--query", "Count")
    assert int(count) == COUNT
    listing = server.aws("s3", "ls", "--recursive", "s3://productos-entregas/entregas/")
    lines = 0
    for line in listing.splitlines():
        lines += server.aws("s3", "cp", "s3://productos-entregas/" + line.split()[3], "-").count("\n")
    assert lines == COUNT
    log = server.aws(
        "logs", "filter-log-events", "--log-group-name", "/aws/lambda/guardar-productos", "--query", "events[].message"
    )
    assert any("REPORT RequestId" in message for message in json.loads(log))


def query(server, sql):
    done = subprocess.run([FILES / "query.sh", sql], env=server.environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("source", ["count_table.sql", "count_delivered.sql"])
def test_athena_counts_every_object_of_each_source(architecture, source):
    server, _ = architecture
    wait_for("the objects", lambda: len(delivered(server)) >= COUNT)
    sent = [json.loads(record["Data"])["producto"] for record in records(server)]
    expected = '"producto","cantidad"\n' + "".join(f'"{p}","{sent.count(p)}"\n' for p in sorted(set(sent)))
    assert query(server, (FILES / "queries" / source).read_text()) == expected
