"""What one MDX file imports, without parsing it, for files that a pull request does not touch.

`scan_mdx` gives the facts of `extract_mdx`, or None where it is not sure; the caller then parses. It finds the same
paragraphs of JavaScript: outside the front matter and the fences, from `import` or `export` at the start of a line to
the next blank line. It is sure where each consists of statements that name a module, and of constants that are written
out (`export const metadata = {…}`): those parse, so that no paragraph goes on behind a blank line. What they import
the scanner of scripts says.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from checks.codebase.facts import NO_FACTS, FileFacts
from checks.codebase.languages.typescript.grammar import decode
from checks.codebase.languages.typescript.mdx import FENCE, FENCES, FRONTMATTER, next_start, paragraph_end
from checks.codebase.languages.typescript.scan import STATEMENT, scan_script
from checks.codebase.languages.typescript.scan_clauses import Unsure

FENCE_OPENER = re.compile(rb"^[ \t]*(?:`{3}|~{3})", re.MULTILINE)

NAME = rb"(?!(?:import|require|new|class|function|async|await|yield|typeof|void|delete|this|super)\b)[A-Za-z_]\w*+"
LITERAL = rb"""
    (?: "(?: [^"\\\r\n] | ESCAPE )*+" | '(?: [^'\\\r\n] | ESCAPE )*+'
      | `(?: [^`\\$] | ESCAPE | \$(?!\{) | \$\{ NAME (?: \.NAME )*+ \} )*+`
      | (?: true | false | null | \d++ (?! \. ) ) \b )
    """.replace(b"ESCAPE", rb"\\[^ux\d\r\n]")
HELD = rb"(?: LITERAL | [\[{] \s*+ (?: (?: NAME \s*+ : \s*+ )?+ HELD \s*+ (?: , \s*+ | (?= [\]}] ) ) )*+ [\]}] )"

LONGEST_KNOWN = 1_000
"""Bytes of JavaScript whose facts are kept: generated pages all begin alike."""

_known = lru_cache(1 << 12)(scan_script)


@cache
def _constant() -> re.Pattern[bytes]:
    """`export const name = ` and a text, a number, or an object or list of them, and of such objects and lists.

    Compiled when first needed: that takes longer than to read most files.
    """
    value = HELD.replace(b"HELD", HELD.replace(b"HELD", b"LITERAL"))
    whole = rb"export [ ]++ const [ ]++ NAME [ ]*+ = [ ]*+ " + value + rb" [ \t]*+ ;?+ [ \t\r]*+ (?: \n \s*+ | \Z )"
    return re.compile(whole.replace(b"LITERAL", LITERAL).replace(b"NAME", NAME), re.VERBOSE)


def scan_mdx(source: bytes) -> FileFacts | None:
    """The facts that `extract_mdx` gives, or None if that takes a parser. Never raises."""
    text = decode(source)
    script: list[bytes] = []
    written = 0
    try:
        for start, end in _paragraphs(text):
            paragraph = text[start:end].rstrip()
            _check(paragraph)
            script += b"\n" * text.count(b"\n", written, start), paragraph
            written = start + len(paragraph)
    except Unsure:
        return None
    found = b"".join(script)
    return (_known if len(found) < LONGEST_KNOWN else scan_script)(found, "tsx") if script else NO_FACTS


def _paragraphs(text: bytes) -> Iterator[tuple[int, int]]:
    """Where JavaScript stands, if each of its paragraphs is complete. Raises Unsure."""
    position = _front_matter_end(text)
    while (start := next_start(text, position)) >= 0:
        end = paragraph_end(text, start)
        fence = _fence(text, position, end)
        if fence is None:
            yield start, end
            position = end
        elif fence.start() <= start:
            position = fence.end()
        else:
            raise Unsure


def _front_matter_end(text: bytes) -> int:
    if not text.startswith(b"---"):
        return 0
    match = FRONTMATTER.match(text)
    if match is None or any(fence in match[0] for fence in FENCES):
        raise Unsure
    return match.end()


def _fence(text: bytes, position: int, end: int) -> re.Match[bytes] | None:
    """The first fence from one offset on that begins before another. Raises Unsure for the beginning of one alone."""
    if not any(text.find(fence, position, end) >= 0 for fence in FENCES):
        return None
    opener = FENCE_OPENER.search(text, position, end)
    match = FENCE.match(text, opener.start()) if opener is not None else None
    if opener is not None and match is None:
        raise Unsure
    return match


def _check(paragraph: bytes) -> None:
    """Raises Unsure unless a paragraph is statements and constants to its end."""
    position = 0
    while position < len(paragraph):
        match = STATEMENT.match(paragraph, position) or _constant().match(paragraph, position)
        if match is None:
            raise Unsure
        position = match.end()
