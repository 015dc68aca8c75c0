"""At which line of a TOML text each value stands: `tomllib` tells what they are and not where."""

import re
import tomllib
from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]
"""Keys and indices that lead to a value, as in the document that `tomllib` reads."""

DEEPEST = 20
"""Tables in each other that begin with one dotted key."""

TOKEN = re.compile(
    r'''
      (?P<blank> [ \t]+ | \#[^\n]* )
    | (?P<end> \r?\n )
    | (?P<text> """ (?: \\. | (?!""") [^\\] )* "{3,5} | \'\'\' (?: (?!\'\'\') . )* '{3,5}
              | " (?: \\. | [^"\\] )* " | ' [^']* ' )
    | (?P<mark> [\[\]{},=] )
    | (?P<bare> [^\s\#\[\]{},="']+ )
    ''',
    re.DOTALL | re.VERBOSE,
)


def lines(text: str) -> Mapping[Place, int]:
    """The line, from 1, at which each value begins; of a table where it is first named. The text has to be one that
    `tomllib` reads."""
    found: dict[Place, int] = {}
    for place, line in _Reader(text).places():
        for end in range(len(place), max(len(place) - DEEPEST, 0), -1):
            if place[:end] in found:
                break
            found[place[:end]] = line
    return found


class _Reader:
    """Goes through the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._arrays: dict[Place, int] = {}
        self._next()

    def places(self) -> Iterator[tuple[Place, int]]:
        table: Place = ()
        while self._kind:
            if self._kind == "end":
                self._next()
            elif self._text == "[":
                line = self._line
                table = self._header()
                yield table, line
            else:
                yield from self._pair(table)

    def _next(self) -> None:
        self._kind, self._text, self._line = next(self._tokens, ("", "", 0))

    def _skip(self, *texts: str) -> None:
        while self._kind == "end" or self._text in texts:
            self._next()

    def _header(self) -> Place:
        """`[a.b]`, or `[[a.b]]`, which begins another item of a list."""
        self._next()
        is_item = self._text == "["
        if is_item:
            self._next()
        keys = self._key("]")
        place: Place = ()
        for key in keys[:-1]:
            place = self._last((*place, key))
        place = (*place, keys[-1])
        if is_item:
            self._arrays[place] = self._arrays.get(place, -1) + 1
        while self._text == "]":
            self._next()
        return self._last(place)

    def _last(self, place: Place) -> Place:
        """The item of a list of tables that a name means: the last so far."""
        return (*place, self._arrays[place]) if place in self._arrays else place

    def _key(self, end: str) -> list[str]:
        """A dotted key up to `=` or `]`."""
        parts: list[str] = []
        while self._kind and self._text != end:
            if self._kind == "text":
                parts.append(str(tomllib.loads(f"x = {self._text}")["x"]))
            else:
                parts += [part for part in self._text.split(".") if part]
            self._next()
        return parts

    def _pair(self, table: Place) -> Iterator[tuple[Place, int]]:
        place = (*table, *self._key("="))
        self._next()
        yield from self._value(place)

    def _value(self, place: Place) -> Iterator[tuple[Place, int]]:
        yield place, self._line
        if self._text == "[" and self._kind == "mark":
            self._next()
            index = 0
            self._skip()
            while self._kind and not self._is("]"):
                yield from self._value((*place, index))
                index += 1
                self._skip(",")
            self._next()
        elif self._text == "{" and self._kind == "mark":
            self._next()
            self._skip()
            while self._kind and not self._is("}"):
                yield from self._pair(place)
                self._skip(",")
            self._next()
        else:
            while self._kind in {"text", "bare"}:
                self._next()

    def _is(self, mark: str) -> bool:
        return self._kind == "mark" and self._text == mark


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and line of all that is neither white space nor a comment."""
    line, at = 1, 0
    for token in TOKEN.finditer(text):
        line += text.count("\n", at, token.start())
        at = token.start()
        if token.lastgroup != "blank":
            yield token.lastgroup or "", token[0], line
