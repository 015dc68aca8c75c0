"""Edges: which file uses which, or what outside the repository, and at which lines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from sys import intern
from typing import TypeVar

from checks.codebase.facts import STRENGTH, Import, Kind
from checks.codebase.languages.language import Target

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
class FileEdges:
    """All edges of one importer: to files of the repository, to what is outside, and what is ambiguous."""

    edges: tuple[Edge, ...] = ()
    external: tuple[Edge, ...] = ()
    ambiguous: tuple[AmbiguousImport, ...] = ()


NO_EDGES = FileEdges()


class EdgeCollector:
    """Gathers the edges of one importer from the targets of its imports."""

    def __init__(self, importer: str) -> None:
        self._importer = importer
        self._edges: dict[str, Edge] = {}
        self._external: dict[str, Edge] = {}
        self._ambiguous: dict[str, AmbiguousImport] = {}

    def add(self, statement: Import, target: Target) -> None:
        """One target of one import; a file does not import itself."""
        if target.candidates:
            self._add_ambiguous(statement, target)
        elif target.path:
            if target.path != self._importer:
                self._add(self._edges, target.path, statement, target)
        elif target.external:
            self._add(self._external, target.external, statement, target)

    def collected(self) -> FileEdges:
        """All that was added."""
        if not (self._edges or self._external or self._ambiguous):
            return NO_EDGES
        return FileEdges(tuple(self._edges.values()), tuple(self._external.values()), tuple(self._ambiguous.values()))

    def _add(self, edges: dict[str, Edge], imported: str, statement: Import, target: Target) -> None:
        known = edges.get(imported)
        if known is None:
            symbols = target.symbols if len(target.symbols) < 2 else tuple(sorted(set(target.symbols)))
            edges[imported] = Edge(self._importer, intern(imported), (statement.line,), statement.kind, symbols)
            return
        edges[imported] = replace(
            known,
            lines=_merged(known.lines, [statement.line]),
            kind=min(known.kind, statement.kind, key=STRENGTH.index),
            symbols=_merged(known.symbols, target.symbols),
        )

    def _add_ambiguous(self, statement: Import, target: Target) -> None:
        of_module = target.symbols == statement.names
        name = statement.module if of_module else f"{statement.module}.{', '.join(target.symbols)}"
        known = self._ambiguous.get(name)
        lines = _merged(known.lines if known else (), [statement.line])
        kind = min(known.kind if known else statement.kind, statement.kind, key=STRENGTH.index)
        self._ambiguous[name] = AmbiguousImport(self._importer, name, target.candidates, lines, kind)


def _merged(known: tuple[Item, ...], more: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(set(known).union(more)))
