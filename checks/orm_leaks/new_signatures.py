"""What a change newly hands out of homes by signatures: a signature that others take says something else, or somebody
takes what has one.

A component that took it before has it still: one more file of it is nothing new.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.codebase.symbols import Place
from checks.orm_leaks.handed_out import SAID, HandedOut
from checks.orm_leaks.new_leaks import Comparison, NewLeaks
from checks.orm_leaks.side import Giver, Leak, Side


def newly_handed_out(comparison: Comparison) -> Iterator[NewLeaks]:
    """The leaks by file: of a home where the signature is new, else of the one that takes it."""
    if comparison.head.encapsulation.homes:
        new = _NewSignatures(comparison, HandedOut(comparison.head), HandedOut(comparison.base))
        for path in comparison.touched:
            if comparison.head.is_judged(path):
                yield NewLeaks(path, (*new.said(path), *new.taken(path)))


@dataclass(frozen=True, slots=True)
class _NewSignatures:
    """What head and merge base hand out."""

    comparison: Comparison
    head: HandedOut
    base: HandedOut

    def said(self, path: str) -> Iterator[Leak]:
        """The new signatures of a home's file that others take."""
        items = (item for item, _ in self.comparison.new_items(path) if item.place in SAID)
        said = {(item.place, item.symbol) for item in items}
        every = (leak for leaks in self.head.of_file(path).values() for leak in leaks) if said else ()
        found = [one for one in every if _said_at(one) in said]
        for one in self.comparison.without_old(path, found, _signatures):
            taker = next(self.head.takers(path, one.symbol, one.entry), None)
            if taker is not None:
                yield replace(one, taker=taker)

    def taken(self, path: str) -> Iterator[Leak]:
        """What new imports of a file take of homes, where nobody of its component took it before."""
        names = {item.name for item, _ in self.comparison.new_items(path) if item.place is Place.IMPORT}
        before = frozenset(self.comparison.base.names.of(self._origin(path)).taken)
        names |= {one for one in self.comparison.head.names.of(path).taken if one not in before or _root(one) in names}
        found = list(self.head.taken(path, names)) if names else []
        for one in self.comparison.without_old(path, found, _all_taken):
            if one.giver and self._is_old(one, one.giver) and not self._had(path, one, one.giver):
                yield one

    def _is_old(self, leak: Leak, giver: Giver) -> bool:
        """Whether the signature that gives it was there before: a new one is said in its own file."""
        before = self.base.of_file(self._origin(giver.path)).get(_root(giver.symbol), ())
        mine = (giver.place, giver.symbol, *self.comparison.identity(leak)[2:])
        return any((*_said_at(one), one.origin.path or one.origin.module, one.origin.name) == mine for one in before)

    def _had(self, path: str, leak: Leak, giver: Giver) -> bool:
        """Whether a file of one of its components took what gives it before."""
        own = set(self.comparison.head.components_of(path))
        takers = self.base.takers(self._origin(giver.path), giver.symbol, leak.entry)
        return any(not own.isdisjoint(self.comparison.base.components_of(one)) for one in takers)

    def _origin(self, path: str) -> str:
        return self.comparison.case.change.origin(path)


def _signatures(side: Side, path: str) -> list[Leak]:
    return [leak for leaks in HandedOut(side).of_file(path).values() for leak in leaks]


def _all_taken(side: Side, path: str) -> list[Leak]:
    return list(HandedOut(side).taken(path, {*side.names.of(path).bound, *side.names.of(path).taken}))


def _root(symbol: str) -> str:
    return symbol.partition(".")[0]


def _said_at(leak: Leak) -> tuple[Place, str]:
    return leak.place, leak.symbol
