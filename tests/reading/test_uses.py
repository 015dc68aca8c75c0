"""What files use of the runtime, read out of git: on all sides of an edit, whatever graph is at hand."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.facts.sqlite import SqliteCache
from app.facts.store import NoStore
from app.git.process import Git
from app.git.repository import Repository
from app.parsing import Parsers
from app.reading.kept_graphs import KeptGraphs
from app.reading.memory import RepositoryMemory
from app.reading.reader import Reader
from app.reading.workbench import Workbench
from checks import DEFAULT_POLICY, Change, Circumstances, load_policy, review
from tests.stand_in import StandIn
from tests.stand_in.git_repositories import Files

READS = "import os\n\nos.environ['A']\n"
BASE: Files = {"a/x.py": READS, "a/old.py": READS, "a/same.py": READS, "a/y.ts": "fetch('x')\n", "b/z.py": ""}
POLICY = load_policy("version: 1\ncomponents:\n  a: {path: a, external: {not: ['io:*']}}\n")


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(processes=1, start="fork") as started:
        yield started


@pytest.fixture
def gh(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path / "github")


def resident(clone: Repository, parsers: Parsers, memory: RepositoryMemory) -> Reader:
    return Workbench.of_memory(parsers, NoStore(), memory).reader(clone, DEFAULT_POLICY)


def kept(clone: Repository, parsers: Parsers, cache: SqliteCache) -> Reader:
    bench = Workbench(parsers, cache, RepositoryMemory(), lambda ignored: KeptGraphs(cache, clone, ignored))
    return bench.reader(clone, DEFAULT_POLICY)


def found(change: Change) -> list[tuple[str, int | None, str | None]]:
    findings = review(change, POLICY, Circumstances(date(2026, 1, 1))).findings
    return [(one.path, one.line, one.symbol) for one in findings]


def test_a_parser_tells_them_a_scanner_does_not(gh: StandIn, parsers: Parsers) -> None:
    clone = Repository(Git(gh.create_repository("acme/shop", files=BASE).path))
    reader = resident(clone, parsers, RepositoryMemory())
    scanned, parsed = reader.graph("main"), reader.read_thoroughly("main")
    assert scanned.codebase.of("a/x.py").uses is None
    assert [one.name for one in parsed.codebase.of("a/x.py").uses or ()] == ["os.environ"]


def test_what_an_edit_adds_is_found_from_whatever_graph(gh: StandIn, parsers: Parsers, tmp_path: Path) -> None:
    repo = gh.create_repository("acme/shop", files=BASE)
    clone = Repository(Git(repo.path))
    base = clone.commit("main")
    tip = gh.push(repo, "main", {"b/z.py": "import re\n"})
    head = gh.push(
        repo,
        "feature",
        {"a/x.py": f"{READS}os.environ['B']\n", "a/y.ts": "fetch('y')\n", "a/old.py": None, "a/new.py": f"{READS}\n"},
        start=base,
    )
    expected = [("a/x.py", 4, "os.environ")]
    memory = RepositoryMemory()
    assert found(resident(clone, parsers, memory).change(base, tip, head)) == expected
    assert found(resident(clone, parsers, memory).change(base, base, head)) == expected
    for seen in (base, tip, head):
        with closing(SqliteCache(tmp_path)) as cache:
            kept(clone, parsers, cache).change(seen, seen, seen)
        with closing(SqliteCache(tmp_path)) as cache:
            assert found(kept(clone, parsers, cache).change(base, tip, head)) == expected
