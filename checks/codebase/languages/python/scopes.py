"""One walk through a syntax tree: the calls, assignments and classes in it, and what each name is bound to where.

Scopes are Python's own less comprehensions, whose names go to the scope around them.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

Binding = ast.expr | None
"""A value; None for one that nobody can tell from the text. A `Starred` stands for each item of what it holds."""

LEAVES = frozenset({ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, ast.Pass})
"""Nodes with nothing in them: two thirds of all."""

NOTED = frozenset(
    {ast.Call, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.FunctionDef, ast.AsyncFunctionDef}
    | {
        ast.Lambda,
        ast.ClassDef,
        ast.Import,
        ast.ImportFrom,
        ast.For,
        ast.AsyncFor,
        ast.comprehension,
        ast.withitem,
        ast.Global,
    }
    | {ast.Nonlocal, ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping}
)
"""Nodes that bind a name or are kept."""


class Scope:
    """The names that one module, class or function binds, with every value that they are given.

    `spoiled` are names whose values are also changed in place, or from another scope.
    """

    def __init__(self, around: "Scope | None" = None, owner: ast.ClassDef | None = None) -> None:
        self.around = around
        self.owner = owner
        self.values: dict[str, list[Binding]] = {}
        self.spoiled: set[str] = set()

    def bind(self, name: str, value: Binding) -> None:
        """Note that the name is given the value."""
        self.values.setdefault(name, []).append(value)

    def holder(self, name: str) -> "Scope | None":
        """The scope that a name belongs to when it is read here: class bodies serve only themselves."""
        if name in self.values:
            return self
        scope = self.around
        while scope is not None and (scope.owner or name not in scope.values):
            scope = scope.around
        return scope

    def classes(self) -> Iterator[ast.ClassDef]:
        """The classes around, innermost first."""
        scope: Scope | None = self
        while scope is not None:
            if scope.owner:
                yield scope.owner
            scope = scope.around


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of one file that may import or say where names are found, each with the scope that it stands in."""

    module: Scope = field(default_factory=Scope)
    imports: list[ast.Import | ast.ImportFrom] = field(default_factory=list)
    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    assignments: list[tuple[ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr, Scope]] = field(
        default_factory=list
    )
    classes: dict[str, list[Scope]] = field(default_factory=dict)

    @classmethod
    def of(cls, statements: Iterable[ast.stmt], is_passed_over: Callable[[ast.ClassDef], bool] | None = None) -> Self:
        """Read from the statements of a module; some classes may be passed over."""
        found = cls()
        pending: list[tuple[ast.AST, Scope]] = [(node, found.module) for node in statements]
        while pending:
            node, scope = pending.pop()
            kind = type(node)
            if kind in LEAVES:
                continue
            if is_passed_over and isinstance(node, ast.ClassDef) and is_passed_over(node):
                continue
            inner = found.enter(node, scope) if kind in NOTED else scope
            for name in node._fields:
                value = getattr(node, name, None)
                if value.__class__ is list:
                    pending += [(child, inner) for child in value if isinstance(child, ast.AST)]
                elif isinstance(value, ast.AST):
                    pending.append((value, inner))
        return found

    def enter(self, node: ast.AST, scope: Scope) -> Scope:
        """Note what one node is and binds; the scope of what is inside it."""
        if isinstance(node, ast.Call):
            self.calls.append((node, scope))
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            self.assignments.append((node, scope))
            _assign(node, scope)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            if not isinstance(node, ast.Lambda):
                scope.bind(node.name, None)
            return _function(node.args, scope)
        elif isinstance(node, ast.ClassDef):
            scope.bind(node.name, None)
            inner = Scope(scope, node)
            self.classes.setdefault(node.name, []).append(inner)
            return inner
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.imports.append(node)
            for alias in node.names:
                scope.bind(alias.asname or alias.name.partition(".")[0], None)
        else:
            _bind_others(node, scope, self.module)
        return scope


def _function(arguments: ast.arguments, scope: Scope) -> Scope:
    """The scope of a function: what a caller passes is unknown, whatever the default."""
    inner = Scope(scope)
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: Sequence[Binding] = arguments.defaults
    for argument, default in zip(reversed(positional), reversed(defaults), strict=False):
        inner.bind(argument.arg, default)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default:
            inner.bind(argument.arg, default)
    for each in (*positional, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
        if each:
            inner.bind(each.arg, None)
    return inner


def _assign(node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr, scope: Scope) -> None:
    if isinstance(node, ast.AugAssign):
        if isinstance(node.target, ast.Name):
            scope.bind(node.target.id, None)
            scope.spoiled.add(node.target.id)
        return
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if node.value:
            _bind(target, node.value, scope)


def _bind(target: ast.expr, value: Binding, scope: Scope) -> None:
    """Bind what a target names, item by item where value and target are lists of the same length."""
    pending: list[tuple[ast.expr, Binding]] = [(target, value)]
    while pending:
        target, value = pending.pop()
        if isinstance(target, ast.Name):
            scope.bind(target.id, value)
        elif isinstance(target, ast.Starred):
            pending.append((target.value, None))
        elif isinstance(target, ast.Tuple | ast.List):
            items: Sequence[Binding] = value.elts if isinstance(value, ast.Tuple | ast.List) else ()
            is_paired = len(items) == len(target.elts) and not any(
                isinstance(one, ast.Starred) for one in (*items, *target.elts)
            )
            values = items if is_paired else [None] * len(target.elts)
            pending += zip(target.elts, values, strict=True)


def _bind_others(node: ast.AST, scope: Scope, module: Scope) -> None:
    """Loops bind each item of what they run through; all else binds what nobody can tell."""
    if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        items = ast.Starred(node.iter, ast.Load()) if isinstance(node.target, ast.Name) else None
        _bind(node.target, items, scope)
    elif isinstance(node, ast.withitem) and node.optional_vars:
        _bind(node.optional_vars, None, scope)
    elif isinstance(node, ast.Global | ast.Nonlocal):
        for name in node.names:
            module.spoiled.add(name)
            scope.bind(name, None)
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        scope.bind(node.name, None)
    elif isinstance(node, ast.MatchMapping) and node.rest:
        scope.bind(node.rest, None)
