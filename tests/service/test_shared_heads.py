"""A check run belongs to a commit: pull requests with one head share the strictest verdict of their branches."""

from uuid import uuid4

import pytest

from tests.running import wait_for
from tests.service.conftest import CROSSING, FILES, POLICY, every_run, finished, idle, unheard
from tests.service.test_branches import OPEN_TO_ALL, PREVIEW
from tests.stand_in import CheckRun, PullRequest, Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
RED = "1 new edge needs an ADR: orders -> billing"
GREEN = "No new violations"


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    """With a governed branch `release/1` whose own policy allows what `main` forbids, and a branch of the author's."""
    files = {**FILES, ".github/architecture.yml": POLICY + "branches: [release/*]\n"}
    repo = gh.create_repository(f"o{uuid4().hex}/shop", files=files)
    gh.push(repo, "release/1", {".github/architecture.yml": OPEN_TO_ALL}, start="main")
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    return repo


def into(gh: StandIn, repo: Repository, base: str, files: dict[str, str] = CROSSING) -> PullRequest:
    """A pull request from a branch that began at `main`."""
    gh.push(repo, "feature", files, start="main")
    return gh.open_pull_request(repo, head="feature", base=base)


def both(gh: StandIn, repo: Repository) -> tuple[PullRequest, PullRequest]:
    """Two pull requests from one head: the first into the permissive branch, the second into the strict one."""
    permissive = into(gh, repo, "release/1")
    return permissive, gh.open_pull_request(repo, head="feature", base="main")


def shown(gh: StandIn, repo: Repository, sha: str, name: str = "adrift") -> CheckRun:
    """What GitHub shows: the newest check run of the name."""
    return gh.check_runs(repo, sha, name)[0]


def settled(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.wait_settled()
    idle(database_url)
    assert {run.status for run in every_run(gh, repo)} == {"completed"}


def test_the_strictest_verdict_is_shown(gh: StandIn, repo: Repository, database_url: str) -> None:
    permissive = into(gh, repo, "release/1")
    assert finished(gh, repo, permissive).conclusion == "success"
    gh.open_pull_request(repo, head="feature", base="main")
    settled(gh, repo, database_url)
    run = shown(gh, repo, permissive.head_sha)
    assert (run.conclusion, run.title) == ("failure", f"#2: {RED}")
    assert f"- #1: {GREEN}" in (run.summary or "")


def test_the_permissive_one_that_comes_second_changes_nothing(gh: StandIn, repo: Repository, database_url: str) -> None:
    strict = into(gh, repo, "main")
    assert finished(gh, repo, strict).title == RED
    gh.open_pull_request(repo, head="feature", base="release/1")
    settled(gh, repo, database_url)
    assert shown(gh, repo, strict.head_sha).title == f"#1: {RED}"
    assert len(gh.annotations(shown(gh, repo, strict.head_sha))) == 1


def test_both_reviewed_at_the_same_moment(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("POST", "git-upload-pack", delay=0.4, times=3)
    strict, _ = both(gh, repo)
    settled(gh, repo, database_url)
    assert shown(gh, repo, strict.head_sha).title == f"#2: {RED}"


def test_one_under_review_while_the_other_is_queued(gh: StandIn, repo: Repository, database_url: str) -> None:
    gh.fail_next("POST", "git-upload-pack", delay=0.6)
    permissive = into(gh, repo, "release/1")
    wait_for(lambda: gh.check_runs(repo, permissive.head_sha))
    gh.fail_next("GET", r"/pulls/2$", status=502)
    gh.open_pull_request(repo, head="feature", base="main")
    settled(gh, repo, database_url)
    assert shown(gh, repo, permissive.head_sha).title == f"#2: {RED}"


def test_a_green_one_waits_for_the_review_that_shares_its_check_run(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        permissive, _ = both(gh, repo)
    gh.fail_next("GET", "/compare/main", delay=1.5)
    gh.redeliver(gh.events("pull_request", "opened")[1].guid)
    wait_for(lambda: gh.check_runs(repo, permissive.head_sha))
    gh.redeliver(gh.events("pull_request", "opened")[0].guid)
    finished(gh, repo, permissive)
    assert [run.title for run in gh.check_runs(repo, permissive.head_sha)] == [f"#2: {RED}"]


@pytest.mark.parametrize("goes", ["closed", "retargeted", "pushed over"])
def test_where_the_strict_one_goes_the_others_verdict_shows(
    gh: StandIn, repo: Repository, database_url: str, goes: str
) -> None:
    permissive, strict = both(gh, repo)
    gh.push_commit(repo, "copy", permissive.head_sha, source=repo.path)
    if goes == "pushed over":
        gh.close(strict)
        strict = gh.open_pull_request(repo, head="copy", base="main")
    settled(gh, repo, database_url)
    head = permissive.head_sha
    assert shown(gh, repo, head).conclusion == "failure"
    if goes == "closed":
        gh.close(strict)
    elif goes == "retargeted":
        gh.retarget(strict, "mine")
    else:
        gh.push(repo, "copy", {"notes.txt": "more"})
    settled(gh, repo, database_url)
    assert (shown(gh, repo, head).conclusion, shown(gh, repo, head).title) == ("success", GREEN)


def test_a_strict_one_that_is_opened_again_blocks_again(gh: StandIn, repo: Repository, database_url: str) -> None:
    permissive, strict = both(gh, repo)
    settled(gh, repo, database_url)
    gh.close(strict)
    settled(gh, repo, database_url)
    gh.reopen(strict)
    settled(gh, repo, database_url)
    assert shown(gh, repo, permissive.head_sha).title == f"#2: {RED}"


def test_a_preview_never_counts(gh: StandIn, repo: Repository, database_url: str) -> None:
    preview = into(gh, repo, "mine")
    finished(gh, repo, preview, name=PREVIEW)
    gh.open_pull_request(repo, head="feature", base="release/1")
    settled(gh, repo, database_url)
    assert shown(gh, repo, preview.head_sha).title == GREEN
    assert shown(gh, repo, preview.head_sha, PREVIEW).title == RED


def test_a_pass_is_withdrawn_when_its_pull_request_is_retargeted_to_an_ungoverned_branch(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    pull = into(gh, repo, "release/1")
    assert finished(gh, repo, pull).conclusion == "success"
    gh.retarget(pull, "mine")
    settled(gh, repo, database_url)
    run = shown(gh, repo, pull.head_sha)
    assert (run.conclusion, run.title) == ("cancelled", "Withdrawn: no pull request into a governed branch")
    assert shown(gh, repo, pull.head_sha, PREVIEW).conclusion == "failure"


def test_a_pass_is_withdrawn_when_its_branch_is_governed_no_more(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    pull = into(gh, repo, "release/1")
    assert finished(gh, repo, pull).conclusion == "success"
    gh.push(repo, "main", {".github/architecture.yml": POLICY})
    settled(gh, repo, database_url)
    assert shown(gh, repo, pull.head_sha).conclusion == "cancelled"
    assert shown(gh, repo, pull.head_sha, PREVIEW).conclusion == "failure"


def test_a_branch_that_is_governed_no_more_while_it_is_reviewed(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    gh.fail_next("GET", "/compare/release", delay=0.8)
    pull = into(gh, repo, "release/1")
    wait_for(lambda: gh.check_runs(repo, pull.head_sha))
    with unheard(gh):
        gh.push(repo, "main", {".github/architecture.yml": POLICY})
    settled(gh, repo, database_url)
    assert shown(gh, repo, pull.head_sha).conclusion == "cancelled"
    assert shown(gh, repo, pull.head_sha, PREVIEW).conclusion == "failure"


def test_a_pull_request_that_is_retargeted_while_it_is_reviewed_passes_nowhere(
    gh: StandIn, repo: Repository, database_url: str
) -> None:
    gh.fail_next("GET", "/compare/release", delay=0.8)
    pull = into(gh, repo, "release/1")
    wait_for(lambda: gh.check_runs(repo, pull.head_sha))
    gh.retarget(pull, "main")
    settled(gh, repo, database_url)
    assert [run.conclusion for run in gh.check_runs(repo, pull.head_sha)] == ["failure"]


def test_back_at_an_older_head_there_is_a_fresh_verdict(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull = into(gh, repo, "release/1")
    first = pull.head_sha
    settled(gh, repo, database_url)
    gh.push(repo, "feature", {"notes.txt": "more"})
    settled(gh, repo, database_url)
    with unheard(gh):
        gh.retarget(pull, "main")
    gh.push_commit(repo, "feature", first, source=repo.path)
    settled(gh, repo, database_url)
    newest, *older = [run.conclusion for run in gh.check_runs(repo, first)]
    assert (newest, set(older)) == ("failure", {"success"})  # a late webhook may have it reviewed twice


def test_two_that_are_green_say_so_of_both(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull = into(gh, repo, "release/1", {"notes.txt": "x"})
    gh.open_pull_request(repo, head="feature", base="main")
    settled(gh, repo, database_url)
    run = shown(gh, repo, pull.head_sha)
    assert (run.conclusion, run.title) == ("success", f"#1: {GREEN}")
    assert (run.summary or "").rstrip().splitlines()[-1].strip("`") != ""
