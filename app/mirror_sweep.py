"""Mirrors of repositories that are forgotten, or have not been reviewed for as long as reviews are kept: every worker
deletes those on its own disk."""

import asyncio
import logging
import re
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.git import upkeep
from app.service import Service
from app.store.forgetting import known_repositories

INTERVAL = 3600.0
"""Seconds between two sweeps."""
IN_USE = 1800.0
"""Seconds for which a mirror may be in use after its last fetch: twice what a review may take."""
MIRROR = re.compile(r"(?P<repository>\d+)(\.whole)?\.git")

log = logging.getLogger(__name__)


async def sweep_mirrors_forever(service: Service) -> None:
    """Sweep this worker's disk until cancelled."""
    while True:
        await asyncio.sleep(INTERVAL)
        try:
            known = await known_repositories(service.engine)
        except (SQLAlchemyError, OSError):
            log.warning("mirrors are not swept: the database does not answer")
            continue
        swept = await asyncio.to_thread(sweep_mirrors, service.mirrors, known)
        log.info("mirrors deleted: %d", swept)


def sweep_mirrors(mirrors: Path, known: Collection[tuple[int, int]], *, in_use: float = IN_USE) -> int:
    """Delete the mirrors of repositories that are not `known`, unless they were fetched into within the last `in_use`
    seconds. How many."""
    gone = [
        folder
        for installation, repository, folder in _found(mirrors)
        if (installation, repository) not in known and not _is_in_use(folder, in_use)
    ]
    for folder in gone:
        _delete(folder)
    return len(gone)


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


def _lock(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _is_in_use(folder: Path, seconds: float) -> bool:
    """Every fetch opens the lock anew."""
    try:
        return time.time() - _lock(folder).stat().st_mtime < seconds
    except FileNotFoundError:
        return False


def _delete(folder: Path) -> None:
    upkeep.discard(folder)
    _lock(folder).unlink(missing_ok=True)
    with suppress(OSError):  # others are in it
        folder.parent.rmdir()
