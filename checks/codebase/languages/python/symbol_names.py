"""The names in Python expressions: those that an annotation speaks of, and those that a value is made by."""

import ast
from collections.abc import Iterator, Sequence
from contextlib import suppress

DEEPEST = 12
"""Brackets, calls and operators in one expression."""
LONGEST_TEXT = 500
"""Characters of an annotation in quotes."""

MADE_OF_ARGUMENTS = frozenset(
    {*("NewType", "TypeVar", "with_metaclass"), *("TypedDict", "NamedTuple", "create_model", "make_dataclass")}
)
"""Calls whose arguments are types that the result stands for."""


def dotted(node: ast.expr) -> str | None:
    """`orm.User` for the attribute of a name; None for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join((node.id, *reversed(parts))) if parts else node.id


def named(node: ast.AST | None, depth: int = DEEPEST, *, is_type: bool = True) -> Iterator[str]:
    """All names in an expression. Of a type also those in quotes, and none in calls: what `Annotated` adds is no
    type."""
    if node is None or not depth or (is_type and isinstance(node, ast.Call)):
        return
    if isinstance(node, ast.Constant):
        if is_type and isinstance(node.value, str) and len(node.value) <= LONGEST_TEXT:
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                yield from named(ast.parse(node.value.strip(), mode="eval").body, depth - 1)
        return
    name = dotted(node) if isinstance(node, ast.Name | ast.Attribute) else None
    if name:
        yield name
        return
    is_literal = isinstance(node, ast.Subscript) and (dotted(node.value) or "").rpartition(".")[2] == "Literal"
    for child in () if is_literal else ast.iter_child_nodes(node):
        yield from named(child, depth - 1, is_type=is_type)


def makers(node: ast.expr | None, depth: int = DEEPEST) -> Iterator[str]:
    """The names that a value is made by: what is called, the types in an alias, another name for the same."""
    if node is None or not depth:
        return
    if name := dotted(node):
        yield name
    elif isinstance(node, ast.Call):
        function = node.func
        while isinstance(function, ast.Attribute) and dotted(function) is None:  # of what another call gives
            function = function.value
        yield from makers(function, depth - 1)
        if (dotted(node.func) or "").rpartition(".")[2] in MADE_OF_ARGUMENTS:
            given = (*node.args[1:], *(one.value for one in node.keywords))
            yield from (name for one in given for name in named(one, depth - 1))
    elif isinstance(node, ast.Subscript):
        yield from makers(node.value, depth - 1)
        yield from named(node.slice, depth - 1)
    else:
        yield from (name for part in _parts(node) for name in makers(part, depth - 1))


def _parts(node: ast.expr) -> Sequence[ast.expr]:
    """The expressions of which a value is one, or to which it belongs."""
    if isinstance(node, ast.Await):
        return (node.value,)
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.IfExp):
        return node.body, node.orelse
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return node.left, node.right
    return ()
