import asyncio
import os
from pathlib import Path

import pytest

from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in.git_repositories import GitError, git, git_bytes


def address(gh: StandIn, repo: Repository) -> str:
    return f"{gh.url}/acme/shop.git".replace("http://", f"http://x-access-token:{gh.token(repo)}@")


def mirror(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "--quiet", "--bare")
    return folder


def test_clone_with_a_token(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", address(gh, repo), "copy")
    assert (tmp_path / "copy" / "old.py").read_text() == "old\n"


@pytest.mark.parametrize("name", ["shop", "nothing"])
def test_without_a_token_git_is_asked_for_one(gh: StandIn, repo: Repository, tmp_path: Path, name: str) -> None:
    with pytest.raises(GitError, match="could not read Username"):
        git(tmp_path, "clone", f"{gh.url}/acme/{name}.git", "copy", environment={"GIT_TERMINAL_PROMPT": "0"})


def test_a_partial_fetch_by_sha(gh: StandIn, repo: Repository, pull: PullRequest, tmp_path: Path) -> None:
    copy = mirror(tmp_path / "copy")
    git(copy, "fetch", "--quiet", "--filter=blob:none", "--depth=1", address(gh, repo), pull.head_sha)
    missing = git(copy, "rev-list", "--objects", "--missing=print", pull.head_sha)
    assert "?" in missing


def test_a_file_by_its_id(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    copy = mirror(tmp_path / "copy")
    blob = git(repo.path, "rev-parse", "main:old.py").strip()
    git(copy, "fetch", "--quiet", "--no-tags", address(gh, repo), blob)
    assert git(copy, "cat-file", "blob", blob) == "old\n"
    assert gh.git_requests() == 1


def test_an_old_server(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    gh.git.is_old = True
    begin = git(repo.path, "rev-parse", "main").strip()
    gh.push(repo, "main", {"b.py": "b\n"})
    copy = mirror(tmp_path / "copy")
    with pytest.raises(GitError, match="unadvertised object"):
        git(copy, "fetch", address(gh, repo), begin)
    git(copy, "fetch", "--quiet", "--filter=blob:none", "--depth=1", address(gh, repo), "main")
    assert "?" not in git(copy, "rev-list", "--objects", "--missing=print", "FETCH_HEAD")


def test_a_forks_commit_is_fetched_from_the_base_repository(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    fork = gh.fork(repo, "mallory")
    sha = gh.push(fork, "patch", {"a.py": "x\n"}, author="mallory")
    pull = gh.open_pull_request(repo, head="patch", head_repository=fork, author="mallory")
    copy = mirror(tmp_path / "copy")
    git(copy, "fetch", "--quiet", address(gh, repo), f"refs/pull/{pull.number}/head")
    assert git(copy, "rev-parse", "FETCH_HEAD").strip() == sha


def test_a_long_negotiation_arrives_compressed(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", address(gh, repo), "copy")
    copy = tmp_path / "copy"
    for number in range(60):
        git(copy, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "--allow-empty", "-m", str(number))
    sha = gh.push(repo, "main", {"b.py": "b\n"})
    git(copy, "fetch", "--quiet", "origin", "main")
    assert git(copy, "rev-parse", "FETCH_HEAD").strip() == sha


def test_a_big_pack_is_streamed(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    noise = os.urandom(20_000_000)
    sha = gh.push(repo, "big", {"noise.bin": noise})
    copy = mirror(tmp_path / "copy")
    git(copy, "fetch", "--quiet", "--depth=1", address(gh, repo), sha)
    assert git_bytes(copy, "show", f"{sha}:noise.bin") == noise


def test_pushing_is_not_served(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", address(gh, repo), "copy")
    with pytest.raises(GitError, match="403"):
        git(tmp_path / "copy", "push", address(gh, repo), "main:other")


async def test_many_fetches_at_once(gh: StandIn, repo: Repository, tmp_path: Path) -> None:
    copies = [mirror(tmp_path / f"copy{number}") for number in range(8)]
    await asyncio.gather(
        *(asyncio.to_thread(git, copy, "fetch", "--quiet", address(gh, repo), "main") for copy in copies)
    )
    assert len({git(copy, "rev-parse", "FETCH_HEAD") for copy in copies}) == 1
