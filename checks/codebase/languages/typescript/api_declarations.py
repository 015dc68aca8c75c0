"""Declarations as members: functions, classes, interfaces, type aliases, enums, namespaces, variables."""

from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from checks.codebase.api.surface import Member, Sort
from checks.codebase.languages.typescript.api_members import (
    WRAPPERS,
    class_member,
    enum_members,
    valued,
)
from checks.codebase.languages.typescript.api_parts import type_of
from checks.codebase.languages.typescript.api_signatures import object_members, shape, signature, typed
from checks.codebase.languages.typescript.api_types import Script, children, generics, render, unwrapped
from checks.codebase.languages.typescript.grammar import line_of

CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})
FUNCTION_DECLARATIONS = frozenset({"function_declaration", "generator_function_declaration", "function_signature"})
NAMESPACES = frozenset({"internal_module", "module"})
NAMES = frozenset({"identifier", "nested_identifier"})
TYPE_NAMES = frozenset({"type_identifier", "nested_type_identifier"})


def declared(node: Node, script: Script) -> Iterator[Member]:
    """The members that a declaration makes; none for any other node. Namespaces have no members yet: what they hold is
    statements."""
    name = node.child_by_field_name("name")
    if node.type in {"lexical_declaration", "variable_declaration"}:
        for each in children(node):
            yield from _variables(each, script)
    elif node.type == "import_alias":
        yield from _import_alias(node, script)
    elif name is not None:
        found = _named(node, script.text(name), script)
        if found is not None:
            yield found


def alias(name: str, target: tuple[str, str], node: Node, marks: frozenset[str] = frozenset()) -> Member:
    """A name that stands for another: of a module as written, or of this one where the module is empty."""
    return Member(name, Sort.ALIAS, line_of(node), target=target, on_purpose=True, marks=marks)


def valued_or_alias(name: str, node: Node, value: Node | None, script: Script) -> Member:
    """What a value makes of a name; a mere name makes it that name's alias."""
    inner = value
    while inner is not None and inner.type in WRAPPERS - {"as_expression"} and len(children(inner)) == 1:
        inner = children(inner)[0]
    if inner is not None and inner.type == "identifier" and script.text(inner) != "undefined":
        return alias(name, ("", script.text(inner)), node)
    return valued(name, line_of(node), value, script, frozenset())


def _named(node: Node, name: str, script: Script) -> Member | None:
    line = line_of(node)
    if node.type in FUNCTION_DECLARATIONS:
        marks = frozenset() if node.type == "function_signature" else frozenset({"implementation"})
        return Member(name, Sort.FUNCTION, line, (signature(node, script),), marks=marks)
    if node.type in CLASSES:
        return replace(class_member(name, node, script), generics=_generics(node, script))
    if node.type == "interface_declaration":
        body = node.child_by_field_name("body")
        return Member(
            name,
            Sort.INTERFACE,
            line,
            generics=_generics(node, script),
            bases=tuple(_extended(node, script)),
            members=object_members(body, script) if body is not None else (),
        )
    if node.type == "type_alias_declaration":
        return _type_alias(node, name, script)
    if node.type == "enum_declaration":
        body = node.child_by_field_name("body")
        marks = frozenset({"const"} if any(child.type == "const" for child in node.children) else ())
        return Member(name, Sort.ENUM, line, members=enum_members(body, script) if body else (), marks=marks)
    return None


def _generics(node: Node, script: Script) -> tuple[str, ...]:
    return generics(node.child_by_field_name("type_parameters"), script)


def _extended(node: Node, script: Script) -> Iterator[str]:
    for clause in (child for child in node.children if child.type == "extends_type_clause"):
        yield from (render(each, script) for each in children(clause))


def _type_alias(node: Node, name: str, script: Script) -> Member | None:
    value = node.child_by_field_name("value")
    if value is None:
        return None
    value, line, named = unwrapped(value), line_of(node), _generics(node, script)
    if value.type in TYPE_NAMES and not named:
        text = render(value, script)
        return replace(alias(name, ("", text), node, TYPE_ONLY), type=text)
    if value.type == "function_type":
        return Member(name, Sort.TYPE, line, (signature(value, script),), generics=named)
    found = shape(value, script)
    if found is None:
        return Member(name, Sort.TYPE, line, type=render(value, script), generics=named)
    members, bases = found
    return Member(name, Sort.TYPE, line, bases=bases, members=members, marks=SHAPE, generics=named)


TYPE_ONLY = frozenset({"type-only"})
SHAPE = frozenset({"shape"})
"""The mark of a type alias that says what an interface can say."""


def _variables(node: Node, script: Script) -> Iterator[Member]:
    name = node.child_by_field_name("name")
    if node.type != "variable_declarator" or name is None:
        return
    if name.type != "identifier":
        yield from (Member(script.text(each), Sort.ATTRIBUTE, line_of(each)) for each in _bound(name))
        return
    annotated = type_of(node.child_by_field_name("type"))
    if annotated is not None:
        yield typed(script.text(name), line_of(node), annotated, script, frozenset())
    else:
        yield valued_or_alias(script.text(name), node, node.child_by_field_name("value"), script)


def _bound(pattern: Node) -> Iterator[Node]:
    """The names that a destructuring pattern binds."""
    if pattern.type in {"identifier", "shorthand_property_identifier_pattern"}:
        yield pattern
    elif pattern.type in {"pair_pattern", "assignment_pattern", "object_assignment_pattern"}:
        inner = pattern.child_by_field_name("value" if pattern.type == "pair_pattern" else "left")
        if inner is not None:
            yield from _bound(inner)
    else:
        for child in children(pattern):
            yield from _bound(child)


def _import_alias(node: Node, script: Script) -> Iterator[Member]:
    """`import Q = N.Y`."""
    names = [child for child in children(node) if child.type in NAMES]
    if len(names) == 2:
        yield alias(script.text(names[0]), ("", script.text(names[1])), node)
