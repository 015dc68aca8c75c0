"""The order of a graph: which of its nodes use each other in a circle, and what rests on what."""

from collections.abc import Collection, Iterable, Iterator, Mapping

Pair = tuple[str, str]


def tangles(nodes: Iterable[str], pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """The strongly connected components of a graph, what others rest on first (Tarjan, without recursion)."""
    targets: dict[str, list[str]] = {node: [] for node in sorted(nodes)}
    for source, target in sorted(set(pairs)):
        targets[source].append(target)
    search = _Search(targets)
    for node in targets:
        search.start(node)
    return search.found


class _Search:
    """Tarjan's numbers: when a node was met, and the earliest that its descendants lead back to."""

    def __init__(self, targets: Mapping[str, Collection[str]]) -> None:
        self.found: list[tuple[str, ...]] = []
        self._targets = targets
        self._met: dict[str, int] = {}
        self._back: dict[str, int] = {}
        self._open: list[str] = []
        self._is_open: set[str] = set()

    def start(self, node: str) -> None:
        if node in self._met:
            return
        way: list[tuple[str, Iterator[str]]] = [self._enter(node)]
        while way:
            at, targets = way[-1]
            target = next(targets, None)
            if target is None:
                way.pop()
                self._leave(at)
                if way:
                    self._back[way[-1][0]] = min(self._back[way[-1][0]], self._back[at])
            elif target not in self._met:
                way.append(self._enter(target))
            elif target in self._is_open:
                self._back[at] = min(self._back[at], self._met[target])

    def _enter(self, node: str) -> tuple[str, Iterator[str]]:
        self._met[node] = self._back[node] = len(self._met)
        self._open.append(node)
        self._is_open.add(node)
        return node, iter(self._targets[node])

    def _leave(self, node: str) -> None:
        if self._back[node] != self._met[node]:
            return
        at = self._open.index(node)
        tangle = self._open[at:]
        del self._open[at:]
        self._is_open.difference_update(tangle)
        self.found.append(tuple(sorted(tangle)))
