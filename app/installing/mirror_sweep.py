"""Mirrors of repositories that are forgotten, or have not been reviewed for as long as reviews are kept, and of the
others those that were used least recently, where all of them take too much: every worker deletes those on its own disk.
"""

import asyncio
import logging
import re
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.git import upkeep
from app.observing.metrics import MIRRORS_BYTES
from app.service import Service
from app.store.forgetting import known_repositories

GLANCE = 60.0
"""Seconds between two looks at how much of the disk is free."""
GLANCES = 60
"""As many later, mirrors are counted and swept."""
NEARLY_FULL = 0.05
"""Free part of the disk below which mirrors go at once, until twice as much is free."""
IN_USE = 1800.0
"""Seconds for which a mirror may be in use after its last fetch: twice what a review may take."""
MIRROR = re.compile(r"(?P<repository>\d+)(\.whole)?\.git")

log = logging.getLogger(__name__)


async def sweep_mirrors_forever(service: Service) -> None:
    """Sweep this worker's disk until cancelled: every hour, and between where it is nearly full."""
    for glance in count(1):
        await asyncio.sleep(GLANCE)
        try:
            if glance % GLANCES == 0:
                await _sweep(service)
            if await asyncio.to_thread(is_nearly_full, service.mirrors):
                log.warning("the disk with the mirrors is nearly full")
                await _make_room(service)
        except OSError as error:
            log.warning("mirrors are not swept: %s", error.strerror)


async def _sweep(service: Service) -> None:
    try:
        known = await known_repositories(service.engine)
    except (SQLAlchemyError, OSError):
        log.warning("forgotten mirrors are not swept: the database does not answer")
    else:
        swept = await asyncio.to_thread(sweep_mirrors, service.mirrors, known)
        log.info("mirrors deleted: %d", swept)
    await _make_room(service)


async def _make_room(service: Service) -> None:
    deleted = await asyncio.to_thread(make_room, service.mirrors, service.settings.mirrors_size)
    if deleted:
        log.info("mirrors deleted to make room: %d", deleted)


def is_nearly_full(mirrors: Path) -> bool:
    """Whether too little of the disk is free."""
    if not mirrors.exists():
        return False
    usage = shutil.disk_usage(mirrors)
    return usage.free < NEARLY_FULL * usage.total


def make_room(mirrors: Path, largest: int, *, in_use: float = IN_USE) -> int:
    """Delete the mirrors that were used least recently, until the others take at most `largest` bytes and the disk is
    not nearly full. Those that were fetched into within the last `in_use` seconds stay. How many were deleted."""
    found = sorted((_last_use(folder), _size(folder), folder) for _, _, folder in _found(mirrors))
    left = sum(size for _, size, _ in found)
    excess = left - largest
    if is_nearly_full(mirrors):
        usage = shutil.disk_usage(mirrors)
        excess = max(excess, int(2 * NEARLY_FULL * usage.total) - usage.free)
    deleted = 0
    for _, size, folder in found:
        if excess <= 0:
            break
        if not _is_in_use(folder, in_use) and _delete_unless_written(folder):
            excess, left, deleted = excess - size, left - size, deleted + 1
    MIRRORS_BYTES.set(left)
    if excess > 0:
        log.warning("mirrors take %d bytes more than they may, and all that are left are in use", excess)
    return deleted


def sweep_mirrors(mirrors: Path, known: Collection[tuple[int, int]], *, in_use: float = IN_USE) -> int:
    """Delete the mirrors of repositories that are not `known`, unless they were fetched into within the last `in_use`
    seconds. How many."""
    gone = [
        folder
        for installation, repository, folder in _found(mirrors)
        if (installation, repository) not in known and not _is_in_use(folder, in_use)
    ]
    return sum(_delete_unless_written(folder) for folder in gone)


def delete_mirrors(mirrors: Path, installation_id: int, repository_id: int | None = None) -> None:
    """Delete the mirrors of an installation, or of one repository of it. Whoever reads them is interrupted."""
    for installation, repository, folder in _found(mirrors):
        if installation == installation_id and repository_id in {None, repository}:
            _delete(folder)


def _found(mirrors: Path) -> Iterator[tuple[int, int, Path]]:
    """Installation, repository and folder of each mirror."""
    for folder in sorted(mirrors.glob("*/*.git")):
        found = MIRROR.fullmatch(folder.name)
        if found and folder.parent.name.isdecimal():
            yield int(folder.parent.name), int(found["repository"]), folder


def _last_use(folder: Path) -> float:
    """Every fetch opens the lock anew."""
    with suppress(FileNotFoundError):
        return upkeep.lock_of(folder).stat().st_mtime
    return 0.0


def _is_in_use(folder: Path, seconds: float) -> bool:
    return time.time() - _last_use(folder) < seconds


def _size(folder: Path) -> int:
    """Bytes on the disk."""
    found = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            found += path.lstat().st_blocks * 512
    return found


def _delete_unless_written(folder: Path) -> bool:
    try:
        with upkeep.locked(folder, 0):
            _delete(folder)
    except TimeoutError:
        return False
    return True


def _delete(folder: Path) -> None:
    upkeep.discard(folder)
    upkeep.lock_of(folder).unlink(missing_ok=True)
    with suppress(OSError):  # others are in it
        folder.parent.rmdir()
