"""Single-file components: the script and style blocks of Vue and Svelte files, at the lines of the whole file."""

import re

from checks.codebase.facts import FileFacts, Import
from checks.codebase.languages.typescript.extract import read_script
from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT, decode
from checks.codebase.languages.typescript.styles import style_imports

BLOCK = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(?P<tag>script|style)(?P<attributes>(?:\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*+)?)>(?P<body>.*?)(?:</(?P=tag)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
LANG = re.compile(rb"\blang\s*=\s*[\"']?(\w+)")
SRC = re.compile(rb"\bsrc\s*=\s*(?:\"([^\"]+)\"|'([^']+)')")
NOT_A_LINE_END = re.compile(rb"[^\n]")
STYLE_DIALECTS = {b"scss": "scss", b"less": "less", b"css": "css", b"postcss": "css", b"": "css"}


def extract_component(source: bytes) -> FileFacts:
    """The imports of all script and style blocks. Never raises."""
    source = decode(source)
    script, typescript, rest = bytearray(), False, list[Import]()
    line, counted = 1, 0
    for block in BLOCK.finditer(source):
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
        script += _blank(source[len(script) : block.start("body")]) + block["body"]
    facts = read_script(bytes(script), TYPESCRIPT if typescript else TSX)
    imports = tuple(sorted([*facts.imports, *rest], key=lambda statement: statement.line))
    return FileFacts(imports=imports, problem=facts.problem)


def _blank(text: bytes) -> bytes:
    return NOT_A_LINE_END.sub(b" ", text)


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
