"""The graph between components, as grimp holds it: for cycles and chains. The one door to grimp."""

from collections.abc import Callable, Iterable, Mapping

import grimp

ComponentPair = tuple[str, str]


class ComponentGraph:
    """Components and who uses whom. Built once, never changed.

    grimp reads dots in a name as packages, which components are not: every component stands under a number.
    """

    def __init__(self, pairs: Iterable[ComponentPair]) -> None:
        self.pairs = frozenset(pairs)
        self._names = sorted({name for pair in self.pairs for name in pair})
        self._numbers = {name: f"c{number}" for number, name in enumerate(self._names)}
        self._graph = grimp.ImportGraph()
        for number in self._numbers.values():
            self._graph.add_module(number)
        for importer, imported in sorted(self.pairs):
            self._graph.add_import(importer=self._numbers[importer], imported=self._numbers[imported])

    def shortest_chain(self, importer: str, imported: str) -> tuple[str, ...] | None:
        """The components from one to the other, both named; None where no chain leads there."""
        if importer not in self._numbers or imported not in self._numbers:
            return None
        chain = self._graph.find_shortest_chain(importer=self._numbers[importer], imported=self._numbers[imported])
        return tuple(self._names[int(number[1:])] for number in chain) if chain else None


def component_graph(edges: Iterable[tuple[str, str]], owner: Callable[[str], str | None]) -> ComponentGraph:
    """The graph that file edges (importer path, imported path) make between their owners."""
    known: Mapping[str, str | None] = _Owners(owner)
    pairs = ((known[importer], known[imported]) for importer, imported in edges)
    return ComponentGraph((a, b) for a, b in pairs if a is not None and b is not None and a != b)


class _Owners(dict[str, str | None]):
    """Each file's owner, asked for once."""

    def __init__(self, owner: Callable[[str], str | None]) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, path: str) -> str | None:
        self[path] = self._owner(path)
        return self[path]
