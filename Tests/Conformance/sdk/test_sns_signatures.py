"""The signatures of SNS's messages, verified as a subscriber would, with nothing but the served certificate."""

import base64
import hashlib
import http.server
import json
import queue
import ssl
import threading
import urllib.request

import pytest


def elements(der):
    """The elements of an ASN.1 sequence's content."""
    while der:
        length, start = der[1], 2
        if length & 0x80:
            count = length & 0x7F
            length, start = int.from_bytes(der[2 : 2 + count], "big"), 2 + count
        yield der[start : start + length]
        der = der[start + length :]


def public_key(pem):
    """Modulus and exponent of an RSA certificate."""
    (certificate,) = elements(ssl.PEM_cert_to_DER_cert(pem))
    fields = list(elements(next(elements(certificate))))
    # Version, serial number, algorithm, issuer, validity, subject, key.
    bits = list(elements(fields[6]))[1]
    (key,) = elements(bits[1:])
    modulus, exponent = elements(key)
    return int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")


DIGESTS = {
    "1": ("sha1", bytes.fromhex("3021300906052b0e03021a05000414")),
    "2": ("sha256", bytes.fromhex("3031300d060960864801650304020105000420")),
}


def verify(message):
    """PKCS #1 v1.5 over the members that AWS's documentation names, in their order."""
    names = (
        ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
        if message["Type"] == "Notification"
        else ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    )
    text = "".join(f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None)
    url = message.get("SigningCertURL") or message["SigningCertUrl"]
    assert url.split("/")[-1].startswith("SimpleNotificationService-") and url.endswith(".pem")
    with urllib.request.urlopen(url) as answer:
        modulus, exponent = public_key(answer.read().decode())
    signature = base64.b64decode(message["Signature"])
    assert len(signature) == 256
    name, prefix = DIGESTS[message["SignatureVersion"]]
    digest = hashlib.new(name, text.encode()).digest()
    decrypted = pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(256, "big")
    assert decrypted == b"\x00\x01" + b"\xff" * (253 - len(prefix) - len(digest)) + b"\x00" + prefix + digest


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps what is posted."""

    def __init__(self):
        self.posts = queue.Queue()
        posts = self.posts

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                posts.put((dict(self.headers), body.decode()))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.address = "http://127.0.0.1:%d" % self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def next(self):
        return self.posts.get(timeout=30)


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.shutdown()


@pytest.mark.parametrize("version", ["1", "2"])
def test_functions_can_verify_what_they_are_given(client, receiver, version):
    sns, functions = client("sns"), client("lambda")
    name = f"verifies-{version}"
    topic = sns.create_topic(Name=name, Attributes={"SignatureVersion": version})["TopicArn"]
    assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["SignatureVersion"] == version
    function = functions.create_function(
        FunctionName=name, Role="arn:aws:iam::000000000000:role/r", Handler=receiver.address + "/", Code={}
    )["FunctionArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)
    for message in [{"Message": "with", "Subject": "a subject"}, {"Message": "without é\n"}]:
        sns.publish(TopicArn=topic, **message)
        _, body = receiver.next()
        verify(json.loads(body)["Records"][0]["Sns"])


def test_json_mails_can_be_verified(client, server):
    sns = client("sns")
    topic = sns.create_topic(Name="verifies-mail")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email-json", Endpoint="a@example.com")

    def mails():
        with urllib.request.urlopen(server.endpoint + "/_cauce/mail") as answer:
            return [json.loads(mail["text"]) for mail in json.load(answer) if mail["topicArn"] == topic]

    (confirmation,) = mails()
    verify(confirmation)
    sns.confirm_subscription(TopicArn=topic, Token=confirmation["Token"])
    sns.publish(TopicArn=topic, Message="hello")
    _, notification = mails()
    verify(notification)


def test_the_certificate_survives_a_restart(data_server):
    def certificate(server):
        sns = server.client("sns")
        topic = sns.create_topic(Name="kept")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="email-json", Endpoint="a@example.com")
        with urllib.request.urlopen(server.endpoint + "/_cauce/mail") as answer:
            message = json.loads(json.load(answer)[-1]["text"])
        verify(message)
        return message["SigningCertURL"].split("/")[-1]

    first = data_server()
    name = certificate(first)
    first.kill()
    second = data_server()
    assert certificate(second) == name
    second.stop()


def test_http_endpoints_confirm_and_verify(client, receiver):
    sns = client("sns")
    topic = sns.create_topic(Name="posts", Attributes={"SignatureVersion": "2"})["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=receiver.address + "/hook")
    headers, body = receiver.next()
    confirmation = json.loads(body)
    assert headers["x-amz-sns-message-type"] == confirmation["Type"] == "SubscriptionConfirmation"
    verify(confirmation)
    with urllib.request.urlopen(confirmation["SubscribeURL"]) as answer:
        assert answer.status == 200
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    sns.publish(TopicArn=topic, Message="hello", Subject="s")
    headers, body = receiver.next()
    notification = json.loads(body)
    assert headers["x-amz-sns-subscription-arn"] == subscription["SubscriptionArn"]
    assert notification["Message"] == "hello"
    verify(notification)
    sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    headers, body = receiver.next()
    assert headers["x-amz-sns-message-type"] == "UnsubscribeConfirmation"
    verify(json.loads(body))
