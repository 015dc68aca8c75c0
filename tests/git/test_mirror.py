"""Mirrors: fetched over HTTP with a token that leaves no trace, by many at once, and from servers that fail."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.git import mirror as module
from app.git.mirror import FetchError, Mirror, NotThereError, Wanted
from tests.git.conftest import MAIN
from tests.stand_in import Repository, StandIn


def test_what_was_fetched_can_be_read(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    assert fetched.repository.file(fetched.commits["base"], "a.py") == b"x = 1\n"


def test_a_commit_by_its_id(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    sha = gh.push(repo, "feature", {"b.py": ""})
    gh.push(repo, "feature", {"b.py": "2"})
    fetched = mirror.fetch(1, {"head": Wanted("refs/heads/feature", sha)}, gh.token(repo))
    assert fetched.commits == {"head": sha}
    assert fetched.repository.file(sha, "b.py") == b""


def test_a_branch_that_was_rewritten(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    gh.push(repo, "main", {"b.py": "1"})
    mirror.fetch(1, MAIN, gh.token(repo))
    sha = gh.push(repo, "main", {"b.py": "2"}, start="main~1", force=True)
    assert mirror.fetch(1, MAIN, gh.token(repo)).commits == {"base": sha}


def test_many_first_fetches_at_once(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token = gh.token(repo)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: mirror.fetch(number, MAIN, token), range(1, 9)))
    assert len({fetched.commits["base"] for fetched in found}) == 1
    assert sorted(path.name for path in mirror.folder.parent.iterdir()) == ["7.git", "7.git.lock"]


def test_many_fetches_of_new_commits_at_once(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token = gh.token(repo)
    heads = {n: gh.push(repo, f"b{n}", {f"{n}.py": str(n)}) for n in range(1, 9)}

    def content(number: int) -> bytes | None:
        wanted = {"head": Wanted(f"refs/heads/b{number}", heads[number])}
        return mirror.fetch(number, wanted, token).repository.file(heads[number], f"{number}.py")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(content, heads)) == [str(number).encode() for number in heads]


@pytest.mark.parametrize("wanted", [Wanted("refs/heads/none"), Wanted("refs/heads/main", "1" * 40)])
def test_what_the_server_does_not_have(gh: StandIn, repo: Repository, mirror: Mirror, wanted: Wanted) -> None:
    with pytest.raises(NotThereError):
        mirror.fetch(1, {"head": wanted}, gh.token(repo))
    with pytest.raises(NotThereError):
        mirror.fetch_whole(1, {"head": wanted}, gh.token(repo))


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_server_that_says_no(gh: StandIn, repo: Repository, mirror: Mirror, status: int) -> None:
    gh.fail_next("GET", "info/refs", status=status)
    with pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))


def test_a_server_that_hangs_is_left_with_all_of_gits_children(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FETCH_TIMEOUT", 0.4)
    gh.fail_next("POST", "git-upload-pack", delay=30, drop_connection=True)
    started = time.monotonic()
    with pytest.raises(FetchError, match="took more than"):
        mirror.fetch(1, MAIN, gh.token(repo))
    assert time.monotonic() - started < 25
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
