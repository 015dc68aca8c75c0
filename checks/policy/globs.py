"""Which globs match a path: a path matches where it, or a folder that it lies in, is what the glob says.

`glob_automaton.py` does the matching.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from checks.policy.glob_automaton import Automaton, Captured, Folder, reached, segment_test
from checks.policy.glob_syntax import ACROSS, Capture, GlobError, Literal, Segment, Star, alternatives


class Specificity(NamedTuple):
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
        states = set(reached(self.segments, 0))
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


def _beyond(segments: tuple[Segment, ...], at: int, inner: Segment) -> Iterator[int]:
    """Where one is for certain after a segment of another glob."""
    if segments[at] == ACROSS:
        yield from reached(segments, at)
    elif inner != ACROSS and _holds(segments[at], inner):
        yield from reached(segments, at + 1)


def _holds(outer: Segment, inner: Segment) -> bool:
    """Whether a segment matches every name that another segment matches."""
    if outer == inner or (len(outer) == 1 and isinstance(outer[0], Star | Capture)):
        return True
    return len(inner) == 1 and isinstance(inner[0], Literal) and segment_test(outer)(inner[0].text) is not None


class GlobSet:
    """Several globs that are matched at once. What it keeps of folders is a cache and changes no answer."""

    def __init__(self, globs: Iterable[Glob]) -> None:
        rows = [(index, row) for index, glob in enumerate(globs) for row in glob.alternatives]
        self._globs = [index for index, _ in rows]
        self._rows = [row for _, row in rows]
        self._automaton = Automaton((row.segments, row.beneath) for row in self._rows)
        self.folder = self._automaton.folder
        self.ended = self._automaton.ended
        self.any = self._automaton.any

    def matches(self, path: str) -> tuple[Match, ...]:
        """The alternatives that match the path or a folder it lies in; of each its outermost match."""
        above, _, name = path.rpartition("/")
        folder = self.folder(above)
        return (*self.folder_matches(folder), *self.file_matches(path, self.ended(folder, name)))

    def folder_matches(self, folder: Folder) -> Iterator[Match]:
        """What every file in a folder matches."""
        for one in folder.ended:
            yield self._match(one.row, one.depth, one.captured)

    def file_matches(self, path: str, ended: Iterable[tuple[int, Captured]]) -> Iterator[Match]:
        """What a file matches by its own name."""
        depth = path.count("/") + 1
        for row, captured in ended:
            yield self._match(row, depth, captured)

    def _match(self, row: int, depth: int, captured: Captured) -> Match:
        return Match(self._globs[row], depth, self._rows[row].specificity, dict(captured))
