"""MDX: Markdown whose `import` and `export` paragraphs are JavaScript."""

import re
from collections.abc import Iterator

from checks.codebase.facts import FileFacts, Problem
from checks.codebase.languages.typescript.extract import read_script
from checks.codebase.languages.typescript.grammar import TSX, ParseTimeoutError, decode, parse
from checks.codebase.languages.typescript.rewrites import blank

FENCE = re.compile(rb"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
FENCES = (b"```", b"~~~")
FRONTMATTER = re.compile(rb"---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
MAY_IMPORT = re.compile(rb"\b(?:import|require|from)\b")
START = re.compile(rb"^(?:import|export)(?=[\s{*'\"])", re.MULTILINE)
NEXT_START = re.compile(rb"\n" + START.pattern.removeprefix(b"^"))
NEXT_FENCE = re.compile(rb"\n" + FENCE.pattern.removeprefix(b"^"), FENCE.flags)
"""The same behind a line end: a pattern that begins with a fixed byte is searched for several times as fast."""

PARAGRAPH_END = re.compile(rb"\n[ \t\r]*\n")
MOST_PARAGRAPHS = 20
"""An `export const x = {…}` may hold blank lines; what does not end after so many is prose."""

MOST_ATTEMPTS = 500
"""Parses of one file; what is left then counts up to the next blank line."""


def extract_mdx(source: bytes) -> FileFacts:
    """The imports of the JavaScript in an MDX file. Never raises."""
    try:
        return read_script(mdx_script(decode(source)), TSX)
    except ParseTimeoutError:
        return FileFacts(problem=Problem("takes too long to parse"))


def mdx_script(text: bytes) -> bytes:
    """The JavaScript in an MDX file, where it stands in the file. Raises ParseTimeoutError."""
    if next_start(text, 0) < 0:
        return b""
    text = _without_fences(text)
    text = FRONTMATTER.sub(lambda match: blank(match[0]), text, count=1) if text.startswith(b"---") else text
    script = bytearray()
    for start, end in _blocks(text):
        script += blank(text[len(script) : start]) + text[start:end]
    return bytes(script)


def _blocks(text: bytes) -> Iterator[tuple[int, int]]:
    """Where JavaScript stands: from a word at the start of a line to the first blank line where it is complete. What
    never is complete counts up to the first blank line if it may import something; else it is prose.
    """
    position, attempts = 0, 0
    while (start := next_start(text, position)) >= 0:
        first = paragraph_end(text, start)
        complete, tried = _complete(text, start, first) if attempts < MOST_ATTEMPTS else (None, 0)
        attempts += tried
        position = complete or first
        if complete or MAY_IMPORT.search(text, start, first):
            yield start, position


def _complete(text: bytes, start: int, end: int) -> tuple[int | None, int]:
    """The first end of a paragraph, from `end` on, at which the code that begins at `start` parses, and the number of
    attempts.
    """
    for attempt in range(1, MOST_PARAGRAPHS + 1):
        if not parse(text[start:end], TSX).root_node.has_error:
            return end, attempt
        if end == len(text):
            return None, attempt
        end = paragraph_end(text, end + 1)
    return None, MOST_PARAGRAPHS


def next_start(text: bytes, position: int) -> int:
    """Where JavaScript may begin, from a position on at which no line begins but the first; -1 for nowhere."""
    if position == 0 and START.match(text) is not None:
        return 0
    match = NEXT_START.search(text, position)
    return match.start() + 1 if match is not None else -1


def _without_fences(text: bytes) -> bytes:
    """The text with its fences blank."""
    return NEXT_FENCE.sub(lambda match: blank(match[0]), b"\n" + text)[1:]


def paragraph_end(text: bytes, position: int) -> int:
    """The first blank line behind a position, or the end of the text."""
    match = PARAGRAPH_END.search(text, position)
    return match.start() if match is not None else len(text)
