"""What one Python file imports: read with `ast`, and with tree-sitter where `ast` cannot.

`ast` is exact for the grammar of the running interpreter. Files newer than it (or as old as Python 2), files that
declare no encoding and are not UTF-8, and expressions nested too deep for it are read with tree-sitter, which needs
no valid file; a file is a problem only if tree-sitter too finds errors in it. So are very large files, for which `ast`
needs two hundred times their size in memory.
"""

import ast
import warnings
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from checks.codebase.facts import FileFacts, Hint, Import, Kind, Problem
from checks.codebase.languages.python.calls import imports_and_hints
from checks.codebase.languages.python.django import is_migration
from checks.codebase.languages.python.dynamic import may_import_by_call
from checks.codebase.languages.python.encodings import LINE_END, in_utf_8, is_as_written, lines_of_git
from checks.codebase.languages.python.fallback import extract_leniently
from checks.codebase.languages.python.scopes import Nodes
from checks.codebase.languages.python.traces import has_general_trace, plain
from checks.codebase.languages.python.type_checking import TypeCheckingNames
from checks.codebase.languages.python.uses import find_uses

LARGEST = 2_000_000
"""Bytes that `ast` is given: 400 MB of nodes."""

BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")


def extract_source(source: bytes) -> FileFacts:
    """The imports of a Python file, in the order of their lines. Never raises."""
    source = in_utf_8(source)
    return _in_lines_of_git(_extracted(source), source)


def parse(source: bytes) -> ast.Module:
    """The syntax tree. Raises whatever hostile source makes the parser raise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file's invalid escapes are its author's business
        return ast.parse(source)


def _extracted(source: bytes) -> FileFacts:
    if len(source) > LARGEST:
        return extract_leniently(LINE_END.sub(b"\n", source), Problem("not valid Python"))
    try:
        return _facts(parse(source), source)
    except Exception as error:  # noqa: BLE001 - hostile source makes the parser raise what no document lists
        return extract_leniently(LINE_END.sub(b"\n", source), _problem(error))


def _problem(error: Exception) -> Problem:
    if isinstance(error, SyntaxError):
        return Problem(f"not valid Python: {error.msg}", error.lineno)
    if isinstance(error, RecursionError | MemoryError):
        return Problem("nested too deeply to read")
    return Problem(f"not readable as Python: {error}")


def _in_lines_of_git(facts: FileFacts, source: bytes) -> FileFacts:
    lines = lines_of_git(source)
    if lines is None:
        return facts
    problem = facts.problem
    if problem and problem.line:
        problem = replace(problem, line=lines[min(problem.line, len(lines)) - 1])
    imports = tuple(replace(one, line=lines[min(one.line, len(lines)) - 1]) for one in facts.imports)
    uses = tuple(replace(one, line=lines[min(one.line, len(lines)) - 1]) for one in facts.uses or ())
    return replace(facts, imports=imports, uses=uses, problem=problem)


def _facts(tree: ast.Module, source: bytes) -> FileFacts:
    statements = list(import_statements(tree))
    found = [one for node, kind in statements for one in _one(node, kind)]
    hints: list[Hint] = []
    if may_import_by_call(source):
        is_general = not is_as_written(source) or has_general_trace(plain(source))
        more, hints = imports_and_hints(Nodes.of(tree.body, None if is_general else is_migration))
        found += more
    found.sort(key=lambda statement: statement.line)
    uses = find_uses(tree, source, [node for node, _ in statements])
    return FileFacts(imports=tuple(found), hints=tuple(hints), uses=uses)


def import_statements(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, Kind]]:
    """All import statements of a file. There is no need to look into expressions for them."""
    names = TypeCheckingNames.of(tree.body)
    pending: deque[tuple[ast.AST, Kind]] = deque([(tree, Kind.IMPORT)])
    while pending:
        node, kind = pending.popleft()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, kind
        elif isinstance(node, ast.If):
            then, otherwise = names.branches(node.test, kind)
            pending += [(child, then) for child in node.body]
            pending += [(child, otherwise) for child in node.orelse]
        else:
            pending += [(child, kind) for block in BLOCKS for child in _block(node, block)]


def _block(node: ast.AST, name: str) -> list[ast.AST]:
    """The statements (or the handlers and cases that hold some) of one block; a lambda's body is none."""
    below = getattr(node, name, None)
    return below if isinstance(below, list) else []


def _one(node: ast.Import | ast.ImportFrom, kind: Kind) -> Iterator[Import]:
    names = tuple(alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        yield Import("." * node.level + (node.module or ""), names, node.lineno, kind)
    else:
        yield from (Import(name, (), node.lineno, kind) for name in names)
