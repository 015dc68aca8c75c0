"""What is said at the top of a policy, for all components."""

from collections.abc import Iterator, Sequence
from itertools import chain

from checks.policy.meaning import covers
from checks.policy.model import Events, Level, Policy, PolicyException
from checks.policy.relaxations.components import of_modes, of_override
from checks.policy.relaxations.found import Item, Pair, Relaxation, Sides
from checks.policy.relaxations.reach import beyond

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
    return [((index,), name) for index, name in enumerate(names) if name not in others]


def _layers(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    """Whatever was below something has to be below it still, entry by entry and as the longest entry says."""
    names = list(dict.fromkeys(chain.from_iterable((*sides.before.layers, *sides.after.layers))))
    for below in names:
        old, new = _place(sides.before, below), _place(sides.after, below)
        above = (name for name in names if _is_above(_place(sides.before, name), old))
        if any(not _is_above(_place(sides.after, name), new) for name in above):
            index = next((at for at, layer in enumerate(sides.before.layers) if below in layer), 0)
            yield from pair.drops("layers", [((index,), below)])


def _place(policy: Policy, name: str) -> int | None:
    found = ((len(entry), at) for at, layer in enumerate(policy.layers) for entry in layer if covers(entry, name))
    return max(found, default=(0, None))[1]


def _is_above(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one < other


def _exceptions(sides: Sides, pair: Pair) -> Iterator[Relaxation]:
    for index, one in enumerate(sides.after.exceptions):
        if not any(_grants(known, one) for known in sides.before.exceptions):
            yield from pair.permits("exceptions", [((index,), f"{one.from_} -> {one.to}")])


def _grants(known: PolicyException, new: PolicyException) -> bool:
    """Whether an exception holds for the same edge, and at least as long."""
    is_same = (known.from_, known.to) == (new.from_, new.to)
    return is_same and (known.expires is None or (new.expires is not None and new.expires <= known.expires))


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
