"""Mirrors outlive killed processes, and what breaks is made anew."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import psutil
import pytest

from app.git import mirror as module
from app.git import upkeep
from app.git.mirror import FetchError, Mirror
from tests.git.conftest import MAIN
from tests.running import wait_for
from tests.stand_in import Repository, StandIn

LEFT = [
    "shallow.lock",
    "config.lock",
    "packed-refs.lock",
    "refs/adrift/1/base.lock",
    "objects/pack/tmp_pack_x1y2z3",
    "shallow_x1y2z3",
]
FETCHES = """
import sys
from pathlib import Path
from app.git.mirror import Mirror, Wanted
Mirror(Path(sys.argv[1]), sys.argv[2]).fetch(2, {"base": Wanted("refs/heads/main")}, sys.argv[3])
"""


def emptied(folder: Path, pattern: str) -> None:
    """What a full disk or a crash makes of files."""
    for file in folder.glob(pattern):
        file.chmod(0o600)
        file.write_bytes(file.read_bytes()[:20])


@pytest.mark.parametrize("name", LEFT)
def test_what_a_killed_git_left_is_removed(gh: StandIn, repo: Repository, mirror: Mirror, name: str) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    (mirror.folder / name).touch()
    gh.push(repo, "main", {"b.py": ""})
    mirror.fetch(1, MAIN, gh.token(repo))
    assert not (mirror.folder / name).exists()


@pytest.mark.parametrize("name", LEFT)
def test_while_somebody_writes_only_what_is_old_is_removed(
    gh: StandIn, repo: Repository, mirror: Mirror, name: str
) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    left, young = mirror.folder / name, mirror.folder / "objects/pack/tmp_pack_young"
    for file in (left, young):
        file.touch()
    old = time.time() - module.FETCH_TIMEOUT - 60
    os.utime(left, (old, old))
    gh.push(repo, "main", {"b.py": ""})
    with upkeep.writing(mirror.folder):
        mirror.fetch(1, MAIN, gh.token(repo))
    assert (left.exists(), young.exists()) == (False, True)


def test_a_lock_that_may_be_alive_is_left_alone(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    (mirror.folder / "shallow.lock").touch()
    with upkeep.writing(mirror.folder), pytest.raises(FetchError, match="git fetch"):
        mirror.fetch(1, MAIN, gh.token(repo))


def test_a_git_whose_worker_was_killed_still_writes(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    token = gh.token(repo)
    mirror.fetch(1, MAIN, token)
    fetching = gh.fail_next("POST", "git-upload-pack", delay=60, drop_connection=True)
    with subprocess.Popen([sys.executable, "-c", FETCHES, mirror.folder, mirror.url, token]) as worker:
        wait_for(fetching.met.is_set)
        orphans = psutil.Process(worker.pid).children(recursive=True)
        worker.kill()
    (mirror.folder / "shallow.lock").touch()
    with pytest.raises(FetchError, match="git fetch"):
        mirror.fetch(1, MAIN, token)
    for one in orphans:
        one.kill()
    psutil.wait_procs(orphans)
    mirror.fetch(1, MAIN, token)


def test_who_waited_for_a_mirror_that_was_thrown_away_writes_the_new_one(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    real = fcntl.flock

    def after_a_wait(file: IO[str], operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", real)
        upkeep.discard(mirror.folder)
        mirror.fetch(1, MAIN, gh.token(repo))
        real(file, operation)

    monkeypatch.setattr(fcntl, "flock", after_a_wait)
    with upkeep.writing(mirror.folder):
        (mirror.folder / "shallow.lock").touch()
        with pytest.raises(FetchError, match="git fetch"):
            mirror.fetch(1, MAIN, gh.token(repo))


def test_somebody_else_who_fetches_for_too_long(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    monkeypatch.setattr(module, "FETCH_TIMEOUT", 0.2)
    with mirror.folder.with_name("7.git.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FetchError, match="takes too long"):
            mirror.fetch(1, MAIN, gh.token(repo))


@pytest.mark.parametrize("pattern", ["HEAD", "config", "shallow", "objects/pack/*.pack", "objects/pack/*.idx"])
@pytest.mark.parametrize("whole", [False, True])
def test_a_damaged_mirror_is_made_anew(
    gh: StandIn, repo: Repository, mirror: Mirror, pattern: str, *, whole: bool
) -> None:
    gh.push(repo, "main", {f"{number}.py": str(number) for number in range(200)})
    fetch = mirror.fetch_whole if whole else mirror.fetch
    emptied(fetch(1, MAIN, gh.token(repo)).repository.git.folder, pattern)
    gh.push(repo, "main", {"b.py": "b"})
    fetched = fetch(1, MAIN, gh.token(repo))
    assert fetched.repository.file(fetched.commits["base"], "b.py") == b"b"
    assert fetched.repository.file(fetched.commits["base"], "7.py") == b"7"


def test_damage_that_is_found_when_reading(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    fetched = mirror.fetch(1, MAIN, gh.token(repo))
    fetched.repository.file(fetched.commits["base"], "a.py")
    emptied(mirror.folder, "objects/pack/*.pack")
    with pytest.raises(FetchError, match="was damaged"):
        mirror.read(fetched.repository.snapshot, fetched.commits["base"])
    again = mirror.fetch(1, MAIN, gh.token(repo))
    assert mirror.read(again.repository.file, again.commits["base"], "a.py") == b"x = 1\n"


def test_a_mirror_that_has_seen_too_many_commits_is_made_anew(
    gh: StandIn, repo: Repository, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "LARGEST_SHALLOW", 3 * 41)
    for number in range(5):
        gh.push(repo, "main", {"b.py": str(number)})
        fetched = mirror.fetch(1, MAIN, gh.token(repo))
        assert fetched.repository.file(fetched.commits["base"], "b.py") == str(number).encode()
    assert len((mirror.folder / "shallow").read_text().splitlines()) == 1


def test_a_mirror_is_kept_while_it_is_sound(gh: StandIn, repo: Repository, mirror: Mirror) -> None:
    mirror.fetch(1, MAIN, gh.token(repo))
    before = mirror.folder.stat().st_ino
    gh.fail_next("POST", "git-upload-pack", status=502)
    with pytest.raises(FetchError):
        mirror.fetch(1, MAIN, gh.token(repo))
    mirror.fetch(1, MAIN, gh.token(repo))
    assert mirror.folder.stat().st_ino == before
