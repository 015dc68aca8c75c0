"""Which check a pull request gets: the required one for governed branches, a preview for all others; and forks."""

import pytest

from tests.service.conftest import CROSSING, FILES, LEGAL, POLICY, finished, opened, unheard
from tests.stand_in import Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
PREVIEW = "adrift (preview)"
GOVERNING = {**FILES, ".github/architecture.yml": POLICY + "branches: [release/*]\n"}
OPEN_TO_ALL = "version: 1\ncomponents:\n  orders: {path: orders, depends_on: [billing]}\n  billing: {path: billing}\n"


def test_a_branch_of_the_authors_own_gets_a_preview_only(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="mine")
    assert finished(gh, repo, pull, name=PREVIEW).conclusion == "failure"
    assert gh.check_runs(repo, pull.head_sha, "adrift") == []


def test_a_preview_is_judged_by_the_default_branchs_policy(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {".github/architecture.yml": OPEN_TO_ALL}, start="main")
    pull = opened(gh, repo, CROSSING, base="mine")
    assert finished(gh, repo, pull, name=PREVIEW).conclusion == "failure"


def test_a_branch_that_the_policy_lists_is_governed(gh: StandIn) -> None:
    repo = gh.create_repository("acme/governed", files=GOVERNING)
    gh.push(repo, "release/1", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="release/1")
    assert finished(gh, repo, pull).conclusion == "failure"
    assert gh.check_runs(repo, pull.head_sha, PREVIEW) == []


def test_a_branch_cannot_govern_itself(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {".github/architecture.yml": POLICY + "branches: [mine]\n"}, start="main")
    pull = opened(gh, repo, LEGAL, base="mine")
    finished(gh, repo, pull, name=PREVIEW)
    assert gh.check_runs(repo, pull.head_sha, "adrift") == []


def test_a_governed_branch_is_judged_by_its_own_policy(gh: StandIn) -> None:
    repo = gh.create_repository("acme/own", files=GOVERNING)
    gh.push(repo, "release/1", {".github/architecture.yml": OPEN_TO_ALL}, start="main")
    pull = opened(gh, repo, CROSSING, base="release/1")
    assert finished(gh, repo, pull).conclusion == "success"


def test_a_retargeted_pull_request_is_reviewed_anew(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    pull = opened(gh, repo, CROSSING, base="mine")
    finished(gh, repo, pull, name=PREVIEW)
    gh.retarget(pull, "main")
    assert finished(gh, repo, pull).conclusion == "failure"


def test_an_edited_title_is_no_reason_for_a_review(gh: StandIn, repo: Repository) -> None:
    pull = opened(gh, repo, LEGAL)
    finished(gh, repo, pull)
    gh.edit(pull, title="Better words")
    gh.mark_ready(pull)
    finished(gh, repo, pull, runs=2)
    assert len(gh.check_runs(repo, pull.head_sha)) == 2


def test_a_pull_request_from_a_fork(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, f"eve-{repo.id}")
    gh.push(fork, "feature", CROSSING, author="eve")
    pull = gh.open_pull_request(repo, head="feature", head_repository=fork, author="eve")
    assert finished(gh, repo, pull).conclusion == "failure"
    assert len(gh.review_comments(pull)) == 1


def test_a_fork_that_was_deleted(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, f"eve-{repo.id}")
    gh.push(fork, "feature", LEGAL, author="eve")
    pull = gh.open_pull_request(repo, head="feature", head_repository=fork, author="eve")
    finished(gh, repo, pull)
    gh.delete_fork(fork)
    gh.add_label(pull, "adr:0001")
    assert finished(gh, repo, pull, runs=2).conclusion == "success"


def test_the_rerun_button_on_a_forks_pull_request(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, f"eve-{repo.id}")
    gh.push(fork, "feature", LEGAL, author="eve")
    pull = gh.open_pull_request(repo, head="feature", head_repository=fork, author="eve")
    gh.rerequest(finished(gh, repo, pull))
    assert finished(gh, repo, pull, runs=2).conclusion == "success"


def test_histories_that_share_nothing_are_explained(gh: StandIn, repo: Repository) -> None:
    other = gh.create_repository("acme/other", files={"x.py": ""}, install=False)
    sha = gh.push(other, "main", {"y.py": ""})
    gh.push_commit(repo, "island", sha, source=other.path)
    pull = gh.open_pull_request(repo, head="island")
    run = finished(gh, repo, pull)
    assert (run.conclusion, run.title) == ("failure", "adrift could not finish")
    assert "no merge base" in (run.summary or "")


def test_a_base_branch_that_is_gone_ends_with_an_explanation(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    with unheard(gh):
        pull = opened(gh, repo, LEGAL, base="mine")
        gh.delete_branch(repo, "mine")
    gh.redeliver(gh.events("pull_request", "opened")[-1].guid)
    assert finished(gh, repo, pull, name=PREVIEW).title == "adrift could not finish"
