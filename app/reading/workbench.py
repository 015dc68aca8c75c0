"""What reading a repository takes: parser processes, a cache of facts, and what was kept of the last time."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from app.facts.store import FactsStore
from app.git.repository import Repository
from app.parsing.parsers import Parsers
from app.reading.facts_reader import FactsReader, Progress, no_progress
from app.reading.memory import RepositoryMemory, give_back
from app.reading.reader import KnownGraphs, Reader
from checks import Graph, Policy, record_folders


@dataclass(frozen=True, slots=True)
class ResidentGraphs:
    """The graphs that a worker keeps in memory, under one policy's `ignore`."""

    memory: RepositoryMemory
    ignored: Hashable

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One review at a time reads a base branch: the next finds what it needs."""
        with self.memory.building:
            before = self.nearest()
            yield
            after = self.nearest()
            if after and (before is None or before.identity not in {after.identity, after.derived_from}):
                give_back()

    def nearest(self) -> Graph | None:
        """The one that was read last."""
        return self.memory.graphs.get(self.ignored)

    def keep(self, graph: Graph) -> None:
        """Keep it for the next review."""
        self.memory.keep_graph(self.ignored, graph)

    def head(self) -> Graph | None:
        """The head that was reviewed last."""
        return self.memory.heads.get(self.ignored)

    def keep_head(self, graph: Graph) -> None:
        """Keep it too: it shares with its base all but what it changes."""
        self.memory.heads = {self.ignored: graph}


@dataclass(frozen=True, slots=True)
class Workbench:
    """The means for reading one repository. `graphs` gives those that are known under what a policy ignores."""

    parsers: Parsers
    store: FactsStore
    memory: RepositoryMemory
    graphs: Callable[[Hashable], KnownGraphs]
    progress: Progress = no_progress

    @classmethod
    def of_memory(cls, parsers: Parsers, store: FactsStore, memory: RepositoryMemory) -> "Workbench":
        """A workbench whose graphs are resident."""
        return cls(parsers, store, memory, lambda ignored: ResidentGraphs(memory, ignored))

    def resident(self) -> "Workbench":
        """The same with the graphs in memory: for whoever reads many commits, or one as a whole."""
        return replace(Workbench.of_memory(self.parsers, self.store, self.memory), progress=self.progress)

    def reader(self, repository: Repository, policy: Policy) -> Reader:
        """Reads commits of the repository, less what the policy ignores."""
        facts = FactsReader(repository, self.store, self.parsers, self.progress)
        ignored = self.memory.ignored_by(policy)
        return Reader(repository, facts, ignored, self.graphs(policy.ignore), record_folders(policy))
