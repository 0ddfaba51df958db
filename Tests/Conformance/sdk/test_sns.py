"""SNS through boto3: topics, e-mail with its links, functions' subscriptions, what is refused."""

import json
import socket
import threading
import time
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import Server


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def mails(endpoint, topic):
    with urllib.request.urlopen(endpoint + "/_cauce/mail") as answer:
        return [mail for mail in json.load(answer) if mail["topicArn"] == topic]


def link(mail, action):
    (found,) = [line for line in mail["text"].splitlines() if f"?Action={action}&" in line]
    return found


def browse(url):
    request = urllib.request.Request(url, headers={"Accept": "text/html,application/xhtml+xml"})
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


class MailServer(threading.Thread):
    """The least of SMTP: takes messages and keeps them; refuses the first `failures` recipients for a while."""

    def __init__(self, failures=0):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.failures = failures
        self.messages = []
        self.start()

    def run(self):
        while True:
            connection, _ = self.socket.accept()
            with connection, connection.makefile("rwb") as stream:
                self.serve(stream)

    def serve(self, stream):
        def say(text):
            stream.write(text.encode() + b"\r\n")
            stream.flush()

        say("220 mail")
        while line := stream.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"RCPT" and self.failures:
                self.failures -= 1
                say("451 later")
            elif verb == b"DATA":
                say("354 go on")
                lines = []
                while (text := stream.readline()) != b".\r\n":
                    lines.append(text)
                self.messages.append(b"".join(lines).decode())
                say("250 ok")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


def test_a_topic_is_made_described_and_ended(client):
    sns = client("sns")
    topic = sns.create_topic(Name="alerts", Attributes={"DisplayName": "Alerts"}, Tags=[{"Key": "a", "Value": "1"}])
    arn = topic["TopicArn"]
    assert sns.create_topic(Name="alerts")["TopicArn"] == arn
    assert [t["TopicArn"] for t in sns.list_topics()["Topics"]] == [arn]
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "Alerts"
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "1"}]
    error = refused(sns.create_topic, Name="alerts", Attributes={"DisplayName": "Other"})
    assert error["Code"] == "InvalidParameter"
    sns.delete_topic(TopicArn=arn)
    with pytest.raises(sns.exceptions.NotFoundException):
        sns.get_topic_attributes(TopicArn=arn)


def test_mail_is_confirmed_and_ended_by_its_links(client, server):
    sns = client("sns")
    topic = sns.create_topic(Name="mail")["TopicArn"]
    answer = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ana@example.com")
    assert answer["SubscriptionArn"] == "pending confirmation"
    sns.publish(TopicArn=topic, Message="too early")
    (asking,) = mails(server.endpoint, topic)
    assert "<h1>Subscription confirmed!</h1>" in browse(link(asking, "ConfirmSubscription"))
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert subscription["SubscriptionArn"].startswith(topic + ":")
    sns.publish(TopicArn=topic, Message="Grüße\nzwei", Subject="Heiß")
    asking, told = mails(server.endpoint, topic)
    assert (told["subject"], told["to"], told["status"]) == ("Heiß", "ana@example.com", "kept")
    assert told["text"].startswith("Grüße\nzwei\n\n--\n")
    with urllib.request.urlopen(f"{server.endpoint}/_cauce/mail/{told['id']}.eml") as answer:
        assert b"Content-Transfer-Encoding: quoted-printable" in answer.read()
    # A program follows the link too, and reads XML.
    with urllib.request.urlopen(link(told, "Unsubscribe")) as answer:
        assert b"<UnsubscribeResponse" in answer.read()
    assert sns.list_subscriptions()["Subscriptions"] == []


def test_confirmed_by_token_through_the_sdk(client, server):
    sns = client("sns")
    topic = sns.create_topic(Name="token")["TopicArn"]
    arn = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com", ReturnSubscriptionArn=True)
    token = link(mails(server.endpoint, topic)[0], "ConfirmSubscription").split("Token=")[1]
    answer = sns.confirm_subscription(TopicArn=topic, Token=token, AuthenticateOnUnsubscribe="true")
    assert answer["SubscriptionArn"] == arn["SubscriptionArn"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn["SubscriptionArn"])["Attributes"]
    assert attributes["ConfirmationWasAuthenticated"] == "true"
    sns.publish(TopicArn=topic, Message="m")
    with pytest.raises(urllib.error.HTTPError) as caught:
        browse(link(mails(server.endpoint, topic)[1], "Unsubscribe"))
    assert caught.value.code == 403
    sns.unsubscribe(SubscriptionArn=arn["SubscriptionArn"])


def test_publish_takes_attributes_and_batches(client):
    sns = client("sns")
    topic = sns.create_topic(Name="publish")["TopicArn"]
    answer = sns.publish(
        TopicArn=topic,
        Message=json.dumps({"default": "d"}),
        MessageStructure="json",
        MessageAttributes={
            "n": {"DataType": "Number", "StringValue": "1e3"},
            "b": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        },
    )
    assert answer["MessageId"][14] == "5"
    entries = [{"Id": str(i), "Message": "m" if i else " "} for i in range(3)] + [
        {"Id": "bad", "Message": "m", "Subject": "s" * 101}
    ]
    answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["0", "1", "2"]
    (failed,) = answer["Failed"]
    assert failed == {
        "Id": "bad", "Code": "InvalidParameter", "Message": "Invalid parameter: Subject", "SenderFault": True,
    }
    assert refused(sns.publish, TopicArn=topic, Message="")["Message"] == "Invalid parameter: Empty message"


def test_what_is_not_emulated_is_refused_by_name(client):
    sns = client("sns")
    topic = sns.create_topic(Name="refused")["TopicArn"]
    for error, name in [
        (refused(sns.create_topic, Name="a.fifo", Attributes={"FifoTopic": "true"}), "FIFO"),
        (refused(sns.subscribe, TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:000000000000:q"), "sqs"),
        (refused(sns.publish, PhoneNumber="+34600000000", Message="m"), "PhoneNumber"),
        (refused(sns.get_sms_attributes), "GetSMSAttributes"),
    ]:
        assert error["Code"] == "NotImplemented"
        assert name in error["Message"]


def test_mail_is_really_sent_and_sent_again():
    mail = MailServer(failures=1)
    server = Server("--smtp", mail.address, "--auto-confirm-email")
    try:
        sns = server.client("sns")
        topic = sns.create_topic(Name="smtp", Attributes={"DisplayName": "My alerts"})["TopicArn"]
        answer = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ana@example.com")
        assert answer["SubscriptionArn"].startswith(topic)
        sns.publish(TopicArn=topic, Message=".dot\nline", Subject="Hot")
        deadline = time.monotonic() + 20
        while len(mail.messages) < 2 and time.monotonic() < deadline:
            # What failed is tried again after ten seconds of the emulator's clock.
            urllib.request.urlopen(
                urllib.request.Request(server.endpoint + "/_cauce/clock?advance=10", method="POST")
            ).close()
            time.sleep(0.05)
        told = [message for message in mail.messages if "Subject: Hot\r\n" in message]
        assert len(mail.messages) == 2 and len(told) == 1
        assert "From: My alerts <no-reply@sns.amazonaws.com>\r\n" in told[0]
        assert "\r\n\r\n..dot\r\nline\r\n" in told[0]
    finally:
        server.stop()


def test_topics_and_mail_survive_a_kill(data_server):
    server = data_server("--auto-confirm-email")
    sns = server.client("sns")
    topic = sns.create_topic(Name="kept")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    for index in range(20):
        sns.publish(TopicArn=topic, Message=f"m{index}")
    server.kill()
    server = data_server("--auto-confirm-email")
    texts = [mail["text"].split("\n")[0] for mail in mails(server.endpoint, topic)[1:]]
    assert texts == [f"m{index}" for index in range(20)]
    assert len(server.client("sns").list_subscriptions()["Subscriptions"]) == 1
