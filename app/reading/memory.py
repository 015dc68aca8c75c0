"""What a worker keeps of the repositories that it reviews: graphs of base branches, records, policies.

All of it can be worked out again. What is kept of a repository of one installation is never seen by another.
"""

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from checks import Baseline, DecisionRecord, Graph, Policy, ignored_by

if TYPE_CHECKING:
    from checks import CatalogFiles

BYTES_PER_FILE = 4_000
"""What a file of a resident graph costs, roughly: its entry, facts, edges and look-ups, and the allocator's slack
(docs/performance.md)."""
MOST_RECORDS = 2_000
MOST_POLICIES = 16
MOST_IGNORED = 8192
"""Paths of which it is known whether they are ignored: a review asks about each that differs several times."""


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """The files below some folders of decision records: path to object id, of the snapshot with this identity."""

    snapshot: object
    folders: tuple[str, ...]
    files: Mapping[str, str]


@dataclass
class RepositoryMemory:
    """What is kept of one repository: under what its policy ignores the graph of its base branch that was read last and
    that of the head that was reviewed last, with what tells of a path whether it is ignored; by the files that say it
    what its policies say and the baseline, where its records lie and what they say by path and object id, and the
    catalogs of events that the base branch had last. One review at a time builds a graph from nothing. `is_read`:
    somebody has seen to it that the base branch is read thoroughly."""

    graphs: dict[Hashable, Graph] = field(default_factory=dict)
    heads: dict[Hashable, Graph] = field(default_factory=dict)
    ignoring: dict[Hashable, Callable[[str], bool]] = field(default_factory=dict)
    policies: dict[Hashable, Policy] = field(default_factory=dict)
    catalogs: "CatalogFiles | None" = None
    last_baseline: Baseline | None = None
    records: dict[tuple[str, str], DecisionRecord | None] = field(default_factory=dict)
    record_files: RecordFiles | None = None
    is_read: bool = False
    building: threading.Lock = field(default_factory=threading.Lock)

    def keep_graph(self, ignored: Hashable, graph: Graph) -> None:
        """Keep a graph in place of the one before; what another policy ignored is history."""
        self.graphs = {ignored: graph}

    def ignored_by(self, policy: Policy) -> Callable[[str], bool]:
        """Whether a policy ignores a path; what one review asks about the next knows."""
        found = self.ignoring.get(policy.ignore)
        if found is None:
            found = lru_cache(MOST_IGNORED)(ignored_by(policy))
            self.ignoring = {policy.ignore: found}
        return found

    def policy(self, key: Hashable, load: Callable[[], Policy]) -> Policy:
        """The policy that is known under a key, the last few read once. Raises what `load` raises."""
        found = self.policies.get(key)
        if found is None:
            found = load()
            if len(self.policies) >= MOST_POLICIES:
                self.policies = {}
            self.policies[key] = found
        return found

    def baseline(self, graph: Graph, policy: Policy) -> Baseline:
        """That of a graph of the base branch; the one before serves to work it out."""
        known = self.last_baseline
        if known is None or known.components.policy is not policy:
            found = Baseline.of(graph, policy)
        else:
            found = known if known.graph is graph else known.after(graph)
        self.last_baseline = found
        return found

    def keep_record(self, path: str, object_id: str, record: DecisionRecord | None) -> None:
        """Keep what a file of a record folder says, None for no record."""
        if len(self.records) >= MOST_RECORDS:
            self.records = {}
        self.records[path, object_id] = record

    @property
    def weight(self) -> int:
        """Roughly how many bytes the graphs take."""
        return sum(len(graph.codebase.snapshot.entries) for graph in self.graphs.values()) * BYTES_PER_FILE


def give_back() -> None:
    """After a graph was built from nothing: return what is free to the system, and spare every search for unused cycles
    the graph, which is a million objects and stays."""
    import ctypes  # noqa: PLC0415 - only a process that stays gives anything back

    gc.collect()
    gc.freeze()
    with suppress(AttributeError, OSError):  # glibc has it, and keeps most of what is free for itself without it
        ctypes.CDLL(None).malloc_trim(0)


class Memory:
    """What is kept of all repositories, those that were used last, within `limit` bytes. Safe to use from threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[int, int], RepositoryMemory] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, repository: tuple[int, int]) -> RepositoryMemory:
        """What is kept of one repository: of (installation id, repository id)."""
        with self._lock:
            found = self._kept.setdefault(repository, RepositoryMemory())
            self._kept.move_to_end(repository)
            weight = sum(one.weight for one in self._kept.values())
            while weight > self._limit and len(self._kept) > 1:
                weight -= self._kept.popitem(last=False)[1].weight
            return found

    def forget(self, installation_id: int, repository_id: int | None = None) -> None:
        """Let go of an installation's repositories, or of one of them."""
        with self._lock:
            for key in list(self._kept):
                if key[0] == installation_id and repository_id in {None, key[1]}:
                    del self._kept[key]
