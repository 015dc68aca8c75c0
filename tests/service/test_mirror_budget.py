"""Mirrors take no more of the disk than they may: those that were used least recently go, and never one in use."""

import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.git import upkeep
from app.installing import mirror_sweep
from app.installing.mirror_sweep import make_room

SIZE = 100_000
OLD = 1_000_000.0


def mirror(mirrors: Path, name: str, used: float) -> Path:
    folder = mirrors / f"{name}.git"
    folder.mkdir(parents=True)
    (folder / "pack").write_bytes(b"x" * SIZE)
    lock = upkeep.lock_of(folder)
    lock.touch()
    os.utime(lock, (used, used))
    return folder


def left(mirrors: Path) -> list[str]:
    return sorted(str(path.relative_to(mirrors)) for path in mirrors.glob("*/*"))


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    for number, name in enumerate(("1/10", "1/11", "2/12")):
        mirror(tmp_path, name, OLD + (number + 1) % 3)
    assert make_room(tmp_path, int(2.5 * SIZE)) == 1
    assert left(tmp_path) == ["1/10.git", "1/10.git.lock", "1/11.git", "1/11.git.lock"]
    assert not (tmp_path / "2").exists()


def test_nothing_goes_while_there_is_room(tmp_path: Path) -> None:
    mirror(tmp_path, "1/10", OLD)
    assert make_room(tmp_path, 2 * SIZE) == 0


def test_none_that_is_in_use_goes(tmp_path: Path) -> None:
    written = mirror(tmp_path, "1/10", OLD)
    mirror(tmp_path, "1/11", time.time() - 60)
    with upkeep.locked(written, 0):
        os.utime(upkeep.lock_of(written), (OLD, OLD))
        assert make_room(tmp_path, 0) == 0
    assert left(tmp_path) == ["1/10.git", "1/10.git.lock", "1/11.git", "1/11.git.lock"]


def test_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        mirror(tmp_path, f"1/{number}", OLD + number)
    usage = SimpleNamespace(total=20 * SIZE, used=0, free=SIZE // 2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert make_room(tmp_path, 100 * SIZE) == 2
    assert left(tmp_path)[0] == "1/2.git"


def test_a_disk_without_mirrors(tmp_path: Path) -> None:
    assert not mirror_sweep.is_nearly_full(tmp_path / "mirrors")
    assert make_room(tmp_path / "mirrors", 0) == 0


def test_who_waits_for_a_lock_that_is_deleted_takes_the_new_one(tmp_path: Path) -> None:
    folder = mirror(tmp_path, "1/10", OLD)
    with upkeep.locked(folder, 0):
        upkeep.lock_of(folder).unlink()
        with upkeep.locked(folder, 0), pytest.raises(TimeoutError), upkeep.locked(folder, 0):
            pass
