"""Mirrors: fetched over HTTP with a token that leaves no trace, by many at once, and from servers that fail."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.git import mirror as module
from app.git.mirror import FetchError, Mirror, ref
from tests.stand_in import Repository, StandIn

MAIN = {"base": "refs/heads/main"}


@pytest.fixture
def gh(tmp_path: Path) -> Iterator[StandIn]:
    with StandIn(tmp_path / "github") as stand_in:
        stand_in.start()
        yield stand_in


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    return gh.create_repository("acme/shop", files={"a.py": "x = 1\n"})


@pytest.fixture
def mirror(gh: StandIn, repo: Repository, tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "mirrors" / "9" / "7.git", f"{gh.url}/acme/shop.git")


def test_what_was_fetched_can_be_read(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    clone = mirror.fetch(1, MAIN, gh.token(repo))
    snapshot = clone.snapshot(clone.commit(ref(1, "base")))
    assert clone.file(snapshot.rev, "a.py") == b"x = 1\n"


def test_a_commit_by_its_id(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    sha = gh.push(repo, "feature", {"b.py": ""})
    clone = mirror.fetch(1, {"head": sha}, gh.token(repo))
    assert clone.commit(ref(1, "head")) == sha


def test_a_branch_that_was_rewritten(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {"b.py": "1"})
    mirror.fetch(1, MAIN, gh.token(repo))
    sha = gh.push(repo, "main", {"b.py": "2"}, start="main~1", force=True)
    assert mirror.fetch(1, MAIN, gh.token(repo)).commit(ref(1, "base")) == sha


def test_many_first_fetches_at_once(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token = gh.token(repo)
    with ThreadPoolExecutor(8) as pool:
        clones = list(pool.map(lambda number: mirror.fetch(number, MAIN, token), range(1, 9)))
    assert len({clone.commit(ref(number, "base")) for number, clone in enumerate(clones, 1)}) == 1
    assert [path.name for path in mirror.folder.parent.iterdir()] == ["7.git"]


@pytest.mark.parametrize("wanted", ["refs/heads/none", "1" * 40])
def test_what_the_server_does_not_have(gh: StandIn, repo: Repository, mirror: Mirror, wanted: str) -> None:
    with pytest.raises(FetchError):
        mirror.fetch(1, {"head": wanted}, gh.token(repo))


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_server_that_says_no(gh: StandIn, repo: Repository, mirror: Mirror, status: int) -> None:
    gh.fail_next("GET", "info/refs", status=status)
    with pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))


def test_a_server_that_hangs_is_left_with_all_of_gits_children(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FETCH_TIMEOUT", 0.4)
    gh.fail_next("POST", "git-upload-pack", delay=30)
    started = time.monotonic()
    with pytest.raises(FetchError, match="took more than"):
        mirror.fetch(1, MAIN, gh.token(repo))
    assert time.monotonic() - started < 4
    assert [line for line in command_lines() if gh.url in line] == []


def test_a_redirect_is_not_followed_with_the_token(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.fail_next("GET", "info/refs", status=301, headers={"Location": "http://127.0.0.1:1/x.git/info/refs"})
    with pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))


def test_the_token_is_on_no_command_line(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token, seen = gh.token(repo), list[str]()
    gh.fail_next("POST", "git-upload-pack", delay=0.4)
    fetching = threading.Thread(target=mirror.fetch, args=(1, MAIN, token))
    fetching.start()
    while fetching.is_alive():
        seen += command_lines()
        time.sleep(0.02)
    assert [line for line in seen if gh.url in line]
    assert not [line for line in seen if token in line or "Authorization" in line]


def test_the_token_is_in_no_file(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token = gh.token(repo)
    mirror.fetch(1, MAIN, token)
    files = [path for path in mirror.folder.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if token.encode() in path.read_bytes() or b"Basic" in path.read_bytes()]


def test_neither_token_nor_address_is_in_the_error(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token = gh.token(repo)
    gh.fail_next("GET", "info/refs", status=503)
    with pytest.raises(FetchError) as caught:
        mirror.fetch(1, MAIN, token)
    said = f"{caught.value} {caught.value.__cause__!r} {mirror!r}"
    assert token not in said
    assert gh.url not in str(caught.value)


def test_the_folder_is_for_its_owner_only(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    assert mirror.folder.parent.stat().st_mode & 0o077 == 0


def command_lines() -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return found
