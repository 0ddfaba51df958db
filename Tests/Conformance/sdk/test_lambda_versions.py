"""Versions, aliases, concurrency, layers and what else is set on Lambda functions, through boto3."""

import io
import json
import time
import urllib.request
import zipfile

import pytest
from botocore.exceptions import ClientError
from test_lambda import ROLE, eventually, make, messages, package, refused

WHO = "import os\ndef handler(event, context): return [os.environ['AWS_LAMBDA_FUNCTION_VERSION'], context.invoked_function_arn, {0!r}]"


def call(functions, name, **more):
    answer = functions.invoke(FunctionName=name, **more)
    return answer["ExecutedVersion"], json.loads(answer["Payload"].read())


def test_versions_are_published_and_keep_their_code(client):
    functions = client("lambda")
    arn = make(functions, "f", WHO.format("one"), Publish=True)["FunctionArn"]
    assert arn.endswith(":function:f:1")
    arn = arn[:-2]
    assert call(functions, "f", Qualifier="1") == ("1", ["1", arn + ":1", "one"])
    functions.update_function_code(FunctionName="f", ZipFile=package(WHO.format("two")))
    same = functions.publish_version(FunctionName="f", Description="second")
    assert (same["Version"], same["Description"], same["State"]) == ("2", "second", "Active")
    # Nothing has changed since.
    assert functions.publish_version(FunctionName="f")["Version"] == "2"
    assert call(functions, arn + ":1") == ("1", ["1", arn + ":1", "one"])
    assert call(functions, "f:2") == ("2", ["2", arn + ":2", "two"])
    assert call(functions, "f") == ("$LATEST", ["$LATEST", arn, "two"])
    versions = functions.list_versions_by_function(FunctionName="f")["Versions"]
    assert [v["Version"] for v in versions] == ["$LATEST", "1", "2"]
    assert versions[0]["FunctionArn"] == arn + ":$LATEST"
    assert len(functions.list_functions(FunctionVersion="ALL")["Functions"]) == 3
    functions.delete_function(FunctionName="f", Qualifier="1")
    gone = refused(functions.invoke, FunctionName="f", Qualifier="1")
    assert gone["Error"]["Message"] == f"Function not found: {arn}:1"
    wrong = refused(functions.publish_version, FunctionName="f", CodeSha256="x")
    assert "is different from current CodeSHA256 in $LATEST" in wrong["Error"]["Message"]
    assert refused(functions.publish_version, FunctionName="f", RevisionId="x")["ResponseMetadata"]["HTTPStatusCode"] == 412
    # Numbers go on after the function was made again.
    functions.delete_function(FunctionName="f")
    assert make(functions, "f", WHO.format("new"), Publish=True)["Version"] == "3"


def test_aliases_route_by_weight(client):
    functions = client("lambda")
    arn = make(functions, "f", WHO.format("a"), Publish=True)["FunctionArn"][:-2]
    functions.update_function_code(FunctionName="f", ZipFile=package(WHO.format("b")), Publish=True)
    alias = functions.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    assert alias["AliasArn"] == arn + ":live"
    assert call(functions, "f", Qualifier="live") == ("1", ["1", arn + ":live", "a"])
    assert refused(functions.create_alias, FunctionName="f", Name="live", FunctionVersion="1")["Error"]["Message"] == (
        f"Alias already exists: {arn}:live")
    functions.update_alias(
        FunctionName="f", Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
    seen = {call(functions, "f:live")[0] for _ in range(40)}
    assert seen == {"1", "2"}
    functions.update_alias(FunctionName="f", Name="live", FunctionVersion="2", RoutingConfig={"AdditionalVersionWeights": {}})
    assert call(functions, "f:live")[0] == "2"
    assert [a["Name"] for a in functions.list_aliases(FunctionName="f")["Aliases"]] == ["live"]
    assert functions.get_function(FunctionName="f", Qualifier="live")["Configuration"]["Version"] == "2"
    assert refused(functions.get_alias, FunctionName="f", Name="no")["Error"]["Message"] == (
        f"Cannot find alias arn: {arn}:no")
    assert "Function not found" in refused(
        functions.create_alias, FunctionName="f", Name="x", FunctionVersion="9")["Error"]["Message"]
    statement = json.loads(functions.add_permission(
        FunctionName="f", Qualifier="live", StatementId="s", Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com")["Statement"])
    assert statement["Resource"] == arn + ":live"
    assert refused(functions.get_policy, FunctionName="f")["Error"]["Code"] == "ResourceNotFoundException"
    assert functions.get_policy(FunctionName="f", Qualifier="live")["Policy"]
    assert "points to it" in refused(functions.delete_function, FunctionName="f", Qualifier="2")["Error"]["Message"]
    functions.delete_alias(FunctionName="f", Name="live")
    assert refused(functions.invoke, FunctionName="f", Qualifier="live")["Error"]["Code"] == "ResourceNotFoundException"


def test_reserved_concurrency_throttles(client):
    functions = client("lambda", max_pool_connections=20)
    make(functions, "f", "import time\ndef handler(event, context): time.sleep(event.get('s', 0))")
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    assert functions.get_function(FunctionName="f")["Concurrency"] == {"ReservedConcurrentExecutions": 0}
    stopped = refused(functions.invoke, FunctionName="f")
    assert stopped["Error"] == {"Code": "TooManyRequestsException", "Message": "Rate Exceeded."}
    assert stopped["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert stopped["ResponseMetadata"]["HTTPStatusCode"] == 429
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=2)
    import concurrent.futures

    def one(_):
        try:
            return functions.invoke(FunctionName="f", Payload=b'{"s":1}')["StatusCode"]
        except ClientError as error:
            return error.response["Reason"]

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(one, range(6)))
    assert answers.count(200) == 2 and len(answers) == 6
    limits = functions.get_account_settings()
    assert limits["AccountLimit"]["ConcurrentExecutions"] == 1000
    assert limits["AccountLimit"]["UnreservedConcurrentExecutions"] == 998
    assert limits["AccountUsage"]["FunctionCount"] == 1
    over = refused(functions.put_function_concurrency, FunctionName="f", ReservedConcurrentExecutions=901)
    assert "below its minimum value of [100]" in over["Error"]["Message"]
    functions.delete_function_concurrency(FunctionName="f")
    assert "ReservedConcurrentExecutions" not in functions.get_function_concurrency(FunctionName="f")


def test_more_than_ten_run_at_once(client):
    functions = client("lambda", max_pool_connections=20)
    make(functions, "f", "import time\ndef handler(event, context):\n  start = time.time()\n  time.sleep(4)\n  return [start, time.time()]", Timeout=30)
    import concurrent.futures

    with concurrent.futures.ThreadPoolExecutor(14) as pool:
        spans = list(pool.map(
            lambda _: json.loads(functions.invoke(FunctionName="f")["Payload"].read()), range(14)))
    # All of them at one moment.
    assert max(start for start, _ in spans) < min(end for _, end in spans)


def test_provisioned_processes_are_warm_before_the_first_event(client):
    functions = client("lambda")
    make(functions, "f", """
import os, time
BORN = time.time()
def handler(event, context): return [BORN, os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]]
""", Publish=True)
    assert "unpublished" in refused(
        functions.put_provisioned_concurrency_config, FunctionName="f", Qualifier="$LATEST",
        ProvisionedConcurrentExecutions=1)["Error"]["Message"]
    put = functions.put_provisioned_concurrency_config(FunctionName="f", Qualifier="1", ProvisionedConcurrentExecutions=2)
    assert (put["Status"], put["ResponseMetadata"]["HTTPStatusCode"]) == ("IN_PROGRESS", 202)

    def ready():
        return functions.get_provisioned_concurrency_config(FunctionName="f", Qualifier="1")["Status"] == "READY"

    assert eventually(ready)
    now = time.time()
    born, kind = json.loads(functions.invoke(FunctionName="f", Qualifier="1")["Payload"].read())
    assert born < now and kind == "provisioned-concurrency"
    listed = functions.list_provisioned_concurrency_configs(FunctionName="f")["ProvisionedConcurrencyConfigs"]
    assert [c["AllocatedProvisionedConcurrentExecutions"] for c in listed] == [2]
    functions.delete_provisioned_concurrency_config(FunctionName="f", Qualifier="1")
    missing = refused(functions.get_provisioned_concurrency_config, FunctionName="f", Qualifier="1")
    assert missing["Error"]["Code"] == "ProvisionedConcurrencyConfigNotFoundException"


def test_provisioned_concurrency_that_cannot_be_initialised_fails(client):
    functions = client("lambda")
    make(functions, "f", "raise ValueError('never')", Publish=True)
    functions.put_provisioned_concurrency_config(FunctionName="f", Qualifier="1", ProvisionedConcurrentExecutions=1)

    def status():
        found = functions.get_provisioned_concurrency_config(FunctionName="f", Qualifier="1")
        return found["Status"], found.get("StatusReason")

    assert eventually(lambda: status() == ("FAILED", "FUNCTION_ERROR_INIT_FAILURE"))


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for path, text in files.items():
            made.writestr(path.replace("__", "/"), text)
    return out.getvalue()


LAYERED = """
import os, subprocess
def handler(event, context):
    told = subprocess.run(["tool"], capture_output=True, text=True).stdout.strip()
    return [told, open("/opt/word").read() if os.path.exists("/opt/word") else None, os.environ.get("WRAPPED")]
"""


def test_layers_lie_in_opt_and_may_wrap_the_runtime(client):
    functions = client("lambda")
    files = {"bin/tool": "#!/bin/sh\necho tool of $0", "word": "one", "wrapper": '#!/bin/sh\nWRAPPED=yes exec "$@"'}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            made.writestr(entry, text)
    first = functions.publish_layer_version(LayerName="l", Content={"ZipFile": out.getvalue()})
    other = functions.publish_layer_version(LayerName="m", Content={"ZipFile": archive(word="two")})
    make(functions, "f", LAYERED, Layers=[first["LayerVersionArn"], other["LayerVersionArn"]])

    def call():
        return json.loads(functions.invoke(FunctionName="f")["Payload"].read())

    told, word, wrapped = call()
    assert told.startswith("tool of ") and wrapped is None
    if word is None:
        assert eventually(lambda: any("its layers are search paths only" in m for m in messages(client("logs"), "f")))
        return
    assert word == "two"
    functions.update_function_configuration(
        FunctionName="f", Environment={"Variables": {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/wrapper"}})
    assert call()[1:] == ["two", "yes"]


def test_layers_are_found_by_the_function(client):
    functions = client("lambda")
    first = functions.publish_layer_version(
        LayerName="l", Content={"ZipFile": archive(**{"python__shared.py": "NAME = 'one'", "python__only.py": "X = 1"})},
        CompatibleRuntimes=["python3.11"], Description="d", LicenseInfo="MIT")
    assert first["Version"] == 1 and first["LayerVersionArn"] == first["LayerArn"] + ":1"
    downloaded = urllib.request.urlopen(first["Content"]["Location"]).read()
    assert len(downloaded) == first["Content"]["CodeSize"]
    other = functions.publish_layer_version(
        LayerName="m", Content={"ZipFile": archive(**{"python__shared.py": "NAME = 'two'"})})
    made = make(
        functions, "f", "import shared, only\ndef handler(event, context): return [shared.NAME, only.X]",
        Layers=[first["LayerVersionArn"], other["LayerVersionArn"]])
    assert [layer["Arn"] for layer in made["Layers"]] == [first["LayerVersionArn"], other["LayerVersionArn"]]
    assert made["Layers"][0]["CodeSize"] == first["Content"]["CodeSize"]
    # The later layer's file hides the earlier one's.
    assert json.loads(functions.invoke(FunctionName="f")["Payload"].read()) == ["two", 1]
    functions.delete_layer_version(LayerName="m", VersionNumber=1)
    functions.update_function_configuration(FunctionName="f", Timeout=9)
    assert json.loads(functions.invoke(FunctionName="f")["Payload"].read()) == ["two", 1]
    functions.update_function_configuration(FunctionName="f", Layers=[first["LayerVersionArn"]])
    assert json.loads(functions.invoke(FunctionName="f")["Payload"].read()) == ["one", 1]
    second = functions.publish_layer_version(LayerName="l", Content={"ZipFile": archive(a="b")})
    assert second["Version"] == 2
    assert [v["Version"] for v in functions.list_layer_versions(LayerName="l")["LayerVersions"]] == [2, 1]
    assert [x["LayerName"] for x in functions.list_layers()["Layers"]] == ["l"]
    assert [x["LatestMatchingVersion"]["Version"] for x in functions.list_layers(CompatibleRuntime="python3.11")["Layers"]] == [1]
    assert functions.get_layer_version_by_arn(Arn=first["LayerVersionArn"])["Description"] == "d"
    functions.add_layer_version_permission(
        LayerName="l", VersionNumber=1, StatementId="s", Action="lambda:GetLayerVersion", Principal="*")
    policy = json.loads(functions.get_layer_version_policy(LayerName="l", VersionNumber=1)["Policy"])
    assert policy["Statement"][0]["Resource"] == first["LayerVersionArn"]
    functions.remove_layer_version_permission(LayerName="l", VersionNumber=1, StatementId="s")
    assert refused(functions.get_layer_version_policy, LayerName="l", VersionNumber=1)["Error"]["Code"] == (
        "ResourceNotFoundException")
    missing = refused(functions.update_function_configuration, FunctionName="f", Layers=[first["LayerArn"] + ":9"])
    assert missing["Error"]["Message"] == f"Layer version {first['LayerArn']}:9 does not exist."


def test_what_is_kept_is_shown(client):
    functions = client("lambda")
    arn = make(functions, "f", "def handler(event, context): pass")["FunctionArn"]
    profile = "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/v1"
    config = functions.create_code_signing_config(
        AllowedPublishers={"SigningProfileVersionArns": [profile]})["CodeSigningConfig"]
    signing = config["CodeSigningConfigArn"]
    assert config["CodeSigningPolicies"] == {"UntrustedArtifactOnDeployment": "Warn"}
    functions.put_function_code_signing_config(FunctionName="f", CodeSigningConfigArn=signing)
    assert functions.get_function_code_signing_config(FunctionName="f")["CodeSigningConfigArn"] == signing
    assert functions.list_functions_by_code_signing_config(CodeSigningConfigArn=signing)["FunctionArns"] == [arn]
    assert refused(functions.delete_code_signing_config, CodeSigningConfigArn=signing)["Error"]["Code"] == (
        "ResourceConflictException")
    functions.delete_function_code_signing_config(FunctionName="f")
    functions.update_code_signing_config(CodeSigningConfigArn=signing, Description="x")
    assert functions.get_code_signing_config(CodeSigningConfigArn=signing)["CodeSigningConfig"]["Description"] == "x"
    assert len(functions.list_code_signing_configs()["CodeSigningConfigs"]) == 1
    functions.delete_code_signing_config(CodeSigningConfigArn=signing)
    assert functions.get_runtime_management_config(FunctionName="f")["UpdateRuntimeOn"] == "Auto"
    functions.put_runtime_management_config(FunctionName="f", UpdateRuntimeOn="FunctionUpdate")
    assert functions.get_runtime_management_config(FunctionName="f")["UpdateRuntimeOn"] == "FunctionUpdate"
    assert functions.get_function_recursion_config(FunctionName="f")["RecursiveLoop"] == "Terminate"
    functions.put_function_recursion_config(FunctionName="f", RecursiveLoop="Allow")
    assert functions.get_function_recursion_config(FunctionName="f")["RecursiveLoop"] == "Allow"


def test_everything_survives_a_kill(data_server):
    server = data_server()
    functions = server.client("lambda")
    make(functions, "f", WHO.format("kept"), Publish=True)
    functions.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=3)
    layer = functions.publish_layer_version(LayerName="l", Content={"ZipFile": archive(a="b")})["LayerVersionArn"]
    server.kill()
    functions = data_server().client("lambda")
    assert call(functions, "f:live")[1][2] == "kept"
    assert functions.get_function_concurrency(FunctionName="f")["ReservedConcurrentExecutions"] == 3
    assert functions.get_layer_version_by_arn(Arn=layer)["Version"] == 1
    functions.update_function_code(FunctionName="f", ZipFile=package(WHO.format("later")))
    assert functions.publish_version(FunctionName="f")["Version"] == "2"
