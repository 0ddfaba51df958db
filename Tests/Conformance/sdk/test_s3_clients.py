"""Programs that people use with S3, unmodified: the aws CLI, s3cmd, rclone, restic. One that is not installed is skipped
with a word; `make packages-test` installs them. `CAUCE_BIG` (bytes) makes the large file larger than CI can bear."""

import filecmp
import functools
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.request
import uuid

import pytest

MIB = 1 << 20
BIG = int(os.environ.get("CAUCE_BIG", 48 * MIB))


def needs(program):
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed (make packages-test)")


@pytest.fixture
def bucket(server):
    name = "c-" + uuid.uuid4().hex[:20]
    server.client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture
def tree(tmp_path):
    """A folder with names and sizes that go wrong easily."""
    root = tmp_path / "tree"
    files = {
        "plain.txt": b"plain",
        "empty": b"",
        "a b/c+d & e.txt": b"blanks and signs",
        "deep/er/est/ünï-☃.bin": os.urandom(70_000),
        "percent%20.txt": b"percent",
        "large.bin": os.urandom(9 * MIB),
    }
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        # S3 tells whole seconds: what was written in the second of its upload would count as newer.
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


def same(a, b):
    names = sorted(str(p.relative_to(a)) for p in a.rglob("*") if p.is_file())
    assert names == sorted(str(p.relative_to(b)) for p in b.rglob("*") if p.is_file())
    for name in names:
        assert filecmp.cmp(a / name, b / name, shallow=False), name


def run(*command, env=None):
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@functools.cache
def cli(version):
    """The path of an aws CLI of that main version: PyPI's is 1, Debian's is 2."""
    for place in [str(pathlib.Path(sys.executable).parent), *os.environ["PATH"].split(os.pathsep), "/usr/bin"]:
        program = os.path.join(place, "aws")
        if not os.access(program, os.X_OK):
            continue
        told = subprocess.run([program, "--version"], capture_output=True, text=True)
        if (told.stdout + told.stderr).startswith(f"aws-cli/{version}."):
            return program
    return None


@pytest.fixture(params=["1", "2"])
def aws(request, server):
    """Runs the aws CLI of each version that is there."""
    program = cli(request.param)
    if program is None:
        pytest.skip(f"no aws CLI {request.param} is installed (make packages-test)")
    # Debian's does not know AWS_ENDPOINT_URL yet.
    return lambda *arguments: server.aws(*arguments, "--endpoint-url", server.endpoint, program=program)


def test_aws_cli_syncs_both_ways(aws, bucket, tree, tmp_path):
    aws("s3", "sync", str(tree), f"s3://{bucket}/tree", "--only-show-errors")
    assert aws("s3", "sync", str(tree), f"s3://{bucket}/tree").strip() == ""
    back = tmp_path / "back"
    aws("s3", "sync", f"s3://{bucket}/tree", str(back), "--only-show-errors")
    same(tree, back)
    (tree / "plain.txt").unlink()
    aws("s3", "sync", str(tree), f"s3://{bucket}/tree", "--delete", "--only-show-errors")
    listed = aws("s3", "ls", f"s3://{bucket}/tree/", "--recursive")
    assert "plain.txt" not in listed and "a b/c+d & e.txt" in listed
    aws("s3", "cp", f"s3://{bucket}/tree/large.bin", f"s3://{bucket}/copy.bin", "--only-show-errors")
    link = aws("s3", "presign", f"s3://{bucket}/copy.bin").strip()
    assert urllib.request.urlopen(link).read() == (tree / "large.bin").read_bytes()
    aws("s3", "mv", f"s3://{bucket}/copy.bin", f"s3://{bucket}/moved.bin", "--only-show-errors")
    aws("s3", "rm", f"s3://{bucket}", "--recursive", "--only-show-errors")
    aws("s3", "rb", f"s3://{bucket}")


def test_aws_cli_moves_a_large_file(aws, bucket, tmp_path):
    path, back = tmp_path / "big", tmp_path / "back"
    digest = hashlib.sha256()
    with open(path, "wb") as out:
        for _ in range(BIG // MIB):
            block = os.urandom(MIB)
            digest.update(block)
            out.write(block)
    aws("s3", "cp", str(path), f"s3://{bucket}/big", "--only-show-errors")
    aws("s3", "cp", f"s3://{bucket}/big", str(back), "--only-show-errors")
    found = hashlib.sha256()
    with open(back, "rb") as file:
        while block := file.read(MIB):
            found.update(block)
    assert found.digest() == digest.digest()


def test_aws_cli_s3api(aws, bucket, tmp_path):
    (tmp_path / "in").write_bytes(b"body")
    where = ["--bucket", bucket, "--key", "a/ü +%.txt"]
    put = json.loads(aws("s3api", "put-object", *where, "--body", str(tmp_path / "in"), "--metadata", "n=1"))
    got = json.loads(aws("s3api", "get-object", *where, str(tmp_path / "out")))
    assert (tmp_path / "out").read_bytes() == b"body"
    assert got["ETag"] == put["ETag"] and got["Metadata"] == {"n": "1"}
    listed = json.loads(aws("s3api", "list-objects-v2", "--bucket", bucket, "--prefix", "a/"))
    assert [each["Key"] for each in listed["Contents"]] == ["a/ü +%.txt"]
    upload = json.loads(aws("s3api", "create-multipart-upload", *where))["UploadId"]
    part = ["--upload-id", upload, "--part-number", "1", "--body", str(tmp_path / "in")]
    etag = json.loads(aws("s3api", "upload-part", *where, *part))["ETag"]
    parts = json.dumps({"Parts": [{"PartNumber": 1, "ETag": etag}]})
    done = json.loads(
        aws("s3api", "complete-multipart-upload", *where, "--upload-id", upload, "--multipart-upload", parts)
    )
    assert done["ETag"].endswith('-1"')
    aws("s3api", "delete-object", *where)
    assert json.loads(aws("s3api", "list-object-versions", "--bucket", bucket) or "{}").get("Versions") is None


@needs("s3cmd")
def test_s3cmd(server, bucket, tree, tmp_path):
    host = server.endpoint.removeprefix("http://")
    config = tmp_path / "s3cfg"
    config.write_text(
        "[default]\naccess_key = 000000000000\nsecret_key = secret\nuse_https = False\n"
        f"host_base = {host}\nhost_bucket = {host}\nsignature_v2 = False\nbucket_location = us-east-1\n"
    )

    def s3cmd(*arguments):
        return run("s3cmd", "--config", str(config), "--no-progress", *arguments, env=server.environment())

    s3cmd("mb", f"s3://{bucket}-two")
    s3cmd("sync", f"{tree}/", f"s3://{bucket}/t/")
    back = tmp_path / "back"
    back.mkdir()
    s3cmd("sync", f"s3://{bucket}/t/", f"{back}/")
    same(tree, back)
    assert "plain.txt" in s3cmd("ls", f"s3://{bucket}/t/")
    assert "MD5 sum" in s3cmd("info", f"s3://{bucket}/t/plain.txt")
    s3cmd("cp", f"s3://{bucket}/t/plain.txt", f"s3://{bucket}-two/copied.txt")
    s3cmd("put", str(tree / "large.bin"), f"s3://{bucket}/parts", "--multipart-chunk-size-mb=5")
    s3cmd("get", f"s3://{bucket}/parts", str(tmp_path / "parts"))
    assert filecmp.cmp(tree / "large.bin", tmp_path / "parts", shallow=False)
    assert s3cmd("du", f"s3://{bucket}/t/").split()[0] == str(
        sum(p.stat().st_size for p in tree.rglob("*") if p.is_file())
    )
    s3cmd("setlifecycle", str(lifecycle(tmp_path)), f"s3://{bucket}")
    assert "<Days>3</Days>" in s3cmd("getlifecycle", f"s3://{bucket}")
    s3cmd("rb", "--recursive", "--force", f"s3://{bucket}", f"s3://{bucket}-two")


def lifecycle(folder):
    path = pathlib.Path(folder) / "lifecycle.xml"
    path.write_text(
        "<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix>x</Prefix></Filter><Status>Enabled</Status>"
        "<Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>"
    )
    return path


@needs("rclone")
def test_rclone(server, bucket, tree, tmp_path):
    # Debian's rclone sends `x-amz-acl: private` with every upload, which AWS refuses in a bucket without ACLs.
    server.client("s3").put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]})
    config = tmp_path / "rclone.conf"
    config.write_text(
        "[c]\ntype = s3\nprovider = Other\naccess_key_id = 000000000000\nsecret_access_key = secret\n"
        f"region = us-east-1\nendpoint = {server.endpoint}\nforce_path_style = true\n"
    )

    def rclone(*arguments):
        return run("rclone", "--config", str(config), *arguments, env=server.environment())

    place = f"c:{bucket}/t"
    rclone("sync", str(tree), place, "--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M")
    rclone("check", str(tree), place, "--download")
    rclone("check", str(tree), place)
    # From one place of the bucket to another: the server copies.
    rclone("copy", place, f"c:{bucket}/u")
    rclone("check", place, f"c:{bucket}/u")
    rclone("copy", place, f"c:{bucket}/v", "--s3-copy-cutoff", "5M")
    back = tmp_path / "back"
    rclone("sync", f"c:{bucket}/v", str(back))
    same(tree, back)
    assert "ünï-☃.bin" in rclone("lsf", "-R", place)
    assert rclone("cat", f"{place}/plain.txt", "--offset", "1", "--count", "3") == "lai"
    (tree / "plain.txt").write_text("changed")
    rclone("sync", str(tree), place)
    rclone("check", str(tree), place)
    rclone("purge", f"c:{bucket}")


@needs("restic")
def test_restic(server, bucket, tree, tmp_path):
    environment = {
        **server.environment(),
        "RESTIC_REPOSITORY": f"s3:{server.endpoint}/{bucket}/repository",
        "RESTIC_PASSWORD": "secret",
        "RESTIC_CACHE_DIR": str(tmp_path / "cache"),
    }

    def restic(*arguments):
        return run("restic", *arguments, env=environment)

    restic("init")
    restic("backup", str(tree))
    (tree / "plain.txt").write_text("changed")
    restic("backup", str(tree))
    assert len([line for line in restic("snapshots", "--compact").splitlines() if len(line.split()) > 1 and len(line.split()[0]) == 8]) == 2
    restic("check", "--read-data")
    restic("restore", "latest", "--target", str(tmp_path / "back"))
    same(tree, tmp_path / "back" / tree.relative_to("/"))
    restic("forget", "--keep-last", "1", "--prune")
    restic("check")
