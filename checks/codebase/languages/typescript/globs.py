"""Workspace globs, matched segment by segment: no pattern can make a match slow."""

import fnmatch
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

MOST_ALTERNATIVES = 64
MOST_PATTERNS = 500
"""Patterns with wildcards (and negations) of one workspace; plain folders are not limited."""

BRACES = re.compile(r"\{([^{}]*)\}")
WILD = re.compile(r"[*?\[{]")
LONGEST = 1_000
"""Characters of a pattern; longer ones are passed over."""


class Globs:
    """The folders that a workspace lists, relative to its root. A negation wins wherever it stands, as with pnpm."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._plain: set[str] = set()
        self._wild: list[tuple[str, ...]] = []
        self._excluded: list[tuple[str, ...]] = []
        for written in patterns:
            pattern = written.lstrip("!").removeprefix("./").strip("/") or "."
            if written.startswith("!"):
                _add(self._excluded, pattern)
            elif WILD.search(pattern):
                _add(self._wild, pattern)
            else:
                self._plain.add(pattern)

    def __contains__(self, folder: str) -> bool:
        segments = folder.split("/") if folder else ["."]
        listed = (folder or ".") in self._plain or any(fits(each, segments) for each in self._wild)
        return listed and not any(fits(each, segments) for each in self._excluded)


def _add(patterns: list[tuple[str, ...]], pattern: str) -> None:
    if len(patterns) < MOST_PATTERNS and len(pattern) <= LONGEST:
        patterns += [tuple(each.split("/")) for each in expanded(pattern)]


def expanded(pattern: str) -> list[str]:
    """The patterns that braces stand for; braces beyond a sensible number stay as they are."""
    pending, done = [pattern], list[str]()
    while pending and len(pending) + len(done) < MOST_ALTERNATIVES:
        each = pending.pop(0)
        match = BRACES.search(each)
        if match is None:
            done.append(each)
        else:
            pending += [each[: match.start()] + choice + each[match.end() :] for choice in match[1].split(",")]
    return done + pending


def fits(pattern: Sequence[str], segments: Sequence[str]) -> bool:
    """Whether the segments of a path fit those of a pattern, in which `**` stands for any number of them. `reached` are
    the places in the pattern that the segments so far can have come to.
    """
    reached = _skip_stars(pattern, {0})
    for segment in segments:
        after = set()
        for place in reached:
            if place < len(pattern) and pattern[place] == "**":
                after.add(place)
            elif place < len(pattern) and _segment(pattern[place]).match(segment):
                after.add(place + 1)
        reached = _skip_stars(pattern, after)
        if not reached:
            return False
    return len(pattern) in reached


def _skip_stars(pattern: Sequence[str], places: set[int]) -> set[int]:
    found = set(places)
    for place in places:
        current = place
        while current < len(pattern) and pattern[current] == "**":
            current += 1
            found.add(current)
    return found


@lru_cache(maxsize=4_096)
def _segment(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern))
