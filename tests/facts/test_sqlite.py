"""The command line's cache: real files, other processes, and everything that can be wrong with them."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.facts import sqlite, sqlite_file
from app.facts.codec import FACTS_VERSION
from app.facts.sqlite import SqliteCache
from app.facts.store import FactsKey
from checks import FileFacts
from tests.facts.facts import FACTS, KEY, OTHERS, all_facts, many

NOBODY = 65534
READS = """
import pathlib, sys
from app.facts.sqlite import SqliteCache
from tests.facts.facts import FACTS, KEY
assert SqliteCache(pathlib.Path(sys.argv[1])).read([KEY]) == {KEY: FACTS}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "adrift"


@pytest.fixture
def cache(folder: Path) -> Iterator[SqliteCache]:
    with closing(SqliteCache(folder)) as opened:
        yield opened


def execute(folder: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / sqlite_file.FILE, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def test_facts_are_there_for_the_next_process(folder: Path, cache: SqliteCache) -> None:
    cache.write({KEY: FACTS})
    subprocess.run([sys.executable, "-c", READS, str(folder)], check=True)


@given(st.dictionaries(st.integers(0, 50), all_facts, max_size=5))
@settings(max_examples=20, deadline=None)
def test_whatever_is_read_is_what_was_written(found: dict[int, FileFacts]) -> None:
    facts = {FactsKey(f"{number:040x}", "python:python", is_scanned=False): one for number, one in found.items()}
    with tempfile.TemporaryDirectory() as folder, closing(SqliteCache(Path(folder))) as cache:
        cache.write(facts)
        assert cache.read(facts).items() <= facts.items()


def test_the_same_bytes_in_another_dialect_or_scanned_are_other_facts(cache: SqliteCache) -> None:
    cache.write({KEY: FACTS, KEY._replace(dialect="typescript:tsx"): OTHERS})
    scanned = KEY._replace(is_scanned=True)
    assert cache.read([KEY, scanned]) == {KEY: FACTS}
    cache.write({scanned: OTHERS})
    assert cache.read([KEY, scanned]) == {KEY: FACTS, scanned: OTHERS}


def test_more_files_than_a_statement_may_have_variables(cache: SqliteCache) -> None:
    facts = many(12_000)
    cache.write(facts)
    assert cache.read(facts) == facts


def test_another_extractor_has_its_own_facts(cache: SqliteCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write({KEY: FACTS})
    monkeypatch.setattr(sqlite, "FACTS_VERSION", FACTS_VERSION + 1)
    assert cache.read([KEY]) == {}
    cache.write({KEY: OTHERS})
    monkeypatch.setattr(sqlite, "FACTS_VERSION", FACTS_VERSION)
    assert cache.read([KEY]) == {KEY: FACTS}


def test_facts_that_cannot_be_read_are_written_anew(folder: Path, cache: SqliteCache) -> None:
    cache.write({KEY: FACTS})
    execute(folder, "update facts set content = '[[['")
    assert cache.read([KEY]) == {}
    cache.write({KEY: FACTS})
    assert cache.read([KEY]) == {KEY: FACTS}


def overwritten(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)


def emptied_of_tables(file: Path) -> None:
    execute(file.parent, "drop table facts")


def of_another_layout(file: Path) -> None:
    execute(file.parent, "pragma user_version = 99")


@pytest.mark.parametrize("spoil", [overwritten, damaged, emptied_of_tables, of_another_layout])
def test_a_spoilt_file_is_made_anew(folder: Path, spoil: Callable[[Path], None]) -> None:
    with closing(SqliteCache(folder)) as cache:
        cache.write({KEY: FACTS})
    spoil(folder / sqlite_file.FILE)
    with closing(SqliteCache(folder)) as cache:
        assert cache.read([KEY]) == {}
        cache.write({KEY: FACTS})
        assert cache.read([KEY]) == {KEY: FACTS}


def assert_goes_without(cache: SqliteCache, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is kept, nothing is raised, and it is said once."""
    for _ in range(2):
        cache.write({KEY: FACTS})
        assert cache.read([KEY]) == {}
        cache.write_graph("key", b"graph")
        assert cache.read_graph("key") is None
    assert len(caplog.records) == 1


def test_a_file_that_cannot_be_removed_either(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / sqlite_file.FILE).mkdir(parents=True)
    assert_goes_without(SqliteCache(folder), caplog)


def test_a_file_in_the_folders_place(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder.write_text("")
    assert_goes_without(SqliteCache(folder), caplog)


def test_no_folder_at_all() -> None:
    cache = SqliteCache(None)
    cache.write({KEY: FACTS})
    assert cache.read([KEY]) == {}


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A place where this process, as nobody where it is root, may make nothing."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o555)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(NOBODY)
    yield place
    if was_root:
        os.seteuid(0)
    place.chmod(0o700)
    shutil.rmtree(place)


def test_a_folder_that_cannot_be_written(read_only_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert_goes_without(SqliteCache(read_only_folder / "adrift"), caplog)


def test_a_full_disk(cache: SqliteCache, caplog: pytest.LogCaptureFixture) -> None:
    cache._file.use(lambda file: file.execute("pragma max_page_count = 12"), None)
    cache.write(many(1000))
    assert len(caplog.records) == 1
    assert "full" in caplog.text


def test_a_lock_is_not_waited_for_long(
    folder: Path, cache: SqliteCache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.05)
    cache.write({KEY: FACTS})
    with closing(sqlite3.connect(folder / sqlite_file.FILE, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert cache.read([KEY]) == {KEY: FACTS}
        began = time.monotonic()
        cache.write({KEY: OTHERS})
        cache.write({KEY: OTHERS})
        assert time.monotonic() - began < 3
    assert [record.message.partition(" in ")[0] for record in caplog.records] == ["going on without the cache"]


def test_a_lock_does_not_keep_from_reading_what_is_long_unused(
    folder: Path, cache: SqliteCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.05)
    cache.write({KEY: FACTS})
    execute(folder, "update facts set used_at = 0")
    with closing(sqlite3.connect(folder / sqlite_file.FILE, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert cache.read([KEY]) == {KEY: FACTS}


def test_four_writers_at_once_that_all_find_no_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite_file, "PATIENCE", 20.0)
    facts = many(2000)

    def write(_: int) -> None:
        with closing(SqliteCache(folder)) as cache:
            cache.write(facts)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with closing(SqliteCache(folder)) as cache:
        assert cache.read(facts) == facts
    assert caplog.records == []


def test_a_use_is_noted_once_a_day(folder: Path, cache: SqliteCache) -> None:
    cache.write(many(2))
    execute(folder, "update facts set used_at = used_at - 25 * 3600 where object_id like '%0'")
    execute(folder, "update facts set used_at = used_at - 23 * 3600 where object_id like '%1'")
    cache.read(many(2))
    ages = "select (strftime('%s', 'now') - used_at) / 3600 from facts order by object_id"
    assert execute(folder, ages) == [(0,), (23,)]


def test_a_full_cache_forgets_what_was_not_used_for_longest(
    folder: Path, cache: SqliteCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = many(3000), {KEY: FACTS}
    cache.write(old)
    execute(folder, "update facts set used_at = id")
    monkeypatch.setattr(sqlite, "LARGEST", 100_000)
    cache.write(new)
    assert cache.read(new) == new
    assert set(old) - set(cache.read(old)) == set(list(old)[:2])


def test_a_cache_does_not_grow_beyond_its_bound(
    folder: Path, cache: SqliteCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LARGEST", 300_000)
    facts = list(many(20_000).items())
    for start in range(0, len(facts), 1000):
        cache.write(dict(facts[start : start + 1000]))
    assert sum(file.stat().st_size for file in folder.iterdir() if file.suffix == ".sqlite3") < 600_000


def test_a_graph_is_kept_under_its_key(cache: SqliteCache) -> None:
    cache.write_graph("a", b"\0one")
    cache.write_graph("a", b"\0two")
    assert (cache.read_graph("a"), cache.read_graph("b")) == (b"\0two", None)


def test_the_graphs_used_last_stay(folder: Path, cache: SqliteCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "MOST_GRAPHS", 2)
    for key in "ab":
        cache.write_graph(key, b"graph")
    execute(folder, "update graphs set used_at = used_at - 3600")
    cache.read_graph("a")
    cache.write_graph("c", b"graph")
    assert [cache.read_graph(key) for key in "abc"] == [b"graph", None, b"graph"]


def test_graphs_are_bounded_by_their_bytes(cache: SqliteCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "MOST_GRAPH_BYTES", 25)
    for key in "abc":
        cache.write_graph(key, b"0123456789")
    assert [cache.read_graph(key) is not None for key in "abc"] == [False, True, True]
