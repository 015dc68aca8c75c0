"""Edges: which file uses which, or what outside the repository, and at which lines."""

from collections.abc import Iterable, Sequence
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
    """All edges of one importer: to files of the repository, to what is outside, and what is ambiguous. `unknown` are
    the lines of imports whose module only the running program knows, ascending."""

    edges: tuple[Edge, ...] = ()
    external: tuple[Edge, ...] = ()
    ambiguous: tuple[AmbiguousImport, ...] = ()
    unknown: tuple[int, ...] = ()


NO_EDGES = FileEdges()


class EdgeCollector:
    """Gathers the edges of one importer from the targets of its imports."""

    def __init__(self, importer: str) -> None:
        self._importer = importer
        self._edges: dict[str, Edge] = {}
        self._external: dict[str, Edge] = {}
        self._again: dict[tuple[bool, str], list[tuple[Import, Target]]] = {}
        self._ambiguous: dict[str, tuple[Target, list[Import]]] = {}
        self._unknown: list[int] = []

    def add_unknown(self, statement: Import) -> None:
        """An import whose module cannot be told from the text."""
        self._unknown.append(statement.line)

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
        if not (self._edges or self._external or self._ambiguous or self._unknown):
            return NO_EDGES
        for (is_external, imported), more in self._again.items():
            edges = self._external if is_external else self._edges
            edges[imported] = _written_again(edges[imported], more)
        return FileEdges(
            tuple(self._edges.values()),
            tuple(self._external.values()),
            tuple(self._unclear(name, *known) for name, known in self._ambiguous.items()),
            tuple(sorted(self._unknown)),
        )

    def _add(self, edges: dict[str, Edge], imported: str, statement: Import, target: Target) -> None:
        if imported in edges:  # put together at the end: a file may name one module a million times
            self._again.setdefault((edges is self._external, imported), []).append((statement, target))
            return
        symbols = target.symbols if len(target.symbols) < 2 else tuple(sorted(set(target.symbols)))
        edges[imported] = Edge(self._importer, intern(imported), (statement.line,), statement.kind, symbols)

    def _add_ambiguous(self, statement: Import, target: Target) -> None:
        of_module = target.symbols == statement.names
        name = statement.module if of_module else f"{statement.module}.{', '.join(target.symbols)}"
        statements = self._ambiguous[name][1] if name in self._ambiguous else []
        statements.append(statement)
        self._ambiguous[name] = target, statements

    def _unclear(self, name: str, target: Target, statements: Sequence[Import]) -> AmbiguousImport:
        lines = _merged((), (one.line for one in statements))
        kind = min((one.kind for one in statements), key=STRENGTH.index)
        return AmbiguousImport(self._importer, name, target.candidates, lines, kind)


def _written_again(edge: Edge, more: Sequence[tuple[Import, Target]]) -> Edge:
    """An edge with all other lines where it is written."""
    return replace(
        edge,
        lines=_merged(edge.lines, (statement.line for statement, _ in more)),
        kind=min((edge.kind, *(statement.kind for statement, _ in more)), key=STRENGTH.index),
        symbols=_merged(edge.symbols, (symbol for _, target in more for symbol in target.symbols)),
    )


def _merged(known: tuple[Item, ...], more: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(set(known).union(more)))
