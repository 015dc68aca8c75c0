"""Parts of declarations that several kinds of them share."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from checks.codebase.api.surface import Member
from checks.codebase.languages.typescript.api_types import Script, children, unwrapped

NOT_PUBLIC = re.compile(r"@(?:internal|private|hidden|ignore)\b")


FUNCTION_LIKE = re.compile(r"function|arrow|method")


def is_in_body(node: Node) -> bool:
    """Whether a node stands in the body of a function, of which nothing is offered."""
    current: Node | None = node
    while current is not None and current.parent is not None:
        parent = current.parent
        if FUNCTION_LIKE.search(parent.type) and parent.child_by_field_name("body") == current:
            return True
        current = parent
    return False


def words(node: Node) -> frozenset[str]:
    """The keywords and marks among a node's own children: `async`, `static`, `?`, `private`."""
    return frozenset(
        child.type if not child.is_named else (child.text or b"").decode("utf-8", "replace")
        for child in node.children
        if not child.is_named or child.type == "accessibility_modifier"
    )


def documented(node: Node, script: Script) -> Iterator[tuple[Node, bool]]:
    """The named children without comments, and whether the comment before each one says that it is not public."""
    comment: Node | None = None
    for child in node.named_children:
        if child.type == "comment":
            comment = child
            continue
        is_internal = comment is not None and NOT_PUBLIC.search(script.text(comment)) is not None
        yield child, is_internal and script.text(comment).startswith("/*") if comment is not None else False
        comment = None


def type_of(annotated: Node | None) -> Node | None:
    """The type in an annotation, without parentheses."""
    inner = children(annotated) if annotated is not None else []
    return unwrapped(inner[0]) if inner else None


def merged(members: list[Member]) -> tuple[Member, ...]:
    """Members with the overloads of each function as one (without the implementation that nobody sees), a getter
    and its setter as one, and the parts of an interface or namespace as one."""
    found: dict[tuple[str, object, bool], Member] = {}
    for member in members:
        key = (member.name, member.sort, "static" in member.marks)
        earlier = found.get(key)
        found[key] = member if earlier is None else _joined(earlier, member)
    return tuple(found.values())


def _joined(first: Member, second: Member) -> Member:
    if "accessor" in first.marks | second.marks:
        is_writable = "readonly" not in first.marks & second.marks
        marks = first.marks - {"readonly"} if is_writable else first.marks
        return replace(first, marks=marks, type=first.type or second.type)
    overloads = first.signatures if "implementation" in second.marks else (*first.signatures, *second.signatures)
    return replace(
        first,
        signatures=overloads,
        members=merged([*first.members, *second.members]),
        bases=(*first.bases, *(base for base in second.bases if base not in first.bases)),
    )
