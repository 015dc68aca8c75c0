"""The service's cache of facts: shared by all workers of an installation, and by nobody else."""

import json
import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, TextClause, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.facts.codec import FACTS_VERSION, decoded, encoded
from app.facts.store import FactsKey, batches
from app.observing.metrics import FACTS
from app.store.database import sqlalchemy_url
from checks import FileFacts

CONNECTIONS = 4
"""More reviews at a time than this wait for each other, for at most `PATIENCE`."""
PATIENCE = 5.0
"""Seconds to wait for a connection."""
LONGEST_STATEMENT = "15s"
LONGEST_LOCK = "2s"
PAUSE = 30.0
"""Seconds without a cache after it has failed: a database that hangs must not cost every read its patience."""
BATCH = 2_000
"""Facts written in one transaction."""
READ_BATCH = 10_000
"""Files whose facts are in memory as text at a time."""
ROW_OVERHEAD = 250
"""Bytes that a row takes in the table and its indexes, besides its content."""

LIMITS = text("select set_config('statement_timeout', :statement, true), set_config('lock_timeout', :lock, true)")
READ = text("""
    select object_id, dialect, is_scanned, content, used_at < now() - interval '1 day' as is_old
    from facts
    where installation_id = :installation and version = :version
      and object_id = any(string_to_array(:object_ids, ' '))
""")
"""Of one string, which costs a fifth of an array of strings. What the same bytes say in other dialects comes too."""
TOUCH = text("""
    update facts set used_at = now() where ctid = any(array(
      select ctid from facts
      where installation_id = :installation and version = :version
        and object_id = any(string_to_array(:object_ids, ' ')) and used_at < now() - interval '1 day'
      for update skip locked
    ))
""")
WRITE = text("""
    insert into facts (installation_id, version, object_id, dialect, is_scanned, content, size, used_at)
    select :installation, :version, object_id, dialect, is_scanned, content, length(content) + :overhead, now()
    from json_to_recordset(cast(:rows as json))
      as new(object_id text, dialect text, is_scanned boolean, content text)
    on conflict (installation_id, version, object_id, dialect, is_scanned)
      do update set content = excluded.content, size = excluded.size where facts.content <> excluded.content
""")
"""A row that is there already is left alone, one that could not be read is replaced."""

Found = TypeVar("Found")
log = logging.getLogger(__name__)


class FactsDatabase:
    """The connections of one process, for use by its threads. `url` is that of a migrated database.

    Connects when first used. A failing database is logged, left alone for half a minute, and never raises.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_engine(
            sqlalchemy_url(url),
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=PATIENCE,
            pool_pre_ping=True,
            # never prepared: a plan that is made without knowing the object ids compares each row with all of them
            connect_args={"connect_timeout": 5, "tcp_user_timeout": 20_000, "prepare_threshold": None},
        )
        self._paused_until = 0.0

    def close(self) -> None:
        """Disconnect."""
        self._engine.dispose()

    def of(self, installation_id: int) -> "InstallationFacts":
        """The facts of one installation, the only ones that its reviews can reach."""
        return InstallationFacts(self, installation_id)

    def use(self, work: Callable[[Connection], Found], otherwise: Found) -> Found:
        """What comes of the work in one transaction, `otherwise` where the database fails."""
        if time.monotonic() < self._paused_until:
            return otherwise
        try:
            with self._engine.begin() as connection:
                connection.execute(LIMITS, {"statement": LONGEST_STATEMENT, "lock": LONGEST_LOCK})
                return work(connection)
        except SQLAlchemyError as error:
            self._paused_until = time.monotonic() + PAUSE
            reason = str(getattr(error, "orig", None) or error).partition("\n")[0]  # without statement and values
            log.warning("no cache of facts for %.0f s: %s", PAUSE, reason)
            return otherwise


class InstallationFacts:
    """A FactsStore that is bound to one installation."""

    def __init__(self, database: FactsDatabase, installation_id: int) -> None:
        self._database = database
        self._of = {"installation": installation_id, "version": FACTS_VERSION}

    def read(self, keys: Collection[FactsKey]) -> dict[FactsKey, FileFacts]:
        """The facts that are known of these keys."""
        found = decoded(self._rows(keys))
        FACTS.labels("cache").inc(len({(key.object_id, key.dialect) for key in found}))
        return found

    def write(self, facts: Mapping[FactsKey, FileFacts]) -> None:
        """Remember these facts, which a parser has just found."""
        FACTS.labels("parser").inc(len(facts))
        # in order: two workers that write the same rows must not wait for each other
        for batch in batches(sorted(encoded(facts)), BATCH):
            rows = json.dumps([{**key._asdict(), "content": content} for key, content in batch])
            self._execute(WRITE, rows=rows, overhead=ROW_OVERHEAD)

    def _rows(self, keys: Collection[FactsKey]) -> Iterator[tuple[FactsKey, str]]:
        wanted = frozenset(keys)
        for object_ids in batches(sorted({key.object_id for key in wanted}), READ_BATCH):
            untouched = set()
            rows = self._execute(READ, object_ids=" ".join(object_ids))
            for object_id, dialect, is_scanned, content, is_old in rows:
                key = FactsKey(object_id, dialect, is_scanned)
                if key in wanted:
                    yield key, content
                    if is_old:
                        untouched.add(object_id)
            if untouched:
                self._execute(TOUCH, object_ids=" ".join(untouched))

    def _execute(self, statement: TextClause, **values: str | int) -> Sequence[Any]:
        def work(connection: Connection) -> Sequence[Any]:
            answer = connection.execute(statement, {**self._of, **values})
            return answer.all() if answer.returns_rows else ()

        return self._database.use(work, ())
