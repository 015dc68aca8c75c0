"""Tables of names in which one `*` stands for any text: `paths`, `exports`, `imports` and aliases."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Value = TypeVar("Value")

MOST_ALIKE = 64
"""Patterns with the same text before their `*`."""

LONGEST = 1_000
"""Characters of a target; longer ones are none that a file could have."""


class Patterns(Generic[Value]):
    """Plain names, and patterns by what stands before their `*`. `_lengths` are those of these prefixes, the longest
    first: a look-up does not try every pattern.
    """

    def __init__(self, table: Iterable[tuple[str, Value]]) -> None:
        self._plain: dict[str, Value] = {}
        self._starred: dict[str, list[tuple[str, Value]]] = {}
        for name, value in table:
            prefix, star, suffix = name.partition("*")
            if not star:
                self._plain.setdefault(name, value)
            elif len(alike := self._starred.setdefault(prefix, [])) < MOST_ALIKE:
                alike.append((suffix, value))
        self._lengths = tuple(sorted({len(prefix) for prefix in self._starred}, reverse=True))

    def match(self, name: str) -> tuple[Value, str] | None:
        """What the best fitting entry says, and the text that its `*` stands for."""
        return next(self.matches(name), None)

    def matches(self, name: str) -> Iterator[tuple[Value, str]]:
        """The same for all entries that fit: the name itself, then patterns, those that say most first."""
        if name in self._plain:
            yield self._plain[name], "*"
        for length in self._lengths:
            for suffix, value in self._starred.get(name[:length], ()) if length <= len(name) else ():
                if len(name) >= length + len(suffix) and name.endswith(suffix):
                    yield value, name[length : len(name) - len(suffix)]


def filled(target: str, text: str) -> str:
    """A target with the text that the `*` of its pattern stands for."""
    return target.replace("*", text) if len(target) <= LONGEST else ""
