"""What is said at the top of a policy, for all components."""

from collections.abc import Iterator, Mapping, Sequence

from checks.policy.model import Events, PolicyException
from checks.policy.relaxations.components import of_modes, of_override
from checks.policy.relaxations.found import Item, Pair, Relaxation, Sides
from checks.policy.relaxations.reach import beyond
from checks.policy.vocabulary import Level

STRICTNESS = {
    "level": [level.value for level in reversed(Level)],
    "type_imports": ["ignore", "count"],
    "dynamic": ["allow", "warn", "deny"],
    "cycles": ["allow", "deny"],
    "unassigned": ["allow", "deny"],
}
"""The values of words that have one, from mild to strict."""
FREEING, BINDING = ("tests", "ignore"), ("protected", "include")
"""Globs of files that are not judged, and of those that are judged more strictly."""


def of_settings(sides: Sides) -> Iterator[Relaxation]:
    """All words but `components` and `generated`, which frees nothing from any rule."""
    pair = sides.pair()
    for search in (_values, _globs, _branches, _protocols, _layers, _exceptions, _events, _record):
        yield from search(sides, pair)
    yield from of_modes(sides, pair, None)
    yield from of_override(sides, pair, None)


def _values(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    for word, order in STRICTNESS.items():
        old, new = (str(getattr(policy, word)) for policy in (sides.before, sides.after))
        if order.index(new) < order.index(old):
            yield from pair.replaces(word, old, new)


def _globs(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    for word in FREEING:
        yield from pair.permits(word, _more(getattr(sides.after, word), getattr(sides.before, word)))
    for word in BINDING:
        yield from pair.drops(word, _more(getattr(sides.before, word), getattr(sides.after, word)))


def _more(some: Sequence[str], others: Sequence[str]) -> Iterator[Item]:
    return (((index,), glob) for index, glob in beyond(some, others))


def _branches(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    """The default branch is governed in any case; other patterns have to stay as they are."""
    yield from pair.drops("branches", _missing(sides.before.branches, sides.after.branches))


def _protocols(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    old, new = sides.before.workspace_protocol, sides.after.workspace_protocol
    if old and not new:
        yield from pair.drops("workspace_protocol", [((), name) for name in old])
    elif old:
        yield from pair.permits("workspace_protocol", _missing(new, old))


def _missing(names: Sequence[str], others: Sequence[str]) -> list[Item]:
    known = set(others)
    return [((index,), name) for index, name in enumerate(names) if name not in known]


def _layers(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    """Whatever was below something has to be below it still, entry by entry and as the longest entry says."""
    old, new = (
        {name: at for at, layer in enumerate(side.layers) for name in layer} for side in (sides.before, sides.after)
    )
    below: dict[int, list[str]] = {}
    for name in {**old, **new}:
        if (place := _place(old, name)) is not None:
            below.setdefault(place, []).append(name)
    lowest = -1
    for index, names in sorted(below.items() if len(below) > 1 else ()):
        there = [_place(new, name) for name in names]
        known = [place for place in there if place is not None]
        if len(known) < len(names) or min(known) <= lowest:
            yield from pair.drops("layers", [((index,), names[0])])
        lowest = max([lowest, *known])


def _place(layers: Mapping[str, int], name: str) -> int | None:
    """The layer of a component, or of the family that it is a member of."""
    steps = name.split("/")
    found = (layers.get("/".join(steps[:end])) for end in range(len(steps), 0, -1))
    return next((place for place in found if place is not None), None)


def _exceptions(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    known: dict[tuple[str, str], list[PolicyException]] = {}
    for one in sides.before.exceptions:
        known.setdefault((one.from_, one.to), []).append(one)
    for index, one in enumerate(sides.after.exceptions):
        if not any(_grants(other, one) for other in known.get((one.from_, one.to), ())):
            yield from pair.permits("exceptions", [((index,), f"{one.from_} -> {one.to}")])


def _grants(known: PolicyException, new: PolicyException) -> bool:
    """Whether an exception for the same edge holds at least as long."""
    return known.expires is None or (new.expires is not None and new.expires <= known.expires)


def _events(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    old, new = sides.before.events, sides.after.events
    if old is None:
        return
    if new is None:
        yield from pair.drops("events", [((), "events")])
        return
    for word in ("types", "publish", "subscribe"):
        yield from pair.drops(f"events.{word}", _missing(getattr(old, word), getattr(new, word)))
    yield from _catalogs(pair, old, new)


def _catalogs(pair: Pair, old: Events, new: Events) -> Iterator[Relaxation]:
    if old.catalog and not new.catalog:
        yield from pair.drops("events.catalog", _missing(old.catalog, ()))
    elif old.catalog:
        yield from pair.permits("events.catalog", _missing(new.catalog, old.catalog))


def _record(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    old, new = sides.before.adr.cite, sides.after.adr.cite
    if old and sides.weakens_citation(old, new):
        yield from pair.replaces("adr.cite", old, new or "")
