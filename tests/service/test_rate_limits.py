"""What a review costs GitHub, and what happens when it is too much: put off, not slept on, and finished later."""

from uuid import uuid4

import pytest

from app.jobs import queue
from app.tasks import tries
from tests.running import wait_for
from tests.service.conftest import CROSSING, LEGAL, every_run, finished, idle, jobs, opened, query, unheard
from tests.service.test_retries import PUT_OFF
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
SECONDARY = {"status": 403}
PRIMARY = {"status": 403, "headers": {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"}}


def rest(gh: StandIn) -> list[str]:
    """The REST requests that count: neither those of the App itself nor answers that nothing has changed."""
    return [
        f"{one.method} {one.path.rpartition('/shop/')[2]}"
        for one in gh.requests
        if "/api/v3/repos/" in one.path and one.status != 304
    ]


def hurry(database_url: str) -> None:
    """The wait is over."""
    query(database_url, "update procrastinate_jobs set scheduled_at = null where status = 'todo'")


def test_a_review_without_findings_costs_four_requests(gh: StandIn, repo: Repository, database_url: str) -> None:
    with unheard(gh):
        gh.push(repo, "feature", LEGAL)
    pull = gh.open_pull_request(repo, head="feature")
    run = finished(gh, repo, pull)
    idle(database_url)
    compared = f"compare/main...{pull.head_sha}"
    assert rest(gh) == ["GET pulls/1", "POST check-runs", f"GET {compared}", f"PATCH check-runs/{run.id}"]


def test_a_rerun_of_what_has_not_changed_costs_two(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull = opened(gh, repo, LEGAL)
    run = finished(gh, repo, pull)
    idle(database_url)
    gh.requests.clear()
    gh.rerequest(run)
    finished(gh, repo, pull, runs=2)
    idle(database_url)
    assert [one.partition("/")[0] for one in rest(gh)] == ["POST check-runs", "PATCH check-runs"]


@pytest.mark.parametrize(("fault", "least", "most"), [(SECONDARY, 50, 60), (PRIMARY, 3500, 3600)])
def test_a_limited_installation_asks_for_nothing_more(
    gh: StandIn, repo: Repository, database_url: str, *, fault: dict[str, object], least: float, most: float
) -> None:
    gh.fail_next("GET", r"/pulls/\d+$", **fault)  # type: ignore[arg-type]
    reviews = f"{PUT_OFF} and task_name = 'adrift:review_pull_request'"

    def put_off(number: int) -> list[tuple[float]] | None:
        return found if len(found := query(database_url, reviews)) == number else None

    opened(gh, repo, LEGAL)
    wait_for(lambda: put_off(1))  # a request that is on its way when the limit is met could not be held back
    for number in range(3):
        opened(gh, repo, {**LEGAL, "n.txt": str(number)}, branch=f"b{number}")
    waits = wait_for(lambda: put_off(4))
    assert all(least < seconds <= most for (seconds,) in waits)
    assert len([one for one in rest(gh) if "pulls/" in one]) == 1


def test_another_installation_goes_on(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("GET", r"/pulls/1$", status=429, headers={"Retry-After": "3600"})
    opened(gh, repo, LEGAL)
    wait_for(lambda: query(database_url, PUT_OFF))
    other = gh.create_repository(f"o{uuid4().hex}/shop", files={"x.py": ""})
    finished(gh, other, opened(gh, other, {"x.py": "import os\n"}))


@pytest.mark.parametrize(
    ("method", "path", "status", "times"),
    [
        ("GET", "/compare/", 403, len(tries.DELAYS) + 2),  # more often than what fails is tried
        ("GET", "/compare/", 429, 2),
        ("PATCH", "/check-runs/", 403, 2),
        ("PATCH", "/check-runs/", 429, 2),
    ],
)
def test_what_was_begun_is_finished_after_the_wait(
    gh: StandIn, repo: Repository, database_url: str, *, method: str, path: str, status: int, times: int
) -> None:
    gh.fail_next(method, path, status=status, headers={"Retry-After": "1"}, times=times)
    pull = opened(gh, repo, CROSSING)
    run = wait_for(lambda: gh.check_runs(repo, pull.head_sha))[0]

    def over() -> bool:
        hurry(database_url)
        return run.status == "completed"

    wait_for(over, within=30)
    assert (run.title, len(every_run(gh, repo))) == ("1 new edge needs an ADR: orders -> billing", 1)
    assert len(gh.review_comments(pull)) == 1


def test_an_event_while_the_installation_waits_asks_github_for_nothing(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    gh.fail_next("GET", r"/pulls/1$", status=429, headers={"Retry-After": "3600"})
    pull = opened(gh, repo, LEGAL)
    wait_for(lambda: query(database_url, PUT_OFF))
    gh.push(repo, "feature", CROSSING)
    gh.wait_settled()
    ((seconds,),) = wait_for(lambda: query(database_url, PUT_OFF))
    assert 3500 < seconds <= 3600
    assert len([one for one in rest(gh) if "pulls/" in one]) == 1
    assert gh.check_runs(repo, pull.head_sha) == []


def test_a_twin_that_waits_is_the_next_try(
    gh: StandIn, repo: Repository, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "POLLING", 0.05)
    gh.fail_next("GET", "info/refs", status=502, delay=0.5)
    pull = opened(gh, repo, CROSSING)
    wait_for(lambda: gh.check_runs(repo, pull.head_sha))
    gh.push(repo, "feature", {"notes.txt": "more"})
    gh.wait_settled()
    assert [name for name, status, _ in jobs(database_url) if status == "todo"] == ["review_pull_request"]
    idle(database_url)
    assert finished(gh, repo, pull).conclusion == "failure"
    assert {run.status for run in every_run(gh, repo)} == {"completed"}
