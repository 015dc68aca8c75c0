"""Single-file components (Vue, Svelte, Astro): their script and style blocks, at the lines of the whole file."""

import re
from dataclasses import replace
from itertools import islice

from checks.codebase.facts import FileFacts, Import, Problem
from checks.codebase.languages.typescript.extract import read_script
from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT, decode
from checks.codebase.languages.typescript.rewrites import blank
from checks.codebase.languages.typescript.styles import style_imports

BLOCK = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"|<(?P<tag>script|style)(?P<attributes>(?:\s(?:[^>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000}+)?)>"
    rb"(?P<body>.*?)(?:</(?P=tag)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
MAY_OPEN = re.compile(rb"<(?:script|style)\s", re.IGNORECASE)
MOST_OPENED = 1_000
"""Blocks of one file. A tag that does not end is looked through to its end, so their number bounds the time."""

FRONTMATTER = re.compile(rb"\s*---[ \t]*\r?\n(.*?)^---", re.DOTALL | re.MULTILINE)
LANG = re.compile(rb"\blang\s*=\s*[\"']?(\w+)")
SRC = re.compile(rb"\bsrc\s*=\s*(?:\"([^\"]+)\"|'([^']+)')")
STYLE_DIALECTS = {b"scss": "scss", b"sass": "sass", b"less": "less", b"css": "css", b"postcss": "css", b"": "css"}


def extract_component(source: bytes) -> FileFacts:
    """The imports of all script and style blocks. Never raises."""
    return _read_blocks(decode(source), bytearray(), typescript=False)


def extract_astro(source: bytes) -> FileFacts:
    """The same of an Astro file, whose first script stands between `---` and `---`. Never raises."""
    source = decode(source)
    match = FRONTMATTER.match(source)
    script = blank(source[: match.start(1)]) + match[1] if match else b""
    return _read_blocks(source, bytearray(script), typescript=True)


def _read_blocks(source: bytes, script: bytearray, *, typescript: bool) -> FileFacts:
    """The imports of the script that was found already and of the blocks that follow it."""
    if sum(1 for _ in islice(MAY_OPEN.finditer(source), MOST_OPENED + 1)) > MOST_OPENED:
        return FileFacts(problem=Problem(f"more than {MOST_OPENED} script and style blocks"))
    rest = list[Import]()
    line, counted = 1, 0
    for block in BLOCK.finditer(source, len(script)):
        if block["tag"] is None:
            continue
        line += source.count(b"\n", counted, block.start("body"))
        counted = block.start("body")
        lang = LANG.search(block["attributes"])
        language = lang[1].lower() if lang else b""
        if block["tag"].lower() == b"style":
            rest += _styles(block, language, line)
            continue
        rest += _linked(block, line)
        typescript = typescript or language == b"ts"
        script += blank(source[len(script) : block.start("body")]) + block["body"]
    facts = read_script(bytes(script), TYPESCRIPT if typescript else TSX)
    imports = tuple(sorted([*facts.imports, *rest], key=lambda statement: statement.line))
    return replace(facts, imports=imports)


def _styles(block: re.Match[bytes], language: bytes, line: int) -> list[Import]:
    dialect = STYLE_DIALECTS.get(language)
    if dialect is None:
        return []
    found = style_imports(dialect, block["body"].decode("utf-8", "replace").replace("\0", "\ufffd"))
    return [Import(_untilde(each.module), (), each.line + line - 1) for each in found]


def _untilde(name: str) -> str:
    """Webpack's mark for a package in a style sheet; in a script it would be part of the name."""
    return name[1:] if name.startswith("~") and not name.startswith("~/") else name


def _linked(block: re.Match[bytes], line: int) -> list[Import]:
    """`<script src="./logic.ts">`."""
    match = SRC.search(block["attributes"])
    if match is None:
        return []
    return [Import((match[1] or match[2]).decode("utf-8", "replace"), (), line)]
