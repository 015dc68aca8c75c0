"""Which conditions of a file mean `typing.TYPE_CHECKING`, so that imports under them are type-only.

Only typing's own constant counts: a name that is merely called TYPE_CHECKING runs its imports.
"""

import ast
from dataclasses import dataclass

from checks.codebase.facts import Kind

TYPING_MODULES = frozenset({"typing", "typing_extensions"})
CONSTANT = "TYPE_CHECKING"


@dataclass(frozen=True, slots=True)
class TypeCheckingNames:
    """The names under which one file can mean typing's constant: plain ones and ones of the typing module."""

    constants: frozenset[str]
    modules: frozenset[str]

    @classmethod
    def of(cls, tree: ast.Module) -> "TypeCheckingNames":
        """Read from the module's top level, where these imports stand."""
        constants: set[str] = set()
        modules: set[str] = set()
        reassigned: set[str] = set()
        for node in tree.body:
            if isinstance(node, ast.ImportFrom):
                bound = {alias.asname or alias.name: alias.name for alias in node.names}
                ours = node.level == 0 and node.module in TYPING_MODULES
                constants |= {name for name, original in bound.items() if ours and original in {CONSTANT, "*"}}
                reassigned |= {name for name in bound if not ours}
            elif isinstance(node, ast.Import):
                modules |= {alias.asname or alias.name for alias in node.names if alias.name in TYPING_MODULES}
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                (constants if _is_false(node.value) else reassigned).update(_assigned(node))
        if "*" in constants:
            constants.add(CONSTANT)
        return cls(frozenset(constants - reassigned), frozenset(modules - reassigned))

    def branches(self, test: ast.expr, kind: Kind) -> tuple[Kind, Kind]:
        """The kinds of imports in the body and in the `else` of an `if`, within a block of `kind`."""
        if self._means_type_checking(test):
            return Kind.TYPE, kind
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and self._means_type_checking(test.operand):
            return kind, Kind.TYPE
        return kind, kind

    def _means_type_checking(self, test: ast.expr) -> bool:
        if isinstance(test, ast.Name):
            return test.id in self.constants
        return (
            isinstance(test, ast.Attribute)
            and test.attr == CONSTANT
            and isinstance(test.value, ast.Name)
            and test.value.id in self.modules
        )


def _assigned(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def _is_false(value: ast.expr | None) -> bool:
    """`TYPE_CHECKING = False` is the idiom of modules that avoid importing typing; type checkers honour it."""
    return isinstance(value, ast.Constant) and value.value is False
