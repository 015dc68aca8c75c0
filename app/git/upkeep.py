"""Keeping a mirror's folder usable: made whole, written by one at a time, freed of what a killed git left behind."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from app.git.process import Git

POLLING = 0.05
"""Seconds between two looks at a lock that somebody else holds."""
WRITTEN = (".", "objects", "objects/info", "objects/pack", "refs")
"""The folders in which a fetch makes temporary files."""

LARGEST_SHALLOW = 100_000
"""Bytes of a mirror's list of commits without history, 41 for each; every fetch sends all of them to the server."""


def create(folder: Path) -> None:
    """An empty bare repository. Made aside and moved into place, so that nobody finds half of it."""
    if folder.exists():
        return
    with TemporaryDirectory(prefix="new-", dir=folder.parent, ignore_cleanup_errors=True) as place:
        Git(Path(place)).run("init", "--bare", "--quiet", "mirror.git")
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
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    end = time.monotonic() + timeout
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise TimeoutError from None
                time.sleep(POLLING)
        yield


def remove_stale(folder: Path, refs: str, age: float) -> None:
    """Remove lock and temporary files older than `age` seconds: no git lives that long here. `refs` is the folder of
    the refs that are about to be written."""
    before = time.time() - age
    for place in (*(folder / name for name in WRITTEN), *_and_below(folder / refs)):
        for file in place.iterdir() if place.is_dir() else ():
            if file.name.endswith(".lock") or file.name.startswith(("tmp_", ".tmp-", "shallow_")):
                with suppress(OSError):
                    if file.stat().st_mtime < before:
                        file.unlink()


def _and_below(folder: Path) -> list[Path]:
    return [folder, *(path for path in folder.rglob("*") if path.is_dir())]
