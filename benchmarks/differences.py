"""Two sets of edges compared, each difference in a class."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

Pair = tuple[str, str]
Reason = Callable[[Pair], str]
"""The class of a difference; an empty text where nothing explains it."""


@dataclass(frozen=True)
class Differences:
    """How many edges both have, and by class those that one has."""

    common: int
    ours: dict[str, list[Pair]] = field(default_factory=dict)
    theirs: dict[str, list[Pair]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, ours: Collection[Pair], theirs: Collection[Pair], why_ours: Reason, why_theirs: Reason
    ) -> "Differences":
        """Compared and explained."""
        mine, other = set(ours), set(theirs)
        found = cls(len(mine & other))
        for pair in mine - other:
            found.ours.setdefault(why_ours(pair), []).append(pair)
        for pair in other - mine:
            found.theirs.setdefault(why_theirs(pair), []).append(pair)
        return found
