"""The syntax tree of a module cut down to what it binds: what griffe is shown.

griffe reads one name an assignment, takes the last of two alternatives, and walks through every expression. Here
targets are taken apart, of alternatives the first stays, and the bodies of functions go: what they set on `self` is
kept, and whether they are generators.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from checks.codebase.languages.python.api_exports import Exports

Function = ast.FunctionDef | ast.AsyncFunctionDef
SMALL = (ast.Name, ast.Attribute, ast.Constant, ast.Call)
"""Values that say what a name is; of others it only matters that there is one."""

GROUP = 200
LARGEST_VALUE = 40
"""Nodes of a call that is kept."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What was read while cutting: `exported` as `__all__` has it, star imports with their lines, per class (by `id` of
    its node) the attributes that its methods set, per owner the names that
    have alternatives, and the functions that do nothing but raise NotImplementedError."""

    exports: Exports = field(default_factory=Exports)
    stars: list[tuple[str, int]] = field(default_factory=list)
    attributes: dict[int, dict[str, int]] = field(default_factory=dict)
    alternatives: dict[int, set[str]] = field(default_factory=dict)
    unimplemented: set[int] = field(default_factory=set)

    def module(self, tree: ast.Module) -> None:
        """Cut the tree, in place."""
        for node in tree.body:
            self.exports.read(node)
        tree.body = list(_in_groups(self._block(tree.body, tree)))

    def _block(self, statements: Iterable[ast.stmt], owner: ast.AST) -> list[ast.stmt]:
        """The statements that bind names, those in conditions and loops too."""
        found: list[ast.stmt] = []
        gone: set[str] = set()
        for node in [*statements][::-1]:
            if isinstance(node, ast.Delete):
                gone |= {target.id for target in node.targets if isinstance(target, ast.Name)}
                continue
            bound = self._statement(node, owner)
            found += reversed([one for one in bound if not gone or not gone.issuperset(bound_names(one))])
        return found[::-1]

    def _statement(self, node: ast.stmt, owner: ast.AST) -> list[ast.stmt]:
        if isinstance(node, Function):
            return [self._function(node)]
        if isinstance(node, ast.ClassDef):
            self._class(node)
            return [node]
        if isinstance(node, ast.Import | ast.ImportFrom):
            return self._import(node)
        if isinstance(node, ast.Assign | ast.AnnAssign):
            return list(_assignments(node))
        if isinstance(node, ast.If | ast.Try):
            return self._alternatives(node, owner)
        return self._inner(node, owner)

    def _inner(self, node: ast.stmt, owner: ast.AST) -> list[ast.stmt]:
        """What loops, `with`, `match` and statements of newer grammars bind."""
        found: list[ast.stmt] = []
        targets = [getattr(node, "target", None)] if isinstance(node, ast.For | ast.AsyncFor) else []
        if isinstance(node, ast.With | ast.AsyncWith):
            targets = [item.optional_vars for item in node.items]
        found += [_assigned(name, None, name) for target in targets if target for name in _names(target)]
        for block in ("body", "orelse"):
            inner = getattr(node, block, None)
            found += self._block(inner, owner) if isinstance(inner, list) else []
        for case in getattr(node, "cases", None) or ():
            found += self._block(case.body, owner)
        return [*found, node] if type(node).__name__ == "TypeAlias" else found

    def _alternatives(self, node: ast.If | ast.Try, owner: ast.AST) -> list[ast.stmt]:
        """The branches in order, each without the names that one before has bound."""
        first = self._block(node.body, owner)
        if isinstance(node, ast.If):
            others = [node.orelse]
        else:
            first += self._block(node.orelse, owner)
            others = [handler.body for handler in node.handlers]
        known = {name for one in first for name in bound_names(one)}
        if isinstance(node, ast.If) and first and _is_type_only(node.test):
            first = [ast.copy_location(ast.If(node.test, first, []), node)]
        for branch in others:
            more = self._block(branch, owner)
            names = {name for one in more for name in bound_names(one)}
            self.alternatives.setdefault(id(owner), set()).update(names & known)
            first += [one for one in more if known.isdisjoint(bound_names(one))]
            known |= names
        return first + (self._block(node.finalbody, owner) if isinstance(node, ast.Try) else [])

    def _import(self, node: ast.Import | ast.ImportFrom) -> list[ast.stmt]:
        """A relative module keeps its dots in its name: griffe would resolve them, and drop `from . import a`."""
        if isinstance(node, ast.ImportFrom):
            node.module = "." * node.level + (node.module or "")
            node.level = 0
            if node.names[0].name == "*":
                self.stars.append((node.module, node.lineno))
                return []
        return [node]

    def _class(self, node: ast.ClassDef) -> None:
        found: dict[str, int] = {}
        for method in _functions(node.body):
            for name, line in _set_on_self(method):
                found.setdefault(name, line)
        self.attributes[id(node)] = found
        node.body = list(_in_groups(self._block(node.body, node)))

    def _function(self, node: Function) -> Function:
        """Without its body; an async generator is not awaited, so it is a plain function."""
        is_generator = isinstance(node, ast.AsyncFunctionDef) and any(
            isinstance(one, ast.Yield | ast.YieldFrom) for one in _own_nodes(node.body)
        )
        if _is_unimplemented(node):
            self.unimplemented.add(id(node))
        node.body = []
        if not is_generator:
            return node
        return ast.copy_location(ast.FunctionDef(**dict(ast.iter_fields(node))), node)


def _is_type_only(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _is_unimplemented(node: Function) -> bool:
    return any(
        isinstance(one, ast.Raise) and one.exc is not None and "NotImplementedError" in ast.unparse(one.exc)
        for one in node.body
    )


def _in_groups(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Many assignments in blocks of their own: for each griffe goes through all its neighbours."""
    if len(statements) <= GROUP:
        yield from statements
        return
    for is_plain, run in groupby(statements, lambda node: isinstance(node, ast.Assign | ast.AnnAssign)):
        while group := list(islice(run, GROUP)):
            if is_plain:
                yield ast.copy_location(ast.With([], group), group[0])
            else:
                yield from group


def bound_names(node: ast.stmt) -> Iterator[str]:
    """The names that a statement of a cut tree binds."""
    if isinstance(node, ast.If):
        for one in node.body:
            yield from bound_names(one)
    elif isinstance(node, Function | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        yield from (name.id for name in _names(target))


def _functions(statements: Iterable[ast.stmt]) -> Iterator[Function]:
    """The functions of a class body, those in its conditions too."""
    for node in statements:
        if isinstance(node, Function):
            yield node
        elif not isinstance(node, ast.ClassDef):
            for block in ("body", "orelse", "finalbody"):
                yield from _functions(getattr(node, block, None) or ())


def _set_on_self(method: Function) -> Iterator[tuple[str, int]]:
    arguments = [*method.args.posonlyargs, *method.args.args]
    if not arguments:
        return
    own = arguments[0].arg
    for statement in _inner_statements(method.body):
        for target in _targets(statement):
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == own:
                yield target.attr, target.lineno


def _inner_statements(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function, those of its blocks too. Expressions are most of it, and bind no attribute."""
    for node in statements:
        if isinstance(node, Function | ast.ClassDef):
            continue
        yield node
        for block in ("body", "orelse", "finalbody"):
            yield from _inner_statements(getattr(node, block, None) or ())
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from _inner_statements(part.body)


def _targets(node: ast.stmt) -> Iterator[ast.expr]:
    """What a statement assigns to, item by item."""
    found: list[ast.expr | None] = list(getattr(node, "targets", None) or [getattr(node, "target", None)])
    found += [item.optional_vars for item in getattr(node, "items", ())]
    while found:
        one = found.pop(0)
        if isinstance(one, ast.Tuple | ast.List):
            found[:0] = one.elts
        elif isinstance(one, ast.Starred):
            found.insert(0, one.value)
        elif one is not None and not isinstance(node, ast.Delete):
            yield one


def _own_nodes(statements: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of a function less those of functions and classes in it."""
    pending: list[ast.AST] = [*statements]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, Function | ast.ClassDef | ast.Lambda):
            pending += ast.iter_child_nodes(node)


def _assignments(node: ast.Assign | ast.AnnAssign) -> Iterator[ast.stmt]:
    """One assignment for each name."""
    if isinstance(node, ast.AnnAssign):
        if isinstance(node.target, ast.Name):
            node.value = node.value and _small(node.value)
            yield node
        return
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield _assigned(target, node.value, node)
        else:
            yield from (_assigned(name, None, node) for name in _names(target))


def _assigned(name: ast.Name, value: ast.expr | None, place: ast.AST) -> ast.stmt:
    located = value or name
    small = _small(value) if value else ast.copy_location(ast.Constant(value=...), located)
    return ast.copy_location(ast.Assign([name], small), place)


def _small(value: ast.expr) -> ast.expr:
    """The value, or a mere dots for one that says nothing."""
    if isinstance(value, SMALL) and len(list(islice(ast.walk(value), LARGEST_VALUE + 1))) <= LARGEST_VALUE:
        return value
    return ast.copy_location(ast.Constant(value=...), value)


def _names(target: ast.expr) -> Iterator[ast.Name]:
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, ast.Tuple | ast.List):
        for item in target.elts:
            yield from _names(item)
    elif isinstance(target, ast.Starred):
        yield from _names(target.value)
