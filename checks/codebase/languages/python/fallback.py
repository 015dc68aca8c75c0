"""Imports of files that `ast` cannot read, saved with tree-sitter."""

import unicodedata
from collections.abc import Iterator
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from checks.codebase.facts import FileFacts, Import, Kind, Problem

GRAMMAR = Language(tree_sitter_python.language())
PATTERN = "[(import_statement) (import_from_statement)] @import"


@cache
def _query() -> Query:
    return Query(GRAMMAR, PATTERN)


def extract_leniently(source: bytes, problem: Problem) -> FileFacts:
    """The imports that can be saved. `problem` (why ast gave up) stands only if this grammar too finds errors."""
    root = Parser(GRAMMAR).parse(source).root_node
    nodes = QueryCursor(_query()).captures(root).get("import", [])
    imports = tuple(statement for node in sorted(nodes, key=lambda node: node.start_byte) for statement in _read(node))
    return FileFacts(imports=imports, problem=problem if root.has_error or b"\0" in source else None)


def _read(node: Node) -> Iterator[Import]:
    line = node.start_point.row + 1
    names = tuple(_name(child) for child in node.children_by_field_name("name"))
    if node.type == "import_statement":
        yield from (Import(name, (), line, Kind.IMPORT) for name in names if name)
        return
    module = node.child_by_field_name("module_name")
    if module is None:
        return
    if any(child.type == "wildcard_import" for child in node.children):
        names = ("*",)
    yield Import(_text(module), tuple(name for name in names if name), line, Kind.IMPORT)


def _name(node: Node) -> str:
    original = node.child_by_field_name("name") if node.type == "aliased_import" else node
    return _text(original) if original is not None else ""


def _text(node: Node) -> str:
    """Identifiers compare in NFKC (Python's reference, "Identifiers and keywords"); white space may stand at dots."""
    text = (node.text or b"").decode("utf-8", "replace")
    return unicodedata.normalize("NFKC", "".join(text.split()))
