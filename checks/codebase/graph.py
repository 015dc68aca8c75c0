"""The dependency graph of one commit, file by file. Built once, never changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from checks.codebase import links, submodules
from checks.codebase.codebase import Codebase
from checks.codebase.facts import STRENGTH, FileFacts, Import, Kind, Problem
from checks.codebase.languages.language import Resolver, Target
from checks.codebase.snapshot import EntryKind, Snapshot

Pair = tuple[str, str]
Item = TypeVar("Item", int, str)


@dataclass(frozen=True, slots=True)
class Edge:
    """`importer` uses `imported` (a path, or the name of something external) at these lines, from 1 and ascending.

    `kind` is the strongest way it is written in; `symbols` are the names taken, sorted, empty where only the module
    itself is imported.
    """

    importer: str
    imported: str
    lines: tuple[int, ...]
    kind: Kind
    symbols: tuple[str, ...] = ()

    @property
    def pair(self) -> Pair:
        """What makes it the same edge as another: who uses whom (docs/edges.md)."""
        return self.importer, self.imported


@dataclass(frozen=True, slots=True)
class AmbiguousImport:
    """An import whose name several projects offer: no edge, but no silence either."""

    importer: str
    name: str
    candidates: tuple[str, ...]
    lines: tuple[int, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Graph:
    """All edges of one commit by (importer, imported), what was ambiguous, and what could not be read."""

    codebase: Codebase
    edges: Mapping[Pair, Edge]
    external: Mapping[Pair, Edge]
    ambiguous: Mapping[Pair, AmbiguousImport]
    problems: Mapping[str, Problem]


def build_graph(codebase: Codebase) -> Graph:
    """The graph of one commit from its facts. Every import is resolved among the files of that commit alone."""
    edges: dict[Pair, Edge] = {}
    external: dict[Pair, Edge] = {}
    ambiguous: dict[Pair, AmbiguousImport] = {}
    for importer, statement, target in _resolved(codebase):
        if target.candidates:
            _add_ambiguous(ambiguous, importer, statement, target)
        elif target.path and target.path != importer:
            _add(edges, importer, target.path, statement, target)
        elif target.external:
            _add(external, importer, target.external, statement, target)
    for path, url, line in submodules.addresses(codebase.snapshot, codebase.of(submodules.FILE)):
        external[path, url] = Edge(path, url, (line,), Kind.LINK)
    return Graph(codebase, edges, external, ambiguous, dict(_problems(codebase)))


def _resolved(codebase: Codebase) -> Iterator[tuple[str, Import, Target]]:
    through = links.seen_through(codebase.snapshot, codebase.facts)
    snapshot = _with_links_followed(codebase.snapshot, through)
    for language, facts in codebase.by_language():
        for path, statement, target in _resolve_all(language.resolver(snapshot, facts), facts):
            yield path, statement, _followed(target, through) if through else target
    for path, entry in codebase.snapshot.entries.items():
        if entry.kind is EntryKind.LINK:
            for statement in codebase.of(path).imports:
                yield from ((path, statement, target) for target in links.resolve(path, statement))


def _with_links_followed(snapshot: Snapshot, through: Mapping[str, str]) -> Snapshot:
    seen = {path: snapshot.entries[own] for path, own in through.items()}
    return Snapshot(snapshot.rev, {**snapshot.entries, **seen}) if seen else snapshot


def _followed(target: Target, through: Mapping[str, str]) -> Target:
    """The target under its own path, not that of a link to it."""
    if target.path:
        return replace(target, path=through.get(target.path, target.path))
    candidates = tuple(sorted({through.get(path, path) for path in target.candidates}))
    if len(candidates) == 1:
        return Target(path=candidates[0], symbols=target.symbols)
    return replace(target, candidates=candidates)


def _resolve_all(resolver: Resolver, facts: Mapping[str, FileFacts]) -> Iterator[tuple[str, Import, Target]]:
    for path, one in facts.items():
        for statement in one.imports:
            if statement.kind is not Kind.LINK:
                yield from ((path, statement, target) for target in resolver.resolve(path, statement))


def _add(edges: dict[Pair, Edge], importer: str, imported: str, statement: Import, target: Target) -> None:
    known = edges.get((importer, imported))
    if known is None:
        symbols = tuple(sorted(set(target.symbols)))
        edges[importer, imported] = Edge(importer, imported, (statement.line,), statement.kind, symbols)
        return
    edges[importer, imported] = replace(
        known,
        lines=_merged(known.lines, [statement.line]),
        kind=min(known.kind, statement.kind, key=STRENGTH.index),
        symbols=_merged(known.symbols, target.symbols),
    )


def _add_ambiguous(ambiguous: dict[Pair, AmbiguousImport], importer: str, statement: Import, target: Target) -> None:
    of_module = target.symbols == statement.names
    name = statement.module if of_module else f"{statement.module}.{', '.join(target.symbols)}"
    known = ambiguous.get((importer, name))
    lines = _merged(known.lines if known else (), [statement.line])
    kind = min(known.kind if known else statement.kind, statement.kind, key=STRENGTH.index)
    ambiguous[importer, name] = AmbiguousImport(importer, name, target.candidates, lines, kind)


def _merged(known: tuple[Item, ...], more: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(set(known).union(more)))


def _problems(codebase: Codebase) -> Iterator[tuple[str, Problem]]:
    for path, facts in codebase.facts.items():
        if facts.problem:
            yield path, facts.problem
    for path, entry in codebase.snapshot.entries.items():
        if entry.kind is EntryKind.SUBMODULE:
            yield path, submodules.PROBLEM
        elif entry.kind is EntryKind.LINK:
            yield from ((path, problem) for problem in links.problems(path, codebase.of(path)))
