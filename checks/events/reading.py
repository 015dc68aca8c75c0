"""The events that a change touches, on each side: read in rounds, as far as the change asks for.

First the catalogs and the files that differ; then, by a search for the names that turn up there, every other file that
publishes one of these events or subscribes to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from checks.codebase.delta import Change
from checks.codebase.event_facts import NO_EVENTS, UNREAD, EventClass, Form
from checks.codebase.graph import Graph
from checks.codebase.packed import differing
from checks.codebase.snapshot import Snapshot
from checks.codebase.sources import Source, event_source
from checks.events.callees import Vocabulary
from checks.events.catalogs import CatalogEntry
from checks.events.catalogued import CatalogFiles, Catalogs
from checks.events.library import Library
from checks.events.names import canonical
from checks.events.sites import Site, Sites
from checks.policy import Policy
from checks.rounds import Answer, Revision, Rounds, Search, Wanted

MOST_ROUNDS = 12
"""Files that others refer to, one behind the other."""

MOST_SEARCHES = 3
MOST_FILES = 3_000
"""Files that hold the names in question; of more, the first are read, and nothing is said to be published by nobody."""

LARGE = 200
"""Files of code that differ, of which all are read."""

SHORTEST = 3
"""Characters of a word that is searched for."""


@dataclass(frozen=True, slots=True)
class ClassSeen:
    """A class of a file that differs, and whether it derives from what events derive from (None: nobody can tell)."""

    path: str
    what: EventClass
    names: tuple[str, ...]
    derives: bool | None


@dataclass(frozen=True, slots=True)
class EventsOfCommit:
    """What is known of one side: its catalogs, the sites of all files that matter, the classes of those that differ.
    `is_complete`: the files that matter could all be read."""

    catalogs: Catalogs
    sites: tuple[Site, ...]
    classes: tuple[ClassSeen, ...]
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class EventsOfChange:
    """The three sides, and which files differ; the origins of renamed ones are the change's."""

    base: EventsOfCommit
    tip: EventsOfCommit
    head: EventsOfCommit
    touched: frozenset[str]
    vocabulary: Vocabulary


@dataclass
class _Side:
    """One commit while it is read."""

    revision: Revision
    graph: Graph
    sites: Sites
    catalogs: Catalogs
    paths: set[str] = field(default_factory=set)
    is_complete: bool = True

    @property
    def snapshot(self) -> Snapshot:
        return self.graph.codebase.snapshot

    def found(self) -> list[Site]:
        return [site for path in sorted(self.paths) for site in self.sites.of(path)]

    def commit(self, touched: Iterable[str]) -> EventsOfCommit:
        facts = self.sites.library.facts
        is_read = all(facts.get(path, NO_EVENTS).is_read for path in self.paths)
        found, classes = tuple(self.found()), tuple(self.classes(touched))
        return EventsOfCommit(self.catalogs, found, classes, self.is_complete and is_read)

    def classes(self, paths: Iterable[str]) -> Iterator[ClassSeen]:
        for path in sorted(self.paths.intersection(paths)):
            for one in self.sites.library.of(path).classes:
                names = self.sites.event_of(path, one).names
                yield ClassSeen(path, one, names, self.sites.derives(path, one))


def read_events(change: Change, policy: Policy, files: CatalogFiles | None = None) -> Rounds[EventsOfChange | None]:
    """The events that a change touches; None where it touches none, or the policy names no catalog. `files` may know
    catalogs of the repository already, and know these too afterwards."""
    if policy.events is None or not policy.events.catalog:
        return None
    vocabulary, files = Vocabulary.of(policy.events), files or CatalogFiles(policy.events.catalog)
    differ = _differing(change)
    graphs = {Revision.BASE: change.base, Revision.HEAD: change.head}
    if change.tip is not change.base:
        graphs[Revision.TIP] = change.tip
    code = {path for path in differ if any(_source(graph, path, vocabulary) for graph in graphs.values())}
    if not code and not any(map(files.is_one, differ)):
        return None
    sides = yield from _sides(graphs, vocabulary, files)
    if len(code) > LARGE:
        code &= yield from _holding(sides, vocabulary)
    for side in sides.values():
        side.paths |= code
    yield from _read(sides.values(), vocabulary)
    yield from _searched(sides, vocabulary, _names(sides, code))
    if _is_subscribed_in_vain(sides[Revision.HEAD], code):
        yield from _every_publisher(sides, vocabulary)
    read = {revision: side.commit(code) for revision, side in sides.items()}
    base, head = read[Revision.BASE], read[Revision.HEAD]
    return EventsOfChange(base, read.get(Revision.TIP, base), head, frozenset(differ), vocabulary)


def read_all_events(graph: Graph, policy: Policy) -> Rounds[EventsOfCommit]:
    """All events of one commit: those of the files that hold a word which publishes or subscribes."""
    events = policy.events
    if events is None:
        return EventsOfCommit(Catalogs(), (), ())
    vocabulary, files = Vocabulary.of(events), CatalogFiles(events.catalog)
    sides = yield from _sides({Revision.HEAD: graph}, vocabulary, files)
    search = Search(Revision.HEAD, vocabulary.marks)
    answer = yield Wanted(searches=frozenset({search}))
    side = sides[Revision.HEAD]
    side.paths |= {path for path in answer.found[search] if _source(graph, path, vocabulary)}
    yield from _read(sides.values(), vocabulary)
    return side.commit(())


def _holding(sides: Mapping[Revision, _Side], vocabulary: Vocabulary) -> Rounds[set[str]]:
    """The files of all sides that hold a word which matters: of a large change these are enough."""
    names = {name for side in sides.values() for entry in side.catalogs.entries for name in entry.names}
    types = {one.rpartition(".")[2].lstrip("@") for one in vocabulary.types}
    words = frozenset(word for word in (*vocabulary.marks, *types, *names) if len(word) >= SHORTEST)
    searches = frozenset(Search(revision, words) for revision in sides)
    answer = yield Wanted(searches=searches)
    return set().union(*(answer.found[one] for one in searches))


def _differing(change: Change) -> set[str]:
    base, head = change.base.codebase.snapshot, change.head.codebase.snapshot
    if head.derived_from is base.identity:
        return set(head.edits)
    paths = differing(base.entries, head.entries)
    return {path for path in paths if base.entries.get(path) != head.entries.get(path)}


def _source(graph: Graph, path: str, vocabulary: Vocabulary) -> Source | None:
    """How a file is read for its events; None for one that is not there, no code, or ignored."""
    entry = graph.codebase.snapshot.entries.get(path)
    return event_source(path, entry, vocabulary.words) if entry and path in graph.files else None


def _sides(
    graphs: Mapping[Revision, Graph], vocabulary: Vocabulary, files: CatalogFiles
) -> Rounds[dict[Revision, _Side]]:
    snapshots = [graph.codebase.snapshot for graph in graphs.values()]
    for _ in range(MOST_ROUNDS):
        wanted = frozenset[str]().union(*map(files.wanted, snapshots))
        if not wanted:
            break
        answer = yield Wanted(texts=wanted)
        files.texts.update({one: answer.texts.get(one) for one in wanted})
    found = {}
    for revision, graph in graphs.items():
        catalogs = files.of(graph.codebase.snapshot)
        found[revision] = _Side(
            revision, graph, Sites(Library(graph), vocabulary, catalogs.is_event, catalogs.is_listed), catalogs
        )
    return found


def _read(sides: Iterable[_Side], vocabulary: Vocabulary) -> Rounds[None]:
    """Read the files of all sides, and those that they refer to."""
    for _ in range(MOST_ROUNDS):
        wanted: dict[str, dict[str, Source]] = {}
        for side in sides:
            known = side.sites.library.facts
            new = {path: _source(side.graph, path, vocabulary) for path in side.paths | side.sites.library.missing}
            known.update((path, NO_EVENTS) for path, source in new.items() if source is None)
            wanted[side.revision] = {path: source for path, source in new.items() if source and path not in known}
        every = frozenset(source for one in wanted.values() for source in one.values())
        if every:
            answer = yield Wanted(sources=every)
            for side in sides:
                for path, source in wanted[side.revision].items():
                    side.sites.library.facts[path] = answer.facts[source].events or UNREAD
        for side in sides:
            side.sites.library.missing.clear()
            side.commit(side.paths)
        if not any(side.sites.library.missing for side in sides):
            return


def _names(sides: Mapping[Revision, _Side], code: Iterable[str]) -> dict[str, set[str]]:
    """The events that the change touches: their canonical names, each with the words by which files mention them."""
    found: dict[str, set[str]] = {}
    entries = [frozenset(_bare(one) for one in side.catalogs.entries) for side in sides.values()]
    differ = frozenset[CatalogEntry]().union(*entries) - frozenset.intersection(*entries)
    for name in (name for entry in differ for name in entry.names):
        found.setdefault(canonical(name), set()).add(name)
    for side in sides.values():
        for site in side.found():
            for name in site.event.names if site.event else ():
                found.setdefault(canonical(name), set()).update(site.event.words if site.event else (), (name,))
    classes: list[set[tuple[tuple[str, ...], object]]] = [
        {(one.names, one.what.fields) for one in side.classes(code)} for side in sides.values()
    ]
    changed = classes[0].union(*classes) - classes[0].intersection(*classes)
    for of_class, _ in changed:
        if any(side.catalogs.find(of_class) for side in sides.values()):
            for name in of_class:
                found.setdefault(canonical(name), set()).add(name)
    return found


def _is_subscribed_in_vain(side: _Side, code: Iterable[str]) -> bool:
    """Whether a file that differs subscribes to an event of which no publisher has turned up."""
    found, changed = side.found(), frozenset(code)
    published = {canonical(name) for one in found if one.is_published and one.event for name in one.event.names}
    subscribed = (one.event for one in found if one.event and not one.is_published and one.path in changed)
    return any(published.isdisjoint(map(canonical, event.names)) for event in subscribed)


def _every_publisher(sides: Mapping[Revision, _Side], vocabulary: Vocabulary) -> Rounds[None]:
    """Read all files that publish: perhaps one does not say what."""
    searches = {revision: Search(revision, vocabulary.publishing) for revision in sides}
    answer = yield Wanted(searches=frozenset(searches.values()))
    for revision, side in sides.items():
        paths = sorted(path for path in answer.found[searches[revision]] if _source(side.graph, path, vocabulary))
        side.is_complete = side.is_complete and len(paths) <= MOST_FILES
        side.paths.update(paths[:MOST_FILES])
    yield from _read(sides.values(), vocabulary)


def _bare(entry: CatalogEntry) -> CatalogEntry:
    """An entry wherever it stands."""
    return CatalogEntry(
        entry.names, "", 0, entry.owners, entry.subscribers, entry.standing, entry.version, entry.fields
    )


def _searched(
    sides: Mapping[Revision, _Side], vocabulary: Vocabulary, names: Mapping[str, Iterable[str]]
) -> Rounds[None]:
    """Read every file that mentions one of the events."""
    asked: set[str] = set()
    words = {word for each in names.values() for word in each}
    for _ in range(MOST_SEARCHES):
        new = frozenset(word for word in words - asked if len(word) >= SHORTEST)
        if not new:
            return
        asked |= words
        searches = {revision: Search(revision, new) for revision in sides}
        answer: Answer = yield Wanted(searches=frozenset(searches.values()))
        for revision, side in sides.items():
            paths = sorted(path for path in answer.found[searches[revision]] if _source(side.graph, path, vocabulary))
            side.is_complete = side.is_complete and len(paths) <= MOST_FILES
            side.paths.update(paths[:MOST_FILES])
        yield from _read(sides.values(), vocabulary)
        words = {word for side in sides.values() for word in _words(side, names)}


def _words(side: _Side, names: Iterable[str]) -> Iterator[str]:
    """What else stands for one of the events: constants that hold its name, classes that carry it."""
    wanted = frozenset(names)
    for path in side.paths:
        facts = side.sites.library.of(path)
        for constant in facts.constants:
            texts = (
                value.parts[0][1:] for value in constant.values if value.form is Form.TEXT and len(value.parts) == 1
            )
            if any(canonical(text) in wanted for text in texts):
                yield ".".join(constant.name.split(".")[-2:])
        for one in facts.classes:
            if any(canonical(name) in wanted for name in side.sites.event_of(path, one).names):
                yield one.name
