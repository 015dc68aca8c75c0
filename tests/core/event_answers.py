"""Answers what reading events asks for (checks/rounds.py), from files that are at hand as text."""

import hashlib
import re
from collections.abc import Iterable

from checks import (
    Answer,
    Change,
    EventsOfChange,
    Graph,
    Policy,
    Revision,
    Search,
    Wanted,
    answered,
    extract,
    read_events,
)


def events_of_change(change: Change, policy: Policy, contents: Iterable[bytes]) -> EventsOfChange | None:
    """The events of a change whose files have these contents."""
    return answered(read_events(change, policy), Contents(contents, change.base, change.tip, change.head).answer)


class Contents:
    """What git and the parsers would say of some commits."""

    def __init__(self, contents: Iterable[bytes], base: Graph, tip: Graph, head: Graph) -> None:
        self._by_id = {hashlib.sha1(content).hexdigest(): content for content in contents}
        self._graphs = {Revision.BASE: base, Revision.TIP: tip, Revision.HEAD: head}
        self.asked: list[Wanted] = []

    def answer(self, wanted: Wanted) -> Answer:
        self.asked.append(wanted)
        return Answer(
            {one: extract(one.dialect, self._by_id[one.object_id]) for one in wanted.sources},
            {one: self._by_id[one].decode() for one in wanted.texts},
            {search: frozenset(self._found(search)) for search in wanted.searches},
        )

    def _found(self, search: Search) -> Iterable[str]:
        either = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in search.words).encode())
        for path, entry in self._graphs[search.revision].codebase.snapshot.entries.items():
            if either.search(self._by_id.get(entry.object_id, b"")):
                yield path
