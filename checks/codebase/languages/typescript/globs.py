"""Workspace globs, matched segment by segment: no pattern can make a match slow."""

import fnmatch
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

MOST_ALTERNATIVES = 64
MOST_PATTERNS = 500
"""Patterns of one workspace that hold wildcards; plain folders are not limited."""

BRACES = re.compile(r"\{([^{}]*)\}")
WILD = re.compile(r"[*?\[{]")


class Globs:
    """The folders that a workspace lists, relative to its root. Of the patterns that match, the last decides."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._plain: dict[str, int] = {}
        self._wild: list[tuple[int, bool, tuple[str, ...]]] = []
        for position, written in enumerate(patterns):
            excluded = written.startswith("!")
            pattern = written.lstrip("!").removeprefix("./").strip("/")
            if not excluded and not WILD.search(pattern):
                self._plain[pattern or "."] = position
            elif len(self._wild) < MOST_PATTERNS:
                self._wild += [(position, excluded, tuple(each.split("/"))) for each in _alternatives(pattern)]

    def __contains__(self, folder: str) -> bool:
        segments = folder.split("/")
        last, included = self._plain.get(folder or ".", -1), (folder or ".") in self._plain
        for position, excluded, pattern in self._wild:
            if (position > last or excluded) and _matches(pattern, segments):
                last, included = position, not excluded
        return included


def _alternatives(pattern: str) -> list[str]:
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


def _matches(pattern: Sequence[str], segments: Sequence[str]) -> bool:
    """Whether segments fit a pattern in which `**` stands for any number of them. `reached` are the places in the
    pattern that the segments so far can have come to.
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
