"""GitHub fails at one stage after the other: the review is tried again, nothing is doubled, nothing stays open."""

import logging
import time

import pytest

from app import judge_pull_request, review_revisions
from app.git import mirror
from app.tasks import all_tasks as tasks
from tests.running import wait_for
from tests.service.conftest import CROSSING, LEGAL, every_run, finished, idle, jobs, opened, query
from tests.service.test_verdict import many
from tests.stand_in import PullRequest, Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
STAGES = [
    ("POST", "access_tokens"),
    ("GET", r"/pulls/1$"),
    ("POST", "/check-runs"),
    ("GET", "info/refs"),
    ("POST", "git-upload-pack"),
    ("GET", "/pulls/1/comments"),
    ("POST", "/pulls/1/reviews"),
    ("PATCH", "/check-runs"),
]
PUT_OFF = "select extract(epoch from scheduled_at - now()) from procrastinate_jobs where scheduled_at > now()"


def judged_once(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    """One red check run, one comment, nothing in progress."""
    assert finished(gh, repo, pull).conclusion == "failure"
    assert [run.title for run in every_run(gh, repo)] == ["1 new edge needs an ADR: orders -> billing"]
    assert (len(gh.reviews(pull)), len(gh.review_comments(pull))) == (1, 1)


@pytest.mark.parametrize(("method", "path"), STAGES)
def test_a_bad_gateway(gh: StandIn, repo: Repository, method: str, path: str) -> None:
    gh.fail_next(method, path, status=502, times=2)
    judged_once(gh, repo, opened(gh, repo, CROSSING))


@pytest.mark.parametrize(("method", "path"), STAGES)
def test_a_dropped_connection(gh: StandIn, repo: Repository, method: str, path: str) -> None:
    gh.fail_next(method, path, drop_connection=True)
    judged_once(gh, repo, opened(gh, repo, CROSSING))


@pytest.mark.parametrize(("method", "path"), [STAGES[2], STAGES[6]])
@pytest.mark.parametrize("status", [500, 502])
def test_a_failure_after_the_work_was_done(gh: StandIn, repo: Repository, method: str, path: str, status: int) -> None:
    gh.fail_next(method, path, status=status, after_effect=True)
    judged_once(gh, repo, opened(gh, repo, CROSSING))


def test_a_verdict_that_arrived_though_the_answer_did_not(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("PATCH", "/check-runs", status=502, after_effect=True)
    pull = opened(gh, repo, CROSSING)
    run = finished(gh, repo, pull)
    gh.wait_settled()
    assert (run.conclusion, len(gh.annotations(run)), len(every_run(gh, repo))) == ("failure", 1, 1)
    assert len(gh.review_comments(pull)) == 1


def test_a_verdict_that_did_not_arrive_is_sent_again(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("PATCH", "/check-runs", status=502)
    gh.fail_next("GET", r"/check-runs/\d+$", status=502)
    pull = opened(gh, repo, CROSSING)
    run = finished(gh, repo, pull)
    assert (run.conclusion, len(gh.annotations(run)), len(every_run(gh, repo))) == ("failure", 1, 1)


def test_annotations_that_arrived_are_not_sent_again(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("PATCH", "/check-runs", status=502, after_effect=True)
    pull = opened(gh, repo, many(120))
    run = finished(gh, repo, pull)
    assert len(gh.annotations(run)) == len({one["path"] for one in gh.annotations(run)}) == 120
    assert len(every_run(gh, repo)) == 1


def test_git_that_hangs(gh: StandIn, repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "FETCH_TIMEOUT", 0.5)
    gh.fail_next("POST", "git-upload-pack", delay=20)
    judged_once(gh, repo, opened(gh, repo, CROSSING))


def test_after_the_last_try_it_is_explained(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("GET", "info/refs", status=503, times=100)
    run = finished(gh, repo, opened(gh, repo, CROSSING))
    assert (run.conclusion, run.title) == ("failure", "adrift could not finish")
    assert "tried 6 times" in (run.summary or "")
    assert "Re-run" in (run.summary or "")


def test_a_rerun_after_the_last_try_starts_anew(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("GET", "info/refs", status=503, times=6)
    pull = opened(gh, repo, LEGAL)
    gh.rerequest(finished(gh, repo, pull))
    assert finished(gh, repo, pull, runs=2).conclusion == "success"


def test_a_rate_limit_is_put_off_and_not_slept_on(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("GET", r"/pulls/1$", status=429, headers={"Retry-After": "3600"})
    opened(gh, repo, LEGAL)
    ((seconds,),) = wait_for(lambda: query(database_url, PUT_OFF))
    assert 3500 < seconds <= 3600


def test_a_rate_limit_in_the_middle_ends_well(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("POST", "/check-runs", status=429, headers={"Retry-After": "0"})
    gh.fail_next("POST", "/pulls/1/reviews", status=403, headers={"Retry-After": "0"})
    judged_once(gh, repo, opened(gh, repo, CROSSING))


def test_a_secondary_limit_without_a_header_waits_a_minute(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("GET", r"/pulls/1$", status=403)
    opened(gh, repo, LEGAL)
    ((seconds,),) = wait_for(lambda: query(database_url, PUT_OFF))
    assert 55 < seconds <= 60


def test_a_pull_request_that_github_does_not_know_yet(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("GET", r"/pulls/1$", status=404)
    judged_once(gh, repo, opened(gh, repo, CROSSING))


def test_a_commit_that_github_does_not_know_yet(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("POST", "/check-runs", status=422)
    judged_once(gh, repo, opened(gh, repo, CROSSING))


def test_a_pull_request_that_is_gone(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("GET", r"/pulls/1$", status=404, times=9)
    pull = opened(gh, repo, CROSSING)
    gh.wait_settled()
    idle(database_url)
    assert gh.check_runs(repo, pull.head_sha) == []


def test_a_pull_request_that_goes_while_it_is_reviewed(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("GET", "info/refs", status=503)
    gh.fail_next("GET", r"check-runs/\d+", status=404, times=9)
    pull = opened(gh, repo, CROSSING)
    wait_for(lambda: gh.check_runs(repo, pull.head_sha))
    gh.close(pull)
    idle(database_url)
    assert query(database_url, "select distinct state from review") != [("running",)]


def test_without_permission_for_comments_the_check_run_is_finished(gh: StandIn, repo: Repository) -> None:
    gh.installation(repo.owner.login).permissions["pull_requests"] = "read"
    pull = opened(gh, repo, CROSSING)
    assert finished(gh, repo, pull).title == "1 new edge needs an ADR: orders -> billing"
    assert gh.reviews(pull) == []


def test_without_permission_to_see_comments_the_check_run_is_finished(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("GET", "/pulls/1/comments", status=403, body={"message": "Resource not accessible by integration"})
    pull = opened(gh, repo, CROSSING)
    assert finished(gh, repo, pull).title == "1 new edge needs an ADR: orders -> billing"


def test_without_permission_for_checks_the_job_ends(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.installation(repo.owner.login).permissions["checks"] = "read"
    pull = opened(gh, repo, CROSSING)
    gh.wait_settled()
    idle(database_url)
    assert gh.check_runs(repo, pull.head_sha) == []
    assert query(database_url, "select distinct state from review") == [("failed",)]


def test_a_review_that_github_refuses_costs_nothing(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("POST", "/pulls/1/reviews", status=422)
    gh.fail_next("POST", "/pulls/1/comments", status=422)
    pull = opened(gh, repo, CROSSING)
    assert finished(gh, repo, pull).title == "1 new edge needs an ADR: orders -> billing"
    assert gh.reviews(pull) == []


def test_a_revoked_token_is_renewed_once(gh: StandIn, repo: Repository) -> None:
    finished(gh, repo, opened(gh, repo, LEGAL))
    gh.authenticator.tokens.clear()
    finished(gh, repo, opened(gh, repo, CROSSING, branch="other"))
    assert [one.status for one in gh.requests if "access_tokens" in one.path] == [201, 201]


def test_a_suspended_installation_ends_the_job(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.suspend(repo.owner.login)
    opened(gh, repo, CROSSING)
    gh.wait_settled()
    idle(database_url)
    assert [status for name, status, _ in jobs(database_url) if name == "review_pull_request"] == []


def test_a_bug_is_told_and_logged(
    gh: StandIn, repo: Repository, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr(judge_pull_request, "review_revisions", broken)
    run = finished(gh, repo, opened(gh, repo, CROSSING))
    assert (run.conclusion, run.title) == ("failure", "adrift could not finish")
    assert "KeyError" in (run.summary or "")
    assert [one.exc_info is not None for one in caplog.records if one.levelno == logging.ERROR] == [True]


def test_a_review_that_never_ends_is_ended(gh: StandIn, repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "LONGEST_TRY", 0.4)
    monkeypatch.setattr(judge_pull_request, "review_revisions", lambda *_: time.sleep(1.5))
    run = finished(gh, repo, opened(gh, repo, CROSSING))
    assert (run.conclusion, run.title) == ("failure", "adrift could not finish")


def test_a_try_that_was_taken_for_dead_does_not_write(
    gh: StandIn, repo: Repository, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = review_revisions.review_revisions

    def slow(*arguments: object) -> object:
        query(database_url, "update pull_request set generation = generation + 1")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(judge_pull_request, "review_revisions", slow)
    pull = opened(gh, repo, CROSSING)
    gh.wait_settled()
    idle(database_url)
    assert [run.status for run in gh.check_runs(repo, pull.head_sha)] == ["in_progress"]
    assert gh.reviews(pull) == []
