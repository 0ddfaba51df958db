"""IAM and STS through boto3 and the aws CLI, as set-up scripts use them."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kinesis:*", "Resource": "*"}]}


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def test_a_role_as_set_up_scripts_make_it(client):
    iam = client("iam")
    made = iam.create_role(
        RoleName="worker", AssumeRolePolicyDocument=json.dumps(TRUST, indent=2), Tags=[{"Key": "a", "Value": "1"}]
    )["Role"]
    assert made["RoleId"].startswith("AROA")
    iam.get_waiter("role_exists").wait(RoleName="worker")
    iam.attach_role_policy(
        RoleName="worker", PolicyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole"
    )
    iam.put_role_policy(RoleName="worker", PolicyName="more", PolicyDocument=json.dumps(POLICY))
    role = iam.get_role(RoleName="worker")["Role"]
    assert role["AssumeRolePolicyDocument"] == TRUST and role["Arn"] == made["Arn"]
    assert iam.get_role_policy(RoleName="worker", PolicyName="more")["PolicyDocument"] == POLICY
    (attached,) = iam.list_attached_role_policies(RoleName="worker")["AttachedPolicies"]
    assert attached["PolicyName"] == "AWSLambdaKinesisExecutionRole"
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_role(RoleName="worker")
    iam.delete_role_policy(RoleName="worker", PolicyName="more")
    iam.detach_role_policy(RoleName="worker", PolicyArn=attached["PolicyArn"])
    iam.delete_role(RoleName="worker")
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_role(RoleName="worker")


def test_policies_have_versions(client):
    iam = client("iam")
    arn = iam.create_policy(PolicyName="p", PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"]
    version = iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(POLICY), SetAsDefault=True)
    assert version["PolicyVersion"]["VersionId"] == "v2"
    got = iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]
    assert got["Document"] == POLICY and got["IsDefaultVersion"]
    names = [p["PolicyName"] for page in iam.get_paginator("list_policies").paginate() for p in page["Policies"]]
    assert names[0] == "p" and "AdministratorAccess" in names
    error = refused(iam.create_policy, PolicyName="q", PolicyDocument="{")
    assert error["Code"] == "MalformedPolicyDocument"
    error = refused(iam.create_role, RoleName="bad name", AssumeRolePolicyDocument=json.dumps(TRUST))
    assert error["Code"] == "ValidationError" and "'roleName' failed to satisfy constraint" in error["Message"]
    error = refused(iam.get_account_summary)
    assert error["Code"] == "NotImplemented" and "GetAccountSummary" in error["Message"]


def test_assumed_roles_and_users_are_known_by_their_keys(client, server):
    sts = client("sts")
    identity = sts.get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{identity['Account']}:root"
    iam = client("iam")
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    answer = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="night")
    issued = answer["Credentials"]

    def with_keys(service, key, secret, token=None):
        return boto3.client(
            service, endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id=key,
            aws_secret_access_key=secret, aws_session_token=token,
        )

    as_role = with_keys("sts", issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
    who = as_role.get_caller_identity()
    assert who["Arn"] == f"arn:aws:sts::{identity['Account']}:assumed-role/r/night"
    assert who["UserId"] == f"{role['RoleId']}:night" == answer["AssumedRoleUser"]["AssumedRoleId"]
    # What the session makes is its account's.
    kinesis = with_keys("kinesis", issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
    kinesis.create_stream(StreamName="s", ShardCount=1)
    assert client("kinesis").list_streams()["StreamNames"] == ["s"]

    iam.create_user(UserName="ana")
    key = iam.create_access_key(UserName="ana")["AccessKey"]
    as_user = with_keys("sts", key["AccessKeyId"], key["SecretAccessKey"])
    assert as_user.get_caller_identity()["Arn"].endswith(":user/ana")
    session = as_user.get_session_token()["Credentials"]
    again = with_keys("sts", session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    assert again.get_caller_identity()["Arn"].endswith(":user/ana")


def test_the_cli_makes_a_role(server, tmp_path):
    document = tmp_path / "trust.json"
    document.write_text(json.dumps(TRUST, indent=4).replace("\n", "\r\n"))
    shown = server.aws(
        "iam", "create-role", "--role-name", "cli", "--assume-role-policy-document", f"file://{document}"
    )
    assert json.loads(shown)["Role"]["AssumeRolePolicyDocument"] == TRUST
    assert json.loads(server.aws("sts", "get-caller-identity"))["Account"] == "000000000000"
