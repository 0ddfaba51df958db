"""`aws dynamodb` of every command line that is found: version 1 of the pinned packages, version 2 where one is
installed."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import uuid

import pytest


def command_lines():
    """Paths by their versions; the tests' own first."""
    own = str(pathlib.Path(sys.executable).parent)
    found = {}
    for folder in [own, *os.environ["PATH"].split(os.pathsep), "/usr/bin", "/usr/local/bin"]:
        path = shutil.which("aws", path=folder)
        if not path:
            continue
        version = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
        if version.startswith("aws-cli/"):
            found.setdefault(version.split("/")[1].split(".")[0], path)
    return found


@pytest.fixture(params=["1", "2"])
def aws(request, server):
    """`aws("scan", …)` runs the command in an account of its own; gives its output, read as JSON where there is some."""
    path = command_lines().get(request.param)
    if path is None:
        pytest.skip(f"no aws command line of version {request.param}")
    environment = {**server.environment(), "AWS_ACCESS_KEY_ID": str(uuid.uuid4().int)[:12]}

    def run(*arguments):
        # Older ones do not know AWS_ENDPOINT_URL.
        done = subprocess.run(
            [path, "dynamodb", *arguments, "--endpoint-url", server.endpoint, "--output", "json"],
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    run.path, run.environment = path, environment
    return run


def test_the_commands_of_the_guide(aws, server, tmp_path):
    """The Music table of Amazon's developer guide, from its making to its end."""
    aws(
        "create-table", "--table-name", "Music",
        "--attribute-definitions", "AttributeName=Artist,AttributeType=S", "AttributeName=SongTitle,AttributeType=S",
        "--key-schema", "AttributeName=Artist,KeyType=HASH", "AttributeName=SongTitle,KeyType=RANGE",
        "--billing-mode", "PAY_PER_REQUEST", "--table-class", "STANDARD",
    )  # fmt: skip
    aws("wait", "table-exists", "--table-name", "Music")
    assert aws("list-tables")["TableNames"] == ["Music"]
    aws(
        "put-item", "--table-name", "Music",
        "--item", '{"Artist":{"S":"No One You Know"},"SongTitle":{"S":"Call Me Today"},"Awards":{"N":"1"}}',
        "--return-consumed-capacity", "TOTAL",
    )  # fmt: skip
    requests = tmp_path / "requests.json"
    puts = [
        {"PutRequest": {"Item": {"Artist": {"S": "Acme Band"}, "SongTitle": {"S": f"Song {n:02}"}}}} for n in range(20)
    ]
    requests.write_text(json.dumps({"Music": puts}))
    assert aws("batch-write-item", "--request-items", f"file://{requests}")["UnprocessedItems"] == {}
    key = '{"Artist":{"S":"No One You Know"},"SongTitle":{"S":"Call Me Today"}}'
    found = aws("get-item", "--consistent-read", "--table-name", "Music", "--key", key)
    assert found["Item"]["Awards"] == {"N": "1"}
    updated = aws(
        "update-item", "--table-name", "Music", "--key", key,
        "--update-expression", "SET Awards = Awards + :one, AlbumTitle = :title",
        "--expression-attribute-values", '{":one":{"N":"1"},":title":{"S":"Updated"}}', "--return-values", "ALL_NEW",
    )  # fmt: skip
    assert updated["Attributes"]["Awards"] == {"N": "2"}
    queried = aws(
        "query", "--table-name", "Music", "--key-condition-expression", "Artist = :name",
        "--expression-attribute-values", '{":name":{"S":"Acme Band"}}', "--page-size", "7",
    )  # fmt: skip
    assert [item["SongTitle"]["S"] for item in queried["Items"]] == [f"Song {n:02}" for n in range(20)]
    # The command line pages by itself, and by what its caller asks.
    assert aws("scan", "--table-name", "Music", "--page-size", "5")["Count"] == 21
    first = aws("scan", "--table-name", "Music", "--max-items", "15")
    rest = aws("scan", "--table-name", "Music", "--starting-token", first["NextToken"])
    assert len(first["Items"]) == 15 and len(rest["Items"]) == 6
    actions = [
        {"Delete": {"TableName": "Music", "Key": json.loads(key)}},
        {"Put": {"TableName": "Music", "Item": {"Artist": {"S": "New"}, "SongTitle": {"S": "One"}}}},
    ]
    aws("transact-write-items", "--transact-items", json.dumps(actions))
    assert aws("get-item", "--table-name", "Music", "--key", key) is None
    said = aws("execute-statement", "--statement", "SELECT SongTitle FROM Music WHERE Artist = 'New'")
    assert said["Items"] == [{"SongTitle": {"S": "One"}}]
    refused = subprocess.run(
        [aws.path, "dynamodb", "put-item", "--table-name", "Music", "--endpoint-url", server.endpoint]
        + ["--item", '{"Artist":{"S":"New"},"SongTitle":{"S":"One"}}']
        + ["--condition-expression", "attribute_not_exists(Artist)"],
        env=aws.environment,
        capture_output=True,
        text=True,
    )
    assert "(ConditionalCheckFailedException)" in refused.stderr and "The conditional request failed" in refused.stderr
    aws("delete-table", "--table-name", "Music")
    aws("wait", "table-not-exists", "--table-name", "Music")
