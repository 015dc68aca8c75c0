"""The members of classes, enums and object literals."""

from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from checks.codebase.api.surface import Member, Signature, Sort
from checks.codebase.languages.typescript.api_parts import documented, merged, type_of, words
from checks.codebase.languages.typescript.api_signatures import (
    FUNCTIONS,
    MARKS,
    accessor,
    index_member,
    signature,
    typed,
)
from checks.codebase.languages.typescript.api_types import Script, children, property_name, render, unwrapped
from checks.codebase.languages.typescript.grammar import line_of

WRAPPERS = frozenset({"as_expression", "satisfies_expression", "parenthesized_expression", "non_null_expression"})
LITERALS = frozenset({"string", "number", "true", "false", "null", "template_string"})
CONSTRUCTOR = "constructor"


def valued(name: str, line: int, value: Node | None, script: Script, marks: frozenset[str]) -> Member:
    """A variable or property without an annotation, by its value: a function, an object literal, `as const`, a class;
    else nothing is known of it."""
    is_const = False
    while value is not None and value.type in WRAPPERS:
        inner = children(value)
        asserted = inner[1] if len(inner) > 1 else None
        is_const = is_const or any(child.type == "const" for child in value.children)
        if value.type == "as_expression" and asserted is not None:
            return typed(name, line, unwrapped(asserted), script, marks)
        value = inner[0] if inner else None
    if value is None:
        return Member(name, Sort.ATTRIBUTE, line, marks=marks)
    if value.type in FUNCTIONS:
        return Member(name, Sort.FUNCTION, line, (signature(value, script),), marks=marks)
    if value.type == "class":
        return replace(class_member(name, value, script), line=line)
    if value.type == "object":
        found = merged(list(_of_literal(value, script, is_const=is_const)))
        is_open = any(child.type == "spread_element" for child in value.children)
        return Member(name, Sort.ATTRIBUTE, line, members=found, marks=marks | ({"open"} if is_open else set()))
    literal = render(value, script) if is_const and value.type in LITERALS else None
    return Member(name, Sort.ATTRIBUTE, line, type=literal, marks=marks)


def class_member(name: str, node: Node, script: Script) -> Member:
    """A class, with the signatures of its constructor as its own."""
    body = node.child_by_field_name("body")
    members = list(_of_class(body, script)) if body is not None else []
    built = merged([member for member in members if member.name == CONSTRUCTOR])
    bases = tuple(_bases(node, script))
    marks = {"abstract"} if node.type == "abstract_class_declaration" else set()
    marks |= {f"{mark}-constructor" for member in built for mark in member.marks & {"private", "protected"}}
    inherited = any(base.startswith("extends ") for base in bases)
    default = () if inherited else (Signature(),)
    return Member(
        name,
        Sort.CLASS,
        line_of(node),
        signatures=built[0].signatures if built else default,
        bases=tuple(base.removeprefix("extends ") for base in bases if base.startswith("extends ")),
        members=merged([member for member in members if member.name != CONSTRUCTOR]),
        marks=frozenset(marks),
    )


def enum_members(body: Node, script: Script) -> tuple[Member, ...]:
    """Those of an enum, each with its value: as written, or its number where none is."""
    found = list[Member]()
    number: int | None = 0
    for each in children(body):
        name, value = each.child_by_field_name("name") or each, each.child_by_field_name("value")
        if value is not None:
            text = render(value, script)
            number = int(text) + 1 if text.removeprefix("-").isdecimal() and len(text) < 20 else None
        else:
            text = str(number) if number is not None else ""
            number = number + 1 if number is not None else None
        found.append(Member(property_name(name, script), Sort.ATTRIBUTE, line_of(each), type=text or None))
    return tuple(found)


def _of_class(body: Node, script: Script) -> Iterator[Member]:
    for node, is_internal in documented(body, script):
        named = node.child_by_field_name("name")
        if node.type == "index_signature":
            yield index_member(node, script, frozenset())
            continue
        if named is None or named.type == "private_property_identifier":
            continue
        name, present, line = property_name(named, script), words(node), line_of(node)
        optional = {"optional"} if "?" in present else set[str]()
        marks = frozenset((MARKS & present) | optional | ({"internal"} if is_internal else set()))
        if node.type == "public_field_definition":
            yield _field(node, name, script, marks)
        elif present & {"get", "set"}:
            yield accessor(node, name, script, marks)
        else:
            written = {"implementation"} if node.type == "method_definition" else set[str]()
            yield Member(name, Sort.FUNCTION, line, (signature(node, script),), marks=marks - {"async"} | written)
            if name == CONSTRUCTOR:
                yield from _parameter_properties(node, script)


def _field(node: Node, name: str, script: Script, marks: frozenset[str]) -> Member:
    annotated = type_of(node.child_by_field_name("type"))
    if annotated is not None:
        return typed(name, line_of(node), annotated, script, marks)
    found = valued(name, line_of(node), node.child_by_field_name("value"), script, marks)
    return found if found.sort is Sort.FUNCTION else Member(name, Sort.ATTRIBUTE, line_of(node), marks=marks)


def _parameter_properties(node: Node, script: Script) -> Iterator[Member]:
    """`constructor(readonly name: string)` makes a property."""
    given = node.child_by_field_name("parameters")
    for each in children(given) if given is not None else ():
        present = words(each)
        pattern = each.child_by_field_name("pattern")
        if pattern is not None and present & {"public", "private", "protected", "readonly"}:
            optional = {"optional"} if each.type == "optional_parameter" else set[str]()
            marks = frozenset((MARKS & present) | optional)
            yield typed(script.text(pattern), line_of(each), type_of(each.child_by_field_name("type")), script, marks)


def _bases(node: Node, script: Script) -> Iterator[str]:
    """What a class extends, after that word, and what it implements."""
    for heritage in (child for child in node.children if child.type == "class_heritage"):
        clauses = [child for child in children(heritage) if child.type.endswith("_clause")]
        for clause in clauses:
            if clause.type == "extends_clause":
                yield "extends " + "".join(render(each, script) for each in children(clause))
            else:
                yield from (render(each, script) for each in children(clause))
        if not clauses:  # the grammar of JavaScript has none
            yield from ("extends " + render(each, script) for each in children(heritage))


def _of_literal(node: Node, script: Script, *, is_const: bool) -> Iterator[Member]:
    for each, is_internal in documented(node, script):
        marks = frozenset({"internal"} if is_internal else ())
        line = line_of(each)
        if each.type == "shorthand_property_identifier":
            yield Member(script.text(each), Sort.ATTRIBUTE, line, marks=marks)
        elif each.type == "pair" and (key := each.child_by_field_name("key")) is not None:
            value = each.child_by_field_name("value")
            found = valued(property_name(key, script), line, value, script, marks)
            is_literal = is_const and value is not None and value.type in LITERALS
            yield replace(found, type=render(value, script)) if is_literal and value is not None else found
        elif each.type == "method_definition" and (name := each.child_by_field_name("name")) is not None:
            if words(each) & {"get", "set"}:
                yield accessor(each, property_name(name, script), script, marks)
            else:
                yield Member(property_name(name, script), Sort.FUNCTION, line, (signature(each, script),), marks=marks)
