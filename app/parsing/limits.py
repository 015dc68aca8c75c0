"""How much one file may cost, and what is said of a file that would cost more."""

from dataclasses import dataclass

from checks import FileFacts, Problem

TOO_LONG = FileFacts(problem=Problem("takes too long to read"))
OUT_OF_TIME = FileFacts(problem=Problem("takes long to read, and too many files do"))
CRASHED = FileFacts(problem=Problem("its parser crashed"))
TOO_MUCH = FileFacts(problem=Problem("holds too many imports to read"))

LARGEST_ANSWER = 16_000_000
"""Bytes of the encoded facts of one file: three times what MOST_ENTRIES need."""
MOST_ENTRIES = 250_000
"""Imports and imported names, exports, uses and symbols of one file. The largest of real files have some thousand. Of a
file with more nothing is kept: a part of it would say no more to a review, and a thousand such files fill the memory.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may cost.

    `seconds` is the CPU time of one file; a process that gets no CPU has three times as long before it is killed.
    `seconds_lost` is what one call of `Parsers.facts` may lose to files that take too long: from then on each file
    gets a tenth of `seconds`, so that a thousand such files do not hold the processes for hours. `address_space` is in
    bytes, beyond what a process has when it starts. A process ends after `files`, or when it has grown by `growth`
    bytes.
    """

    seconds: float = 10.0
    seconds_lost: float = 60.0
    address_space: int = 2_500_000_000
    files: int = 20_000
    growth: int = 200_000_000


WALL = 3
"""Seconds of patience for each second of CPU time."""


def is_too_much(facts: FileFacts) -> bool:
    """Whether a file says more than MOST_ENTRIES."""
    names = sum(len(statement.names) for statement in facts.imports)
    others = sum(one.size for one in (facts.events, facts.symbols, facts.api) if one)
    return len(facts.imports) + names + len(facts.exports) + len(facts.uses or ()) + others > MOST_ENTRIES
