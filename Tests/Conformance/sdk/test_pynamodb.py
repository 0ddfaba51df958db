"""DynamoDB through pynamodb: models with indexes, conditional and transactional writes, batches, paging."""

import uuid

import pytest

pytest.importorskip("pynamodb", reason="pinned in requirements.txt")

from pynamodb.attributes import ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.attributes import VersionAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError, UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection, LocalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite


@pytest.fixture
def models(server):
    """`Thread` and `Counter` in an account of the test's own."""
    account = str(uuid.uuid4().int)[:12]

    class Settings:
        host = server.endpoint
        region = "us-east-1"
        aws_access_key_id = account
        aws_secret_access_key = "secret"
        billing_mode = "PAY_PER_REQUEST"

    class ByViews(LocalSecondaryIndex):
        class Meta(Settings):
            index_name = "by-views"
            projection = IncludeProjection(["tags"])

        forum = UnicodeAttribute(hash_key=True)
        views = NumberAttribute(range_key=True)

    class ByAuthor(GlobalSecondaryIndex):
        class Meta(Settings):
            index_name = "by-author"
            projection = AllProjection()

        author = UnicodeAttribute(hash_key=True)
        views = NumberAttribute(range_key=True)

    class Thread(Model):
        class Meta(Settings):
            table_name = "thread"

        forum = UnicodeAttribute(hash_key=True)
        subject = UnicodeAttribute(range_key=True)
        author = UnicodeAttribute(null=True)
        views = NumberAttribute(default=0)
        tags = UnicodeSetAttribute(null=True)
        replies = ListAttribute(of=MapAttribute, default=list)
        by_views = ByViews()
        by_author = ByAuthor()

    class Counter(Model):
        class Meta(Settings):
            table_name = "counter"

        name = UnicodeAttribute(hash_key=True)
        count = NumberAttribute(default=0)
        version = VersionAttribute()

    Thread.create_table(wait=True)
    Counter.create_table(wait=True)
    yield Thread, Counter
    Thread.delete_table()
    Counter.delete_table()


def test_models_and_indexes(models):
    Thread, _ = models
    with Thread.batch_write() as batch:
        for number in range(60):
            batch.save(
                Thread(
                    "forum",
                    f"subject {number:02}",
                    author="ana" if number % 3 else "eva",
                    views=number % 10,
                    tags={"a", f"t{number}"},
                    replies=[MapAttribute(by="eva", number=number)],
                )
            )
    assert Thread.count("forum") == 60
    assert Thread.get("forum", "subject 07").replies[0]["number"] == 7
    found = list(Thread.by_author.query("ana", Thread.views >= 8, page_size=4))
    assert [thread.views for thread in found] == sorted(thread.views for thread in found)
    assert len(found) == 8 and all(thread.author == "ana" for thread in found)
    least = next(iter(Thread.by_views.query("forum", scan_index_forward=True, limit=1)))
    assert least.views == 0 and least.tags and least.author is None
    filtered = Thread.query("forum", Thread.subject.startswith("subject 0"), filter_condition=Thread.views > 5)
    assert [thread.subject for thread in filtered] == [f"subject 0{number}" for number in range(6, 10)]
    assert sum(1 for _ in Thread.scan(segment=0, total_segments=2)) + sum(
        1 for _ in Thread.scan(segment=1, total_segments=2)
    ) == 60
    keys = [("forum", f"subject {number:02}") for number in range(5)]
    assert {thread.subject for thread in Thread.batch_get(keys)} == {subject for _, subject in keys}


def test_updates_and_conditions(models):
    Thread, _ = models
    thread = Thread("forum", "subject", views=1, tags={"a"})
    thread.save(Thread.forum.does_not_exist())
    with pytest.raises(PutError) as error:
        Thread("forum", "subject").save(Thread.forum.does_not_exist())
    assert error.value.cause_response_code == "ConditionalCheckFailedException"
    thread.update(
        actions=[
            Thread.views.add(4),
            Thread.tags.add({"b"}),
            Thread.replies.set(Thread.replies.append([MapAttribute(by="ana")])),
        ],
        condition=Thread.views == 1,
    )
    assert thread.views == 5 and thread.tags == {"a", "b"} and len(thread.replies) == 1
    with pytest.raises(UpdateError):
        thread.update(actions=[Thread.author.set("x")], condition=Thread.views == 1)
    thread.update(actions=[Thread.author.remove(), Thread.tags.delete({"a"})])
    assert Thread.get("forum", "subject").tags == {"b"}
    thread.delete(Thread.views.between(5, 6) & Thread.tags.contains("b"))
    with pytest.raises(DoesNotExist):
        Thread.get("forum", "subject")


def test_versions_keep_writers_apart(models):
    _, Counter = models
    Counter("one").save()
    first, second = Counter.get("one"), Counter.get("one")
    first.update(actions=[Counter.count.add(1)])
    with pytest.raises(UpdateError):
        second.update(actions=[Counter.count.add(1)])
    assert Counter.get("one").count == 1


def test_transactions(models, server):
    Thread, Counter = models
    connection = Connection(host=server.endpoint, region="us-east-1")
    connection.session.set_credentials(Thread.Meta.aws_access_key_id, "secret")
    Counter("one", count=5).save()
    token = uuid.uuid4().hex
    for _ in range(2):
        with TransactWrite(connection=connection, client_request_token=token) as transaction:
            transaction.save(Thread("forum", "made together"))
            transaction.update(Counter("one", version=1), actions=[Counter.count.add(1)], add_version_condition=False)
    assert Counter.get("one").count == 6
    with TransactGet(connection=connection) as transaction:
        thread = transaction.get(Thread, "forum", "made together")
        counter = transaction.get(Counter, "one")
    assert thread.get().subject == "made together" and counter.get().count == 6
    with pytest.raises(TransactWriteError) as error:
        with TransactWrite(connection=connection) as transaction:
            transaction.condition_check(Thread, "forum", "gone", condition=Thread.forum.exists())
            transaction.delete(Thread("forum", "made together"))
    assert [reason.code if reason else None for reason in error.value.cancellation_reasons] == [
        "ConditionalCheckFailed",
        None,
    ]
    assert Thread.get("forum", "made together")
