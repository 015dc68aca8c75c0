"""The file of the command line's cache: opened when first used, made anew where it is broken or of another layout.

Where it cannot be used (no home, another process writes for too long, the disk is full) that is logged once, and the
process goes on without it.
"""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from app.facts.cache_folder import own_folder

FILE = "facts.sqlite3"
LAYOUT = 1
"""Raised when the tables change."""
PATIENCE = 0.5
"""Seconds to wait for another process that writes."""
PRIMARY = 0xFF
"""The part of an extended result code that is the primary one."""
BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
TABLES = (
    """
    create table facts (
      id integer primary key, object_id text not null, version integer not null, dialect text not null,
      is_scanned integer not null, content text not null, used_at integer not null,
      unique (object_id, version, dialect, is_scanned)
    )
    """,
    "create index facts_by_use on facts (used_at)",
    "create table graphs (key text primary key, content blob not null, used_at integer not null)",
    f"pragma user_version = {LAYOUT}",
)

Found = TypeVar("Found")
log = logging.getLogger(__name__)


class OtherLayoutError(sqlite3.Error):
    """Another version of adrift made the file."""


class SqliteFile:
    """The file in a folder that is made where it is missing; without a folder, no file. For one thread at a time."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def use(self, work: Callable[[sqlite3.Connection], Found], otherwise: Found) -> Found:
        """What comes of the work on the open file, `otherwise` where the file cannot be used."""
        for is_repaired in (False, True):
            if self._folder is None:
                break
            try:
                if self._connection is None:
                    self._connection = _opened(self._folder)
                return work(self._connection)
            except (OSError, sqlite3.Error) as error:
                self._failed(self._folder, error, is_repaired=is_repaired)
        return otherwise

    def _failed(self, folder: Path, error: Exception, *, is_repaired: bool) -> None:
        self.close()
        if _is_broken(error) and not is_repaired:
            try:
                _remove(folder)
            except OSError as refusal:
                error = refusal
            else:
                log.info("the cache in %s begins anew: %s", folder, error)
                return
        log.warning("going on without the cache in %s: %s", folder, error)
        self._folder = None


@contextmanager
def transaction(file: sqlite3.Connection) -> Iterator[None]:
    """Nobody else writes meanwhile. After an error the file has to be closed, which undoes what was done."""
    file.execute("begin immediate")
    yield
    file.execute("commit")


def _opened(folder: Path) -> sqlite3.Connection:
    own_folder(folder)
    file = sqlite3.connect(folder / FILE, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        _prepare(file)
    except BaseException:
        file.close()
        raise
    return file


def _prepare(file: sqlite3.Connection) -> None:
    _allow_readers_beside_a_writer(file)
    file.execute("pragma synchronous = normal")  # whole after a power failure, if older
    if _layout(file) == 0:
        _make_tables(file)
    if _layout(file) != LAYOUT:
        raise OtherLayoutError("another version of adrift made it")


def _allow_readers_beside_a_writer(file: sqlite3.Connection) -> None:
    """Where another process is about to do the same, sqlite gives up at once however long it may wait."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            file.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


def _layout(file: sqlite3.Connection) -> int:
    layout: int = file.execute("pragma user_version").fetchone()[0]
    return layout


def _make_tables(file: sqlite3.Connection) -> None:
    with transaction(file):
        if _layout(file) == 0:  # else another process was faster
            for statement in TABLES:
                file.execute(statement)


def _is_broken(error: Exception) -> bool:
    """Whether the error speaks of the file and not of its surroundings."""
    if isinstance(error, OtherLayoutError):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY  # OSError has none
    return code in BROKEN or (isinstance(error, sqlite3.Error) and str(error).startswith("no such "))


def _remove(folder: Path) -> None:
    for suffix in ("-wal", "-shm", ""):
        (folder / (FILE + suffix)).unlink(missing_ok=True)
