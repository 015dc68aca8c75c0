"""A push to a branch: open pull requests are reviewed again if it changed the rules that they are judged by."""

import pytest

from tests.running import wait_for
from tests.service.conftest import CROSSING, EXCEPTION, POLICY, finished, idle, opened, reviewed
from tests.stand_in import PullRequest, Repository, StandIn

PERMISSIVE = {".github/architecture.yml": POLICY.replace("orders,  depends_on: [", "orders,  depends_on: [billing, ")}
PREVIEW = "adrift (preview)"
pytestmark = pytest.mark.usefixtures("adrift")


@pytest.fixture
def pull(gh: StandIn, repo: Repository) -> PullRequest:
    return reviewed(gh, repo, CROSSING)[0]


def test_a_policy_changed_on_the_base_branch(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.push(repo, "main", PERMISSIVE)
    assert finished(gh, repo, pull, runs=2).conclusion == "success"


def test_a_record_accepted_on_the_base_branch(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.add_label(pull, "adr:2")
    assert finished(gh, repo, pull, runs=2).conclusion == "failure"
    gh.push(repo, "main", {"docs/adr/0002-x.md": EXCEPTION.format(status="Accepted")})
    refused = finished(gh, repo, pull, runs=3)
    assert "was not yet as it is now when the label was put: take the label off" in (refused.summary or "")
    gh.remove_label(pull, "adr:2")
    gh.add_label(pull, "adr:2")
    assert wait_for(lambda: finished(gh, repo, pull, runs=4).conclusion == "success")


def test_a_rate_limit_is_waited_for_however_often(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.fail_next("GET", "/pulls$", status=429, times=8, headers={"Retry-After": "0"})
    gh.push(repo, "main", PERMISSIVE)
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
    assert not gh.faults.waiting


def test_a_push_that_changes_no_rule(gh: StandIn, repo: Repository, pull: PullRequest, database_url: str) -> None:
    gh.push(repo, "main", {"billing/models.py": "class Invoice: pass\n"})
    gh.wait_settled()
    idle(database_url)
    assert len(gh.check_runs(repo, pull.head_sha)) == 1


def test_a_policy_of_the_default_branch_judges_previews_too(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="mine")
    assert finished(gh, repo, pull, name=PREVIEW).conclusion == "failure"
    gh.push(repo, "main", PERMISSIVE)
    assert finished(gh, repo, pull, name=PREVIEW, runs=2).conclusion == "success"


def test_a_branch_that_becomes_governed(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "release/1", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="release/1")
    finished(gh, repo, pull, name=PREVIEW)
    gh.push(repo, "main", {".github/architecture.yml": POLICY + "branches: [release/*]\n"})
    assert finished(gh, repo, pull).conclusion == "failure"


def test_a_forced_push_counts_as_a_change(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.push(repo, "main", {"x.txt": "1"}, start="main", force=True)
    gh.push(repo, "main", PERMISSIVE, start="main", force=True)
    assert finished(gh, repo, pull, runs=2).conclusion == "success"


def test_branches_where_one_name_is_the_others_folder(gh: StandIn, repo: Repository) -> None:
    for number, branch in enumerate(("release", "release/1")):
        gh.push(repo, branch, {"notes.txt": branch}, start="main")
        pull = opened(gh, repo, CROSSING, base=branch, branch=f"into-{number}")
        finished(gh, repo, pull, name=PREVIEW)
        gh.push(repo, branch, {f"docs/adr/000{number + 3}-new.md": EXCEPTION.format(status="Accepted")})
        finished(gh, repo, pull, name=PREVIEW, runs=2)
        gh.close(pull)
        gh.delete_branch(repo, branch)


def test_it_is_tried_again_when_github_fails(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.fail_next("GET", r"/pulls$", status=502, times=2)
    gh.push(repo, "main", PERMISSIVE)
    assert finished(gh, repo, pull, runs=2).conclusion == "success"


def test_it_is_tried_again_when_git_fails(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.fail_next("GET", r"info/refs", status=503)
    gh.push(repo, "main", PERMISSIVE)
    assert finished(gh, repo, pull, runs=2).conclusion == "success"
