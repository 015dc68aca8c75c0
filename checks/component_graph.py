"""The graph between components, as grimp holds it: for cycles and chains. The one door to grimp."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

    def shortest_chain(self, importer: str, imported: str) -> tuple[str, ...] | None:
        """The components from one to the other, both named; None where no chain leads there."""
        if not self._leads(importer, imported):
            return None
        chain = self._graph.find_shortest_chain(importer=self._numbers[importer], imported=self._numbers[imported])
        return tuple(self._names[int(number[1:])] for number in chain) if chain else None

    def used_by(self, importer: str) -> frozenset[str]:
        """The components that one uses itself."""
        return self._uses.get(importer, frozenset())

    def reached_from(self, importer: str) -> frozenset[str]:
        """The components that one uses itself or by way of others."""
        found: set[str] = set()
        waiting = [importer]
        while waiting:
            new = self.used_by(waiting.pop()) - found
            found |= new
            waiting += new
        return frozenset(found)

    def _leads(self, importer: str, imported: str) -> bool:
        """Whether one uses anything and the other is used at all: else no graph is needed to say no."""
        return importer in self._importers and imported in self._imported

    @cached_property
    def _uses(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for importer, imported in self.pairs:
            found.setdefault(importer, set()).add(imported)
        return {importer: frozenset(used) for importer, used in found.items()}

    @cached_property
    def _importers(self) -> frozenset[str]:
        return frozenset(importer for importer, _ in self.pairs)

    @cached_property
    def _imported(self) -> frozenset[str]:
        return frozenset(imported for _, imported in self.pairs)

    @cached_property
    def _graph(self) -> "grimp.ImportGraph":
        import grimp  # noqa: PLC0415 - few reviews look for a cycle, and all would wait for it

        graph = grimp.ImportGraph()
        for number in self._numbers.values():
            graph.add_module(number)
        for importer, imported in sorted(self.pairs):
            graph.add_import(importer=self._numbers[importer], imported=self._numbers[imported])
        return graph
