"""What an `import()` or `require()` is used for: as a type or a value, and which names are taken from it."""

from collections.abc import Sequence

from tree_sitter import Node

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.typescript.grammar import line_of, text_of

MEMBERS = ("member_expression", "subscript_expression", "non_null_expression", "nested_identifier")
CHAINS = (*MEMBERS, "await_expression", "parenthesized_expression")
"""What may stand between a call and the thing that decides what the call is for."""

LONGEST_CHAIN = 32

TYPE_SUFFIXES = ("_type", "_type_clause", "_type_query")
TYPE_PARENTS = frozenset(
    {
        "type_annotation",
        "type_alias_declaration",
        "type_arguments",
        "type_query",
        "implements_clause",
        "constraint",
        "default_type",
        "type_predicate",
        "nested_type_identifier",
        "asserts_annotation",
    }
)
PROMISE_METHODS = ("then", "catch", "finally")
CASTS = ("as_expression", "satisfies_expression")


def user_of(node: Node, ancestors: Sequence[Node]) -> tuple[Node, Node | None]:
    """The call with its members (`import('x').A.B`), and what that is part of."""
    outer = node
    for ancestor in reversed(ancestors[-LONGEST_CHAIN:]):
        if ancestor.type not in CHAINS or (ancestor.type in MEMBERS and ancestor.start_byte != outer.start_byte):
            return outer, ancestor
        outer = ancestor
    return outer, None


def in_type(outer: Node, ancestor: Node | None, source: bytes) -> bool:
    """Whether an expression stands where a type is expected."""
    if ancestor is None:
        return False
    if ancestor.type in CASTS:
        return ancestor.start_byte != outer.start_byte
    if ancestor.type == "unary_expression":  # what the grammar makes of f<typeof import('x')>()
        return source.startswith(b"typeof", ancestor.start_byte)
    return ancestor.type in TYPE_PARENTS or ancestor.type.endswith(TYPE_SUFFIXES)


def names_taken(ancestors: Sequence[Node], user: Node | None, source: bytes) -> tuple[str, ...]:
    """What is taken at once: `require('x').name`, `const { name } = await import('x')`."""
    if ancestors and ancestors[-1].type == "member_expression":
        member = ancestors[-1].child_by_field_name("property")
        return () if member is None or text_of(member, source) in PROMISE_METHODS else (text_of(member, source),)
    pattern = user.child_by_field_name("name") if user is not None and user.type == "variable_declarator" else None
    if pattern is None or pattern.type != "object_pattern":
        return ()
    return tuple(name for child in pattern.named_children if (name := _pattern_name(child, source)))


def _pattern_name(child: Node, source: bytes) -> str | None:
    if child.type == "shorthand_property_identifier_pattern":
        return text_of(child, source)
    if child.type == "object_assignment_pattern":
        left = child.child_by_field_name("left")
        return text_of(left, source) if left is not None else None
    if child.type == "pair_pattern":
        key = child.child_by_field_name("key")
        return text_of(key, source) if key is not None and key.type == "property_identifier" else None
    return "*" if child.type == "rest_pattern" else None


def stand_in_import(node: Node, ancestors: Sequence[Node], source: bytes, module: str, name: str) -> Import:
    """The import of an `import('x')` that rewrites.py replaced by an identifier."""
    outer, user = user_of(node, ancestors)
    typed = node.type == "type_identifier" or in_type(outer, user, source)
    names = () if not name or name in PROMISE_METHODS else (name,)
    return Import(module, names, line_of(node), Kind.TYPE if typed else Kind.DYNAMIC)
