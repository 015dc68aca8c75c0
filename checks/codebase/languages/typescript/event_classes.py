"""Classes that may be events: what they derive from, the names that they carry, the fields of their payload."""

from collections.abc import Iterator

from tree_sitter import Node

from checks.codebase.event_facts import Constant, EventClass, Field, Form
from checks.codebase.languages.typescript.event_values import PARAMETERS, Values, given, inner_of
from checks.codebase.languages.typescript.grammar import line_of

CONSTRUCTOR = "constructor"
SUPER = "super"
"""Under this the texts are kept that a constructor hands to that of its base."""


def event_class(node: Node, values: Values) -> EventClass:
    """One class."""
    body = node.child_by_field_name("body")
    members = body.named_children if body is not None else []
    return EventClass(
        values.text(node.child_by_field_name("name")),
        line_of(node),
        tuple(_bases(node, values)),
        tuple(_names(node, members, values)),
        tuple(_fields(members, values)),
    )


def _decorators(node: Node) -> Iterator[Node]:
    """A class's own decorators; of an exported one they stand before `export`."""
    parent = node.parent
    exported = parent.named_children if parent is not None and parent.type == "export_statement" else []
    for one in (*exported, *node.named_children):
        inner = inner_of(one) if one.type == "decorator" else None
        if inner is not None:
            yield inner


def _bases(node: Node, values: Values) -> Iterator[str]:
    heritage = next((one for one in node.named_children if one.type == "class_heritage"), None)
    for clause in heritage.named_children if heritage is not None else ():
        for one in clause.named_children:
            name = one.child_by_field_name("name") if one.type == "generic_type" else one
            if name is not None and one.type != "type_arguments":
                yield values.text(name)
    yield from (f"@{values.dotted(one)}" for one in _decorators(node))


def _names(node: Node, members: list[Node], values: Values) -> Iterator[Constant]:
    for member in members:
        name = values.text(member.child_by_field_name("name"))
        if member.type == "public_field_definition":
            found = values.of(member.child_by_field_name("value"))
            if found[0].form in {Form.TEXT, Form.REFERENCE} or "version" in name.casefold():
                yield Constant(name, found, line_of(member))
        elif member.type == "method_definition":
            yield from _of_method(name, member, values)
    for one in _decorators(node):
        for argument in given(one)[:1]:
            yield Constant(f"@{values.dotted(one)}", values.of(argument), line_of(one))


def _of_method(name: str, method: Node, values: Values) -> Iterator[Constant]:
    """`get eventName() { return '…' }`, and what a constructor gives to `super`."""
    body = method.child_by_field_name("body")
    for statement in body.named_children if body is not None else ():
        inner = inner_of(statement)
        if inner is None:
            continue
        if statement.type == "return_statement" and name != CONSTRUCTOR:
            found = values.of(inner)
            if found[0].form is Form.TEXT:
                yield Constant(name, found, line_of(inner))
        elif inner.type == "call_expression" and values.text(inner.child_by_field_name("function")) == SUPER:
            for argument in given(inner)[:1]:
                yield Constant(SUPER, values.of(argument), line_of(inner))


def _fields(members: list[Node], values: Values) -> Iterator[Field]:
    """Declared fields without a value of their own, and what the constructor takes."""
    for member in members:
        name = values.text(member.child_by_field_name("name"))
        if member.type == "public_field_definition":
            is_static = any(child.type == "static" for child in member.children)
            if not is_static and member.child_by_field_name("value") is None:
                yield Field(name, not any(child.type == "?" for child in member.children))
        elif name == CONSTRUCTOR:
            listed = member.child_by_field_name("parameters")
            for one in listed.named_children if listed is not None else ():
                if one.type in PARAMETERS:
                    is_required = one.type == "required_parameter" and one.child_by_field_name("value") is None
                    yield Field(values.text(one.child_by_field_name("pattern")), is_required)
