"""Which conditions of a file mean `typing.TYPE_CHECKING`, so that imports under them are type-only.

Only typing's own constant counts, and `TYPE_CHECKING = False`: a name that is merely called so runs its imports.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.codebase.facts import Kind

TYPING_MODULES = frozenset({"typing", "typing_extensions"})
CONSTANT = "TYPE_CHECKING"
SET_TO_FALSE = frozenset({CONSTANT, "MYPY"})
"""What type checkers take for true though the file says False, in modules that avoid importing typing."""


@dataclass(frozen=True, slots=True)
class TypeCheckingNames:
    """The names under which one file can mean typing's constant: plain ones and ones of the typing module."""

    constants: frozenset[str]
    modules: frozenset[str]

    @classmethod
    def of(cls, statements: Iterable[ast.stmt]) -> "TypeCheckingNames":
        """Read from a module's own statements, those under `try` and `if` too; functions and classes are not
        looked into. A name that is bound to anything else as well is none."""
        names: set[str] = set()
        modules: set[str] = set()
        other: set[str] = set()
        for node in _of_module(statements):
            if isinstance(node, ast.ImportFrom):
                ours = node.level == 0 and node.module in TYPING_MODULES
                for alias in node.names:
                    if ours and alias.name in {CONSTANT, "*"}:
                        names.add(alias.asname or CONSTANT)
                    else:
                        other.add(_bound(alias))
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    (modules if alias.name in TYPING_MODULES else other).add(_bound(alias))
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                for name in _assigned(node):
                    (names if _is_false(node) and name in SET_TO_FALSE else other).add(name)
        return cls(frozenset(names - other), frozenset(modules - other))

    def branches(self, test: ast.expr, kind: Kind) -> tuple[Kind, Kind]:
        """The kinds of imports in the body and in the `else` of an `if`, within a block of `kind`."""
        if self._needs_type_checking(test):
            return Kind.TYPE, kind
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and self._is_constant(test.operand):
            return kind, Kind.TYPE
        return kind, kind

    def _needs_type_checking(self, test: ast.expr) -> bool:
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            return any(map(self._is_constant, test.values))
        return self._is_constant(test)

    def _is_constant(self, test: ast.expr) -> bool:
        if isinstance(test, ast.Name):
            return test.id in self.constants
        return (
            isinstance(test, ast.Attribute)
            and test.attr == CONSTANT
            and isinstance(test.value, ast.Name)
            and test.value.id in self.modules
        )


def _of_module(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    pending = list(statements)
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ast.If | ast.Try):
            pending += [*node.body, *node.orelse]
        if isinstance(node, ast.Try):
            pending += [*node.finalbody, *(inner for handler in node.handlers for inner in handler.body)]


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _assigned(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Iterator[str]:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


def _is_false(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> bool:
    return isinstance(node.value, ast.Constant) and node.value.value is False
