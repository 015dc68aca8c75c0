"""The commits of a pull request: the merge base from GitHub, one fetch, and what happens when GitHub does not know."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from app.fetching.pull_request import FetchedPullRequest, fetch_pull_request
from app.git.mirror import Mirror, NotThereError
from app.github.client import AppClient, InstallationClient
from app.github.errors import RateLimitedError
from app.github.pull_requests import pull_request
from app.settings import Credentials
from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in import git_repositories as made


@pytest.fixture
async def client(gh: StandIn, repo: Repository) -> AsyncIterator[InstallationClient]:
    secrets = {"private_key": SecretStr(gh.private_key_pem), "webhook_secret": SecretStr(gh.webhook_secret)}
    app = AppClient(Credentials(app_id=gh.app_id, **secrets), gh.api_url)
    assert repo.installation is not None
    yield app.installation(repo.installation.id)
    await app.close()


@pytest.fixture
def pull(gh: StandIn, repo: Repository) -> PullRequest:
    """Begun two commits before the tip of main."""
    gh.push(repo, "feature", {"b.py": "1"})
    for number in range(2):
        gh.push(repo, "main", {"c.py": str(number)})
    return gh.open_pull_request(repo, head="feature")


async def fetched(client: InstallationClient, mirror: Mirror, number: int = 1) -> FetchedPullRequest:
    return await fetch_pull_request(client, mirror, await pull_request(client, "acme/shop", number))


def merge_base(repo: Repository, one: FetchedPullRequest) -> str | None:
    return made.merge_base(repo.path, one.tip, one.head)


def asked(gh: StandIn, part: str) -> int:
    return sum(part in one.path for one in gh.requests)


def wait_for_a_comparison(gh: StandIn) -> None:
    end = time.monotonic() + 10
    while not asked(gh, "/compare/") and time.monotonic() < end:
        time.sleep(0.02)


async def test_one_question_and_one_fetch(
    gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient, pull: PullRequest
) -> None:
    found = await fetched(client, mirror)
    assert (found.tip, found.default) == (made.tip(repo.path, "main"),) * 2
    assert (found.head, found.base) == (pull.head_sha, merge_base(repo, found))
    assert (asked(gh, "/compare/"), asked(gh, "info/refs"), mirror.whole.exists()) == (1, 1, False)
    assert set(found.repository.snapshot(found.base or "").entries) == {"a.py"}


@pytest.mark.parametrize("branch", ["release/1.x", "odd#name%2F&+ü"])
async def test_a_base_with_a_strange_name(
    gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient, branch: str
) -> None:
    gh.push(repo, branch, {"x.py": ""})
    gh.push(repo, "feature", {"b.py": "1"}, start=branch)
    gh.open_pull_request(repo, head="feature", base=branch)
    found = await fetched(client, mirror)
    assert found.base == found.tip == made.tip(repo.path, branch) != found.default
    assert asked(gh, "/compare/") == 1


async def test_a_fork(gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient) -> None:
    fork = gh.fork(repo, "mallory")
    gh.push(fork, "patch", {"a.py": "theirs\n"}, author="mallory")
    gh.open_pull_request(repo, head="patch", head_repository=fork, author="mallory")
    gh.push(repo, "main", {"c.py": ""})
    found = await fetched(client, mirror)
    assert found.base == merge_base(repo, found) is not None
    assert found.repository.file(found.head, "a.py") == b"theirs\n"


async def test_a_branch_that_moves_between_question_and_fetch(
    gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient, pull: PullRequest
) -> None:
    gh.fail_next("GET", "info/refs", delay=1)
    fetching = asyncio.create_task(fetched(client, mirror))
    await asyncio.to_thread(wait_for_a_comparison, gh)
    await asyncio.to_thread(gh.push, repo, "main", {"d.py": ""}, start="feature", force=True)
    found = await fetching
    assert found.tip == made.tip(repo.path, "main")
    assert found.base == merge_base(repo, found) == pull.head_sha
    assert asked(gh, "/compare/") == 2


async def test_a_tag_of_the_branchs_name_is_not_taken_for_it(
    gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient, pull: PullRequest
) -> None:
    made.set_ref(repo.path, "refs/tags/main", pull.head_sha)
    found = await fetched(client, mirror)
    assert found.tip == made.tip(repo.path, "main")
    assert found.base == merge_base(repo, found)


@pytest.mark.usefixtures("pull")
@pytest.mark.parametrize("status", [404, 500, 503])
async def test_a_fault_that_passes_costs_a_second_question(
    gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient, status: int
) -> None:
    gh.fail_next("GET", "/compare/", status=status, body={"message": "no"})
    found = await fetched(client, mirror)
    assert found.base == merge_base(repo, found)
    assert not mirror.whole.exists()


@pytest.mark.usefixtures("pull")
@pytest.mark.parametrize("answer", [{"status": 404}, {"status": 502}, {"status": 200, "body": {}}, {"status": 403}])
async def test_without_an_answer_git_looks_for_itself(
    gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient, answer: dict[str, Any]
) -> None:
    gh.fail_next("GET", "/compare/", **({"body": {"message": "no"}} | answer), times=2)
    found = await fetched(client, mirror)
    assert found.base is None
    assert found.repository.merge_base(found.tip, found.head) == merge_base(repo, found)


async def test_no_common_history(gh: StandIn, repo: Repository, mirror: Mirror, client: InstallationClient) -> None:
    date = gh.world.clock()
    island = made.commit(repo.path, {"i.py": ""}, parents=(), message="Island", author="ann", date=date)
    gh.push_commit(repo, "island", island, source=repo.path)
    gh.open_pull_request(repo, head="island")
    found = await fetched(client, mirror)
    assert (found.base, found.repository.merge_base(found.tip, found.head)) == (None, None)
    assert not found.repository.is_shallow()


@pytest.mark.usefixtures("pull")
async def test_a_rate_limit_is_not_worked_round(gh: StandIn, mirror: Mirror, client: InstallationClient) -> None:
    gh.fail_next("GET", "/compare/", status=429)
    with pytest.raises(RateLimitedError):
        await fetched(client, mirror)
    assert not mirror.folder.exists()


async def test_a_head_that_was_pushed_over_and_is_gone(
    mirror: Mirror, client: InstallationClient, pull: PullRequest
) -> None:
    read = await pull_request(client, "acme/shop", pull.number)
    gone = read.model_copy(update={"head": read.head.model_copy(update={"sha": "1" * 40})})
    with pytest.raises(NotThereError):
        await fetch_pull_request(client, mirror, gone)
    assert not mirror.whole.exists()
