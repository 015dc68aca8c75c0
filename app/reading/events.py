"""The events that a change touches: what is decided asks, and this reads (checks/rounds.py)."""

from dataclasses import dataclass

import checks
from app.reading.answers import Answers
from app.reading.memory import RepositoryMemory
from app.reading.reader import Reader
from checks import Change, Graph, Policy, Revision, answered


@dataclass(frozen=True, slots=True)
class Commits:
    """The commits, or trees, of a review."""

    base: str
    tip: str
    head: str


def change_events(
    reader: Reader, change: Change, commits: Commits, policy: Policy, memory: RepositoryMemory
) -> "checks.EventsOfChange | None":
    """The events that a change touches, None where it touches none. The catalogs of the base branch's tip are kept.
    Raises GitError."""
    if policy.events is None:
        return None
    sides = {
        Revision.BASE: (commits.base, change.base),
        Revision.TIP: (commits.tip, change.tip),
        Revision.HEAD: (commits.head, change.head),
    }
    known = memory.catalogs
    known = known if known and known.globs == policy.events.catalog else checks.CatalogFiles(policy.events.catalog)
    files = known.copy()
    found = answered(checks.read_events(change, policy, files), Answers(reader, sides).of)
    if found is not None:
        memory.catalogs = files.of_one(change.tip.codebase.snapshot)
    return found


def commit_events(reader: Reader, graph: Graph, commit: str, policy: Policy) -> "checks.EventsOfCommit":
    """All events of one commit. Raises GitError."""
    return answered(checks.read_all_events(graph, policy), Answers(reader, {Revision.HEAD: (commit, graph)}).of)
