"""Which globs match a path: a path matches where it, or a folder that it lies in, is what the glob says.

Matching goes segment by segment and never backtracks: all globs of a set advance together through the segments of a
path, and what is known of a folder is kept for everything in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from checks.policy.glob_syntax import ACROSS, Capture, GlobError, Literal, OneOf, Segment, Star, alternatives

Captured = tuple[tuple[str, str], ...]
Test = Callable[[str], Captured | None]
State = tuple[int, int]
"""An alternative, and how many of its segments lie behind."""


@dataclass(frozen=True, slots=True, order=True)
class Specificity:
    """How exactly an alternative says where something is; the greater wins (docs/policy.md, "Components")."""

    literal_segments: int
    literal_characters: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """One glob with its braces written out. `beneath`: it names a folder, and only what lies in it matches."""

    segments: tuple[Segment, ...]
    beneath: bool
    specificity: Specificity

    @property
    def captures(self) -> tuple[str, ...]:
        return tuple(token.name for segment in self.segments for token in segment if isinstance(token, Capture))

    @property
    def literal(self) -> tuple[str, ...]:
        """The segments before the first that is not plain text."""
        names = []
        for segment in self.segments:
            if len(segment) != 1 or not isinstance(segment[0], Literal):
                break
            names.append(segment[0].text)
        return tuple(names)

    @property
    def anonymous(self) -> tuple[Segment, ...]:
        """The segments with `*` for every capture: two components with the same would claim the same files."""
        return tuple(tuple(Star() if isinstance(token, Capture) else token for token in row) for row in self.segments)

    def contains(self, inner: "Alternative") -> bool:
        """Whether this matches all that the other matches, as far as the writing tells."""
        states = set(_reached(self.segments, 0))
        for segment in inner.segments:
            if len(self.segments) in states:
                return True
            states = {
                reached for at in states if at < len(self.segments) for reached in _beyond(self.segments, at, segment)
            }
        return len(self.segments) in states and (inner.beneath or not self.beneath)


@dataclass(frozen=True, slots=True)
class Match:
    """A glob of a set that matches: at how many leading segments of the path, and what `{name}` stands for."""

    glob: int
    depth: int
    specificity: Specificity
    captures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Glob:
    """A compiled glob. Two globs are equal where they are written out to the same alternatives."""

    text: str = field(compare=False)
    alternatives: tuple[Alternative, ...]

    def match(self, path: str) -> Mapping[str, str] | None:
        """What `{name}` stands for (empty without captures), or None where the path does not match."""
        found = next(iter(GlobSet([self]).matches(path)), None)
        return None if found is None else found.captures


@lru_cache(maxsize=4096)
def parse_glob(text: str, *, captures: bool = False) -> Glob:
    """Compile a glob; `captures` allows `{name}`. Raises GlobError."""
    return Glob(text, tuple(dict.fromkeys(_alternative(row) for row in alternatives(text, captures=captures))))


def _alternative(row: tuple[Segment, ...]) -> Alternative:
    segments = [segment for segment in row if segment not in {(), (Literal("."),)}]
    if not segments and not any(segment == (Literal("."),) for segment in row):
        raise GlobError("a glob cannot be empty; the whole repository is `**`")
    beneath = row[-1] == ()
    while segments and segments[-1] == ACROSS:
        segments.pop()
        beneath = bool(segments)
    # a family's last segment names folders: `packages/{domain}` has no member `README.md`
    beneath = beneath or bool(segments and len(segments[-1]) == 1 and isinstance(segments[-1][0], Capture))
    alternative = Alternative(tuple(segments), beneath, _specificity(segments))
    if len(alternative.captures) != len(set(alternative.captures)):
        raise GlobError("one name is captured twice")
    return alternative


def _specificity(segments: Iterable[Segment]) -> Specificity:
    whole = characters = 0
    for segment in segments:
        literals = [token.text for token in segment if isinstance(token, Literal)]
        whole += len(literals) == len(segment)
        characters += sum(map(len, literals))
    return Specificity(whole, characters)


def _test(segment: Segment) -> Test:
    """A function that says what the captures of a segment stand for, or None where a name does not match it.

    Its regular expression takes linear time: each `*` goes up to the first fit of what follows, and no further. The
    first fit leaves the most for the rest, and the last `*` takes what remains (as in `fnmatch.translate`).
    """
    if len(segment) == 1 and isinstance(segment[0], Literal):
        text = segment[0].text
        return lambda name: () if name == text else None
    parts = [""]
    captures = []
    for token in segment:
        if isinstance(token, Star):
            parts.append(".*?")
        elif isinstance(token, Capture):
            captures.append(token.name)
            parts.append("(.+?)")
        elif isinstance(token, (Literal, OneOf)):
            parts[-1] += token.pattern if isinstance(token, OneOf) else re.escape(token.text)
    head, middle, tail = parts[0], parts[1:-1], "".join(parts[1:][-1:])
    pattern = re.compile(head + "".join(f"(?>{part})" for part in middle) + tail, re.DOTALL)

    def test(name: str) -> Captured | None:
        found = pattern.fullmatch(name)
        return tuple(zip(captures, found.groups(), strict=True)) if found else None

    return test


def _reached(segments: tuple[Segment, ...], at: int) -> Iterator[int]:
    """The place itself, and those behind each `**` that stands for nothing."""
    yield at
    while at < len(segments) and segments[at] == ACROSS:
        at += 1
        yield at


def _beyond(segments: tuple[Segment, ...], at: int, inner: Segment) -> Iterator[int]:
    """Where one is for certain after a segment of another glob."""
    if segments[at] == ACROSS:
        yield from _reached(segments, at)
    elif inner != ACROSS and _holds(segments[at], inner):
        yield from _reached(segments, at + 1)


def _holds(outer: Segment, inner: Segment) -> bool:
    """Whether a segment matches every name that another segment matches."""
    if outer == inner or (len(outer) == 1 and isinstance(outer[0], Star | Capture)):
        return True
    return len(inner) == 1 and isinstance(inner[0], Literal) and _test(outer)(inner[0].text) is not None


@dataclass(frozen=True, slots=True)
class _Folder:
    """What is known of a folder: how alternatives may go on below it, and which have matched it or one above."""

    states: Mapping[State, Captured]
    matches: Mapping[int, Match]


class GlobSet:
    """Several globs that are matched at once. What it keeps of folders is a cache and changes no answer."""

    def __init__(self, globs: Iterable[Glob]) -> None:
        rows = [(index, row) for index, glob in enumerate(globs) for row in glob.alternatives]
        self._globs = [index for index, _ in rows]
        self._rows = [row for _, row in rows]
        self._tests = [
            [None if segment == ACROSS else _test(segment) for segment in row.segments] for row in self._rows
        ]
        self._folders = {"": self._folder_of({}, dict(self._openings()), 0)}

    def matches(self, path: str) -> tuple[Match, ...]:
        """The alternatives that match the path or a folder it lies in; of each its outermost match."""
        above, _, name = path.rpartition("/")
        folder = self._folder(above)
        depth = path.count("/") + 1
        ends = [
            self._match(number, depth, captured)
            for (number, at), captured in self._step(folder, name).items()
            if at == len(self._tests[number]) and not self._rows[number].beneath
        ]
        return (*folder.matches.values(), *ends)

    def any(self, path: str) -> bool:
        """Whether some glob matches."""
        return bool(self.matches(path))

    def _folder(self, path: str) -> _Folder:
        known, missing = path, []
        while known not in self._folders:
            known, _, name = known.rpartition("/")
            missing.append(name)
        folder = self._folders[known]
        for name in reversed(missing):
            known = f"{known}/{name}" if known else name
            folder = self._folder_of(folder.matches, self._step(folder, name), known.count("/") + 1)
            self._folders[known] = folder
        return folder

    def _folder_of(self, above: Mapping[int, Match], states: Mapping[State, Captured], depth: int) -> _Folder:
        matches = dict(above)
        for (number, at), captured in states.items():
            if at == len(self._tests[number]):
                matches[number] = self._match(number, depth, captured)
        return _Folder({state: captured for state, captured in states.items() if state[0] not in matches}, matches)

    def _openings(self) -> Iterator[tuple[State, Captured]]:
        for number in range(len(self._rows)):
            for at in _reached(self._rows[number].segments, 0):
                yield (number, at), ()

    def _step(self, folder: _Folder, name: str) -> dict[State, Captured]:
        states: dict[State, Captured] = {}
        for (number, at), captured in folder.states.items():
            test = self._tests[number][at]
            found = () if test is None else test(name)
            if found is not None:
                for reached in _reached(self._rows[number].segments, at if test is None else at + 1):
                    states.setdefault((number, reached), captured + found)
        return states

    def _match(self, number: int, depth: int, captured: Captured) -> Match:
        return Match(self._globs[number], depth, self._rows[number].specificity, dict(captured))
