"""One kind of oddity in the present code."""

from collections.abc import Iterable
from dataclasses import dataclass

from checks import Edge


@dataclass(frozen=True, slots=True)
class Doubt:
    """What looks odd, how often it occurs, more about it, and examples, the most telling first."""

    what: str
    count: int
    more: str = ""
    examples: tuple[str, ...] = ()


def shown(edge: Edge) -> str:
    """An edge as an example."""
    return f"{edge.importer}:{edge.lines[0]} -> {edge.imported}"


def by_path(edges: Iterable[Edge]) -> list[Edge]:
    """Edges in the order in which a reader meets them."""
    return sorted(edges, key=lambda edge: (edge.importer, edge.lines, edge.imported))
