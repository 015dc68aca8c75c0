"""The blocks of a Markdown text with their lines: headings, and paragraphs. Code and HTML are left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST = 1 << 16
"""Characters: the newest entry of a changelog stands near its top."""


@dataclass(frozen=True, slots=True)
class Block:
    """Text as it is written, at a line from 1. `level` is that of a heading, 0 of any other text."""

    text: str
    line: int
    level: int = 0


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in its order. Never raises."""
    level = 0
    for token in _parser().parse(text[:LONGEST]):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            yield Block(token.content, (token.map or [0])[0] + 1, level)


@cache
def _parser() -> "MarkdownIt":
    # reading markdown-it in costs more than reviewing a small change; what stands inside a block does not matter here
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser
