"""Graphs derived commit by commit against graphs built from nothing, over a real history."""

from collections.abc import Iterator
from pathlib import Path

from app.facts.store import NoStore
from app.git.repository import Repository
from app.parsing import Parsers
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench
from benchmarks.measuring import commits
from checks import DEFAULT_POLICY, build_graph, compare


def compare_deltas(clone: Path, number: int) -> Iterator[str]:
    """One line for each commit whose delta differs, and a last one that sums up."""
    repository = Repository.at(clone)
    differing = 0
    with Parsers(processes=2, start="fork") as parsers:
        bench = Workbench.of_memory(parsers, NoStore(), RepositoryMemory())
        reader = bench.reader(repository, DEFAULT_POLICY)  # one for all: facts are read once
        pairs = commits(clone, number)
        for base, head in pairs:
            derived = reader.change(base, base, head)
            before, after = build_graph(derived.base.codebase), build_graph(derived.head.codebase)
            built = compare(before, before, after, repository.changes(base, head).renames)
            if (derived.delta, derived.head.files) != (built.delta, built.head.files):
                differing += 1
                yield f"{head}: the derived delta differs"
    yield f"{len(pairs)} commits, {differing} differ"
