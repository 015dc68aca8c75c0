"""`import` and `export … from` statements: what they name, and whether they are for types only."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.typescript.grammar import bytes_of, line_of, text_of
from checks.codebase.languages.typescript.literals import unescape

ALIAS_REQUIRE = re.compile(rb"import\s+(?:type\s+)?[\w$]+\s*=\s*require\s*\(\s*(?:'([^'\n]*)'|\"([^\"\n]*)\")\s*\)")


def statement_import(node: Node, text: bytes) -> Import | None:
    """The import that an import or export statement is; None for one that names no module."""
    source = node.child_by_field_name("source")
    clause = next((child for child in node.named_children if child.type in CLAUSES), None)
    if source is None and clause is not None:
        source = clause.child_by_field_name("source")  # import x = require('x')
    if source is None or source.type != "string":
        return None
    taken = list(_taken(clause, text))
    types_only = _says_type(node, text) or _only_types(node, clause, taken)
    return Import(
        unescape(text_of(source, text)[1:-1]),
        tuple(name for name, _ in taken) or (("*",) if node.type == "export_statement" and clause is None else ()),
        line_of(node),
        Kind.TYPE if types_only else Kind.IMPORT,
    )


CLAUSES = ("import_clause", "import_require_clause", "export_clause", "namespace_export")


def _says_type(node: Node, text: bytes) -> bool:
    """`import type`, `export type`. The grammar does not know `export type *` and calls its `type` an error."""
    return any(
        child.type == "type" or (child.type == "ERROR" and bytes_of(child, text) == b"type")
        for child in node.children[:3]
    )


def _only_types(node: Node, clause: Node | None, taken: list[tuple[str, bool]]) -> bool:
    """Whether every name is a type, as in `{ type A, type B }`; an import of `{}` is elided like one of types."""
    if clause is None or clause.type in ("import_require_clause", "namespace_export"):
        return False
    if not taken:
        return node.type == "import_statement"
    return all(is_type for _, is_type in taken)


def _taken(clause: Node | None, text: bytes) -> Iterator[tuple[str, bool]]:
    """The names that a clause takes, as the other module calls them, and whether each is marked as a type."""
    if clause is None:
        return
    if clause.type in ("import_require_clause", "namespace_export"):
        yield "*", False
    elif clause.type == "export_clause":
        yield from _specifiers(clause, text)
    else:
        for child in clause.named_children:
            if child.type == "identifier":
                yield "default", False
            elif child.type == "namespace_import":
                yield "*", False
            elif child.type == "named_imports":
                yield from _specifiers(child, text)


def _specifiers(group: Node, source: bytes) -> Iterator[tuple[str, bool]]:
    for specifier in group.named_children:
        name = specifier.child_by_field_name("name")
        if name is not None:
            text = text_of(name, source)
            yield (
                unescape(text[1:-1]) if name.type == "string" else text,
                any(child.type == "type" for child in specifier.children),
            )


def alias_import(node: Node, source: bytes) -> Import | None:
    """`export import x = require('x')`, which the grammar takes for an alias followed by a parenthesis."""
    match = ALIAS_REQUIRE.match(source, node.start_byte)
    if match is None:
        return None
    text = match[1] if match[1] is not None else match[2]
    return Import(unescape(text.decode("utf-8", "replace")), ("*",), line_of(node))
