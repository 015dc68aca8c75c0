"""What griffe found in a module, as our values."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from griffe import Alias, Attribute, Class, Expr, Extension, Function, Module, Object, ParameterKind

from checks.codebase.api.surface import How, Member, Parameter, Signature, Sort
from checks.codebase.languages.python.api_tree import Cut

HOW = {
    ParameterKind.positional_only: How.POSITIONAL,
    ParameterKind.positional_or_keyword: How.EITHER,
    ParameterKind.keyword_only: How.KEYWORD,
    ParameterKind.var_positional: How.REST,
    ParameterKind.var_keyword: How.KEYWORD_REST,
}
VARIADIC = frozenset({How.REST, How.KEYWORD_REST})
BINDINGS = frozenset({"staticmethod", "classmethod"})
ABSTRACT = frozenset({"abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"})
CONTEXT = frozenset({"contextmanager", "asynccontextmanager"})
DATACLASS = frozenset({"dataclass", "define", "frozen", "mutable", "attrs", "s", "attributes", "dataclass_transform"})
DATACLASS_HOMES = frozenset({"dataclasses", "attr", "attrs", "pydantic"})
FIELDS = frozenset({"field", "Field", "ib", "attrib", "attr.ib"})
WITHOUT_DEFAULT = re.compile(r"\(\s*\)|\(\s*\.\.\.")
GIVEN_DEFAULT = re.compile(r"\b(default|default_factory|factory)\s*=(?!=)")
LEFT_OUT = re.compile(r"\binit\s*=\s*False\b")
KEYWORD_ONLY = re.compile(r"\bkw_only\s*=\s*True\b")
QUOTED = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"")
MADE = frozenset(
    {
        *("command", "group", "fixture", "task", "shared_task", "callback", "result_callback", "route", "websocket"),
        *("get", "post", "put", "patch", "delete", "api_view", "singledispatch", "validator", "field_validator"),
        *("model_validator", "root_validator", "field_serializer", "receiver", "event", "hookimpl", "hookspec"),
    }
)
"""Decorators that make something else of a function, or call it themselves."""

KNOWN = (
    BINDINGS
    | ABSTRACT
    | CONTEXT
    | frozenset(
        {
            "overload",
            "override",
            "final",
            "deprecated",
            "wraps",
            "cache",
            "lru_cache",
            "no_type_check",
            "property",
            "setter",
        }
    )
)
"""Decorators that leave a signature as it is."""

NO_API = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple", "getLogger", "get_logger"})
"""Calls whose results serve the module itself, whatever their names."""


@dataclass(slots=True)
class Origins(Extension):
    """Cuts the tree before griffe walks it, and remembers the node of each object."""

    cut: Cut = field(default_factory=Cut)
    nodes: dict[int, ast.AST] = field(default_factory=dict)
    tree: ast.AST | None = None

    def on_module_node(self, *, node: Any, **_: object) -> None:
        """Before the module is read."""
        self.tree = node
        self.cut.module(node)

    def on_instance(self, *, node: Any, obj: Object, **_: object) -> None:
        """After a class, function or attribute was made."""
        self.nodes[id(obj)] = node

    def on_alias_instance(self, *, alias: Alias, node: Any, **_: object) -> None:
        """After an import was read."""
        self.nodes[id(alias)] = node


class Members:
    """Reads the members of one module."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins

    def of(self, owner: Module | Class, node: ast.AST | None) -> Iterator[Member]:
        """The members of a module or class, in the order of their names' first appearance."""
        conditional = self._origins.cut.alternatives.get(id(node), ())
        for name, found in owner.members.items():
            if name != "__all__":
                member = self._member(name, found)
                yield replace(member, marks=member.marks | {"conditional"}) if name in conditional else member
        for name, overloads in owner.overloads.items():
            if overloads and name not in owner.members:
                yield self._function(overloads[-1], overloads)

    def _member(self, name: str, found: Object | Alias) -> Member:
        node = self._origins.nodes.get(id(found))
        if isinstance(found, Alias):
            return _alias(name, found, node)
        if isinstance(found, Class):
            return self._class(found, node)
        if isinstance(found, Function):
            return self._function(found)
        return _attribute(found, node) if isinstance(found, Attribute) else Member(name, Sort.TYPE, found.lineno or 1)

    def _class(self, found: Class, node: ast.AST | None) -> Member:
        members = _with_defaults(tuple(self.of(found, node)), found)
        names = {member.name for member in members}
        for name, line in self._origins.cut.attributes.get(id(node), {}).items():
            if name not in names:
                members += (Member(name, Sort.ATTRIBUTE, line, marks=frozenset({"instance"})),)
        bases = tuple(str(base) for base in found.bases)
        return Member(
            found.name, Sort.CLASS, _line(found, node), bases=bases, members=members, marks=_class_marks(found)
        )

    def _function(self, found: Function, overloads: list[Function] | None = None) -> Member:
        names = _decorators(found)
        marks = {name for name in names if name in BINDINGS}
        if not ABSTRACT.isdisjoint(names):
            marks.add("abstract")
        if not MADE.isdisjoint(names):
            marks.add("made")
        if not names <= KNOWN:
            marks.add("decorated")
        node = self._origins.nodes.get(id(found))
        if id(node) in self._origins.cut.unimplemented:
            marks.add("unimplemented")
        if overloads:
            marks.add("overload")
        else:
            overloads = [*(found.overloads or ()), found]
        signatures = tuple(_signature(one, names) for one in overloads)
        return Member(found.name, Sort.FUNCTION, _line(found, node), signatures=signatures, marks=frozenset(marks))


def _with_defaults(members: tuple[Member, ...], owner: Class) -> tuple[Member, ...]:
    """Those fields are optional whose default is given by a method (`@size.default`)."""
    given = {
        str(decorator.value).removesuffix(".default")
        for method in owner.members.values()
        if isinstance(method, Function)
        for decorator in method.decorators
        if str(decorator.value).endswith(".default")
    }
    return tuple(
        replace(one, marks=one.marks - {"required"} | {"optional"}) if one.name in given else one for one in members
    )


def _line(found: Object, node: ast.AST | None) -> int:
    """That of `def` or `class`, below the decorators."""
    return int(getattr(node, "lineno", None) or found.lineno or 1)


def _alias(name: str, found: Alias, node: ast.AST | None) -> Member:
    on_purpose = False
    target = (found.target_path, "")
    for alias in getattr(node, "names", ()):
        if (alias.asname or alias.name.partition(".")[0]) == name or alias.name == name:
            on_purpose = alias.asname == alias.name
            if isinstance(node, ast.ImportFrom):
                target = (node.module or "", alias.name)
            else:
                target = (alias.name if alias.asname else name, "")
            break
    marks = frozenset() if found.runtime else frozenset({"type-only"})
    return Member(name, Sort.ALIAS, getattr(node, "lineno", 1), marks=marks, target=target, on_purpose=on_purpose)


def _attribute(found: Attribute, node: ast.AST | None) -> Member:
    line = getattr(node, "lineno", None) or found.lineno or 1
    annotation = _type(found.annotation)
    labels = found.labels
    if "property" in labels:
        marks = {"property"}
        if found.setter is None and "cached" not in labels:
            marks.add("readonly")
        if "abstractmethod" in labels:
            marks.add("abstract")
        return Member(found.name, Sort.ATTRIBUTE, line, type=annotation, marks=frozenset(marks))
    value = getattr(node, "value", None)
    if annotation is None and isinstance(value, ast.Name | ast.Attribute) and (dotted := _dotted(value)):
        return Member(found.name, Sort.ALIAS, line, target=("", dotted), on_purpose=True)
    marks = set(_field_marks(value)) if annotation is not None or _called(value) in FIELDS else set()
    if labels == {"class-attribute"}:
        marks = {"class-variable"}
    if _called(value) in NO_API:
        marks.add("private")
    constant = repr(value.value) if isinstance(value, ast.Constant) and value.value is not ... else None
    if constant and annotation is None:
        marks.add("constant")
    return Member(found.name, Sort.ATTRIBUTE, line, type=annotation or constant, marks=frozenset(marks))


def _field_marks(value: ast.expr | None) -> Iterator[str]:
    """Whether a constructor made of fields asks for this one."""
    if value is None:
        yield "required"
    elif _called(value) not in FIELDS:
        yield "optional"
    else:
        text = ast.unparse(value)
        if LEFT_OUT.search(text):
            yield "class-variable"
        elif KEYWORD_ONLY.search(text):
            yield "keyword-only"
        given = GIVEN_DEFAULT.search(text) or (not WITHOUT_DEFAULT.search(text) and _takes_default(value))
        yield "optional" if given else "required"


def _takes_default(value: ast.expr) -> bool:
    """`Field(1)`, `attr.ib(1)`: the first argument is the default."""
    return isinstance(value, ast.Call) and bool(value.args)


def _called(value: ast.AST | None) -> str:
    """The last word of the function that a call calls."""
    function = value.func if isinstance(value, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _class_marks(found: Class) -> frozenset[str]:
    marks: set[str] = set()
    for decorator in found.decorators:
        path = decorator.callable_path
        if path.rpartition(".")[2] in DATACLASS and path.partition(".")[0] in DATACLASS_HOMES:
            text = str(decorator.value)
            marks.update({"dataclass", "attrs"} if path.startswith("attr") else {"dataclass"})
            marks.update({"keyword-only"} if KEYWORD_ONLY.search(text) else ())
            marks.update({"no-init"} if LEFT_OUT.search(text) else ())
    keywords: Mapping[str, object] = found.keywords
    if str(keywords.get("total")) == "False":
        marks.add("optional")
    if str(keywords.get("kw_only")) == "True":
        marks.add("keyword-only")
    if "ABCMeta" in str(keywords.get("metaclass")):
        marks.add("abstract")
    return frozenset(marks)


def _decorators(found: Function) -> frozenset[str]:
    return frozenset(decorator.callable_path.rpartition(".")[2] for decorator in found.decorators)


def _signature(found: Function, decorators: frozenset[str]) -> Signature:
    """As it is called: what a context manager's decorator makes of a coroutine is none."""
    parameters = []
    for one in found.parameters:
        how = HOW[one.kind or ParameterKind.positional_or_keyword]
        default = None if how in VARIADIC else _text(one.default)
        parameters.append(Parameter(one.name, how, _type(one.annotation), default))
    is_async = "async" in found.labels and CONTEXT.isdisjoint(decorators)
    generics = tuple(str(one) for one in found.type_parameters)
    return Signature(tuple(parameters), _type(found.returns), is_async, generics)


def _text(expression: str | Expr | None) -> str | None:
    return None if expression is None else str(expression)


def _type(annotation: str | Expr | None) -> str | None:
    """Without the quotes that delay it."""
    text = _text(annotation)
    return text[1:-1] if text and QUOTED.fullmatch(text) else text


def _dotted(node: ast.expr) -> str | None:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None
