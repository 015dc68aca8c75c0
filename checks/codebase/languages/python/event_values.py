"""What an expression of a Python file may be for events: texts, names to look up elsewhere, objects of classes."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from checks.codebase.event_facts import RECEIVER, Argument, Form, Value, text, unknown
from checks.codebase.languages.python.scopes import Binding, Nodes, Scope

DEEPEST = 12
DEEPEST_MEMBER = 3
"""Objects and lists in each other: `[{"DetailType": …}]`."""

MOST_VALUES = 32
MOST_PARTS = 100
"""Pieces of one text: texts of texts of texts grow without end."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
OF_ENUMS = frozenset({"value", "name"})
THEMSELVES = frozenset({"self", "cls"})


@dataclass(frozen=True, slots=True)
class EventNodes(Nodes):
    """The nodes of a file, and of which function each scope is."""

    functions: dict[Scope, FunctionNode] = field(default_factory=dict)

    def enter(self, node: ast.AST, scope: Scope) -> Scope:
        """See `Nodes`."""
        inner = Nodes.enter(self, node, scope)
        if isinstance(node, FunctionNode):
            self.functions[inner] = node
        return inner

    def function_around(self, scope: Scope | None) -> tuple[Scope, FunctionNode] | None:
        """The function that a scope is of or in, None at the top of a module."""
        while scope is not None and scope not in self.functions:
            scope = scope.around
        return (scope, self.functions[scope]) if scope is not None else None


class Values:
    """Tells the values of expressions in one file."""

    def __init__(self, nodes: EventNodes) -> None:
        self._nodes = nodes
        self._known: dict[tuple[Scope, str, int], tuple[Value, ...]] = {}
        aliases = (alias for one in nodes.imports for alias in one.names)
        self._imported = frozenset(alias.asname or alias.name.partition(".")[0] for alias in aliases)

    def of(self, node: Binding, scope: Scope, depth: int = DEEPEST) -> tuple[Value, ...]:
        """All that an expression may be; something in any case."""
        found = dict.fromkeys(self._each(node, scope, depth))
        return tuple(found)[:MOST_VALUES] or (unknown("…"),)

    def arguments(self, call: ast.Call, scope: Scope) -> Iterator[Argument]:
        """What is given to a call, with the members of objects among it, and what it is called of."""
        if isinstance(call.func, ast.Attribute):
            yield Argument(RECEIVER, self.of(call.func.value, scope))
        for name, value in given(call):
            yield from self._argument(name, value, scope)

    def _argument(self, name: str, value: ast.expr, scope: Scope) -> Iterator[Argument]:
        yield Argument(name, self.of(value, scope))
        below: dict[str, tuple[Value, ...]] = {}
        for key, one in self._below(value, scope, DEEPEST_MEMBER):
            told = tuple(each for each in self.of(one, scope) if each.form is not Form.UNKNOWN)
            below[key] = tuple(dict.fromkeys((*below.get(key, ()), *told)))
            if len(below) > MOST_VALUES:
                break
        yield from (Argument(f"{name}.{key}", told) for key, told in below.items() if told)

    def _below(self, value: ast.expr, scope: Scope, depth: int) -> Iterator[tuple[str, ast.expr]]:
        """The members of an object, of a list of objects, and of the call that makes one."""
        held = self._object(value, scope)
        inner: list[ast.expr] = []
        if isinstance(held, ast.Dict):
            pairs = zip(held.keys, held.values, strict=True)
            members = [(str(key.value), one) for key, one in pairs if isinstance(key, ast.Constant)]
            yield from members
            inner = [one for _, one in members]
        elif isinstance(held, ast.Call):
            yield from given(held)
        elif isinstance(held, ast.List | ast.Tuple):
            inner = held.elts
        for one in inner if depth else ():
            if isinstance(one, ast.Dict | ast.List | ast.Tuple):
                yield from self._below(one, scope, depth - 1)

    def _object(self, value: ast.expr, scope: Scope) -> ast.expr:
        """What a local name was given, once."""
        if isinstance(value, ast.Name):
            holder = scope.holder(value.id)
            bound = holder.values[value.id] if holder else []
            if holder and len(bound) == 1 and bound[0] is not None and value.id not in holder.spoiled:
                return bound[0]
        return value

    def _each(self, node: Binding, scope: Scope, depth: int) -> Iterator[Value]:
        if node is None or depth <= 0:
            yield unknown(ast.unparse(node) if node is not None and depth > 0 else "…")
        elif isinstance(node, ast.Constant):
            yield text(node.value) if isinstance(node.value, str) else unknown(repr(node.value))
        elif isinstance(node, ast.Name):
            yield from self._name(node, scope, depth - 1)
        elif parts := _alternatives(node):
            for one in parts:
                yield from self._each(one, scope, depth - 1)
        elif isinstance(node, ast.JoinedStr | ast.BinOp):
            yield self._text(node, scope, depth - 1)
        elif isinstance(node, ast.Attribute):
            yield self._attribute(node, scope)
        elif isinstance(node, ast.Call):
            yield from self._call(node, scope, depth - 1)
        else:
            yield unknown(ast.unparse(node))

    def _name(self, node: ast.Name, scope: Scope, depth: int) -> Iterator[Value]:
        holder = scope.holder(node.id)
        if holder is None or node.id in self._nodes.classes or node.id in self._imported:
            yield Value(Form.REFERENCE, (node.id,))
            return
        parameter = self._parameter(node.id, holder)
        if parameter is not None:
            yield parameter
            return
        yield from self._given(node.id, holder, depth)

    def _given(self, name: str, holder: Scope, depth: int) -> tuple[Value, ...]:
        """All that a local name was given, worked out once: names that are given each other over and over would take
        for ever."""
        known = self._known.get((holder, name, depth))
        if known is None:
            each = (
                value
                for bound in holder.values[name]
                for value in ((unknown(name),) if bound is None else self._each(bound, holder, depth))
            )
            known = tuple(dict.fromkeys(each))[:MOST_VALUES]
            self._known[holder, name, depth] = known
        return known

    def _parameter(self, name: str, holder: Scope) -> Value | None:
        around = self._nodes.function_around(holder)
        if around is None or around[0] is not holder:
            return None
        for index, argument in enumerate(parameters(around[1])):
            if argument.arg == name:
                annotation = dotted(argument.annotation) if argument.annotation else ""
                return Value(Form.PARAMETER, (name, str(index), annotation, ""))
        return None

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        name = dotted(node)
        if not name:
            return unknown(ast.unparse(node))
        root, _, rest = name.partition(".")
        if root in THEMSELVES:
            around = next(scope.classes(), None)
            return Value(Form.REFERENCE, (f"{around.name}.{rest}",)) if around else unknown(name)
        holder = scope.holder(root)
        if holder is not None and (parameter := self._parameter(root, holder)) is not None:
            return Value(Form.PARAMETER, (*parameter.parts[:3], rest))
        last = name.rpartition(".")
        if last[2] in OF_ENUMS and last[0].rpartition(".")[2][:1].isupper():
            name = last[0]
        return Value(Form.REFERENCE, (name.removesuffix(".__name__"),))

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> Iterator[Value]:
        name = dotted(node.func)
        owner, _, last = name.rpartition(".")
        if last[:1].isupper():
            yield Value(Form.OBJECT, (name,))
        elif owner.rpartition(".")[2][:1].isupper():
            yield Value(Form.OBJECT, (owner,))  # a constructor of another name
        elif name in {"str", "type"} and len(node.args) == 1:
            yield from self._each(node.args[0], scope, depth)
        else:
            yield unknown(ast.unparse(node))

    def _text(self, node: ast.JoinedStr | ast.BinOp, scope: Scope, depth: int) -> Value:
        parts: list[str] = []
        for piece in _pieces(node):
            values = self.of(piece, scope, depth)
            if len(values) != 1 or values[0].form not in {Form.TEXT, Form.REFERENCE} or len(parts) > MOST_PARTS:
                return unknown(ast.unparse(node))
            one = values[0]
            parts += one.parts if one.form is Form.TEXT else [f"@{one.parts[0]}"]
        return Value(Form.TEXT, tuple(parts)) if parts else unknown(ast.unparse(node))


def given(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a call under their positions or keywords."""
    yield from ((str(index), value) for index, value in enumerate(call.args) if not isinstance(value, ast.Starred))
    yield from ((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg)


def parameters(function: FunctionNode) -> list[ast.arg]:
    """The parameters that a caller gives, by position and then by keyword."""
    arguments = function.args
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return found[1:] if found and found[0].arg in THEMSELVES else found


def dotted(node: ast.AST) -> str:
    """`a.b.c`, empty for what is no such name; calls in it stand for what they return (`bus().publish`)."""
    names: list[str] = []
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value  # an annotation in quotes
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


def _alternatives(node: ast.expr) -> Iterable[ast.expr]:
    """The expressions of which one is meant, or all."""
    if isinstance(node, ast.IfExp):
        return (node.body, node.orelse)
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return node.elts
    if isinstance(node, ast.NamedExpr | ast.Await | ast.Starred):
        return (node.value,)
    return ()


def _pieces(node: ast.expr) -> Iterator[ast.expr]:
    """The pieces that a text is put together of."""
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, ast.JoinedStr):
            pending += reversed(one.values)
        elif isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add):
            pending += [one.right, one.left]
        elif isinstance(one, ast.FormattedValue):
            pending.append(one.value)
        else:
            yield one
