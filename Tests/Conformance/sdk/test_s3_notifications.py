"""What happens to objects reaches functions and topics, also when the server dies between the commit and the telling."""

import http.server
import json
import threading

from test_crash import archive, wait_for

HANDLER = """
import boto3
table = boto3.client("dynamodb")
def handler(event, context):
    for record in event["Records"]:
        table.put_item(TableName="told", Item={"id": {"S": record["s3"]["object"]["key"]}})
"""


class Listener(http.server.BaseHTTPRequestHandler):
    """A subscriber by HTTP: confirms itself and remembers the keys that it is told of."""

    keys = set()
    confirmations = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if body["Type"] == "SubscriptionConfirmation":
            self.confirmations.append(body["Token"])
        else:
            message = json.loads(body["Message"])
            self.keys.update(record["s3"]["object"]["key"] for record in message.get("Records", []))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_every_acknowledged_object_is_told_after_a_kill(data_server):
    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    server = data_server("--durability", "os")
    s3, sns, table = server.client("s3"), server.client("sns"), server.client("dynamodb")
    table.create_table(
        TableName="told", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )  # fmt: skip
    function = server.client("lambda").create_function(
        FunctionName="f", Runtime="python3.11", Role="arn:aws:iam::000000000000:role/r", Handler="index.handler",
        Timeout=60, Code={"ZipFile": archive(HANDLER)},
    )["FunctionArn"]  # fmt: skip
    topic = sns.create_topic(Name="t")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=f"http://127.0.0.1:{listener.server_port}/")
    token = wait_for("the confirmation", lambda: Listener.confirmations)[0]
    sns.confirm_subscription(TopicArn=topic, Token=token)
    s3.create_bucket(Bucket="bucket")
    s3.put_bucket_notification_configuration(
        Bucket="bucket",
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [
                {"LambdaFunctionArn": function, "Events": ["s3:ObjectCreated:*"], "Filter": prefix("f/")}
            ],
            "TopicConfigurations": [{"TopicArn": topic, "Events": ["s3:ObjectCreated:*"], "Filter": prefix("t/")}],
        },
    )
    acknowledged = set()

    def put(name):
        s3 = server.client("s3")
        try:
            for number in range(10_000):
                key = f"{'ft'[number % 2]}/{name}-{number}"
                s3.put_object(Bucket="bucket", Key=key, Body=b"1")
                acknowledged.add(key)
        except Exception:
            pass  # The server is gone.

    threads = [threading.Thread(target=put, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    wait_for("some objects", lambda: len(acknowledged) >= 60)
    server.kill()
    for thread in threads:
        thread.join()

    server = data_server("--durability", "os")
    table = server.client("dynamodb")

    def missing():
        rows = table.get_paginator("scan").paginate(TableName="told")
        told = {item["id"]["S"] for page in rows for item in page["Items"]} | Listener.keys
        return acknowledged - told

    wait_for("what was acknowledged to be told", lambda: not missing())
    listener.shutdown()


def prefix(text):
    return {"Key": {"FilterRules": [{"Name": "prefix", "Value": text}]}}
