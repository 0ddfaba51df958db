"""CloudWatch Logs through boto3 and the aws CLI."""

import time

import pytest
from botocore.exceptions import ClientError


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def now():
    return int(time.time() * 1000)


def put(logs, group, stream, messages, start=None):
    start = start or now()
    return logs.put_log_events(
        logGroupName=group,
        logStreamName=stream,
        logEvents=[{"timestamp": start + i, "message": message} for i, message in enumerate(messages)],
    )


def test_events_are_put_and_read_to_the_end(client):
    logs = client("logs")
    logs.create_log_group(logGroupName="/aws/lambda/f", tags={"a": "1"})
    logs.create_log_stream(logGroupName="/aws/lambda/f", logStreamName="2026/11/23/[$LATEST]abc")
    place = {"logGroupName": "/aws/lambda/f", "logStreamName": "2026/11/23/[$LATEST]abc"}
    answer = put(logs, *place.values(), [f"línea {i}" for i in range(10)])
    assert "rejectedLogEventsInfo" not in answer and answer["nextSequenceToken"]
    seen, token = [], None
    while True:
        more = {"nextToken": token} if token else {}
        page = logs.get_log_events(**place, startFromHead=True, limit=4, **more)
        seen += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token:
            break
        token = page["nextForwardToken"]
    assert seen == [f"línea {i}" for i in range(10)]
    (group,) = logs.describe_log_groups(logGroupNamePrefix="/aws/")["logGroups"]
    assert group["arn"].endswith(":log-group:/aws/lambda/f:*")
    assert group["storedBytes"] == 10 * 26 + sum(len(m.encode()) for m in seen)
    (stream,) = logs.describe_log_streams(logGroupName="/aws/lambda/f")["logStreams"]
    assert stream["lastEventTimestamp"] - stream["firstEventTimestamp"] == 9
    assert logs.list_tags_for_resource(resourceArn=group["logGroupArn"])["tags"] == {"a": "1"}


def test_filter_log_events_pages_and_matches(client):
    logs = client("logs")
    logs.create_log_group(logGroupName="g")
    start = now() - 1000
    for stream in ("a", "b"):
        logs.create_log_stream(logGroupName="g", logStreamName=stream)
        put(logs, "g", stream, [f"{stream} {'ERROR' if i % 2 else 'INFO'} {i}" for i in range(6)], start)
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName="g", filterPattern="ERROR -5", PaginationConfig={"PageSize": 3}
    )
    events = [event for page in pages for event in page["events"]]
    assert [event["message"] for event in events] == ["a ERROR 1", "b ERROR 1", "a ERROR 3", "b ERROR 3"]
    assert len({event["eventId"] for event in events}) == 4
    error = refused(logs.filter_log_events, logGroupName="g", filterPattern="%a+%")
    assert error["Code"] == "InvalidParameterException" and "Regular expressions" in error["Message"]
    found = logs.filter_log_events(logGroupName="g", filterPattern="[letter = a, level = ERR*, number > 1 && number < 5]")["events"]
    assert [event["message"] for event in found] == ["a ERROR 3"]


def test_errors_and_limits(client):
    logs = client("logs")
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.create_log_stream(logGroupName="none", logStreamName="s")
    logs.create_log_group(logGroupName="g")
    with pytest.raises(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    events = [{"timestamp": now(), "message": "b"}, {"timestamp": now() - 1000, "message": "a"}]
    error = refused(logs.put_log_events, logGroupName="g", logStreamName="s", logEvents=events)
    assert "chronological" in error["Message"]
    error = refused(logs.put_retention_policy, logGroupName="g", retentionInDays=2)
    assert error["Code"] == "InvalidParameterException"
    logs.put_retention_policy(logGroupName="g", retentionInDays=1)
    answer = put(logs, "g", "s", ["old"], now() - 2 * 86_400_000)
    assert answer["rejectedLogEventsInfo"] == {"expiredLogEventEndIndex": 1}
    logs.delete_retention_policy(logGroupName="g")
    assert "retentionInDays" not in logs.describe_log_groups()["logGroups"][0]


def test_the_cli_filters(server):
    logs = server.client("logs")
    logs.create_log_group(logGroupName="cli")
    logs.create_log_stream(logGroupName="cli", logStreamName="s")
    put(logs, "cli", "s", ["one", "two"])
    query = ["--query", "events[].message", "--output", "text"]
    shown = server.aws("logs", "filter-log-events", "--log-group-name", "cli", "--filter-pattern", "?one ?two", *query)
    assert shown.split() == ["one", "two"]
