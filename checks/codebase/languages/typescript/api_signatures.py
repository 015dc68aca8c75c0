"""The signatures of whatever can be called, and the members of object types, which hold each other."""

import re

from tree_sitter import Node

from checks.codebase.api.surface import How, Member, Parameter, Signature, Sort
from checks.codebase.languages.typescript.api_parts import documented, merged, type_of, words
from checks.codebase.languages.typescript.api_types import (
    PARAMETERS,
    Script,
    annotation,
    children,
    generics,
    operands,
    property_name,
    render,
)
from checks.codebase.languages.typescript.grammar import line_of

FUNCTIONS = frozenset(
    {"arrow_function", "function_expression", "generator_function", "function_declaration", "function_signature"}
)
MARKS = frozenset({"static", "readonly", "abstract", "async", "private", "protected"})


def signature(node: Node, script: Script) -> Signature:
    """That of anything that can be called: a function, a method, a function type, a call signature."""
    returns = node.child_by_field_name("return_type")
    if returns is None and node.type in {"constructor_type", "construct_signature"}:
        returns = node.child_by_field_name("type")
    names = tuple(_name(each, script) for each in _parameters(node))
    return Signature(
        parameters=tuple(_parameter(each, script) for each in _parameters(node)),
        returns=_predicate(annotation(returns, script), names),
        is_async=any(child.type == "async" for child in node.children),
        generics=generics(node.child_by_field_name("type_parameters"), script),
    )


def _predicate(returns: str | None, names: tuple[str, ...]) -> str | None:
    """A return type; in `value is T` the parameter by its place, as its name may change."""
    if returns is None:
        return None
    match = re.match(r"(asserts )?([\w$]+)(?= is |$)", returns)
    if match is None or match[2] not in names or (match.end() == len(returns) and not match[1]):
        return returns
    return f"{match[1] or ''}${names.index(match[2]) + 1}{returns[match.end() :]}"


def _parameters(node: Node) -> list[Node]:
    """The parameters; `this` is none."""
    given = node.child_by_field_name("parameters")
    if given is None:
        single = node.child_by_field_name("parameter")
        return [] if single is None else [single]
    found = [each for each in children(given) if each.type in PARAMETERS]
    return [each for each in found if _pattern(each).type != "this"]


def _pattern(node: Node) -> Node:
    return node.child_by_field_name("pattern") or node


def _name(node: Node, script: Script) -> str:
    pattern = _pattern(node)
    if pattern.type == "rest_pattern":
        inner = children(pattern)
        pattern = inner[0] if inner else pattern
    return script.text(pattern) if pattern.type == "identifier" else "{}"


def _parameter(node: Node, script: Script) -> Parameter:
    if node.type not in PARAMETERS:  # the only one of an arrow function without parentheses
        return Parameter(_name(node, script), How.POSITIONAL)
    how = How.REST if _pattern(node).type == "rest_pattern" else How.POSITIONAL
    default = node.child_by_field_name("value")
    text = "" if node.type == "optional_parameter" else None
    annotated = node.child_by_field_name("type")
    type_ = type_of(annotated)
    return Parameter(
        _name(node, script),
        how,
        type=annotation(annotated, script),
        default=render(default, script) if default is not None else text,
        members=object_members(type_, script) if type_ is not None and type_.type == "object_type" else (),
    )


def object_members(body: Node, script: Script) -> tuple[Member, ...]:
    """Those of an object type or of an interface's body."""
    return merged([_of_type(each, script, is_internal=is_internal) for each, is_internal in documented(body, script)])


def shape(node: Node, script: Script) -> tuple[tuple[Member, ...], tuple[str, ...]] | None:
    """The members and bases of a type that is an object type, or an intersection of one with names; None for others."""
    parts = operands(node) if node.type == "intersection_type" else [node]
    objects = [part for part in parts if part.type == "object_type"]
    named = [part for part in parts if part.type in {"type_identifier", "generic_type", "nested_type_identifier"}]
    if any(inner.type == "index_signature" and _is_mapped(inner) for each in objects for inner in children(each)):
        return None
    if not objects or len(objects) + len(named) != len(parts):
        return None
    found = [member for each in objects for member in object_members(each, script)]
    return merged(found), tuple(sorted(render(each, script) for each in named))


def typed(name: str, line: int, type_: Node | None, script: Script, marks: frozenset[str]) -> Member:
    """A variable or property of this type: a function for a function type, with members for an object type."""
    if type_ is None:
        return Member(name, Sort.ATTRIBUTE, line, marks=marks)
    if type_.type == "function_type":
        return Member(name, Sort.FUNCTION, line, (signature(type_, script),), marks=marks | {"property"})
    members = object_members(type_, script) if type_.type == "object_type" else ()
    if len(members) == 1 and members[0].name == "()":  # an object that can only be called
        return Member(name, Sort.FUNCTION, line, members[0].signatures, marks=marks | {"property"})
    return Member(name, Sort.ATTRIBUTE, line, type=render(type_, script), members=members, marks=marks)


def _of_type(node: Node, script: Script, *, is_internal: bool) -> Member:
    present = words(node)
    marks = (MARKS & present) | ({"optional"} if "?" in present else set()) | ({"internal"} if is_internal else set())
    line = line_of(node)
    match node.type:
        case "call_signature":
            return Member("()", Sort.FUNCTION, line, (signature(node, script),))
        case "construct_signature":
            return Member("new()", Sort.FUNCTION, line, (signature(node, script),))
        case "index_signature":
            return index_member(node, script, marks)
    named = node.child_by_field_name("name")
    name = property_name(named, script) if named is not None else script.text(node)
    if node.type == "method_signature" and not present & {"get", "set"}:
        return Member(name, Sort.FUNCTION, line, (signature(node, script),), marks=frozenset(marks))
    if node.type == "method_signature":
        return accessor(node, name, script, frozenset(marks))
    return typed(name, line, type_of(node.child_by_field_name("type")), script, frozenset(marks))


def index_member(node: Node, script: Script, marks: frozenset[str] | set[str]) -> Member:
    key = node.child_by_field_name("index_type")
    text = annotation(node.child_by_field_name("type"), script)
    mapped = next((child for child in children(node) if child.type == "mapped_type_clause"), None)
    name = render(key, script) if key is not None else script.text(mapped or node)
    return Member(f"[{name}]", Sort.ATTRIBUTE, line_of(node), type=text, marks=frozenset(marks | {"index"}))


def _is_mapped(node: Node) -> bool:
    return any(child.type == "mapped_type_clause" for child in children(node))


def accessor(node: Node, name: str, script: Script, marks: frozenset[str]) -> Member:
    call = signature(node, script)
    if "get" in words(node):
        return Member(name, Sort.ATTRIBUTE, line_of(node), type=call.returns, marks=marks | {"readonly", "accessor"})
    given = call.parameters[0].type if call.parameters else None
    return Member(name, Sort.ATTRIBUTE, line_of(node), type=given, marks=marks | {"accessor"})
