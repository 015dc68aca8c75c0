"""Types as normalised text: two spellings of one type give one text.

White space, quotes, comments, trailing commas, needless parentheses and the names of parameters go; unions,
intersections and the members of object types are sorted; `T[]` becomes `Array<T>`. Nothing is looked up.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from checks.codebase.languages.typescript.grammar import text_of

LOOSE = frozenset({"union_type", "intersection_type", "function_type", "constructor_type", "conditional_type"})
"""Types that need parentheses inside another one."""

ANNOTATIONS = frozenset(
    {
        "type_annotation",
        "asserts_annotation",
        "type_predicate_annotation",
        "opting_type_annotation",
        "omitting_type_annotation",
        "adding_type_annotation",
    }
)
PARAMETERS = frozenset({"required_parameter", "optional_parameter"})
TIGHT_BEFORE = re.compile(
    r" (?=[,;:?)\]>.])|(?<=[\w$\])]) (?<!\bis )(?<!\bin )(?<!extends )(?<!keyof )(?<!readonly )(?=[(<\[])"
)
TIGHT_AFTER = re.compile(r"(?<=[(<\[.!~]) ")


@dataclass(frozen=True, slots=True)
class Script:
    """A source in UTF-8, and the module and member of each import type by its offset (`rewrites`)."""

    source: bytes
    modules: Mapping[int, tuple[str, str]]

    def text(self, node: Node) -> str:
        """The source text of a node as written."""
        return text_of(node, self.source)


def children(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def annotation(node: Node | None, script: Script) -> str | None:
    """The type of an annotation, a predicate or an assertion; None where there is none."""
    if node is None:
        return None
    inner = node if node.type not in ANNOTATIONS else next(iter(children(node)), None)
    return None if inner is None else render(inner, script)


def render(node: Node, script: Script) -> str:
    """The normalised text of a type or of a simple expression."""
    if node.start_byte in script.modules and node.child_count == 0:
        module, member = script.modules[node.start_byte]
        return f'import("{module}")' + (f".{member}" if member else "")
    renderer = RENDERERS.get(node.type)
    return renderer(node, script) if renderer is not None else _tokens(node, script)


def quoted(text: str) -> str:
    """A string literal with double quotes, whichever it had."""
    inner = text[1:-1]
    return text if '"' in inner else f'"{inner.replace(chr(92) + chr(39), chr(39))}"'


def parameter_type(node: Node, script: Script) -> str:
    """One parameter of a function type or element of a tuple, without its name: `string`, `number?`, `...Array<T>`."""
    pattern = node.child_by_field_name("pattern") or node.child_by_field_name("name")
    type_ = annotation(node.child_by_field_name("type"), script) or "any"
    if pattern is not None and pattern.type == "rest_pattern":
        return f"...{type_}"
    is_optional = node.type == "optional_parameter" or node.child_by_field_name("value") is not None
    return f"{type_}?" if is_optional else type_


def generics(node: Node | None, script: Script) -> tuple[str, ...]:
    """The type parameters of a declaration, each as written, normalised."""
    if node is None:
        return ()
    return tuple(_tokens(each, script) for each in children(node))


def _tight(node: Node, script: Script) -> str:
    inner = unwrapped(node)
    text = render(inner, script)
    return f"({text})" if inner.type in LOOSE and len(operands(inner)) != 1 else text


def unwrapped(node: Node) -> Node:
    """What parentheses hold."""
    while node.type == "parenthesized_type" and (inner := children(node)):
        node = inner[0]
    return node


def operands(node: Node) -> list[Node]:
    """The parts of a union or intersection, whichever way it nests; of any other type nothing."""
    if node.type not in {"union_type", "intersection_type"}:
        return []
    found: list[Node] = []
    pending = [node]
    while pending:
        current = unwrapped(pending.pop())
        if current.type == node.type:
            pending += reversed(children(current))
        else:
            found.append(current)
    return found


def _union(node: Node, script: Script) -> str:
    parts = {_tight(part, script) for part in operands(node)}
    if {"true", "false"} <= parts:
        parts = parts - {"true", "false"} | {"boolean"}
    return " | ".join(sorted(parts))


def _intersection(node: Node, script: Script) -> str:
    return " & ".join(sorted({_tight(part, script) for part in operands(node)}))


def _array(node: Node, script: Script) -> str:
    return f"Array<{render(children(node)[0], script)}>"


def _readonly(node: Node, script: Script) -> str:
    text = _tight(children(node)[0], script)
    return f"Readonly{text}" if text.startswith("Array<") else f"readonly {text}"


def _generic(node: Node, script: Script) -> str:
    name, *rest = children(node)
    return render(name, script) + "".join(render(each, script) for each in rest)


def _arguments(node: Node, script: Script) -> str:
    return "<" + _listed(node, script) + ">"


def _tuple(node: Node, script: Script) -> str:
    return "[" + _listed(node, script) + "]"


def _listed(node: Node, script: Script) -> str:
    return ", ".join(_element(each, script) for each in children(node))


def _element(node: Node, script: Script) -> str:
    return parameter_type(node, script) if node.type in PARAMETERS else render(node, script)


def _parameters(node: Node, script: Script) -> str:
    return "(" + _listed(node, script) + ")"


def _function(node: Node, script: Script) -> str:
    start = "new " if node.type == "constructor_type" else ""
    if any(child.type == "abstract" for child in node.children):
        start = f"abstract {start}"
    named = ", ".join(generics(node.child_by_field_name("type_parameters"), script))
    parameters = node.child_by_field_name("parameters")
    returns = node.child_by_field_name("return_type") or node.child_by_field_name("type")
    given = render(parameters, script) if parameters is not None else "()"
    return f"{start}{f'<{named}>' if named else ''}{given} => {annotation(returns, script) or 'any'}"


def _object(node: Node, script: Script) -> str:
    members = sorted((_object_member(each, script) for each in children(node)), key=lambda pair: pair[0])
    return "{ " + "; ".join(text for _, text in members) + " }" if members else "{}"


def _object_member(node: Node, script: Script) -> tuple[str, str]:
    """The name to sort by and the text: a method as the property that it equals."""
    name = node.child_by_field_name("name")
    key = property_name(name, script) if name is not None and node.type != "index_signature" else ""
    if node.type == "property_signature":
        words = {child.type for child in node.children if not child.is_named}
        mark = "readonly " if "readonly" in words else ""
        type_ = annotation(node.child_by_field_name("type"), script) or "any"
        return key, f"{mark}{key}{'?' if '?' in words else ''}: {type_}"
    if node.type == "method_signature":
        words = {child.type for child in node.children if not child.is_named}
        accessor = next((f"{word} " for word in ("get", "set") if word in words), "")
        return key, f"{accessor}{key}{'?' if '?' in words else ''}: {_function(node, script)}"
    if node.type in {"call_signature", "construct_signature"}:
        return "", ("new " if node.type == "construct_signature" else "") + _function(node, script)
    return key, _tokens(node, script)


def property_name(node: Node, script: Script) -> str:
    """A property's name without its quotes; a computed one in brackets."""
    if node.type == "string":
        return script.text(node)[1:-1]
    if node.type == "computed_property_name":
        inner = children(node)
        if inner and inner[0].type == "string":
            return script.text(inner[0])[1:-1]
        return "[" + "".join(render(each, script) for each in inner) + "]"
    return script.text(node)


def _string(node: Node, script: Script) -> str:
    return quoted(script.text(node))


def _written(node: Node, script: Script) -> str:
    return script.text(node)


def _conditional(node: Node, script: Script) -> str:
    left, right, then, other = (
        _tight(part, script) if (part := node.child_by_field_name(field)) is not None else ""
        for field in ("left", "right", "consequence", "alternative")
    )
    return f"{left} extends {right} ? {then} : {other}"


def _joined(node: Node, script: Script) -> str:
    return "".join(script.text(child) for child in node.children)


def _parenthesized(node: Node, script: Script) -> str:
    return render(unwrapped(node), script)


def _tokens(node: Node, script: Script) -> str:
    """Any other node: its parts with single spaces between them."""
    if node.child_count == 0:
        return script.text(node).strip()
    parts = [_tight(child, script) if child.is_named else script.text(child) for child in _significant(node)]
    return TIGHT_AFTER.sub("", TIGHT_BEFORE.sub("", " ".join(parts)))


def _significant(node: Node) -> Iterator[Node]:
    """Its children without comments and a comma or semicolon at the end."""
    found = [child for child in node.children if child.type != "comment"]
    for index, child in enumerate(found):
        closes = index + 1 < len(found) and found[index + 1].type in {")", "]", "}", ">"}
        if not (child.type in {",", ";"} and (closes or index + 1 == len(found))):
            yield child


RENDERERS: Mapping[str, Callable[[Node, Script], str]] = {
    "union_type": _union,
    "intersection_type": _intersection,
    "array_type": _array,
    "readonly_type": _readonly,
    "generic_type": _generic,
    "type_arguments": _arguments,
    "tuple_type": _tuple,
    "function_type": _function,
    "constructor_type": _function,
    "formal_parameters": _parameters,
    "conditional_type": _conditional,
    "object_type": _object,
    "interface_body": _object,
    "parenthesized_type": _parenthesized,
    "unary_expression": _joined,
    "string": _string,
    "template_string": _written,
    "template_literal_type": _written,
    "regex": _written,
}
