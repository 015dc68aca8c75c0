"""Source that `ast` cannot read, made readable for its API: the bodies of functions and the parameters of types go, and
with them most of what grammars have gained. Lines stay where they are."""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator

from tree_sitter import Node, Query, QueryCursor

from checks.codebase.languages.python.fallback import GRAMMAR, syntax_tree

BODIES = Query(GRAMMAR, "(function_definition body: (block) @body)")
TYPES = Query(GRAMMAR, "(type_parameter) @generic (type_alias_statement) @alias")
ASSIGNED = re.compile(rb"\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)[ \t]*(?::[^=\n]{1,200})?=(?!=)")
YIELD = re.compile(rb"\byield\b")
ALIAS = re.compile(rb"type\s+(\w+)\s*(?:\[[^\]]*\])?\s*=")

Edit = tuple[int, int, bytes]


def readable(source: str) -> tuple[str, str | None]:
    """The source as `ast` may read it, and why it is not all of it: None where only what no caller sees was left out.
    Raises ValueError where nothing can be read."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").replace(b"\0", b" ")
    tree = syntax_tree(text)
    if tree is None:
        raise ValueError("takes too long to read")
    reason = "not valid Python" if tree.root_node.has_error else None
    edits = sorted([*_bodies(tree.root_node, text), *_types(tree.root_node, text)])
    parts: list[bytes] = []
    line = 0
    for node in tree.root_node.children:
        piece = _edited(text, node, edits)
        if _is_read(piece):
            gap = node.start_point.row - line
            parts += [b"\n" * gap if gap > 0 or not parts else b"; ", piece]
            line += max(gap, 0) + piece.count(b"\n")
        elif node.type != "comment":
            reason = reason or "newer than this Python's grammar"
    return b"".join(parts).decode("utf-8", "replace"), reason


def _is_read(piece: bytes) -> bool:
    try:
        ast.parse(piece)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _bodies(root: Node, text: bytes) -> Iterator[Edit]:
    """Each outermost function's body becomes what it sets on objects, and a `yield` where it had one."""
    end = 0
    for node in sorted(_found(BODIES, root, "body"), key=lambda node: node.start_byte):
        if node.start_byte < end:
            continue
        end = node.end_byte
        body = text[node.start_byte : end]
        kept = [b"...", *dict.fromkeys(b"%b.%b = ..." % (one[1], one[2]) for one in ASSIGNED.finditer(body))]
        kept += [b"yield"] if YIELD.search(body) else []
        yield node.start_byte, end, b"; ".join(kept) + b"\n" * body.count(b"\n")


def _types(root: Node, text: bytes) -> Iterator[Edit]:
    for node in _found(TYPES, root, "generic"):
        if node.parent is not None and node.parent.type in {"function_definition", "class_definition"}:
            yield node.start_byte, node.end_byte, b""
    for node in _found(TYPES, root, "alias"):
        statement = text[node.start_byte : node.end_byte]
        if match := ALIAS.match(statement):
            yield node.start_byte, node.start_byte + match.end(), match[1] + b" ="


def _edited(text: bytes, node: Node, edits: list[Edit]) -> bytes:
    """One statement with those of the edits that lie in it; an edit in another one's place is left out."""
    parts: list[bytes] = []
    position = node.start_byte
    first, last = (bisect_left(edits, (place, 0, b"")) for place in (node.start_byte, node.end_byte))
    for start, end, instead in edits[first:last]:
        if position <= start and end <= node.end_byte:
            parts += [text[position:start], instead]
            position = end
    return b"".join([*parts, text[position : node.end_byte]])


def _found(query: Query, root: Node, name: str) -> list[Node]:
    return QueryCursor(query).captures(root).get(name, [])
