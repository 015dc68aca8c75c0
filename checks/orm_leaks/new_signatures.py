"""What a change newly hands out of homes by signatures: a signature that others take says something else, or somebody
takes what has one.

A component that took it before has it still: one more file of it is nothing new.
"""

from collections.abc import Iterator
from dataclasses import replace

from checks.codebase.symbols import Place
from checks.orm_leaks.handed_out import SAID, HandedOut
from checks.orm_leaks.new_leaks import Comparison, NewLeaks
from checks.orm_leaks.side import Leak, Side


def newly_handed_out(comparison: Comparison) -> Iterator[NewLeaks]:
    """The leaks by file: of a home where the signature is new, else of the one that takes it."""
    if comparison.head.encapsulation.homes:
        for path in comparison.touched:
            if comparison.head.is_judged(path):
                yield NewLeaks(path, (*_said(comparison, path), *_taken(comparison, path)))


def _said(comparison: Comparison, path: str) -> Iterator[Leak]:
    """The new signatures of a home's file that others take."""
    items = [item for item, _ in comparison.new_items(path) if item.place in SAID]
    said = {(item.place, item.symbol) for item in items}
    handed_out = HandedOut(comparison.head)
    found = [one for one in handed_out.of_file(path, {_root(item.symbol) for item in items}) if _said_at(one) in said]
    for one in comparison.without_old(path, found, _signatures):
        taker = next(handed_out.takers(path, one.symbol, one.entry), None)
        if taker is not None:
            yield replace(one, taker=taker)


def _taken(comparison: Comparison, path: str) -> Iterator[Leak]:
    """What new imports of a file take of homes, where nobody of its component took it before."""
    names = {item.name for item, _ in comparison.new_items(path) if item.place is Place.IMPORT}
    before = comparison.base.names.of(comparison.case.change.origin(path)).taken
    names |= {one for one in comparison.head.names.of(path).taken if one not in before or _root(one) in names}
    found = list(HandedOut(comparison.head).taken(path, names)) if names else []
    for one in comparison.without_old(path, found, _all_taken):
        if _is_old(comparison, one) and not _had(comparison, path, one):
            yield one


def _is_old(comparison: Comparison, leak: Leak) -> bool:
    """Whether the signature that gives it was there before: a new one is said in its own file."""
    giver = leak.giver
    if giver is None:
        return False
    before = HandedOut(comparison.base).of_file(comparison.case.change.origin(giver.path), {_root(giver.symbol)})
    mine = (giver.place, giver.symbol, *comparison.identity(leak)[2:])
    return any((*_said_at(one), one.origin.path or one.origin.module, one.origin.name) == mine for one in before)


def _had(comparison: Comparison, path: str, leak: Leak) -> bool:
    """Whether a file of one of its components took what gives it before."""
    giver, own = leak.giver, set(comparison.head.components_of(path))
    if giver is None:
        return False
    origin = comparison.case.change.origin(giver.path)
    takers = HandedOut(comparison.base).takers(origin, giver.symbol, leak.entry)
    return any(not own.isdisjoint(comparison.base.components_of(one)) for one in takers)


def _signatures(side: Side, path: str) -> list[Leak]:
    symbols = side.names.of(path)
    return list(HandedOut(side).of_file(path, {_root(one.symbol) for one in symbols.mentions}))


def _all_taken(side: Side, path: str) -> list[Leak]:
    return list(HandedOut(side).taken(path, {*side.names.of(path).bound, *side.names.of(path).taken}))


def _root(symbol: str) -> str:
    return symbol.partition(".")[0]


def _said_at(leak: Leak) -> tuple[Place, str]:
    return leak.place, leak.symbol
