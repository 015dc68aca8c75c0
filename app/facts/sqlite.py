"""The command line's cache: one sqlite file of the user's for all clones and processes, which may be deleted at any
time."""

import json
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from app.facts.codec import FACTS_VERSION, decoded, encoded
from app.facts.sqlite_file import SqliteFile, transaction
from app.facts.store import FactsKey, batches
from checks import FileFacts

LARGEST = 500_000_000
"""Bytes in use above which each write deletes more facts than it adds, those that were not used for longest."""
MOST_GRAPHS = 20
MOST_GRAPH_BYTES = 200_000_000
BATCH = 2_000
"""Facts written in one transaction: nobody else has to wait long."""
READ_BATCH = 10_000
"""Files whose facts are in memory as text at a time."""
TOUCHED_AFTER = 24 * 3600
"""Seconds after which a use of facts is noted again: most reads write nothing."""
GRAPH_TOUCHED_AFTER = 600

READ = """
select f.id, f.object_id, f.dialect, f.is_scanned, f.content, f.used_at
from json_each(?) wanted cross join facts f on f.object_id = wanted.value and f.version = ?
"""
WRITE = """
insert into facts (object_id, version, dialect, is_scanned, content, used_at) values (?, ?, ?, ?, ?, ?)
on conflict (object_id, version, dialect, is_scanned) do update set content = excluded.content
where content <> excluded.content
"""
TOUCH = "update facts set used_at = ? where id in (select value from json_each(?))"
TRIM = "delete from facts where id in (select id from facts order by used_at limit ?)"
READ_GRAPH = "select content, used_at from graphs where key = ?"
WRITE_GRAPH = "insert or replace into graphs (key, content, used_at) values (?, ?, ?)"
TOUCH_GRAPH = "update graphs set used_at = ? where key = ?"
TRIM_GRAPHS = """
delete from graphs where key not in (
  select key from (
    select key, row_number() over newest as place, sum(length(content)) over newest as bytes
    from graphs window newest as (order by used_at desc, rowid desc)
  ) where place <= ? and bytes <= ?
)
"""


class SqliteCache:
    """Facts of files and graphs of commits in a file below `folder`; None keeps nothing.

    Nothing is raised: what cannot be read is missing, what cannot be kept is forgotten. For one thread at a time.
    """

    def __init__(self, folder: Path | None) -> None:
        self._file = SqliteFile(folder)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def read(self, keys: Collection[FactsKey]) -> dict[FactsKey, FileFacts]:
        """The facts that are known of these keys."""
        return decoded(self._rows(frozenset(keys)))

    def write(self, facts: Mapping[FactsKey, FileFacts]) -> None:
        """Remember these facts."""
        rows = list(encoded(facts))
        if rows:
            self._file.use(lambda file: _write(file, rows), None)

    def read_graph(self, key: str) -> bytes | None:
        """What was written under this key, which has to name everything that it depends on."""
        return self._file.use(lambda file: _read_graph(file, key), None)

    def write_graph(self, key: str, content: bytes) -> None:
        """Remember one graph; of all of them those that were used last."""
        self._file.use(lambda file: _write_graph(file, key, content), None)

    def _rows(self, wanted: frozenset[FactsKey]) -> Iterator[tuple[FactsKey, str]]:
        nothing: Sequence[tuple[FactsKey, str]] = ()
        for object_ids in batches(sorted({key.object_id for key in wanted}), READ_BATCH):
            rows = self._file.use(partial(_read, object_ids=json.dumps(object_ids)), nothing)
            yield from (row for row in rows if row[0] in wanted)


def _read(file: sqlite3.Connection, object_ids: str) -> Sequence[tuple[FactsKey, str]]:
    """What is known of these objects in any dialect."""
    now = int(time.time())
    rows = file.execute(READ, (object_ids, FACTS_VERSION)).fetchall()
    untouched = [row for row, *_, used_at in rows if used_at < now - TOUCHED_AFTER]
    if untouched:
        with suppress(sqlite3.OperationalError):  # another process writes: noted another time
            file.execute(TOUCH, (now, json.dumps(untouched)))
    return [
        (FactsKey(object_id, dialect, bool(is_scanned)), content)
        for _, object_id, dialect, is_scanned, content, _ in rows
    ]


def _write(file: sqlite3.Connection, rows: Sequence[tuple[FactsKey, str]]) -> None:
    now = int(time.time())
    is_full = _bytes_in_use(file) > LARGEST
    for batch in batches(rows, BATCH):
        with transaction(file):
            if is_full:
                file.execute(TRIM, (2 * len(batch),))
            values = (
                (key.object_id, FACTS_VERSION, key.dialect, key.is_scanned, content, now) for key, content in batch
            )
            file.executemany(WRITE, values)


def _bytes_in_use(file: sqlite3.Connection) -> int:
    used, free, page = (_number(file, name) for name in ("page_count", "freelist_count", "page_size"))
    return (used - free) * page


def _number(file: sqlite3.Connection, pragma: str) -> int:
    number: int = file.execute(f"pragma {pragma}").fetchone()[0]
    return number


def _read_graph(file: sqlite3.Connection, key: str) -> bytes | None:
    row: tuple[bytes, int] | None = file.execute(READ_GRAPH, (key,)).fetchone()
    if row is None:
        return None
    content, used_at = row
    now = int(time.time())
    if used_at < now - GRAPH_TOUCHED_AFTER:
        with suppress(sqlite3.OperationalError):
            file.execute(TOUCH_GRAPH, (now, key))
    return content


def _write_graph(file: sqlite3.Connection, key: str, content: bytes) -> None:
    with transaction(file):
        file.execute(WRITE_GRAPH, (key, content, int(time.time())))
        file.execute(TRIM_GRAPHS, (MOST_GRAPHS, MOST_GRAPH_BYTES))
