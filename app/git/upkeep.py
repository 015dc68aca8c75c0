"""Keeping a mirror's folder usable: made whole, written by one at a time, freed of what a killed git left behind."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from app.git.process import Git

POLLING = 0.05
"""Seconds between two looks at a lock that somebody else holds."""
WRITTEN = (".", "objects", "objects/info", "objects/pack", "refs")
"""The folders in which a fetch makes temporary files."""
TEMPORARY = ("tmp_", ".tmp-", "shallow_")
WRITERS = "adrift.writers"
"""A file in a mirror on which those who fetch into it hold a shared lock, and each git of theirs as long as it lives:
that of a worker which was killed goes on."""

LARGEST_SHALLOW = 100_000
"""Bytes of a mirror's list of commits without history, 41 for each; every fetch sends all of them to the server."""


def create(folder: Path) -> None:
    """An empty bare repository. Made aside and moved into place, so that nobody finds half of it."""
    if folder.exists():
        return
    with TemporaryDirectory(prefix="new-", dir=folder.parent, ignore_cleanup_errors=True) as place:
        Git(Path(place)).run("init", "--bare", "--quiet", "--template=", "mirror.git")
        Path(place, "mirror.git").rename(folder)


def is_outgrown(folder: Path) -> bool:
    """Whether the mirror has seen so many commits (some 2,400) that a new one is cheaper: git never forgets one."""
    try:
        return (folder / "shallow").stat().st_size > LARGEST_SHALLOW
    except FileNotFoundError:
        return False


def discard(folder: Path) -> None:
    """Take the folder away at once, then delete it."""
    with TemporaryDirectory(prefix="old-", dir=folder.parent, ignore_cleanup_errors=True) as place:
        with suppress(FileNotFoundError):
            folder.rename(Path(place, "mirror.git"))
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def locked(folder: Path, timeout: float) -> Iterator[None]:
    """Be the only one who writes the folder, in this process and in others. Raises TimeoutError after `timeout`
    seconds of waiting. The lock ends with its process, whatever happens to that."""
    make_private(folder.parent)
    lock = lock_of(folder)
    end = time.monotonic() + timeout
    while True:
        with _opened(lock) as file:
            if _is_taken(file) and _is_at(file, lock):  # who deletes a mirror deletes its lock
                yield
                return
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(POLLING)


@contextmanager
def writing(folder: Path) -> Iterator[int]:
    """Have git write the folder, many at a time; git is to inherit the file descriptor. What one leaves behind that
    fails is removed as soon as nobody else writes: on a full disk it would keep everybody from going on."""
    with _shared(folder / WRITERS) as file:
        try:
            yield file.fileno()
        except BaseException:
            if _is_taken(file):
                _remove_temporary(folder)
            raise


def lock_of(folder: Path) -> Path:
    """The lock of a mirror: touched by each fetch, and so the time of its last one."""
    return folder.with_name(f"{folder.name}.lock")


def make_private(folder: Path) -> None:
    """A folder for its owner only, and the one around it."""
    for one in (folder.parent, folder):
        one.mkdir(parents=True, exist_ok=True, mode=0o700)
        if one.stat().st_mode & 0o077:
            one.chmod(0o700)


def _opened(file: Path) -> IO[str]:
    return open(file, "w", opener=partial(os.open, mode=0o600), encoding="utf-8")


@contextmanager
def _shared(lock: Path) -> Iterator[IO[str]]:
    """The file, locked for many, and that of the mirror which is there now: the one before may have been thrown away
    while somebody waited for its lock."""
    while True:
        with _opened(lock) as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            if _is_at(file, lock):
                yield file
                return


def _is_taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(file: IO[str], path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def remove_stale(folder: Path, refs: str, age: float) -> None:
    """Remove the lock and temporary files that a git has left which was killed: all of them where nobody writes, else
    those older than `age` seconds, for no git lives that long here. `refs` is the folder of the refs that are about to
    be written."""
    with _opened(folder / WRITERS) as writers:
        before = time.time() - (0 if _is_taken(writers) else age)
        for file in _files(*(folder / name for name in WRITTEN), *_and_below(folder / refs)):
            if file.name.endswith(".lock") or file.name.startswith(TEMPORARY):
                with suppress(OSError):
                    if file.stat().st_mtime <= before:
                        file.unlink()


def _remove_temporary(folder: Path) -> None:
    """A new object is written in the folder of its name."""
    with suppress(OSError):  # somebody deletes the mirror
        for file in _files(*(folder / name for name in WRITTEN), *(folder / "objects").glob("[0-9a-f][0-9a-f]")):
            if file.name.startswith(TEMPORARY):
                file.unlink(missing_ok=True)


def _files(*folders: Path) -> Iterator[Path]:
    """What lies in these folders, as far as they are there."""
    for folder in folders:
        if folder.is_dir():
            yield from folder.iterdir()


def _and_below(folder: Path) -> list[Path]:
    return [folder, *(path for path in folder.rglob("*") if path.is_dir())]
