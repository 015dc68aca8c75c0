"""Markdown as its reader sees it: lines of plain text, each with the heading it stands under. Code is left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST_PARSED = 1 << 16
"""Characters: a record says what it is near its top."""
LONGEST_FRONT_MATTER = 1 << 14
FENCE = "---"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text (a table's row: its cells), the targets of its links, and where it stands.

    `section` is the heading above it, `depth` how many headings there were: 0 before the first, 1 below the title.
    """

    cells: tuple[str, ...]
    links: tuple[str, ...] = ()
    section: str = ""
    depth: int = 0
    is_heading: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.cells)


FrontMatter = Mapping[str, tuple[str, ...]]


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter's words, in lower case, each with its texts; and the text below it."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].strip() != FENCE:
        return {}, text
    ends = (number for number, line in enumerate(lines[1:400], 1) if line.strip() in {FENCE, "..."})
    end = next(ends, None)
    if end is None:
        return {}, text
    return _front_matter("".join(lines[1:end])), "".join(lines[end + 1 :])


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of a Markdown text, without code and struck-out words. Never raises."""
    return tuple(_Reading().lines(_parser().parse(text[:LONGEST_PARSED])))


@cache
def _parser() -> "MarkdownIt":
    # many repositories have no records, and reading markdown-it in costs more than reviewing a small change
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _front_matter(text: str) -> FrontMatter:
    """YAML where it is YAML; else its lines (`title: ADR-1: x` is none, and common)."""
    try:
        value = yaml.load(text[:LONGEST_FRONT_MATTER], Loader=yaml.BaseLoader)  # noqa: S506 - makes only strings
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        value = None
    if not isinstance(value, dict):
        pairs = (line.partition(":") for line in text.splitlines())
        value = {word: rest.strip() for word, colon, rest in pairs if colon and rest.strip()}
    return {word.strip().casefold(): tuple(_texts(inner)) for word, inner in value.items() if isinstance(word, str)}


def _texts(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item.strip()


class _Reading:
    """One pass over the tokens of a document."""

    def __init__(self) -> None:
        self._section = ""
        self._depth = 0
        self._row: list[Line] | None = None

    def lines(self, tokens: "Sequence[Token]") -> Iterator[Line]:
        heading = False
        for token in tokens:
            if token.type == "heading_open":
                heading = True
            elif token.type == "heading_close":
                heading = False
            elif token.type == "tr_open":
                self._row = []
            elif token.type == "tr_close":
                yield from self._joined_row()
            elif token.type == "inline":
                yield from self._inline(token, heading=heading)

    def _inline(self, token: "Token", *, heading: bool) -> Iterator[Line]:
        found = list(_plain_lines(token.children or []))
        if heading:
            self._section = " ".join(text for text, _ in found).strip()
            self._depth += 1
        lines = [Line((text.strip(),), tuple(links), self._section, self._depth, heading) for text, links in found]
        if self._row is None:
            yield from (line for line in lines if line.text)
        else:
            self._row.append(Line((" ".join(line.text for line in lines),), tuple(x for y in lines for x in y.links)))

    def _joined_row(self) -> Iterator[Line]:
        row, self._row = self._row or [], None
        if any(line.text for line in row):
            links = tuple(link for line in row for link in line.links)
            yield Line(tuple(line.text for line in row), links, self._section, self._depth)


def _plain_lines(tokens: "Sequence[Token]") -> Iterator[tuple[str, list[str]]]:
    """The lines of a block: text without marks, and the targets of links in it."""
    text, struck = "", 0
    links: list[str] = []
    for token in tokens:
        struck += {"s_open": 1, "s_close": -1}.get(token.type, 0)
        if token.type in {"softbreak", "hardbreak"}:
            yield text, links
            text, links = "", []
        elif token.type == "link_open" and not struck:
            links.append(str(token.attrGet("href") or ""))
        elif token.type in {"text", "code_inline"} and not struck:
            text += token.content
    yield text, links
