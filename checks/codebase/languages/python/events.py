"""What a Python file says of events (checks/codebase/event_facts.py). What `ast` cannot read says nothing."""

import ast
import warnings
from collections.abc import Iterable, Iterator
from itertools import islice

from checks.codebase.event_facts import (
    MOST_FACTS,
    NAME_KEYS,
    UNREAD,
    Argument,
    Constant,
    EventCall,
    EventClass,
    EventFacts,
    Field,
    Form,
    ImportedName,
    wrappers,
)
from checks.codebase.languages.python.event_values import EventNodes, FunctionNode, Values, dotted, given, parameters
from checks.codebase.languages.python.scopes import Scope

LARGEST = 1_000_000
"""Bytes; larger files are generated, and publish nothing."""

NAMING = frozenset((Form.TEXT, Form.REFERENCE))

Assignment = ast.Assign | ast.AnnAssign


def extract_events(source: bytes, words: frozenset[str]) -> EventFacts:
    """The facts of a file. Never raises."""
    if len(source) > LARGEST:
        return UNREAD
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        return _Reader(tree, words).facts()
    except Exception:  # noqa: BLE001 - hostile source makes the parser raise what no document lists
        return UNREAD


class _Reader:
    """Reads one tree."""

    def __init__(self, tree: ast.Module, words: frozenset[str]) -> None:
        self._nodes = EventNodes.of(tree.body)
        self._values = Values(self._nodes)
        self._words = words

    def facts(self) -> EventFacts:
        """All of it."""
        calls = list(islice(self._calls(self._words), MOST_FACTS))
        calls += self._calls(wrappers(calls) - self._words)
        return EventFacts(
            tuple(sorted([*calls, *self._decorated(), *self._tables()], key=lambda call: (call.line, call.callee))),
            tuple(islice(self._classes(), MOST_FACTS)),
            tuple(islice(self._constants(), MOST_FACTS)),
            tuple(islice(self._imported(), MOST_FACTS)),
        )

    def _calls(self, words: Iterable[str]) -> Iterator[EventCall]:
        wanted = frozenset(words)
        for call, scope in self._nodes.calls:
            callee = dotted(call.func)
            if callee.rpartition(".")[2] in wanted:
                yield EventCall(
                    self._qualified(callee, scope),
                    call.lineno,
                    tuple(self._values.arguments(call, scope)),
                    self._type_of(call.func, scope),
                    self._function(scope),
                )

    def _qualified(self, callee: str, scope: Scope) -> str:
        """The callee, with the class in place of `self`."""
        root, _, rest = callee.partition(".")
        around = next(scope.classes(), None)
        return f"{around.name}.{rest}" if root in {"self", "cls"} and around and "." not in rest else callee

    def _function(self, scope: Scope) -> str:
        around = self._nodes.function_around(scope)
        if around is None:
            return ""
        owner = next(around[0].classes(), None)
        return f"{owner.name}.{around[1].name}" if owner else around[1].name

    def _type_of(self, function: ast.expr, scope: Scope) -> str:
        """The class of what a method is called of: annotated, or made here."""
        if not isinstance(function, ast.Attribute):
            return ""
        owner = function.value
        if isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name) and owner.value.id in {"self", "cls"}:
            return self._type_of_attribute(owner.attr, scope)
        if isinstance(owner, ast.Name):
            for value in self._values.of(owner, scope):
                if value.form is Form.PARAMETER:
                    return value.parts[2]
                if value.form is Form.OBJECT:
                    return value.parts[0]
        return ""

    def _type_of_attribute(self, name: str, scope: Scope) -> str:
        """`self.bus = bus` in a method whose `bus` is annotated; `self.bus: Bus`; `self.bus = Bus()`."""
        around = next(scope.classes(), None)
        for node, inner in self._nodes.assignments:
            if not isinstance(node, Assignment) or around is None or next(inner.classes(), None) is not around:
                continue
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if dotted(target) not in {f"self.{name}", name} or (dotted(target) == name and inner.owner is None):
                    continue
                if isinstance(node, ast.AnnAssign):
                    return dotted(node.annotation)
                for value in self._values.of(node.value, inner):
                    if value.form in {Form.PARAMETER, Form.OBJECT}:
                        return value.parts[2 if value.form is Form.PARAMETER else 0]
        return ""

    def _decorated(self) -> Iterator[EventCall]:
        for scope, function in self._nodes.functions.items():
            around = scope.around or self._nodes.module
            yield from self._decorators(function, around, function.name)
        for scopes in self._nodes.classes.values():
            for scope in scopes:
                if scope.owner:
                    yield from self._decorators(scope.owner, scope.around or self._nodes.module, scope.owner.name)

    def _decorators(self, node: FunctionNode | ast.ClassDef, scope: Scope, name: str) -> Iterator[EventCall]:
        for one in node.decorator_list:
            callee = dotted(one)
            if callee.rpartition(".")[2] in self._words:
                arguments = tuple(self._values.arguments(one, scope)) if isinstance(one, ast.Call) else ()
                first = parameters(node)[:1] if isinstance(node, FunctionNode) else []
                if not isinstance(one, ast.Call) and first and first[0].annotation:
                    arguments = (Argument("0", self._values.of(first[0].annotation, scope)),)
                yield EventCall(f"@{callee}", one.lineno, arguments, function=name)

    def _tables(self) -> Iterator[EventCall]:
        """`HANDLERS = {OrderPlaced: [notify]}`: each key is subscribed to. `TOPICS = ["order.placed"]`: each item."""
        for node, scope in self._nodes.assignments:
            for target in _targets(node):
                if dotted(target).rpartition(".")[2] in self._words:
                    for item in _listed(node.value):
                        arguments = (Argument("0", self._values.of(item, scope)),)
                        yield EventCall(dotted(target), item.lineno, arguments, function=self._function(scope))

    def _classes(self) -> Iterator[EventClass]:
        for scopes in self._nodes.classes.values():
            for scope in scopes:
                if node := scope.owner:
                    decorators = (f"@{dotted(one)}" for one in node.decorator_list)
                    bases = (dotted(base) for base in node.bases)
                    yield EventClass(
                        node.name,
                        node.lineno,
                        tuple(base for base in (*bases, *decorators) if base),
                        tuple(self._names(node, scope)),
                        tuple(_fields(node)),
                    )

    def _names(self, node: ast.ClassDef, scope: Scope) -> Iterator[Constant]:
        """Attributes that are texts, and the texts that decorators are given."""
        for statement in node.body:
            for target in _targets(statement):
                values = self._values.of(getattr(statement, "value", None), scope)
                if isinstance(target, ast.Name) and (values[0].form in NAMING or "version" in target.id.casefold()):
                    yield Constant(target.id, values, statement.lineno)
        for one in node.decorator_list:
            if isinstance(one, ast.Call):
                for _, value in islice(given(one), 1):
                    yield Constant(f"@{dotted(one)}", self._values.of(value, scope), one.lineno)

    def _constants(self) -> Iterator[Constant]:
        for node, scope in self._nodes.assignments:
            if scope is not self._nodes.module and scope.owner is None:
                continue
            prefix = f"{scope.owner.name}." if scope.owner else ""
            for target in _targets(node):
                if isinstance(target, ast.Name) and node.value:
                    value = _named_in(node.value) or node.value
                    yield from self._constant(f"{prefix}{target.id}", value, scope, node.lineno)

    def _constant(self, name: str, value: ast.expr, scope: Scope, line: int) -> Iterator[Constant]:
        if isinstance(value, ast.Dict):
            for key, one in zip(value.keys, value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield from self._constant(f"{name}.{key.value}", one, scope, one.lineno)
            return
        values = self._values.of(value, scope)
        if all(one.form in {Form.TEXT, Form.REFERENCE, Form.OBJECT} for one in values):
            yield Constant(name, values, line)

    def _imported(self) -> Iterator[ImportedName]:
        for node in self._nodes.imports:
            for alias in node.names:
                if isinstance(node, ast.Import):
                    local = alias.asname or alias.name
                    yield ImportedName(local, alias.name, "")
                else:
                    module = "." * node.level + (node.module or "")
                    yield ImportedName(alias.asname or alias.name, module, alias.name)


def _listed(value: ast.expr | None) -> Iterator[ast.expr]:
    """The keys of a dictionary, the items of a list, or a text."""
    if isinstance(value, ast.Dict):
        yield from (key for key in value.keys if key is not None)
    elif isinstance(value, ast.List | ast.Tuple | ast.Set):
        yield from value.elts
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign) and node.value else []


def _named_in(value: ast.expr) -> ast.expr | None:
    """The name that a declaring call is given: `OpenEdxPublicSignal(event_type="…")`."""
    if not isinstance(value, ast.Call):
        return None
    named = {keyword.arg: keyword.value for keyword in value.keywords}
    found = next((named[key] for key in NAME_KEYS if key in named), None)
    return found if isinstance(found, ast.Constant) and isinstance(found.value, str) else None


def _fields(node: ast.ClassDef) -> Iterator[Field]:
    """Annotated attributes; where there are none, what the constructor takes."""
    own = [one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    for one in own:
        if isinstance(one.target, ast.Name) and dotted(one.annotation).rpartition(".")[2] != "ClassVar":
            yield Field(one.target.id, one.value is None)
    constructor = next((one for one in node.body if isinstance(one, FunctionNode) and one.name == "__init__"), None)
    if not own and constructor:
        arguments = constructor.args
        without_default = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults) - 1
        keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        optional = {argument.arg for argument, default in keywords if default is not None}
        for index, one_argument in enumerate(parameters(constructor)):
            is_keyword = one_argument in arguments.kwonlyargs
            yield Field(one_argument.arg, one_argument.arg not in optional if is_keyword else index < without_default)
