"""The uses of one file as its facts hold them, whatever the language."""

from collections import defaultdict
from collections.abc import Iterable

from checks.codebase.facts import Use

MOST_LINES = 1_000
"""Lines that are kept for one name."""


def in_order(uses: Iterable[Use]) -> tuple[Use, ...]:
    """By line and name, each once, and only so many of one name."""
    lines: dict[str, list[int]] = defaultdict(list)
    for use in sorted(set(uses), key=lambda use: use.line):
        lines[use.name].append(use.line)
    kept = (Use(name, line) for name, found in lines.items() for line in found[:MOST_LINES])
    return tuple(sorted(kept, key=lambda use: (use.line, use.name)))
