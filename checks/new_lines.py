"""Which lines are new of those on which a file says the same thing several times."""

from collections.abc import Sequence
from functools import cache

MOST_PAIRS = 2_000
"""Lines before times lines after: of files that say it more often, every line may be the new one."""

UPWARDS = 3
"""How many lines down are as near as one line up."""


def new_lines(before: Sequence[int], after: Sequence[int]) -> tuple[int, ...]:
    """The lines of `after` that stand for none of `before`; both ascend, and `after` is longer.

    Old lines moved together: they are taken for those that moved by the same number of lines as the one before, as far
    as that goes, and of several for the nearest, rather down than up: what is new pushes down what is old.
    """
    spare = len(after) - len(before)
    if len(before) * len(after) > MOST_PAIRS:
        others = tuple(line for line in after if line not in set(before))
        return others or tuple(after)

    @cache
    def cheapest(index: int, start: int, shift: int) -> tuple[int, int, tuple[int, ...]]:
        """How often the shift changes, how far away the old lines are, and their places in `after`."""
        if index == len(before):
            return 0, 0, ()
        found = []
        for place in range(start, index + spare + 1):
            own = after[place] - before[index]
            changes, total, places = cheapest(index + 1, place + 1, own)
            found.append((changes + (own != shift), total + (own if own >= 0 else -UPWARDS * own), (place, *places)))
        return min(found)

    old = set(cheapest(0, 0, 0)[2])
    return tuple(line for place, line in enumerate(after) if place not in old)
