"""An installation that has not granted all that is asked for: said on the log and on the check run, and only the
feature that needs it is lost."""

import logging

import pytest

from app.settings import Settings
from tests.running import running, wait_for
from tests.service.conftest import CROSSING, LEGAL, finished, idle, opened, reviewed
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")


def without(gh: StandIn, repo: Repository, name: str) -> None:
    del gh.installation(repo.owner.login).permissions[name]


def test_nothing_is_said_where_nothing_is_missing(gh: StandIn, repo: Repository) -> None:
    assert "has not granted" not in (reviewed(gh, repo, LEGAL)[1].summary or "")


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("members", "`members: read` labels by members of a team that the policy names are refused"),
        ("merge_queues", "`merge_queues: read` what a merge queue wants to merge gets no verdict"),
        ("issues", "`issues: read` commands in comments are not heard"),
    ],
)
def test_a_missing_permission_is_said_on_the_check_run(gh: StandIn, repo: Repository, name: str, lost: str) -> None:
    without(gh, repo, name)
    run = reviewed(gh, repo, CROSSING)[1]
    assert run.title == "1 new edge needs an ADR: orders -> billing"
    assert f"without {lost}" in (run.summary or "")
    assert "adrift review" in (run.summary or "").splitlines()[-1] or "```" in (run.summary or "").splitlines()[-1]


def test_the_verdict_stands_where_no_comment_may_be_written(gh: StandIn, repo: Repository) -> None:
    gh.installation(repo.owner.login).permissions["pull_requests"] = "read"
    pull, run = reviewed(gh, repo, CROSSING)
    assert run.conclusion == "failure"
    assert "there are no inline comments" in (run.summary or "")
    assert gh.review_comments(pull) == []


def test_what_is_accepted_later_counts_at_once(gh: StandIn, repo: Repository, database_url: str) -> None:
    without(gh, repo, "members")
    assert "has not granted" in (reviewed(gh, repo, LEGAL)[1].summary or "")
    gh.accept_permissions(repo.owner.login, {"members": "read"})
    gh.wait_settled()
    idle(database_url)
    pull = opened(gh, repo, CROSSING, branch="next")
    assert "has not granted" not in (finished(gh, repo, pull).summary or "")


def test_what_an_installation_lacks_is_logged_when_it_is_told_of(
    gh: StandIn, repo: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    without(gh, repo, "merge_queues")
    with caplog.at_level(logging.WARNING, "app.installing.self_check"):
        gh.redeliver(gh.events("installation", "created")[-1].guid)
        wait_for(lambda: "lacks the permission merge_queues: read" in caplog.text)


def test_all_is_compared_when_a_worker_starts(
    gh: StandIn, repo: Repository, settings: Settings, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    without(gh, repo, "issues")
    with caplog.at_level(logging.WARNING, "app.installing.self_check"), running(settings, database_url):
        number = gh.installation(repo.owner.login).id
        wait_for(lambda: f"installation {number} lacks the permission issues: read: commands" in caplog.text)


def test_what_is_not_subscribed_to_is_logged(gh: StandIn, repo: Repository, caplog: pytest.LogCaptureFixture) -> None:
    gh.installation(repo.owner.login).events.remove("merge_group")
    with caplog.at_level(logging.WARNING, "app.installing.self_check"):
        gh.redeliver(gh.events("installation", "created")[-1].guid)
        wait_for(lambda: "is not subscribed to the event merge_group" in caplog.text)
