"""The scripts of single-file components as one script, each where it stands in the file."""

from itertools import islice

from checks.codebase.languages.typescript.rewrites import blank
from checks.codebase.languages.typescript.scripts import BLOCK, FRONTMATTER, LANG, MOST_OPENED


def component_script(source: bytes, before: bytes = b"", *, is_typescript: bool = False) -> tuple[bytes, bool]:
    """The script blocks of a component that follow the script `before`, all as one, and whether they are TypeScript."""
    script = bytearray(before)
    for block in islice(BLOCK.finditer(source, len(before)), MOST_OPENED):
        if block["tag"] is None or block["tag"].lower() != b"script":
            continue
        lang = LANG.search(block["attributes"])
        is_typescript = is_typescript or (lang is not None and lang[1].lower() == b"ts")
        script += blank(source[len(script) : block.start("body")]) + block["body"]
    return bytes(script), is_typescript


def astro_script(source: bytes) -> tuple[bytes, bool]:
    """What stands between `---` and `---` in an Astro file, which is TypeScript."""
    match = FRONTMATTER.match(source)
    return (blank(source[: match.start(1)]) + match[1] if match else b""), True
