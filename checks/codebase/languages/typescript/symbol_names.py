"""The names in TypeScript's types and values: those that a signature speaks of, and those that a value is made by."""

from collections.abc import Iterator

from tree_sitter import Node

from checks.codebase.languages.typescript.grammar import bytes_of, text_of

NAMES = frozenset({"identifier", "type_identifier", "shorthand_property_identifier"})
DOTTED = {
    "member_expression": ("object", "property"),
    "nested_type_identifier": ("module", "name"),
    "nested_identifier": ("object", "property"),
}
"""Names with dots: the fields of what stands before the last one, and of that."""

WRAPPERS = {
    **dict.fromkeys(("parenthesized_expression", "as_expression", "satisfies_expression", "await_expression"), 0),
    "non_null_expression": 0,
}
DEEPEST = 14
MOST_NAMES = 200


def dotted(node: Node | None, source: bytes) -> str | None:
    """`Prisma.User` for a name or the members of one; None for any other expression."""
    parts: list[str] = []
    while node is not None and node.type in DOTTED:
        inner, last = (node.child_by_field_name(field) for field in DOTTED[node.type])
        if last is None:
            return None
        parts.append(text_of(last, source))
        node = inner
    if node is None or node.type not in NAMES:
        return None
    return ".".join((text_of(node, source), *reversed(parts)))


def named(node: Node | None, source: bytes, *, members: bool = True) -> Iterator[str]:
    """All names of types in a part of the tree; without `members`, those inside object types are left out."""
    pending = [node] if node is not None else []
    count = 0
    while pending and count < MOST_NAMES:
        one = pending.pop()
        name = dotted(one, source) if one.type in NAMES or one.type in DOTTED else None
        if name is not None:
            count += 1
            yield name
        elif members or one.type != "object_type":
            pending += reversed([child for child in one.named_children if child.type != "property_identifier"])


def makers(node: Node | None, source: bytes, depth: int = DEEPEST) -> Iterator[str]:
    """The names that a value is made by: what is called or constructed, another name for the same."""
    if node is None or not depth:
        return
    kind = node.type
    name = dotted(node, source)
    if name is not None:
        yield name
    elif kind == "member_expression":
        yield from makers(node.child_by_field_name("object"), source, depth - 1)
    elif kind == "new_expression":
        yield from makers(node.child_by_field_name("constructor"), source, depth - 1)
    elif kind == "call_expression":
        yield from makers(node.child_by_field_name("function"), source, depth - 1)
        yield from _made_in_arguments(node, source, depth)
    elif kind == "binary_expression":
        operator = node.child_by_field_name("operator")
        if operator is not None and bytes_of(operator, source) in {b"??", b"||", b"&&"}:
            yield from makers(node.child_by_field_name("left"), source, depth - 1)
            yield from makers(node.child_by_field_name("right"), source, depth - 1)
    elif kind == "ternary_expression":
        yield from makers(node.child_by_field_name("consequence"), source, depth - 1)
        yield from makers(node.child_by_field_name("alternative"), source, depth - 1)
    elif kind in WRAPPERS and node.named_children:
        yield from makers(node.named_children[0], source, depth - 1)


def _made_in_arguments(call: Node, source: bytes, depth: int) -> Iterator[str]:
    """`remember("prisma", () => new PrismaClient())`, and what a mixin is given: classes."""
    given = call.child_by_field_name("arguments")
    for one in given.named_children if given is not None else ():
        if one.type == "arrow_function":
            body = one.child_by_field_name("body")
            if body is not None and body.type == "new_expression":
                yield from makers(body, source, depth - 1)
