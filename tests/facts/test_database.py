"""The service's cache: a real PostgreSQL, several workers, several installations."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.store import facts as store
from app.store.facts import FactsDatabase, InstallationFacts
from checks import FileFacts
from tests.facts.facts import FACTS, KEY, OTHERS, all_facts, many
from tests.service.conftest import query

ANN, BOB = 1, 2
"""Two installations."""


@pytest.fixture
def database(database_url: str) -> Iterator[FactsDatabase]:
    with closing(FactsDatabase(database_url)) as opened:
        yield opened


@pytest.fixture
def facts(database: FactsDatabase) -> InstallationFacts:
    return database.of(ANN)


def test_what_one_worker_writes_another_reads(database_url: str, facts: InstallationFacts) -> None:
    facts.write({KEY: FACTS})
    with closing(FactsDatabase(database_url)) as other:
        assert other.of(ANN).read([KEY]) == {KEY: FACTS}


def test_installations_share_nothing(database: FactsDatabase) -> None:
    database.of(ANN).write({KEY: FACTS})
    assert database.of(BOB).read([KEY]) == {}
    database.of(BOB).write({KEY: OTHERS})
    assert database.of(ANN).read([KEY]) == {KEY: FACTS}
    assert database.of(BOB).read([KEY]) == {KEY: OTHERS}


@given(st.lists(all_facts, max_size=5))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_read_is_what_was_written(facts: InstallationFacts, found: list[FileFacts]) -> None:
    written = dict(zip(many(len(found)), found, strict=True))
    facts.write(written)
    assert facts.read(written).items() <= written.items()


def test_the_same_bytes_in_another_dialect_or_scanned_are_other_facts(facts: InstallationFacts) -> None:
    facts.write({KEY: FACTS, KEY._replace(dialect="typescript:tsx"): OTHERS})
    scanned = KEY._replace(is_scanned=True)
    assert facts.read([KEY, scanned]) == {KEY: FACTS}
    facts.write({scanned: OTHERS})
    assert facts.read([KEY, scanned]) == {KEY: FACTS, scanned: OTHERS}


def test_more_files_than_are_read_at_a_time(facts: InstallationFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "READ_BATCH", 700)
    facts.write(many(3000))
    assert facts.read(many(3000)) == many(3000)


def test_another_extractor_has_its_own_facts(database_url: str, facts: InstallationFacts) -> None:
    facts.write({KEY: FACTS})
    query(database_url, "update facts set version = version + 1")
    assert facts.read([KEY]) == {}


def test_facts_that_cannot_be_read_are_written_anew(database_url: str, facts: InstallationFacts) -> None:
    facts.write({KEY: FACTS})
    query(database_url, "update facts set content = '[[['")
    assert facts.read([KEY]) == {}
    facts.write({KEY: FACTS})
    assert facts.read([KEY]) == {KEY: FACTS}


def test_two_workers_that_write_the_same_at_once(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    written = list(many(4000).items())

    def write(order: int) -> None:
        with closing(FactsDatabase(database_url)) as one:
            one.of(ANN).write(dict(written[::order]))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (1, -1)))
    assert query(database_url, "select count(*) from facts") == [(4000,)]
    assert caplog.records == []


def test_a_use_is_noted_once_a_day(database_url: str, facts: InstallationFacts) -> None:
    facts.write(many(2))
    query(database_url, "update facts set used_at = now() - interval '25 hours' where object_id like '%0'")
    query(database_url, "update facts set used_at = now() - interval '23 hours' where object_id like '%1'")
    facts.read(many(2))
    ages = query(database_url, "select extract(hours from now() - used_at)::int from facts order by object_id")
    assert ages == [(0,), (23,)]


def test_no_statement_is_planned_without_its_object_ids(database: FactsDatabase) -> None:
    """A general plan compares each row with every id: seconds instead of milliseconds, from the tenth review on."""
    for _ in range(12):
        database.of(ANN).read([KEY])
    prepared = text("select count(*) from pg_prepared_statements")
    assert database.use(lambda connection: connection.execute(prepared).scalar_one(), None) == 0


@contextmanager
def holding(database_url: str, statement: str) -> Iterator[None]:
    """Another connection in the middle of a transaction."""
    with psycopg.connect(database_url) as other:
        other.execute(statement.encode())
        yield
        other.rollback()


def test_a_row_that_somebody_holds_is_not_waited_for(
    database_url: str, facts: InstallationFacts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store, "LONGEST_LOCK", "50ms")
    facts.write({KEY: FACTS})
    query(database_url, "update facts set used_at = now() - interval '2 days'")
    with holding(database_url, "select from facts for update"):
        assert facts.read([KEY]) == {KEY: FACTS}
    assert caplog.records == []


def test_a_table_that_somebody_holds_is_not_waited_for_long(
    database_url: str, facts: InstallationFacts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store, "LONGEST_LOCK", "50ms")
    facts.write({KEY: FACTS})
    with holding(database_url, "lock table facts in access exclusive mode"):
        assert facts.read([KEY]) == {}
    assert "lock timeout" in caplog.text


def test_a_database_that_is_away_is_logged_and_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    with closing(FactsDatabase("postgresql://127.0.0.1:1/adrift")) as away:
        for _ in range(2):
            away.of(ANN).write({KEY: FACTS})
            assert away.of(ANN).read([KEY]) == {}
    assert len(caplog.records) == 1


def test_a_database_that_comes_back_is_used_again(
    database_url: str, facts: InstallationFacts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store, "PAUSE", 0.0)
    query(database_url, "alter table facts rename to gone")
    facts.write({KEY: FACTS})
    query(database_url, "alter table gone rename to facts")
    facts.write({KEY: FACTS})
    assert facts.read([KEY]) == {KEY: FACTS}
    assert [record.message for record in caplog.records] == [
        'no cache of facts for 0 s: relation "facts" does not exist'
    ]
