"""What one TypeScript or JavaScript file imports."""

import re
from collections.abc import Sequence

from tree_sitter import Language, Node, Tree

from checks.codebase.facts import FileFacts, Import, Kind, Problem
from checks.codebase.languages.typescript.calls import CALLS, Calls
from checks.codebase.languages.typescript.constants import Constants
from checks.codebase.languages.typescript.data_modules import is_data
from checks.codebase.languages.typescript.errors import is_lost, may_hold_jsx, whole_file_problem
from checks.codebase.languages.typescript.grammar import (
    TSX,
    ParseTimeoutError,
    bytes_of,
    decode,
    line_of,
    parse,
    text_of,
)
from checks.codebase.languages.typescript.requirers import requirers
from checks.codebase.languages.typescript.rewrites import is_misread, rewrite
from checks.codebase.languages.typescript.statements import alias_import, statement_import
from checks.codebase.languages.typescript.users import stand_in_import
from checks.codebase.languages.typescript.uses import find_uses
from checks.codebase.languages.typescript.walk import places

HANDED_ON = ("arguments", "array")
"""Where `require` itself is given to something else, which may load what it likes."""

REFERENCE = re.compile(r"///\s*<reference\s+(path|types)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")


def extract_script(source: bytes, language: Language) -> FileFacts:
    """The imports of a script, in the order of their lines. Never raises."""
    return read_script(decode(source), language)


def read_script(source: bytes, language: Language) -> FileFacts:
    """The same for a source that is already UTF-8 (or bytes that a parser can read as such)."""
    if is_data(source):
        return FileFacts()
    if b"\0" in source:
        return FileFacts(problem=Problem("holds a NUL byte", source.count(b"\n", 0, source.index(b"\0")) + 1))
    try:
        tree, modules = parse_script(source, language)
    except ParseTimeoutError:
        return FileFacts(problem=Problem("takes too long to parse"))
    reader = _Reader(tree, source, language, modules)
    reader.read()
    imports = tuple(sorted(reader.imports, key=lambda statement: statement.line))
    broken = whole_file_problem(tree, source) if tree.root_node.has_error else None
    return FileFacts(imports=imports, problem=broken or reader.problem, uses=find_uses(tree, source))


def parse_script(source: bytes, language: Language) -> tuple[Tree, dict[int, tuple[str, str]]]:
    """The tree of a source, and the module and member that its stand-ins for import types mean, by their offsets.
    Raises ParseTimeoutError."""
    tree = None if is_misread(source) else parse(source, language)
    if tree is not None and not tree.root_node.has_error:
        return tree, {}
    jsx = language is TSX and (tree is None or may_hold_jsx(tree, source))
    rewritten, modules = rewrite(source, jsx=jsx)
    if tree is None or rewritten != source:
        tree = parse(rewritten, language)
    return tree, modules


class _Reader:
    """Collects the imports of one tree, and the first that got lost in an error."""

    def __init__(self, tree: Tree, source: bytes, language: Language, modules: dict[int, tuple[str, str]]) -> None:
        self.imports: list[Import] = []
        self.problem: Problem | None = None
        self._tree = tree
        self._source = source
        self._modules = modules
        self._requirers = requirers(tree, source)
        self._calls = Calls(Constants(tree.root_node, source, language), self._requirers)

    def read(self) -> None:
        has_error = self._tree.root_node.has_error
        for node, ancestors, offset in places(self._tree, self._source, self._requirers.words, self._modules):
            found = self._imports(node, ancestors)
            if found:
                self.imports += found
            elif has_error and self.problem is None and self._is_lost(node, ancestors, offset):
                self.problem = Problem("syntax error in or before an import", line_of(node))

    def _imports(self, node: Node, ancestors: Sequence[Node]) -> Sequence[Import]:
        if node.type in CALLS:
            return self._calls.imports(node, ancestors)
        found = self._import(node, ancestors)
        return () if found is None else (found,)

    def _import(self, node: Node, ancestors: Sequence[Node]) -> Import | None:
        kind = node.type
        if kind in {"import_statement", "export_statement"}:
            return statement_import(node, self._source)
        if kind == "import_alias":
            return alias_import(node, self._source)
        if kind == "comment" and len(ancestors) == 1:
            return _reference(node, self._source)
        if node.start_byte in self._modules and node.child_count == 0:
            return stand_in_import(node, ancestors, self._source, *self._modules[node.start_byte])
        if kind == "identifier" and ancestors[-1].type in HANDED_ON and bytes_of(node, self._source) == b"require":
            return Import("", (), line_of(node), Kind.DYNAMIC)
        return None

    def _is_lost(self, node: Node, ancestors: Sequence[Node], offset: int) -> bool:
        if node.type == "import_statement":
            return True
        return node.child_count == 0 and is_lost(node, ancestors, self._source, offset)


def _reference(comment: Node, source: bytes) -> Import | None:
    """`/// <reference path="./x" />`: a path is relative to the file even without a dot."""
    match = REFERENCE.match(text_of(comment, source))
    if match is None:
        return None
    name = match[2] if match[2] is not None else match[3]
    if match[1] == "path" and not name.startswith((".", "/")):
        name = f"./{name}"
    return Import(name, (), line_of(comment), Kind.TYPE)
