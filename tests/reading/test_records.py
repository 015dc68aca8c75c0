"""The decision records of a change: found among its edits where the rest is known."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.facts.store import NoStore
from app.git.process import Git
from app.git.repository import Repository
from app.parsing import Parsers
from app.reading.memory import RepositoryMemory
from app.reading.records import records_of_change
from app.reading.workbench import Workbench
from checks import DEFAULT_POLICY, DecisionRecords
from tests.stand_in import StandIn

FOLDERS = ("docs/adr/",)
TEXT = "# Orders may use billing\n\nStatus: Accepted\n"


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(processes=1, start="fork") as started:
        yield started


def paths(records: DecisionRecords) -> tuple[list[str], list[str]]:
    return [one.path for one in records.base], [one.path for one in records.head]


@pytest.mark.parametrize("is_at_hand", [False, True])
def test_records_come_and_go_with_the_edits(tmp_path: Path, parsers: Parsers, *, is_at_hand: bool) -> None:
    gh = StandIn(tmp_path)
    repo = gh.create_repository("acme/shop", files={"docs/adr/0001-one.md": TEXT, "a.py": ""})
    clone = Repository(Git(repo.path))
    later: list[Mapping[str, str | None]] = [
        {"docs/adr/0002-two.md": TEXT, "docs/other.md": TEXT},
        {"docs/adr/0001-one.md": None, "docs/adr/0003-three.md": TEXT, "docs/adr/notes.txt": TEXT},
    ]
    base, tip, head = [clone.commit("main"), *(gh.push(repo, "main", files) for files in later)]
    memory = RepositoryMemory()
    bench = Workbench.of_memory(parsers, NoStore(), memory)
    if is_at_hand:
        seen = bench.reader(clone, DEFAULT_POLICY).change(base, base, base)
        records_of_change(clone, seen, FOLDERS, memory)
    change = bench.reader(clone, DEFAULT_POLICY).change(base, tip, head)
    at_tip = ["docs/adr/0001-one.md", "docs/adr/0002-two.md"]
    at_head = ["docs/adr/0002-two.md", "docs/adr/0003-three.md"]
    assert paths(records_of_change(clone, change, FOLDERS, memory)) == (at_tip, at_head)
    assert paths(records_of_change(clone, change, ("docs/",), memory))[1] == [*at_head, "docs/other.md"]
