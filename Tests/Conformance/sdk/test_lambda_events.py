"""Asynchronous events: retries, destinations, dead letters, recursion; through boto3 and the clock of `/_cauce/clock`."""

import json
import urllib.request

from test_lambda import eventually, make, messages, refused


def advance(server, seconds):
    request = urllib.request.Request(f"{server.endpoint}/_cauce/clock?advance={seconds}", method="POST")
    urllib.request.urlopen(request).read()


COLLECT = "import json\ndef handler(event, context): print('TOOK ' + json.dumps(event))"
FAIL = "def handler(event, context):\n  print('TRY', context.aws_request_id)\n  raise ValueError('no')"


def took(logs, name):
    return [json.loads(m[5:]) for m in messages(logs, name) if m.startswith("TOOK ")]


def test_destinations_are_told(data_server):
    server = data_server()
    functions, logs, objects = (server.client(name) for name in ["lambda", "logs", "s3"])
    collector = make(functions, "collector", COLLECT)["FunctionArn"]
    arn = make(functions, "f", "def handler(event, context):\n  if event.get('bad'): raise KeyError('x')\n  return {'ok': 1}")["FunctionArn"]
    objects.create_bucket(Bucket="failures-of-lambda")
    config = functions.put_function_event_invoke_config(
        FunctionName="f", MaximumRetryAttempts=1, MaximumEventAgeInSeconds=600,
        DestinationConfig={
            "OnSuccess": {"Destination": collector}, "OnFailure": {"Destination": "arn:aws:s3:::failures-of-lambda"}})
    assert config["FunctionArn"] == arn + ":$LATEST"
    functions.invoke(FunctionName="f", InvocationType="Event", Payload=b'{"n":1}')
    assert eventually(lambda: took(logs, "collector"))
    record = took(logs, "collector")[0]
    assert list(record) == [
        "version", "timestamp", "requestContext", "requestPayload", "responseContext", "responsePayload"]
    assert record["requestContext"]["condition"] == "Success"
    assert record["requestContext"]["functionArn"] == arn + ":$LATEST"
    assert record["requestPayload"] == {"n": 1} and record["responsePayload"] == {"ok": 1}
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST"}
    functions.invoke(FunctionName="f", InvocationType="Event", Payload=b'{"bad":1}')
    assert eventually(lambda: sum("REPORT" in m for m in messages(logs, "f")) == 2)
    advance(server, 61)

    def failures():
        return [o["Key"] for o in objects.list_objects_v2(Bucket="failures-of-lambda").get("Contents", [])]

    assert eventually(failures)
    [key] = failures()
    assert key.startswith("aws/lambda/async/f/")
    failure = json.loads(objects.get_object(Bucket="failures-of-lambda", Key=key)["Body"].read())
    assert failure["requestContext"]["condition"] == "RetriesExhausted"
    assert failure["requestContext"]["approximateInvokeCount"] == 2
    assert failure["responseContext"]["functionError"] == "Unhandled"
    assert failure["responsePayload"]["errorType"] == "KeyError"


def test_no_concurrency_is_a_failure_at_once(data_server):
    server = data_server()
    functions, logs = server.client("lambda"), server.client("logs")
    collector = make(functions, "collector", COLLECT)["FunctionArn"]
    make(functions, "f", "def handler(event, context): pass")
    functions.put_function_event_invoke_config(
        FunctionName="f", DestinationConfig={"OnFailure": {"Destination": collector}})
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    assert functions.invoke(FunctionName="f", InvocationType="Event")["StatusCode"] == 202
    assert eventually(lambda: took(logs, "collector"))
    context = took(logs, "collector")[0]["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("ZeroReservedConcurrency", 0)


def test_dead_letters_go_to_a_topic(data_server):
    server = data_server()
    functions, logs, topics = (server.client(name) for name in ["lambda", "logs", "sns"])
    collector = make(functions, "collector", COLLECT)["FunctionArn"]
    topic = topics.create_topic(Name="dead")["TopicArn"]
    topics.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=collector)
    make(functions, "f", FAIL, DeadLetterConfig={"TargetArn": topic})
    functions.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0)
    functions.invoke(FunctionName="f", InvocationType="Event", Payload=b'{"n":7}')
    assert eventually(lambda: took(logs, "collector"))
    message = took(logs, "collector")[0]["Records"][0]["Sns"]
    assert json.loads(message["Message"]) == {"n": 7}
    assert message["MessageAttributes"]["ErrorMessage"]["Value"] == "no"
    assert message["MessageAttributes"]["ErrorCode"] == {"Type": "Number", "Value": "200"}


def test_an_old_event_is_given_up(data_server):
    server = data_server()
    functions, logs = server.client("lambda"), server.client("logs")
    collector = make(functions, "collector", COLLECT)["FunctionArn"]
    make(functions, "f", FAIL)
    functions.put_function_event_invoke_config(
        FunctionName="f", MaximumEventAgeInSeconds=60, DestinationConfig={"OnFailure": {"Destination": collector}})
    functions.invoke(FunctionName="f", InvocationType="Event")
    assert eventually(lambda: took(logs, "collector"))
    context = took(logs, "collector")[0]["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("EventAgeExceeded", 1)


def test_event_invoke_configurations(client):
    functions = client("lambda")
    arn = make(functions, "f", "def handler(event, context): pass")["FunctionArn"]
    nothing = refused(functions.put_function_event_invoke_config, FunctionName="f")
    assert nothing["Error"]["Message"] == "You must specify at least one of error handling or destination setting."
    missing = refused(functions.get_function_event_invoke_config, FunctionName="f")
    assert missing["Error"]["Message"] == f"The function {arn}:$LATEST doesn't have an EventInvokeConfig"
    itself = refused(
        functions.put_function_event_invoke_config, FunctionName="f",
        DestinationConfig={"OnSuccess": {"Destination": arn}})
    assert itself["Error"]["Message"] == "You can't specify the function as a destination for itself."
    functions.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=1, MaximumEventAgeInSeconds=100)
    updated = functions.update_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0)
    assert (updated["MaximumRetryAttempts"], updated["MaximumEventAgeInSeconds"]) == (0, 100)
    assert updated["DestinationConfig"] == {"OnSuccess": {}, "OnFailure": {}}
    assert len(functions.list_function_event_invoke_configs(FunctionName="f")["FunctionEventInvokeConfigs"]) == 1
    functions.delete_function_event_invoke_config(FunctionName="f")
    assert functions.list_function_event_invoke_configs(FunctionName="f")["FunctionEventInvokeConfigs"] == []
    queue = refused(
        functions.put_function_event_invoke_config, FunctionName="f",
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:000000000000:q"}})
    assert queue["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_a_function_that_calls_itself_is_stopped(data_server):
    server = data_server()
    functions, logs = server.client("lambda"), server.client("logs")
    make(functions, "f", """
import boto3
def handler(event, context):
    print("ROUND")
    boto3.client("lambda").invoke(FunctionName="f", InvocationType="Event")
""", Timeout=30)
    functions.invoke(FunctionName="f", InvocationType="Event")
    rounds = lambda: sum(m.startswith("ROUND") for m in messages(logs, "f"))
    assert eventually(lambda: rounds() == 16, seconds=60)
    # Nothing is queued any more: the clock's next minutes bring no further round.
    advance(server, 300)
    functions.invoke(FunctionName="f", InvocationType="DryRun")
    assert rounds() == 16


def test_the_old_way_to_queue(client):
    functions, logs = client("lambda"), client("logs")
    make(functions, "f", COLLECT)
    assert functions.invoke_async(FunctionName="f", InvokeArgs=b'{"old":1}')["Status"] == 202
    assert eventually(lambda: took(logs, "f") == [{"old": 1}])
    large = refused(functions.invoke_async, FunctionName="f", InvokeArgs=b'"' + b"x" * (1 << 18) + b'"')
    assert "(limit 262144 bytes)" in large["Error"]["Message"]
