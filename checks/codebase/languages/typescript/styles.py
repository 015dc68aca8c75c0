"""What a style sheet imports: `@import`, `@use` and `@forward`, outside comments and strings."""

import re
from collections.abc import Iterator

from checks.codebase.facts import FileFacts, Import, Problem
from checks.codebase.languages.typescript.grammar import decode

STRING = r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?"
RULE = r"@(?P<rule>import|use|forward|reference)\b"
BLOCK_COMMENT = r"/\*.*?(?:\*/|\Z)"
URL = r"url\([^)'\"]{0,2000}+\)"
TOKENS = {
    "css": re.compile(rf"{BLOCK_COMMENT}|{URL}|{RULE}|{STRING}", re.DOTALL | re.IGNORECASE),
    "scss": re.compile(rf"{BLOCK_COMMENT}|{URL}|//[^\n]*|{RULE}|{STRING}", re.DOTALL | re.IGNORECASE),
}
TOKENS["less"] = TOKENS["scss"]
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
    for token in TOKENS[dialect].finditer(text):
        if token["rule"] is None:
            continue
        line += text.count("\n", counted, token.start())
        counted = token.start()
        for name in _names(text, token.end(), lists=dialect != "css"):
            if name and not ELSEWHERE.match(name):
                yield Import(name, (), line)


def _names(text: str, position: int, *, lists: bool) -> Iterator[str]:
    match = FIRST.match(text, position)
    while match is not None:
        bare = match.groupdict().get("bare")
        yield match["double"] or match["single"] or bare or ""
        match = NEXT.match(text, match.end()) if lists else None
