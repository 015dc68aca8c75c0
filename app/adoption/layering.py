"""Layers that the names of folders tell: which are above which, and the edges that go upwards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.adoption.folders import Code, above, parent
from checks import Edge

DOMAIN = "domain"
BOOTSTRAP = ("bootstrap",)
PRESENTATION = ("presentation", "interfaces", "interface", "api", "entrypoints", "ui")
APPLICATION = ("application", "app", "usecases", "use_cases", "use-cases")
INFRASTRUCTURE = ("infrastructure", "infra", "adapters", "persistence")
ORDERS = (
    (BOOTSTRAP, PRESENTATION, INFRASTRUCTURE, APPLICATION, (DOMAIN,)),
    (BOOTSTRAP, PRESENTATION, APPLICATION, INFRASTRUCTURE, (DOMAIN,)),
)
"""From high to low. Repositories differ in which of two knows the other; the code tells."""


@dataclass(frozen=True, slots=True)
class Layering:
    """Layers from high to low, each with its names, and the edges of the present code that go upwards."""

    layers: tuple[tuple[str, ...], ...]
    upward: tuple[Edge, ...]


def layering_within(code: Code, folders: Sequence[str], edges: Iterable[Edge]) -> Layering | None:
    """The layers inside components at these folders, by the folders beside one called `domain`. `edges` are those
    that stay within one of them."""
    names = {name for folder in folders for name in _named(code, folder)}
    known = {name for order in ORDERS for kind in order for name in kind} & names
    if len(known) < 2:
        return None
    tops = frozenset(folders)
    within = [(edge, _steps(edge.importer, tops), _steps(edge.imported, tops)) for edge in edges]
    return min((_judged(order, known, within) for order in ORDERS), key=lambda found: len(found.upward))


def layering_over(names: Sequence[str], edges: Iterable[tuple[str, str, Edge]]) -> Layering | None:
    """The layers that components make by their own names. `edges` go from one component to another, named."""
    known = {name for order in ORDERS for kind in order for name in kind}.intersection(names)
    if DOMAIN not in known or len(known) < 2:
        return None
    between = [(edge, (source,), (target,)) for source, target, edge in edges]
    return min((_judged(order, known, between) for order in ORDERS), key=lambda found: len(found.upward))


def _named(code: Code, folder: str) -> Iterator[str]:
    """The names of the folders beside any called `domain`."""
    waiting = [folder]
    while waiting:
        children = code.children(waiting.pop())
        names = [child.rpartition("/")[2] for child in children]
        if DOMAIN in names:
            yield from names
        else:
            waiting.extend(children)


def _judged(
    order: Sequence[Sequence[str]],
    known: set[str],
    edges: Iterable[tuple[Edge, Sequence[str], Sequence[str]]],
) -> Layering:
    layers = tuple(present for kind in order if (present := tuple(name for name in kind if name in known)))
    rank = {name: index for index, names in enumerate(layers) for name in names}
    upward = []
    for edge, *ends in edges:
        lower, higher = (next((rank[step] for step in steps if step in rank), None) for steps in ends)
        if lower is not None and higher is not None and lower > higher:
            upward.append(edge)
    return Layering(layers, tuple(upward))


def _steps(path: str, tops: frozenset[str]) -> tuple[str, ...]:
    """The segments of a path below the component that it lies in, the last without its suffix."""
    top = next((folder for folder in above(path) if folder in tops), parent(path))
    *folders, name = path[len(top) + 1 if top else 0 :].split("/")
    return (*folders, name.partition(".")[0])
