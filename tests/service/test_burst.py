"""Many events at once end in one review of the newest head, and no check run is left in progress."""

import pytest

from tests.running import wait_for
from tests.service.conftest import CROSSING, LEGAL, every_run, idle, opened, reviewed
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")


def test_ten_pushes_in_a_burst(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.fail_next("GET", "info/refs", delay=0.5)
    for number in range(9):
        gh.push(repo, "feature", {"orders/api.py": f"X = {number}\n"})
    gh.push(repo, "feature", LEGAL)
    gh.wait_settled()
    idle(database_url)
    assert {run.conclusion for run in gh.check_runs(repo, pull.head_sha)} == {"success"}
    assert {run.status for run in every_run(gh, repo)} == {"completed"}
    assert len(every_run(gh, repo)) <= 5


def test_a_head_that_is_pushed_over_while_it_is_reviewed_is_not_commented_on(gh: StandIn, repo: Repository) -> None:
    gh.fail_next("POST", "git-upload-pack", delay=0.5)
    pull = opened(gh, repo, CROSSING)
    wait_for(lambda: gh.check_runs(repo, pull.head_sha))
    gh.push(repo, "feature", LEGAL)
    wait_for(lambda: [run for run in gh.check_runs(repo, pull.head_sha) if run.status == "completed"])
    assert gh.review_comments(pull) == []


def test_pull_requests_of_one_repository_side_by_side(gh: StandIn, repo: Repository, database_url: str) -> None:
    pulls = [opened(gh, repo, {**CROSSING, "n.txt": str(n)}, branch=f"feature-{n}") for n in range(6)]
    gh.wait_settled()
    idle(database_url)
    conclusions = [[run.conclusion for run in gh.check_runs(repo, pull.head_sha)] for pull in pulls]
    assert conclusions == [["failure"]] * 6
    assert [len(gh.review_comments(pull)) for pull in pulls] == [1] * 6
