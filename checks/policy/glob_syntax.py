"""How a glob is written: text to alternatives, each a row of segments. `globs.py` matches them.

`*` within a segment, `**` across segments, `?`, `[...]`, `{a,b}` alternatives (they may nest and hold `/`), `{name}`
the name of a family's member: one or more characters of one segment. Literal braces are written `[{]` and `[}]`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

MOST_ALTERNATIVES = 1_000
LONGEST_GLOB = 1_000
DEEPEST_BRACES = 20
CAPTURE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class GlobError(ValueError):
    """A glob that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters that stand for themselves."""

    text: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """`?` or `[...]`: one character, given as a regular expression."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Star:
    """`*`: any characters of one segment, none too."""


@dataclass(frozen=True, slots=True)
class Capture:
    """`{name}`: one or more characters of one segment."""

    name: str


@dataclass(frozen=True, slots=True)
class Slash:
    """The end of a segment."""


Token = Literal | OneOf | Star | Capture | Slash
Row = tuple[Token, ...]
Segment = tuple[Token, ...]
ACROSS: Segment = (Star(), Star())
"""The segment `**`."""


def alternatives(text: str, *, captures: bool) -> tuple[tuple[Segment, ...], ...]:
    """Write the braces out and cut at slashes. Raises GlobError.

    `captures` says whether `{name}` has a meaning here (in a component's path; not in `tests` or `ignore`).
    """
    if len(text) > LONGEST_GLOB:
        raise GlobError(f"a glob is at most {LONGEST_GLOB:,} characters long")
    if "\\" in text or "\0" in text:
        raise GlobError("a glob knows no backslash: `/` separates folders, `[{]` is a literal brace")
    parser = _Parser(text, captures=captures)
    return tuple(dict.fromkeys(_segments(row) for row in parser.rows()))


class _Parser:
    """Recursive descent over braces, as deep as DEEPEST_BRACES."""

    def __init__(self, text: str, *, captures: bool) -> None:
        self._text = text
        self._at = 0
        self._captures = captures

    def rows(self) -> list[Row]:
        rows = self._sequence(0)
        if self._at < len(self._text):
            raise GlobError("`}` without `{`; a literal brace is written `[}]`")
        return rows

    def _sequence(self, depth: int) -> list[Row]:
        rows: list[Row] = [()]
        while self._at < len(self._text):
            letter = self._text[self._at]
            if letter == "}" or (letter == "," and depth):
                break
            rows = _product(rows, self._braces(depth) if letter == "{" else [(self._token(letter),)])
        return rows

    def _token(self, letter: str) -> Token:
        if letter == "[":
            return self._class()
        self._at += 1
        if letter == "/":
            return Slash()
        if letter == "*":
            return Star()
        return OneOf(".") if letter == "?" else Literal(letter)

    def _class(self) -> OneOf:
        start = self._at + 1
        negated = self._text[start : start + 1] in {"!", "^"}
        first = start + negated
        end = self._text.find("]", first + 1)
        if end < 0:
            raise GlobError("`[` without `]`; a literal bracket is written `[[]`")
        self._at = end + 1
        return OneOf(f"[{'^' if negated else ''}{_class_body(self._text[first:end])}]")

    def _braces(self, depth: int) -> list[Row]:
        if depth >= DEEPEST_BRACES:
            raise GlobError(f"braces are nested deeper than {DEEPEST_BRACES}")
        start = self._at
        choices: list[Row] = []
        commas = 0
        self._at += 1
        while True:
            choices += self._sequence(depth + 1)
            if len(choices) > MOST_ALTERNATIVES:
                raise GlobError(f"more than {MOST_ALTERNATIVES:,} alternatives")
            closing = self._text[self._at : self._at + 1]
            if not closing:
                raise GlobError("`{` without `}`; a literal brace is written `[{]`")
            self._at += 1
            if closing == "}":
                return choices if commas else [(self._capture(self._text[start + 1 : self._at - 1]),)]
            commas += 1

    def _capture(self, name: str) -> Capture:
        if not CAPTURE_NAME.fullmatch(name):
            raise GlobError(f"`{{{name}}}` is no name; alternatives need a comma, a literal brace is written `[{{]`")
        if not self._captures:
            raise GlobError(f"`{{{name}}}` names a family's members, which only a component's `path` can do")
        return Capture(name)


def _class_body(text: str) -> str:
    """The inside of `[...]` for `re`: single characters and ranges, all escaped."""
    if "/" in text:
        raise GlobError("`[...]` stands for one character of a name and cannot hold `/`")
    body, at = "", 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            low, high = text[at], text[at + 2]
            if low > high:
                raise GlobError(f"the range `{low}-{high}` is the wrong way round")
            body += f"{re.escape(low)}-{re.escape(high)}"
            at += 3
        else:
            body += re.escape(text[at])
            at += 1
    return body


def _product(rows: list[Row], choices: list[Row]) -> list[Row]:
    if len(rows) * len(choices) > MOST_ALTERNATIVES:
        raise GlobError(f"more than {MOST_ALTERNATIVES:,} alternatives")
    return [row + choice for row in rows for choice in choices]


def _segments(row: Iterable[Token]) -> tuple[Segment, ...]:
    segments: list[Segment] = [()]
    for token in row:
        if isinstance(token, Slash):
            segments.append(())
        else:
            segments[-1] = _joined(segments[-1], token)
    return tuple(_checked(segment) for segment in segments)


def _joined(segment: Segment, token: Token) -> Segment:
    if segment and isinstance(token, Literal) and isinstance(last := segment[-1], Literal):
        return (*segment[:-1], Literal(last.text + token.text))
    return (*segment, token)


def _checked(segment: Segment) -> Segment:
    if segment == (Literal(".."),):
        raise GlobError("`..` leads out of the repository; paths start at its root")
    if segment != ACROSS and any(pair == ACROSS for pair in pairwise(segment)):
        raise GlobError("`**` must stand alone between slashes; within a name write `*`")
    for pair in pairwise(segment):
        if any(isinstance(token, Capture) for token in pair) and all(
            isinstance(token, Star | Capture) for token in pair
        ):
            raise GlobError("a `{name}` beside `*` or another name has no end; put a character between them")
    return segment
