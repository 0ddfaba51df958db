"""Function URLs and streamed answers, over plain HTTP and boto3."""

import base64
import http.client
import json
import urllib.parse

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import Server
from test_lambda import make, refused

ECHO = """
def handler(event, context):
    how = (event.get("queryStringParameters") or {}).get("how")
    if how == "fail": raise ValueError("no")
    if how == "plain": return {"hello": "world"}
    if how == "text": return "just text"
    if how == "full":
        return {"statusCode": 201, "headers": {"X-Own": "yes", "Content-Type": "text/x"}, "cookies": ["a=1", "b=2"],
                "body": "AP8=", "isBase64Encoded": True}
    return event
"""


def ask(server, url, method="GET", path="/", body=None, **fields):
    """Through the server's address, with the URL's host: no name needs to be resolved."""
    place = urllib.parse.urlsplit(server.endpoint)
    connection = http.client.HTTPConnection(place.hostname, place.port)
    connection.request(
        method, path, body, {"Host": urllib.parse.urlsplit(url).netloc, **{k.replace("_", "-"): v for k, v in fields.items()}})
    answer = connection.getresponse()
    return answer, answer.read()


def test_a_function_url_serves_http(server, client):
    functions = client("lambda")
    arn = make(functions, "f", ECHO)["FunctionArn"]
    made = functions.create_function_url_config(FunctionName="f", AuthType="NONE")
    url = made["FunctionUrl"]
    assert ".lambda-url.us-east-1.localhost" in url and made["FunctionArn"] == arn and made["InvokeMode"] == "BUFFERED"
    answer, body = ask(
        server, url, "POST", "/pa%20th/x?a=1&a=2&b=", b'{"x":1}', Content_Type="application/json", Cookie="c=1; d=2",
        X_Own="one")
    event = json.loads(body)
    assert answer.status == 200
    assert (event["version"], event["routeKey"]) == ("2.0", "$default")
    assert (event["rawPath"], event["rawQueryString"]) == ("/pa th/x", "a=1&a=2&b=")
    assert event["queryStringParameters"] == {"a": "1,2", "b": ""}
    assert event["cookies"] == ["c=1", "d=2"] and event["headers"]["x-own"] == "one"
    assert event["body"] == '{"x":1}' and event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert context["accountId"] == "anonymous" and context["http"]["method"] == "POST"
    assert context["domainPrefix"] == context["apiId"] == url.split("/")[2].split(".")[0]
    binary = json.loads(ask(server, url, "POST", "/", b"\x00\xff")[1])
    assert binary["isBase64Encoded"] and base64.b64decode(binary["body"]) == b"\x00\xff"
    answer, body = ask(server, url, path="/?how=plain")
    assert (json.loads(body), answer.getheader("Content-Type")) == ({"hello": "world"}, "application/json")
    assert ask(server, url, path="/?how=text")[1] == b"just text"
    answer, body = ask(server, url, path="/?how=full")
    assert (answer.status, body, answer.getheader("X-Own"), answer.getheader("Content-Type")) == (201, b"\x00\xff", "yes", "text/x")
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    answer, body = ask(server, url, path="/?how=fail")
    assert (answer.status, body) == (502, b"Internal Server Error")
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    assert ask(server, url)[0].status == 429
    functions.delete_function_url_config(FunctionName="f")
    assert refused(functions.get_function_url_config, FunctionName="f")["Error"]["Code"] == "ResourceNotFoundException"
    assert ask(server, url)[0].status in (403, 404)


def test_a_url_of_an_alias_with_a_signature_and_cors(server, client):
    functions = client("lambda")
    make(functions, "f", "def handler(event, context): return context.function_version", Publish=True)
    functions.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    url = functions.create_function_url_config(
        FunctionName="f", Qualifier="live", AuthType="AWS_IAM",
        Cors={"AllowOrigins": ["https://page.example"], "AllowMethods": ["GET"], "MaxAge": 5})["FunctionUrl"]
    answer, body = ask(server, url)
    assert (answer.status, json.loads(body)) == (403, {"Message": "Forbidden"})
    signed = "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00"
    answer, body = ask(server, url, Authorization=signed, Origin="https://page.example")
    # With `--auth off` any signature goes; its key tells whose it is.
    assert (answer.status, body) == (200, b"1")
    assert answer.getheader("Access-Control-Allow-Origin") == "https://page.example"
    answer, _ = ask(server, url, "OPTIONS", Origin="https://page.example", Access_Control_Request_Method="GET")
    assert (answer.status, answer.getheader("Access-Control-Allow-Methods")) == (200, "GET")
    functions.update_function_url_config(FunctionName="f", Qualifier="live", AuthType="NONE")
    assert ask(server, url)[0].status == 200
    again = refused(functions.create_function_url_config, FunctionName="f", Qualifier="live", AuthType="NONE")
    assert again["Error"]["Code"] == "ResourceConflictException"
    assert [c["AuthType"] for c in functions.list_function_url_configs(FunctionName="f")["FunctionUrlConfigs"]] == ["NONE"]


def signed(url, method="GET", body=b"", key="OWNER", secret="owner-secret", service="lambda", region="us-east-1"):
    """The header fields of a request as botocore signs it."""
    request = AWSRequest(method=method, url=url, data=body, headers={"Host": urllib.parse.urlsplit(url).netloc})
    SigV4Auth(Credentials(key, secret), service, region).add_auth(request)
    return {name.replace("-", "_"): value for name, value in request.headers.items() if name != "Host"}


def test_signatures_are_verified():
    server = Server(
        "--auth", "verify", "--credentials", "OWNER:owner-secret:111111111111",
        "--credentials", "OTHER:other-secret:222222222222")
    try:
        functions = boto3.client(
            "lambda", endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id="OWNER",
            aws_secret_access_key="owner-secret")
        make(functions, "f", "def handler(event, context): return [event['requestContext'], event.get('body')]")
        url = functions.create_function_url_config(FunctionName="f", AuthType="AWS_IAM")["FunctionUrl"]

        def call(path="", body=b"", sent=None, **how):
            method = "POST" if body else "GET"
            fields = signed(url + path, method, body, **how)
            answer, bytes = ask(server, url, method, "/" + path, body if sent is None else sent, **fields)
            return answer.status, answer.getheader("x-amzn-ErrorType"), json.loads(bytes)

        status, _, (context, body) = call("a%20b?x=1&y=2", b"hola")
        assert (status, body, context["accountId"]) == (200, "aG9sYQ==", "111111111111")
        assert context["authorizer"]["iam"]["accessKey"] == "OWNER" and context["authentication"] is None
        assert context["authorizer"]["iam"]["userArn"] == "arn:aws:iam::111111111111:root"
        answer, bytes = ask(server, url)
        assert (answer.status, json.loads(bytes)) == (403, {"Message": "Forbidden"})
        assert answer.getheader("x-amzn-ErrorType") == "AccessDeniedException"
        wrong = (403, "InvalidSignatureException", {
            "message": "The request signature we calculated does not match the signature you provided. Check your AWS "
            "Secret Access Key and signing method. Consult the service documentation for details."})
        assert call(secret="wrong") == wrong
        assert call(body=b"hola", sent=b"adios") == wrong
        assert call(key="NOBODY")[1:] == (
            "UnrecognizedClientException", {"message": "The security token included in the request is invalid."})
        assert call(service="execute-api")[2] == {"message": "Credential should be scoped to correct service: 'lambda'."}
        assert call(region="eu-west-1")[2] == {"message": "Credential should be scoped to a valid region."}
        # Another account's caller needs a statement in the function's policy.
        other = {"key": "OTHER", "secret": "other-secret"}
        assert call(**other)[:2] == (403, "AccessDeniedException")
        functions.add_permission(
            FunctionName="f", StatementId="s", Action="lambda:InvokeFunctionUrl", Principal="222222222222",
            FunctionUrlAuthType="AWS_IAM")
        status, _, (context, _) = call(**other)
        assert (status, context["accountId"]) == (200, "222222222222")
    finally:
        server.stop()


STREAM = """
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
  if (event.rawPath) stream = awslambda.HttpResponseStream.from(stream, { statusCode: 206, headers: { 'X-Own': 'yes' }, cookies: ['s=1'] })
  else stream.setContentType('text/own')
  if (event.mode === 'throw_before') throw new Error('before')
  stream.write(Buffer.from([65, 0, 255, 10]))
  if (event.mode === 'throw_after') throw new Error('after')
  if (event.mode === 'large') {
    const { once } = require('events')
    for (let n = 0; n < 112; n++) if (!stream.write(Buffer.alloc(65536, 120))) await once(stream, 'drain')
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  stream.write('end')
  stream.end()
})
exports.plain = async (event) => { if (event.bad) throw new TypeError('no'); return { plain: true } }
"""


def stream(functions, name, event=None):
    answer = functions.invoke_with_response_stream(
        FunctionName=name, Payload=json.dumps(event or {}), LogType="Tail")
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
    events = list(answer["EventStream"])
    data = b"".join(e["PayloadChunk"]["Payload"] for e in events if "PayloadChunk" in e)
    assert "InvokeComplete" in events[-1]
    return data, events[-1]["InvokeComplete"]


def node(functions, name, handler="index.handler"):
    from test_lambda import ROLE, package

    functions.create_function(
        FunctionName=name, Runtime="nodejs20.x", Role=ROLE, Handler=handler, Timeout=20,
        Code={"ZipFile": package(STREAM, "index.js")})


def test_answers_are_streamed(client):
    functions = client("lambda")
    node(functions, "f")
    data, complete = stream(functions, "f")
    assert data == b"A\x00\xff\nend" and "ErrorCode" not in complete
    assert "REPORT RequestId: " in base64.b64decode(complete["LogResult"]).decode()
    # Recorded from AWS: what is thrown once it streams ends the answer and is told by the log alone.
    data, complete = stream(functions, "f", {"mode": "throw_before"})
    assert data == b"" and "ErrorCode" not in complete and "before" in base64.b64decode(complete["LogResult"]).decode()
    assert stream(functions, "f", {"mode": "throw_after"})[0] == b"A\x00\xff\n"
    data, _ = stream(functions, "f", {"mode": "large"})
    assert len(data) == 4 + 112 * 65536 + 3
    whole = functions.invoke(FunctionName="f")
    assert whole["Payload"].read() == b"A\x00\xff\nend" and "FunctionError" not in whole


def test_a_plain_answer_is_one_piece(client):
    functions = client("lambda")
    node(functions, "f", "index.plain")
    data, complete = stream(functions, "f")
    assert json.loads(data) == {"plain": True} and "ErrorCode" not in complete
    _, complete = stream(functions, "f", {"bad": 1})
    assert complete["ErrorCode"] == "Unhandled" and json.loads(complete["ErrorDetails"])["errorType"] == "TypeError"


def test_a_url_streams(server, client):
    functions = client("lambda")
    node(functions, "f")
    url = functions.create_function_url_config(FunctionName="f", AuthType="NONE", InvokeMode="RESPONSE_STREAM")["FunctionUrl"]
    answer, body = ask(server, url)
    assert (answer.status, body) == (206, b"A\x00\xff\nend")
    assert answer.getheader("X-Own") == "yes" and answer.getheader("Set-Cookie") == "s=1"
    assert answer.getheader("Transfer-Encoding") == "chunked"
