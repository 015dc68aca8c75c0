"""Several rules for one component and one word: a component has one list, with one level and one reach."""

from collections.abc import Callable, Sequence

from app.adoption.imported.values import Demand, ListRule, ListWord, Origin, unique
from checks import Level

GRAVITY = tuple(Level)


def merged(
    component: str,
    word: ListWord,
    demands: Sequence[Demand],
    covers: Callable[[str, str], bool],
    leave: Callable[[Origin, str, str], None],
) -> ListRule:
    """The one list that asks for all that is demanded. `covers(outer, inner)` says whether one entry is meant by
    another. What gets lost, and what gets stricter, goes to `leave`."""
    forbidden = unique(name for demand in demands for name in demand.not_)
    positive = [demand.only for demand in demands if demand.only is not None]
    required = word == "must_depend_on"
    only = (
        unique(name for names in positive for name in names)
        if required
        else _in_all(positive, covers)
        if positive
        else None
    )
    if only is not None and not required:
        only = tuple(name for name in only if name not in forbidden)
        forbidden = tuple(name for name in forbidden if any(covers(outer, name) for outer in only if outer != name))
    indirect = only is None and all(demand.indirect for demand in demands)
    for demand in demands:
        if demand.indirect and not indirect:
            leave(
                demand.origin,
                f"chains of imports from `{component}`: only direct imports are judged",
                f"`{word}` of `{component}` has rules without chains too, and is one list",
            )
    each_file = any(demand.each_file for demand in demands)
    return ListRule(only, forbidden, indirect, each_file, _level(component, word, demands, leave))


def _in_all(lists: Sequence[tuple[str, ...]], covers: Callable[[str, str], bool]) -> tuple[str, ...]:
    """The entries that every list allows, by name or by something that holds it."""
    entries = unique(name for names in lists for name in names)
    return tuple(name for name in entries if all(any(covers(outer, name) for outer in names) for names in lists))


def _level(
    component: str, word: ListWord, demands: Sequence[Demand], leave: Callable[[Origin, str, str], None]
) -> Level | None:
    """The gravest. None for failure, which needs no word."""
    levels = [demand.level or Level.FAILURE for demand in demands]
    gravest = min(levels, key=GRAVITY.index)
    for demand, level in zip(demands, levels, strict=True):
        if level is not gravest:
            leave(
                demand.origin,
                f"its level for `{component}`: it is a {gravest} now, it was a {level}",
                f"`{word}` of `{component}` is one list with one level",
            )
    return None if gravest is Level.FAILURE else gravest
