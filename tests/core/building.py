"""Pull requests out of dictionaries: a test writes files by path and only what matters to it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from checks import (
    DEFAULT_POLICY,
    ApisOfChange,
    Baseline,
    Change,
    Circumstances,
    Codebase,
    DecisionRecord,
    DecisionRecords,
    Entry,
    EntryKind,
    EventsOfChange,
    Finding,
    Graph,
    Inherited,
    Label,
    Policy,
    Review,
    Snapshot,
    answered,
    build_graph,
    compare,
    derivation,
    derive_graph,
    extract,
    ignored_by,
    load_policy,
    read_apis,
    read_record,
    review,
    sources,
    wanted_facts,
)
from tests.core.event_answers import Contents, events_of_change

RECORDS = "docs/adr/"
TODAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True, slots=True)
class Submodule:
    """A commit of another repository."""

    commit: str


Content = str | bytes | Link | Submodule
Files = Mapping[str, Content]
Changes = Mapping[str, Content | None]
"""What becomes of files: new content, or None for a deleted one."""

Row = tuple[str, str, int | None, str | None, str | None, str]
"""A finding as (check, path, line, from, to, status)."""


def graph(files: Files, rev: str = "head", policy: Policy = DEFAULT_POLICY) -> Graph:
    """The graph of a commit with these files."""
    return build_graph(codebase(files, rev, policy))


def derived(base: Graph, after: Codebase) -> Graph:
    """The graph of a codebase, derived from another graph; it has to be the one that is built from nothing."""
    before = base.codebase
    touched = {path for path, _ in before.snapshot.entries.items() ^ after.snapshot.entries.items()}
    found = derive_graph(base, after, derivation(base, after, touched))
    built = build_graph(after)
    assert (found.files, found.problems) == (built.files, built.problems)
    assert (found.layouts, found.through) == (built.layouts, built.through)
    assert found.unclear >= built.unclear
    paths = base.files.keys() | built.files.keys()
    assert set(found.changed_since(base)) == {path for path in paths if base.files.get(path) != built.files.get(path)}
    return found


def codebase(files: Files, rev: str = "head", policy: Policy = DEFAULT_POLICY) -> Codebase:
    """What app's reader makes of a commit with these files."""
    snapshot = Snapshot(rev, {path: _entry(content) for path, content in files.items()})
    wanted = sources(snapshot, ignored_by(policy))
    facts = {source.path: extract(source.dialect, _bytes(files[source.path])) for source in wanted}
    return Codebase(snapshot, facts)


def _entry(content: Content) -> Entry:
    if isinstance(content, Submodule):
        return Entry(EntryKind.SUBMODULE, content.commit)
    kind = EntryKind.LINK if isinstance(content, Link) else EntryKind.FILE
    return Entry(kind, hashlib.sha1(_bytes(content)).hexdigest())


def _bytes(content: Content) -> bytes:
    if isinstance(content, Link):
        return content.target.encode()
    assert not isinstance(content, Submodule), "a submodule has no bytes here"
    return content if isinstance(content, bytes) else content.encode()


@dataclass(frozen=True)
class PullRequest:
    """One pull request. `head` and `tip` are what changed since the merge base `base`.

    A renamed file keeps its content unless `head` gives it another. `policy` is the whole file's text.
    """

    base: Files = field(default_factory=dict)
    head: Changes = field(default_factory=dict)
    tip: Changes = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    policy: str = "version: 1"
    labels: Iterable[str | Label] = ()
    today: date = TODAY
    restored: Iterable[str] = ()
    title: str = ""
    body: str = ""
    inherited: Iterable[Inherited] = ()

    @property
    def change(self) -> Change:
        policy = load_policy(self.policy)
        base = graph(self.base, "base", policy)
        tip = derived(base, codebase(_after(self.base, self.tip), "tip", policy)) if self.tip else base
        renamed = {self.renames.get(path, path): content for path, content in self.base.items()}
        head = derived(base, codebase(_after(renamed, self.head), "head", policy))
        return compare(base, tip, head, self.renames)

    @property
    def review(self) -> Review:
        renamed = {self.renames.get(path, path): content for path, content in self.base.items()}
        records = DecisionRecords(_records(_after(self.base, self.tip)), _records(_after(renamed, self.head)))
        labels = tuple(Label(one) if isinstance(one, str) else one for one in self.labels)
        told = Circumstances(self.today, records, labels, frozenset(self.restored))
        change, policy = self.change, load_policy(self.policy)
        told = replace(
            told, title=self.title, body=self.body, inherited={one.fingerprint: one for one in self.inherited}
        )
        return review(change, policy, self.read(change, policy, told))

    def read(self, change: Change, policy: Policy, told: Circumstances) -> Circumstances:
        """The circumstances with all that a review of its change has to read beside the graphs."""
        told = replace(told, events=self.events(change, policy), apis=self.apis(change, policy))
        return with_facts(change, policy, told, self._contents())

    def events(self, change: Change, policy: Policy) -> EventsOfChange | None:
        """The events that its change touches."""
        return events_of_change(change, policy, self._contents())

    def apis(self, change: Change, policy: Policy) -> ApisOfChange | None:
        """What its change breaks of versioned packages."""
        components = Baseline.of(change.tip, policy).components_over(change.base, change.head)
        known = Contents(self._contents(), change.base, change.tip, change.head)
        return answered(read_apis(change, policy, components), known.answer)

    def _contents(self) -> list[bytes]:
        sides = (self.base, self.tip, self.head)
        return [_bytes(one) for side in sides for one in side.values() if isinstance(one, str | bytes)]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.review.findings

    @property
    def rows(self) -> list[Row]:
        return [row(finding) for finding in self.findings]


def with_facts(change: Change, policy: Policy, told: Circumstances, contents: Iterable[bytes]) -> Circumstances:
    """The circumstances with the facts that a review asks for, of files with these contents."""
    by_id = {hashlib.sha1(content).hexdigest(): content for content in contents}
    while True:
        wanted = {(one.object_id, one.dialect) for one in wanted_facts(change, policy, told)} - told.facts.keys()
        if not wanted:
            return told
        more = {(name, dialect): extract(dialect, by_id[name]) for name, dialect in wanted}
        told = replace(told, facts={**told.facts, **more})


def row(one: Finding) -> Row:
    return one.check, one.path, one.line, one.source, one.target, one.status.value


def _after(files: Files, changes: Changes) -> Files:
    return {path: content for path, content in {**files, **changes}.items() if content is not None}


def _records(files: Files) -> tuple[DecisionRecord, ...]:
    texts = {path: text for path, text in files.items() if path.startswith(RECORDS) and isinstance(text, str)}
    return tuple(record for path, text in texts.items() if (record := read_record(path, text)))
