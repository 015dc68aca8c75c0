"""Components that use each other in a circle, and the few edges that hold the circle together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from app.adoption.doubt import Doubt, by_path
from app.adoption.tangles import Pair, tangles
from checks import Edge

MOST_TRIED = 60
"""How many of the thinnest pairs are taken out, one by one, to see whether the circle falls apart."""
MOST_THIN_PLACES = 3
FEW_AGAINST_MANY = 5
MOST_NAMED = 3
"""More members of one family are counted, not named."""

Between = Mapping[Pair, Sequence[Edge]]


def circles(between: Between, name: Callable[[str], str]) -> Iterator[Doubt]:
    """The circles among candidates, the largest first. `between` are the edges from one to another."""
    found = [tangle for tangle in tangles({node for pair in between for node in pair}, between) if len(tangle) > 1]
    for tangle in sorted(found, key=lambda tangle: (-len(tangle), tangle)):
        inner = {pair: edges for pair, edges in between.items() if pair[0] in tangle and pair[1] in tangle}
        examples = tuple(_place(inner, pair, freed, name) for pair, freed in _thin_places(inner, tangle))
        yield Doubt("components in a circle", len(tangle), f"{_named(map(name, tangle))}; begin with", examples)


def _thin_places(inner: Between, tangle: Sequence[str]) -> Iterator[tuple[Pair, int]]:
    """The pairs to begin with, each with how many components leave the circle once it and those before it are gone."""
    left, size = set(inner), len(tangle)
    for _ in range(MOST_THIN_PLACES):
        tried = sorted(left, key=lambda pair: (len(inner[pair]), pair))[:MOST_TRIED]
        sizes = {pair: _largest(tangle, left - {pair}) for pair in tried}
        best = min(tried, key=lambda pair: (-(size - sizes[pair]) / len(inner[pair]), _ratio(inner, pair), pair))
        freed = size - sizes[best]
        if not freed and _ratio(inner, best) * FEW_AGAINST_MANY > 1:
            return
        yield best, freed
        left.remove(best)
        size -= freed
        if size < 2:
            return


def _largest(nodes: Sequence[str], pairs: Iterable[Pair]) -> int:
    """The size of the largest circle; 1 where there is none."""
    return max(len(tangle) for tangle in tangles(nodes, pairs))


def _ratio(inner: Between, pair: Pair) -> float:
    """How few edges there are against those of the other direction."""
    back = len(inner.get((pair[1], pair[0]), ()))
    return len(inner[pair]) / back if back else float(len(inner[pair]))


def _place(inner: Between, pair: Pair, freed: int, name: Callable[[str], str]) -> str:
    count, back = len(inner[pair]), len(inner.get((pair[1], pair[0]), ()))
    edges = f"{count} edge" if count == 1 else f"{count} edges"
    against = f" against {back} the other way" if back else ""
    gain = f", without it {freed} fewer" if freed else ""
    first = by_path(inner[pair])[0]
    return f"{name(pair[0])} -> {name(pair[1])}: {edges}{against}{gain}; {first.importer}:{first.lines[0]}"


def _named(names: Iterable[str]) -> str:
    """The names; many members of one family as their number."""
    wanted = sorted(names)
    families = Counter(family for name in wanted for family, slash, _ in [name.partition("/")] if slash)
    many = {family: count for family, count in families.items() if count > MOST_NAMED}
    single = [name for name in wanted if name.partition("/")[0] not in many]
    return ", ".join([*single, *(f"{count} of {family}" for family, count in sorted(many.items()))])
