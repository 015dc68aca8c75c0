"""What was missed is found: the receiver was down, webhooks were lost, the database is empty."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from app.jobs import queue, reconcile_jobs
from app.jobs.job import RepositoryId
from app.main import running_service
from app.reconciling import deliveries as reconcile_deliveries
from app.reconciling import pull_requests as reconcile_pull_requests
from app.service import Service
from app.settings import Settings
from tests.conftest import created_database
from tests.running import running, wait_for
from tests.service.conftest import CROSSING, LEGAL, away, created, finished, idle, jobs, opened, query, unheard
from tests.stand_in import Repository, StandIn
from tests.stand_in.webhooks import Delivery


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    with created_database(server_url) as url:
        yield url


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "POLLING", 0.05)
    monkeypatch.setattr(reconcile_pull_requests, "APART", 0.01)
    monkeypatch.setattr(reconcile_pull_requests, "PACE", 0.01)
    now = (reconcile_jobs.redeliver(delay=0.2), reconcile_jobs.reconcile(delay=0.2))
    monkeypatch.setattr(reconcile_jobs, "AFTER_START", now)


@pytest.fixture(autouse=True)
def _only_this_tests_repositories(gh: StandIn) -> Iterator[None]:
    yield
    for installation in gh.world.installations.values():
        installation.suspended_at = datetime.now(UTC)


@contextmanager
def starting(gh: StandIn, settings: Settings, url: str, *, heard: bool = True) -> Iterator[None]:
    """An adrift that starts and looks for what it has missed."""
    with running(settings, url, reconciles=True) as address:
        gh.webhook_url = f"{address}/webhooks/github" if heard else None
        yield
        gh.wait_settled()
        gh.webhook_url = None


def with_service(settings: Settings, url: str, use: Callable[[Service], Awaitable[object]]) -> object:
    async def connect_and_use() -> object:
        async with running_service(settings, url) as service:
            return await use(service)

    return asyncio.run(connect_and_use())


def redeliver(settings: Settings, url: str) -> object:
    return with_service(settings, url, reconcile_deliveries.redeliver)


def attempts(gh: StandIn) -> list[Delivery]:
    gh.wait_settled()
    return [one for one in gh.deliveries if one.redelivery]


def place(repo: Repository) -> RepositoryId:
    assert repo.installation
    return RepositoryId(repo.installation.id, repo.id, repo.full_name)


def look_through(settings: Settings, url: str, repo: Repository) -> None:
    with_service(settings, url, lambda service: reconcile_pull_requests.reconcile_repository(service, place(repo)))


def test_what_happens_while_the_receiver_is_down_is_reviewed_when_it_is_back(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with away(gh):
        pull = opened(gh, repo, CROSSING)
        gh.push(repo, "feature", {"n.txt": "more"})
        gh.wait_settled()
        missed = {one.guid for one in gh.deliveries if one.status_code == 0}
    with starting(gh, settings, database_url):
        assert finished(gh, repo, pull).conclusion == "failure"
        idle(database_url)
        assert {run.conclusion for run in gh.check_runs(repo, pull.head_sha)} == {"failure"}
        assert len(gh.review_comments(pull)) == 1
        guids = [one.guid for one in attempts(gh)]
    assert sorted(guids) == sorted(missed)
    assert {guid for (guid,) in query(database_url, "select id from delivery")} >= missed


def test_deliveries_that_were_lost_without_a_trace_cost_no_review(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
        draft = opened(gh, repo, LEGAL, branch="draft", draft=True)
        bump = opened(gh, repo, {"n.txt": "bump"}, branch="bump", author="dependabot[bot]")
        preview = opened(gh, repo, LEGAL, branch="onto", base="feature")
        closed = opened(gh, repo, {"n.txt": "closed"}, branch="closed")
        gh.close(closed)
    with starting(gh, settings, database_url, heard=False):
        assert finished(gh, repo, pull).conclusion == "failure"
        assert {finished(gh, repo, one).conclusion for one in (draft, bump)} == {"success"}
        assert finished(gh, repo, preview, name="adrift (preview)").status == "completed"
        idle(database_url)
    assert gh.check_runs(repo, closed.head_sha) == []


def test_after_the_loss_of_the_database_everything_is_reviewed_once(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, server_url: str
) -> None:
    with starting(gh, settings, database_url):
        pull = opened(gh, repo, CROSSING)
        finished(gh, repo, pull)
        idle(database_url)
    with created_database(server_url) as empty_url, starting(gh, settings, empty_url, heard=False):
        assert finished(gh, repo, pull, runs=2).conclusion == "failure"
        idle(empty_url)
    assert len(gh.review_comments(pull)) == 1


def test_what_a_lost_database_left_in_progress_is_ended(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, server_url: str
) -> None:
    gh.fail_next("POST", "git-upload-pack", delay=1.5)
    with running(settings, database_url) as address:
        gh.webhook_url = f"{address}/webhooks/github"
        pull = opened(gh, repo, CROSSING)
        wait_for(lambda: gh.check_runs(repo, pull.head_sha))
        gh.webhook_url = None
        with created_database(server_url) as empty_url:
            look_through(settings, empty_url, repo)
            left = [(run.status, run.conclusion) for run in gh.check_runs(repo, pull.head_sha)]
            waiting = jobs(empty_url)
    assert (left, [name for name, _, _ in waiting]) == ([("completed", "cancelled")], ["review_pull_request"])


def test_a_check_run_that_a_review_owns_is_left_alone(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    gh.fail_next("POST", "git-upload-pack", delay=1.0)
    with running(settings, database_url) as address:
        gh.webhook_url = f"{address}/webhooks/github"
        pull = opened(gh, repo, CROSSING)
        wait_for(lambda: gh.check_runs(repo, pull.head_sha))
        query(database_url, "update procrastinate_jobs set queueing_lock = 'another' where status = 'doing'")
        look_through(settings, database_url, repo)
        left = [run.status for run in gh.check_runs(repo, pull.head_sha)]
        finished(gh, repo, pull)
        gh.webhook_url = None
    assert left == ["in_progress"]


def test_what_was_reviewed_or_waits_is_not_asked_for_again(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with running(settings, database_url) as address:
        gh.webhook_url = f"{address}/webhooks/github"
        finished(gh, repo, opened(gh, repo, CROSSING))
        gh.fail_next("GET", r"/pulls/2$", status=404, times=9)
        opened(gh, repo, LEGAL, branch="gone")
        gh.wait_settled()
        idle(database_url)
    look_through(settings, database_url, repo)
    assert [name for name, _, _ in jobs(database_url)] == ["review_pull_request"]
    look_through(settings, database_url, repo)
    assert len(jobs(database_url)) == 1


def test_an_explained_failure_is_an_end(gh: StandIn, repo: Repository, settings: Settings, database_url: str) -> None:
    gh.fail_next("GET", "info/refs", status=503, times=100)
    with running(settings, database_url) as address:
        gh.webhook_url = f"{address}/webhooks/github"
        assert finished(gh, repo, opened(gh, repo, CROSSING)).title == "adrift could not finish"
        idle(database_url)
    look_through(settings, database_url, repo)
    assert jobs(database_url) == []


def test_a_new_target_that_nobody_told_of_is_found(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with running(settings, database_url) as address:
        gh.webhook_url = f"{address}/webhooks/github"
        pull = opened(gh, repo, CROSSING)
        finished(gh, repo, pull)
        idle(database_url)
    with unheard(gh):
        gh.push(repo, "release", {"n.txt": ""}, start="main")
        gh.retarget(pull, "release")
    look_through(settings, database_url, repo)
    assert [name for name, _, _ in jobs(database_url)] == ["review_pull_request"]


def test_repositories_without_open_pull_requests_cost_no_request(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    other = created(gh)
    with unheard(gh):
        opened(gh, repo, LEGAL)
    look = reconcile_pull_requests.reconcile_installation
    for one in (repo, other):
        wanted = place(one).installation_id
        with_service(settings, database_url, partial(look, installation_id=wanted))
    found = query(database_url, "select args->>'repository' from procrastinate_jobs where task_name like '%repository'")
    assert found == [(repo.full_name,)]


def test_many_instances_look_once(gh: StandIn, repo: Repository, settings: Settings, database_url: str) -> None:
    async def start(service: Service) -> None:
        for one in reconcile_jobs.AFTER_START:
            await service.queue.put(one)

    for _ in range(3):
        with_service(settings, database_url, start)
    waiting = query(database_url, "select task_name from procrastinate_jobs order by 1")
    assert waiting == [("adrift:reconcile",), ("adrift:redeliver",)]


def test_many_repositories_are_spread_over_the_hour(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile_pull_requests, "APART", 2.0)
    wanted = [reconcile_jobs.reconcile_repository(RepositoryId(1, number, "a/b")) for number in range(3_000)]
    within = reconcile_pull_requests.REPOSITORIES_WITHIN
    with_service(settings, database_url, lambda service: reconcile_pull_requests._spread(service, wanted[:4], within))
    few = "select round(extract(epoch from max(scheduled_at) - min(scheduled_at))) from procrastinate_jobs"
    assert query(database_url, few) == [(4,)]  # the first waits for nothing


def test_each_failed_delivery_is_asked_for_once(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with away(gh):
        opened(gh, repo, LEGAL)
        redeliver(settings, database_url)
        redeliver(settings, database_url)
        assert len(attempts(gh)) == len({one.guid for one in attempts(gh)}) > 0


def test_what_is_asked_for_in_vain_is_asked_for_again_and_not_for_ever(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with away(gh):
        gh.ping()
        gh.wait_settled()
        for _ in range(5):
            redeliver(settings, database_url)
            query(database_url, "update redelivery set asked_at = asked_at - interval '16 minutes'")
        assert len(attempts(gh)) == 3
    assert query(database_url, "select times from redelivery") == [(3,)]


def test_what_has_arrived_in_another_attempt_is_not_asked_for(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with away(gh):
        gh.ping()
    with running(settings.model_copy(update={"worker": False}), database_url) as address:
        gh.webhook_url = f"{address}/webhooks/github"
        gh.webhooks.redeliver(gh.deliveries[-1].guid)
        gh.wait_settled()
        gh.webhook_url = None
    redeliver(settings, database_url)
    assert len(attempts(gh)) == 1


def test_deliveries_are_paged_and_asked_for_oldest_first(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile_deliveries, "MOST_AT_ONCE", 90)
    with away(gh):
        sent = [gh.ping().guid for _ in range(130)]
        gh.wait_settled()
        assert redeliver(settings, database_url) is True
        assert [one.guid for one in attempts(gh)] == sent[:90]
        assert redeliver(settings, database_url) is False
        assert [one.guid for one in attempts(gh)] == sent


def test_what_github_sends_no_more_is_not_asked_for(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str
) -> None:
    with away(gh):
        gh.ping().delivered_at = datetime.now(UTC) - timedelta(days=4)
        redeliver(settings, database_url)
        assert attempts(gh) == []
