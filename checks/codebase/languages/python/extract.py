"""What one Python file imports: read with `ast`, and with tree-sitter where `ast` cannot.

`ast` is exact for the grammar of the running interpreter. Files newer than it (or as old as Python 2), files that
declare no encoding and are not UTF-8, and expressions nested too deep for it are read with tree-sitter, which needs
no valid file; a file is a problem only if tree-sitter too finds errors in it.
"""

import ast
import warnings
from collections.abc import Iterator

from checks.codebase.facts import FileFacts, Import, Kind, Problem
from checks.codebase.languages.python.dynamic import DynamicImports
from checks.codebase.languages.python.fallback import extract_leniently
from checks.codebase.languages.python.type_checking import TypeCheckingNames

UNICODE_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def extract_source(source: bytes) -> FileFacts:
    """The imports of a Python file, in the order of their lines. Never raises."""
    if source.startswith(UNICODE_16_MARKS):
        source = source.decode("utf-16", "replace").encode()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the file's invalid escapes are its author's business
            tree = ast.parse(source)
        return FileFacts(imports=tuple(_imports(tree, source)))
    except (SyntaxError, ValueError, LookupError, RecursionError, MemoryError) as error:
        return extract_leniently(source, _problem(error))


def _problem(error: Exception) -> Problem:
    if isinstance(error, SyntaxError):
        return Problem(f"not valid Python: {error.msg}", error.lineno)
    if isinstance(error, RecursionError | MemoryError):
        return Problem("nested too deeply to read")
    return Problem(f"not readable as Python: {error}")


def _imports(tree: ast.Module, source: bytes) -> Iterator[Import]:
    names = TypeCheckingNames.of(tree)
    found = [_one(node, kind) for node, kind in _import_statements(tree, names)]
    if b"import_module" in source or b"__import__" in source or not source.isascii():
        found += DynamicImports.of(tree)
    yield from sorted((statement for group in found for statement in group), key=lambda statement: statement.line)


def _import_statements(tree: ast.Module, names: TypeCheckingNames) -> Iterator[tuple[ast.stmt, Kind]]:
    pending: list[tuple[ast.AST, Kind]] = [(tree, Kind.IMPORT)]
    while pending:
        node, kind = pending.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, kind
        elif isinstance(node, ast.If):
            then, otherwise = names.branches(node.test, kind)
            pending += [(child, then) for child in node.body]
            pending += [(child, otherwise) for child in node.orelse]
        else:
            pending += [(child, kind) for child in _statements_below(node)]


def _statements_below(node: ast.AST) -> Iterator[ast.AST]:
    """The statements (and the handlers and cases that hold some) directly inside a node. Imports are statements:
    there is no need to look into expressions."""
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        below = getattr(node, field, None)
        if isinstance(below, list):
            yield from below


def _one(node: ast.stmt, kind: Kind) -> list[Import]:
    if isinstance(node, ast.Import):
        return [Import(alias.name, (), node.lineno, kind) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        return [Import(module, tuple(alias.name for alias in node.names), node.lineno, kind)]
    return []
