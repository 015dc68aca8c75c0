"""What happens to repositories, installations and branches while their pull requests are reviewed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.running import wait_for
from tests.service.conftest import (
    CROSSING,
    FILES,
    LEGAL,
    every_run,
    finished,
    jobs,
    opened,
    query,
    reviewed,
    unheard,
)
from tests.stand_in import PullRequest, Repository, StandIn

pytestmark = pytest.mark.usefixtures("adrift")
RED = "1 new edge needs an ADR: orders -> billing"


@contextmanager
def under_review(gh: StandIn, repo: Repository, files: dict[str, str], **more: str) -> Iterator[PullRequest]:
    """A pull request whose review has begun and does not end while the block lasts."""
    gh.fail_next("GET", "/compare/", delay=0.7)
    pull = opened(gh, repo, files, **more)
    wait_for(lambda: every_run(gh, repo))
    yield pull


def redelivered(gh: StandIn) -> None:
    gh.redeliver(gh.events("pull_request", "opened")[-1].guid)


def ended(gh: StandIn, repo: Repository, database_url: str) -> None:
    """Nothing to do is left, nothing is in progress that we could end, and nobody asked without end."""
    gh.wait_settled()
    # what is kept of an installation that is gone is deleted once more, much later
    wait_for(lambda: "review_pull_request" not in [name for name, _, _ in jobs(database_url)])
    assert query(database_url, "select 1 from review where state = 'running'") == []
    assert len(gh.requests) < 60


def test_a_repository_that_is_renamed_between_event_and_job(gh: StandIn, repo: Repository) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
        gh.rename(repo, "market")
    redelivered(gh)
    assert finished(gh, repo, pull).title == RED
    assert len(gh.review_comments(pull)) == 1


def test_a_repository_that_is_renamed_while_it_is_reviewed(gh: StandIn, repo: Repository) -> None:
    with under_review(gh, repo, CROSSING) as pull:
        gh.rename(repo, "market")
    assert finished(gh, repo, pull).title == RED
    assert (len(gh.review_comments(pull)), len(every_run(gh, repo))) == (1, 1)


def test_a_name_that_another_repository_has_by_now(gh: StandIn, repo: Repository, database_url: str) -> None:
    with unheard(gh):
        pull = opened(gh, repo, CROSSING)
        owner = repo.owner.login
        gh.rename(repo, "market")
        other = gh.create_repository(f"{owner}/shop", files=FILES)
        stranger = opened(gh, other, LEGAL)
    redelivered_to = next(one for one in gh.events("pull_request", "opened") if one.repository_id == repo.id)
    gh.redeliver(redelivered_to.guid)
    assert finished(gh, repo, pull).title == RED
    ended(gh, repo, database_url)
    assert gh.check_runs(other, stranger.head_sha) == []


def test_a_repository_that_is_transferred_to_where_we_are_not(gh: StandIn, repo: Repository, database_url: str) -> None:
    with under_review(gh, repo, CROSSING):
        gh.transfer(repo, f"new{uuid4().hex}")
    ended(gh, repo, database_url)


def test_a_repository_that_is_transferred_to_another_installation(gh: StandIn, repo: Repository) -> None:
    place = gh.create_repository(f"new{uuid4().hex}/other", files=FILES)
    pull, _ = reviewed(gh, repo, CROSSING)
    gh.transfer(repo, place.owner.login)
    gh.push(repo, "feature", LEGAL)
    assert finished(gh, repo, pull).conclusion == "success"


@pytest.mark.parametrize("what", ["suspend", "uninstall"])
def test_an_installation_that_goes_while_it_is_under_review(
    gh: StandIn, repo: Repository, database_url: str, what: str
) -> None:
    owner = repo.owner.login
    with under_review(gh, repo, CROSSING):
        getattr(gh, what)(owner)
    ended(gh, repo, database_url)


def test_an_installation_that_is_gone_before_the_review(gh: StandIn, repo: Repository, database_url: str) -> None:
    with unheard(gh):
        opened(gh, repo, CROSSING)
        gh.uninstall(repo.owner.login)
    redelivered(gh)
    ended(gh, repo, database_url)
    assert len([one for one in gh.requests if "access_tokens" in one.path]) <= 6


def test_a_repository_that_is_new_in_the_installation(gh: StandIn, repo: Repository) -> None:
    reviewed(gh, repo, LEGAL)
    new = gh.create_repository(f"{repo.owner.login}/new", files=FILES)
    assert reviewed(gh, new, CROSSING)[1].title == RED


def test_a_pull_request_with_three_thousand_files(gh: StandIn, repo: Repository) -> None:
    many = {f"orders/m{number // 100}/f{number}.txt": f"{number}\n" for number in range(3000)}
    pull = opened(gh, repo, {**many, **CROSSING})
    assert finished(gh, repo, pull).title == RED
    assert [comment.path for comment in gh.review_comments(pull)] == ["orders/api.py"]


def test_a_base_branch_that_is_deleted_while_it_is_merged_into(gh: StandIn, repo: Repository) -> None:
    gh.push(repo, "mine", {"notes.txt": "x"}, start="main")
    with under_review(gh, repo, LEGAL, base="mine") as pull, unheard(gh):
        gh.delete_branch(repo, "mine")
        gh.close(pull)
    wait_for(lambda: {run.status for run in every_run(gh, repo)} == {"completed"})


@pytest.mark.parametrize("what", ["close", "merge"])
def test_a_pull_request_that_is_closed_while_it_is_reviewed(
    gh: StandIn, repo: Repository, database_url: str, what: str
) -> None:
    with under_review(gh, repo, CROSSING) as pull:
        getattr(gh, what)(pull)
    ended(gh, repo, database_url)
    merged_is_not_new = "No new violations"
    assert [run.title for run in gh.check_runs(repo, pull.head_sha)] == [RED if what == "close" else merged_is_not_new]
    assert gh.review_comments(pull) == []


def test_a_closed_pull_request_ends_what_an_earlier_try_left(gh: StandIn, repo: Repository, database_url: str) -> None:
    with under_review(gh, repo, CROSSING) as pull:
        gh.fail_next("GET", "info/refs", status=502)
        gh.close(pull)
    ended(gh, repo, database_url)
    assert [run.conclusion for run in gh.check_runs(repo, pull.head_sha)] == ["cancelled"]


def test_a_repository_without_a_commit(gh: StandIn, repo: Repository, database_url: str) -> None:
    empty = gh.create_repository(f"{repo.owner.login}/empty")
    gh.push(empty, "main", FILES)
    assert reviewed(gh, empty, CROSSING)[1].title == RED


@pytest.fixture
def lagging(gh: StandIn, repo: Repository, tmp_path: Path) -> Iterator[Path]:
    """A git server that has not heard yet of what is pushed to the others."""
    copy = tmp_path / "replica.git"
    shutil.copytree(repo.path, copy)
    gh.git.replicas[repo.id] = copy
    yield copy
    gh.git.replicas.clear()


@pytest.mark.usefixtures("lagging")
def test_a_head_that_has_not_reached_the_git_server(gh: StandIn, repo: Repository) -> None:
    pull = opened(gh, repo, CROSSING)
    wait_for(lambda: gh.git_requests() >= 2)
    gh.git.replicas.clear()
    assert finished(gh, repo, pull).title == RED
    assert len(every_run(gh, repo)) == 1
