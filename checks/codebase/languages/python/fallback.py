"""Imports of files that `ast` cannot read: tree-sitter finds the pieces, and `ast` reads those that it can.

In a file with errors every import counts as one that runs: where a block ends in it nobody knows.
"""

import ast
import re
import time
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

from checks.codebase.facts import FileFacts, Import, Kind, Problem, Use
from checks.codebase.io_groups import PYTHON_NAMES
from checks.codebase.languages.python.calls import (
    METHODS_BY_NAME,
    MODULES,
    SETTINGS,
    imports_and_hints,
    references_of,
)
from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.dynamic import may_import_by_call
from checks.codebase.languages.python.encodings import decoded
from checks.codebase.languages.python.references import References
from checks.codebase.languages.python.scopes import Nodes
from checks.codebase.languages.python.type_checking import SET_TO_FALSE, TypeCheckingNames
from checks.codebase.languages.python.uses import BUILT_IN, HOLDERS, imported, used
from checks.codebase.languages.use_list import in_order

GRAMMAR = Language(tree_sitter_python.language())
IMPORTS = "[(import_statement) (import_from_statement) (future_import_statement)] @import"
CALLS = "(call) @call"
CONDITIONS = "[(if_statement) (elif_clause)] @if (assignment) @assignment"
VALUES = "[(identifier) (attribute) (call) (parenthesized_expression) (named_expression)]"
ALIASES = f"""
    (assignment left: (identifier) @name right: {VALUES}) @alias
    (named_expression name: (identifier) @name value: {VALUES}) @alias
"""
BINDINGS = """
    (function_definition name: (identifier) @name) (class_definition name: (identifier) @name)
    (parameters (identifier) @name) (lambda_parameters (identifier) @name) (typed_parameter . (identifier) @name)
    (default_parameter name: (identifier) @name) (typed_default_parameter name: (identifier) @name)
    (assignment left: (identifier) @name) (for_statement left: (identifier) @name)
    (import_from_statement name: (dotted_name (identifier) @name)) (aliased_import alias: (identifier) @name)
"""
READ = "(attribute) @read (call function: (identifier) @read)"
ASSIGNMENTS = "[(assignment) (augmented_assignment) (for_statement) (for_in_clause)] @assignment"
FIRST_WORD = re.compile(r"[\s(]*(\w+)")

LONGEST_PARSE = 10.0
"""Seconds. Soft: the parser asks between steps. The hard bound is a process around this one that can be ended."""

LONGEST_PIECE = 1_000
"""Bytes of a call, condition or assignment that is given to `ast`."""

PASSES = 3
"""How often assignments are looked for of the names in what was found before."""

CHUNK = 1 << 16

Range = tuple[int, int]


def extract_leniently(source: bytes, problem: Problem) -> FileFacts:
    """The imports that can be saved. `problem` (why ast gave up) stands only if this grammar too finds errors."""
    text = decoded(source).encode("utf-8", "replace")
    tree = syntax_tree(text)
    if tree is None:
        return FileFacts(problem=Problem("takes too long to read"))
    broken = tree.root_node.has_error or b"\0" in text
    pieces = _Pieces(tree.root_node, text)
    found = list(pieces.imports(trusted=not broken))
    more, hints = imports_and_hints(Nodes.of(pieces.calls())) if may_import_by_call(text) else ([], [])
    imports = tuple(sorted([*found, *more], key=lambda statement: statement.line))
    uses = in_order(pieces.uses())
    return FileFacts(imports=imports, problem=problem if broken else None, hints=tuple(hints), uses=uses)


def syntax_tree(source: bytes) -> Tree | None:
    """The syntax tree, None where it takes too long."""
    deadline = time.monotonic() + LONGEST_PARSE
    try:
        return Parser(GRAMMAR).parse(
            lambda offset, _: source[offset : offset + CHUNK],
            progress_callback=lambda _offset, _has_error: time.monotonic() > deadline,
        )
    except ValueError:  # the binding's word for "stopped by the callback"
        return None


class _Pieces:
    """The parts of one syntax tree that tell what the file imports."""

    def __init__(self, root: Node, source: bytes) -> None:
        self._root = root
        self._source = source

    def imports(self, *, trusted: bool) -> Iterator[Import]:
        nodes = self._nodes(IMPORTS, "import")
        blocks = deque(sorted(self._type_only(nodes)) if trusted else [])
        end = 0
        for node in sorted(nodes, key=lambda node: node.start_byte):
            while blocks and blocks[0][0] <= node.start_byte:
                end = max(end, blocks.popleft()[1])
            yield from _read(node, self._source, Kind.TYPE if node.start_byte < end else Kind.IMPORT)

    def _type_only(self, imports: list[Node]) -> Iterator[Range]:
        """The blocks that only type checkers read."""
        if b"TYPE_CHECKING" not in self._source and b"MYPY" not in self._source:
            return
        likely = TypeCheckingNames.of(self._statements(self._mentioning(["typing"], imports)))
        words = {*likely.constants, *likely.modules, *SET_TO_FALSE, "typing"}
        assignments = self._mentioning(words, self._nodes(CONDITIONS, "assignment"), "left")
        names = TypeCheckingNames.of(self._statements([*self._mentioning(words, imports), *assignments]))
        for node in self._nodes(CONDITIONS, "if"):
            test = self._expression(node.child_by_field_name("condition"))
            then, otherwise = names.branches(test, Kind.IMPORT) if test else (Kind.IMPORT, Kind.IMPORT)
            block = node.child_by_field_name("consequence")
            if block and then is Kind.TYPE:
                yield block.start_byte, block.end_byte
            if block and otherwise is Kind.TYPE and node.type == "if_statement":
                yield block.end_byte, node.end_byte

    def _mentioning(self, words: Iterable[str], nodes: Iterable[Node], field: str = "") -> Iterator[Node]:
        """The nodes whose text (or that of one field) has one of the words: `ast` takes its time, and of a large file
        it is given only what matters."""
        wanted = [word.encode() for word in words]
        for node in nodes:
            text = self._text(node.child_by_field_name(field) if field else node)
            if text and (not text.isascii() or any(word in text for word in wanted)):
                yield node

    def calls(self) -> list[ast.stmt]:
        """The statements that matter for imports by call: imports, aliases, calls, and the values of names in them."""
        statements = list(self._statements(self._mentioning(MODULES, self._nodes(IMPORTS, "import"))))
        nodes = Nodes.of(statements)
        references = references_of(nodes, Constants(nodes))
        statements += self._aliases(references)
        statements += self._called(references)
        values: dict[str, list[Node]] = {}
        for node in self._nodes(ASSIGNMENTS, "assignment"):
            left = node.child_by_field_name("left")
            if left and left.type == "identifier":
                values.setdefault(_identifier(left, self._source), []).append(node)
            elif left and self._may_mean(references, left):
                statements += self._located(node)
        return [*statements, *self._valued(statements, values)]

    def uses(self) -> Iterator[Use]:
        """What is used of the runtime, scopes left out of account: a name that is bound anywhere is no built-in one."""
        meanings: dict[str, set[str]] = {}
        for node in self._mentioning(HOLDERS, self._nodes(IMPORTS, "import")):
            for statement in self._statements([node]):
                for name, meant in imported(statement) if isinstance(statement, ast.Import | ast.ImportFrom) else ():
                    if meant in PYTHON_NAMES and "*" not in _identifier(node, self._source):
                        yield Use(meant, node.start_point.row + 1)
                    else:
                        meanings.setdefault(name, set()).add(meant)
        bound = {_identifier(node, self._source) for node in self._nodes(BINDINGS, "name")}
        meanings.update((name, {name}) for name in BUILT_IN - bound - meanings.keys())
        for node in self._nodes(READ, "read"):
            text = self._text(node)
            name, *attributes = _identifier(node, self._source).split(".") if text else [""]
            for meant in meanings.get(name, ()):
                if found := used(meant, attributes):
                    yield Use(found, node.start_point.row + 1)

    def _valued(self, statements: list[ast.stmt], values: dict[str, list[Node]]) -> Iterator[ast.stmt]:
        """What is assigned to the names in the statements, and to those in these."""
        wanted = set(SETTINGS)
        for _ in range(PASSES):
            for statement in statements:
                wanted.update(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
            statements = [one for name in wanted for node in values.pop(name, ()) for one in self._located(node)]
            yield from statements

    def _aliases(self, references: References) -> Iterator[ast.stmt]:
        for node in sorted(self._nodes(ALIASES, "alias"), key=lambda node: node.start_byte):
            name = node.child_by_field_name("left") or node.child_by_field_name("name")
            value = node.child_by_field_name("right") or node.child_by_field_name("value")
            meant = self._expression(value) if value and self._may_mean(references, value) else None
            if name and meant and references.assign(_identifier(name, self._source), meant):
                target = ast.Name(_identifier(name, self._source), ast.Store())
                yield ast.Assign([target], meant, lineno=node.start_point.row + 1)

    def _called(self, references: References) -> Iterator[ast.stmt]:
        for node in self._nodes(CALLS, "call"):
            function = node.child_by_field_name("function")
            method = function.child_by_field_name("attribute") if function else None
            is_method = method is not None and _identifier(method, self._source) in METHODS_BY_NAME
            if function and (is_method or self._may_mean(references, node)):
                call = self._expression(node) or self._expression(function, b"(*_)")
                if call is not None:
                    ast.increment_lineno(call, node.start_point.row)
                    yield ast.Expr(call)

    def _located(self, node: Node) -> Iterator[ast.stmt]:
        """A statement at its own line; of a loop what it binds."""
        if node.type.startswith("for"):
            target = self._expression(node.child_by_field_name("left"))
            items = self._expression(node.child_by_field_name("right"))
            if isinstance(target, ast.Name):
                bound = ast.Starred(items, ast.Load()) if items else ast.Constant(value=None)
                yield ast.Assign([target], bound, lineno=node.start_point.row + 1)
            return
        for statement in self._statements([node]):
            ast.increment_lineno(statement, node.start_point.row)
            yield statement

    def _may_mean(self, references: References, node: Node) -> bool:
        """Whether the expression begins with a word that matters."""
        start = self._source[node.start_byte : min(node.end_byte, node.start_byte + LONGEST_PIECE)]
        word = FIRST_WORD.match(start.decode("utf-8", "replace"))
        return word is None or references.may_mean(unicodedata.normalize("NFKC", word[1]))

    def _nodes(self, pattern: str, name: str) -> list[Node]:
        return QueryCursor(_query(pattern)).captures(self._root).get(name, [])

    def _expression(self, node: Node | None, end: bytes = b"") -> ast.expr | None:
        """An expression that ast can read by itself, with something behind it."""
        text = self._text(node)
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.parse(text + end, mode="eval").body if text else None
        return None

    def _statements(self, nodes: Iterable[Node]) -> Iterator[ast.stmt]:
        for node in nodes:
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                yield from ast.parse(self._text(node) or b"").body

    def _text(self, node: Node | None) -> bytes | None:
        if node is None:
            return None
        is_short = node.end_byte - node.start_byte <= LONGEST_PIECE
        return self._source[node.start_byte : node.end_byte] if is_short else None


@cache
def _query(pattern: str) -> Query:
    return Query(GRAMMAR, pattern)


def _read(node: Node, source: bytes, kind: Kind) -> Iterator[Import]:
    line = node.start_point.row + 1
    names = tuple(filter(None, (_name(child, source) for child in node.children_by_field_name("name"))))
    module = node.child_by_field_name("module_name")
    if node.type == "import_statement":
        yield from (Import(name, (), line, kind) for name in names)
    elif node.type == "future_import_statement":
        yield Import("__future__", names, line, kind)
    elif module is not None:
        is_star = any(child.type == "wildcard_import" for child in node.children)
        yield Import(_identifier(module, source), ("*",) if is_star else names, line, kind)


def _name(node: Node, source: bytes) -> str:
    original = node.child_by_field_name("name") if node.type == "aliased_import" else node
    return _identifier(original, source) if original is not None else ""


def _identifier(node: Node, source: bytes) -> str:
    """Identifiers compare in NFKC (Python's reference, "Identifiers and keywords"); white space may stand at dots."""
    text = source[node.start_byte : node.end_byte].decode("utf-8", "replace")  # node.text is slow
    return unicodedata.normalize("NFKC", "".join(text.split()))
