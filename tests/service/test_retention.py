"""The hourly job that deletes old rows, and what it leaves."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.jobs.job import Job
from app.jobs.queue import Queue
from app.settings import SettingsError, read_settings
from app.store import retention
from app.store.database import sqlalchemy_url
from app.store.retention import Kept, delete_old
from app.tasks.all_tasks import tasks
from tests.running import wait_for
from tests.service.conftest import empty, query

KEPT = Kept(deliveries=timedelta(days=7), reviews=timedelta(days=180))
REVIEW = """
insert into review (installation_id, repository_id, repository, number, head_sha, check_name, state, generation,
                    started_at, finished_at)
values (1, 2, 'acme/shop', {number}, '{head}', 'adrift', '{state}', 0, now(), now() - interval '{age} days')"""
DELIVERY = "insert into delivery values ('{id}', 'push', null, 1, 2, '', now() - interval '{age} days')"
COMPLETE = """
insert into complete_review (repository_id, number, fingerprints, records, completed_at)
values (2, {number}, '[]', '{{}}', now() - interval '{age} days')"""
PUSHER = "insert into pusher values (2, '{place}', '{head}', 'ann', now() - interval '{age} days')"
LANDED = """
insert into landed (installation_id, repository_id, repository, branch, commit_sha, fingerprint, check_name, finding,
                    landed_at, resolved_at)
values (1, 2, 'acme/shop', 'main', 'c', '{name}', 'cycle', '{{}}', now() - interval '500 days', {resolved})"""


async def swept(database_url: str, kept: Kept = KEPT) -> dict[str, int]:
    engine = create_async_engine(sqlalchemy_url(database_url))
    try:
        return await delete_old(engine, kept)
    finally:
        await engine.dispose()


@pytest.fixture(autouse=True)
def _bare(database_url: str) -> None:
    empty(database_url)


async def test_deliveries_go_after_their_days(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        query(database_url, DELIVERY.format(id=f"old-{number}", age=8))
    query(database_url, DELIVERY.format(id="young", age=6))
    assert (await swept(database_url))["delivery"] == 5
    assert query(database_url, "select id from delivery") == [("young",)]


async def test_the_newest_finished_review_of_a_pull_request_stays(database_url: str) -> None:
    for number, head, state, age in (
        (1, "a", "finished", 400),
        (1, "b", "finished", 300),
        (1, "c", "failed", 200),
        (2, "d", "finished", 190),
        (2, "e", "finished", 1),
        ("null", "group", "finished", 181),
    ):
        query(database_url, REVIEW.format(number=number, head=head, state=state, age=age))
    assert (await swept(database_url))["review"] == 3
    assert query(database_url, "select head_sha from review order by id") == [("b",), ("c",), ("e",)]


async def test_what_a_label_may_be_bound_to_stays(database_url: str) -> None:
    for number, age in ((1, 400), (1, 300), (2, 400), (2, 10)):
        query(database_url, COMPLETE.format(number=number, age=age))
    await swept(database_url)
    left = "select number, round(extract(day from now() - completed_at)) from complete_review order by 1, 2 desc"
    assert query(database_url, left) == [(1, 300), (2, 400), (2, 10)]


async def test_who_pushed_stays_known_as_long_as_others_push(database_url: str) -> None:
    for place, head, age in (("pull/1", "a", 400), ("pull/1", "b", 3), ("pull/2", "c", 400)):
        query(database_url, PUSHER.format(place=place, head=head, age=age))
    await swept(database_url)
    assert query(database_url, "select head_sha from pusher order by 1") == [("a",), ("b",)]


async def test_what_landed_stays_until_it_was_resolved_long_ago(database_url: str) -> None:
    for name, resolved in (("open", "null"), ("new", "now()"), ("old", "now() - interval '181 days'")):
        query(database_url, LANDED.format(name=name, resolved=resolved))
    await swept(database_url)
    assert query(database_url, "select fingerprint from landed order by 1") == [("new",), ("open",)]


async def test_the_worker_does_it_by_its_settings(adrift: str, database_url: str) -> None:
    query(database_url, DELIVERY.format(id="old", age=8))
    queue = Queue(database_url, tasks())
    await queue.open()
    await queue.put(Job("delete_old_rows", {"timestamp": 0}))
    await queue.close()
    wait_for(lambda: query(database_url, "select id from delivery") == [])


def test_deliveries_stay_as_long_as_github_sends_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADRIFT_DELIVERIES_KEPT_DAYS", "2")
    with pytest.raises(SettingsError, match="ADRIFT_DELIVERIES_KEPT_DAYS"):
        read_settings()
    monkeypatch.delenv("ADRIFT_DELIVERIES_KEPT_DAYS")
    assert read_settings().deliveries_kept_days == 7
