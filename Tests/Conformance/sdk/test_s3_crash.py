"""kill -9 while objects are put, assembled, copied and deleted."""

import hashlib
import pathlib
import threading

from test_crash import wait_for

PART = 5 << 20


def body_of(number, size):
    seed = hashlib.sha256(str(number).encode()).digest()
    return (seed * (size // len(seed) + 1))[:size]


def test_objects_are_whole_or_absent_after_a_kill(data_server, tmp_path):
    server = data_server("--durability", "os")
    s3 = server.client("s3")
    s3.create_bucket(Bucket="bucket")
    # What was acknowledged, and what each key may be where the last request had no answer.
    known, tried, done = {}, {}, []

    def put(name):
        s3 = server.client("s3")
        try:
            for number in range(10_000):
                key = f"{name}/{number % 20}"
                body = body_of(f"{name}{number}", [10, 70_000, 600_000][number % 3])
                tried[key] = {known.get(key), body}
                s3.put_object(Bucket="bucket", Key=key, Body=body)
                known[key], tried[key] = body, {body}
                done.append(1)
                if number % 7 == 3:
                    tried[key] = {body, None}
                    s3.delete_object(Bucket="bucket", Key=key)
                    known[key], tried[key] = None, {None}
                if number % 5 == 2 and known.get(key):
                    copy = f"{name}/copy-{number % 20}"
                    tried[copy] = {known.get(copy), body}
                    s3.copy_object(Bucket="bucket", Key=copy, CopySource={"Bucket": "bucket", "Key": key})
                    known[copy], tried[copy] = body, {body}
        except Exception:
            pass  # The server is gone.

    def upload(name):
        s3 = server.client("s3")
        try:
            for number in range(10_000):
                key = f"{name}/{number % 3}"
                parts = [body_of(f"{name}{number}", PART), body_of(f"{name}{number}b", 1000)]
                upload = s3.create_multipart_upload(Bucket="bucket", Key=key)["UploadId"]
                tags = [
                    s3.upload_part(Bucket="bucket", Key=key, UploadId=upload, PartNumber=i + 1, Body=part)["ETag"]
                    for i, part in enumerate(parts)
                ]
                tried[key] = {known.get(key), b"".join(parts)}
                s3.complete_multipart_upload(
                    Bucket="bucket", Key=key, UploadId=upload,
                    MultipartUpload={"Parts": [{"PartNumber": i + 1, "ETag": tag} for i, tag in enumerate(tags)]},
                )
                known[key], tried[key] = b"".join(parts), {b"".join(parts)}
                done.append(1)
        except Exception:
            pass

    threads = [threading.Thread(target=put, args=(f"put{i}",)) for i in range(2)]
    threads.append(threading.Thread(target=upload, args=("upload",)))
    for thread in threads:
        thread.start()
    wait_for("some writes", lambda: len(done) >= 60)
    server.kill()
    for thread in threads:
        thread.join()

    server = data_server("--durability", "os")
    s3 = server.client("s3")

    def read(key):
        try:
            return s3.get_object(Bucket="bucket", Key=key)["Body"].read()
        except s3.exceptions.NoSuchKey:
            return None

    for key, possible in tried.items():
        assert read(key) in possible, key

    # Everything goes, and with it every file: nothing on the disk is nobody's.
    for upload in s3.list_multipart_uploads(Bucket="bucket").get("Uploads", []):
        s3.abort_multipart_upload(Bucket="bucket", Key=upload["Key"], UploadId=upload["UploadId"])
    for entry in s3.list_objects_v2(Bucket="bucket").get("Contents", []):
        s3.delete_object(Bucket="bucket", Key=entry["Key"])
    folder = pathlib.Path(tmp_path) / "data" / "blobs"
    wait_for("the sweep", lambda: not [path for path in folder.rglob("*") if path.is_file()])
