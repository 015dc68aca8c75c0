"""What a style sheet imports: `@import`, `@use`, `@forward`, `meta.load-css()` and what CSS modules take `from` others,
outside comments and strings.
"""

import re
from collections.abc import Iterator

from checks.codebase.facts import FileFacts, Import, Problem
from checks.codebase.languages.typescript.grammar import decode

STRING = r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?"
RULE = (
    r"(?P<rule>@(?:import|use|forward|reference|config|plugin)\b|\bload-css\((?:\s*\$url\s*:)?"
    r"|(?:\bcomposes\s*:|@value\b)[^;{}'\"@]{1,500}\bfrom(?=\s*['\"]))"
)
BLOCK_COMMENT = r"/\*.*?(?:\*/|\Z)"
URL = r"url\([^)'\"]{0,2000}+\)"
TOKENS = {
    "css": re.compile(rf"{BLOCK_COMMENT}|{URL}|{RULE}|{STRING}", re.DOTALL | re.IGNORECASE),
    "scss": re.compile(rf"{BLOCK_COMMENT}|{URL}|//[^\n]*|{RULE}|{STRING}", re.DOTALL | re.IGNORECASE),
}
TOKENS["less"] = TOKENS["sass"] = TOKENS["scss"]
INDENTED_COMMENT = re.compile(r"^([ \t]*)/[/*][^\n]*(?:\n(?:\1[ \t]+[^\n]*|[ \t]*(?=\n)))*", re.MULTILINE)
"""In Sass's indented dialect a comment ends where its indentation does."""

UNQUOTED = re.compile(r"^([ \t]*@import[ \t]++)((?:(?!//)[^\n'\"(])++)(?=//|$)", re.MULTILINE)
GAP = r"(?:\s|/\*.*?\*/)*+"
FIRST = re.compile(
    rf"{GAP}(?:\([\w\s,]*\){GAP})?(?:url\({GAP})?(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s'\"()@;{{}}]{{1,2000}}+)(?=\s*\)))",
    re.DOTALL | re.IGNORECASE,
)
NEXT = re.compile(rf"{GAP},{GAP}(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)')", re.DOTALL)
CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|//", re.IGNORECASE)
"""The beginning of a URL, or of one of Sass's own modules (`sass:math`)."""


def extract_styles(dialect: str, source: bytes) -> FileFacts:
    """The imports of a style sheet. Never raises."""
    text = decode(source).decode("utf-8", "replace").replace("\0", "\ufffd")
    marker = CONFLICT.search(re.sub(BLOCK_COMMENT, lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL))
    problem = Problem("conflict marker", marker.string.count("\n", 0, marker.start()) + 1) if marker else None
    return FileFacts(imports=tuple(style_imports(dialect, text)), problem=problem)


def style_imports(dialect: str, text: str) -> Iterator[Import]:
    """The imports of the text of a style sheet, in the order of their lines."""
    line, counted = 1, 0
    text = _from_indented(text) if dialect == "sass" else text
    for token in TOKENS[dialect].finditer(text):
        if token["rule"] is None:
            continue
        line += text.count("\n", counted, token.start())
        counted = token.start()
        for name in _names(text, token.end(), lists=dialect != "css"):
            if name and not ELSEWHERE.match(name):
                yield Import(name, (), line)


def _from_indented(text: str) -> str:
    """A sheet of the indented dialect without its comments and with the names of its imports in quotes."""
    text = INDENTED_COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    return UNQUOTED.sub(lambda match: match[1] + ",".join(f'"{name.strip()}"' for name in match[2].split(",")), text)


def _names(text: str, position: int, *, lists: bool) -> Iterator[str]:
    match = FIRST.match(text, position)
    while match is not None:
        bare = match.groupdict().get("bare")
        yield match["double"] or match["single"] or bare or ""
        match = NEXT.match(text, match.end()) if lists else None
