"""Where the bodies of a script ask a database: calls that begin at a name of the file and look like those of a mapper.

`prisma.user.findMany()`, `db.select().from(users)`, `getRepository(User)`, `this.em.find(User)`, `new PrismaClient()`.
A verb such as `find` stands everywhere: what is called tells later whether it is a mapper's. Only the places where the
text has one of the verbs are looked at, so that bodies are not gone through.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from tree_sitter import Node, Tree

from checks.codebase.languages.typescript.grammar import line_of, text_of
from checks.codebase.languages.typescript.symbol_names import dotted, makers, named
from checks.codebase.symbols import Mention, Place

VERBS = re.compile(
    rb"(?:\.\s*(?P<verb>(?:find|create|update|delete|upsert|insert|count|aggregate|remove)(?:Many|One|All|First|Unique"
    rb"|ByPk|ById|By|OrFail|OrThrow|OrCreate|OrUpdate|AndCount|AndReturn|AndUpdate)*"
    rb"|groupBy|select|selectDistinct|from|query|execute|transaction|save|persist|persistAndFlush|flush|bulkCreate"
    rb"|getRepository|createQueryBuilder|\$(?:transaction|queryRaw|executeRaw|queryRawUnsafe|executeRawUnsafe))"
    rb"|(?P<maker>\b(?:getRepository|getManager|getConnection|PrismaClient|DataSource|Sequelize|drizzle)))\s*[(.<`]"
)
IMPORTS = re.compile(rb"=\s*(?:await\s+)?(?P<call>import|require)\s*\(\s*['\"]")
CALLS = frozenset({"call_expression", "new_expression"})
FUNCTIONS = frozenset(
    {
        *("function_declaration", "generator_function_declaration", "arrow_function", "function_expression"),
        *("generator_function", "method_definition"),
    }
)
NAMED = {
    **dict.fromkeys(("function_declaration", "generator_function_declaration", "method_definition"), "name"),
    **dict.fromkeys(("class_declaration", "abstract_class_declaration", "class", "variable_declarator"), "name"),
    "public_field_definition": "name",
    "pair": "key",
}
CLASS_BODY = "class_body"
OUTERMOST = 3
"""Parts of the name of what a call is a part of: `resolvers.Query.users`."""

MOST_CALLS = 300
MOST_STEPS = 200
"""Calls in one chain, and nodes around one call."""


def queries(tree: Tree, source: bytes, known: Callable[[Iterable[str]], tuple[str, ...]]) -> Iterator[Mention]:
    """All that look like one, in the order of the text; `known` keeps the names that the file imports or defines."""
    for number, match in enumerate(VERBS.finditer(source)):
        if number == MOST_CALLS:
            return
        start, end = match.span("verb" if match["verb"] else "maker")
        node = tree.root_node.descendant_for_byte_range(start, end)
        call = _called(node) if node is not None else None
        if call is not None and (names := known(_names(call, source))):
            yield Mention(Place.QUERY, _enclosing(call, source), names, line_of(call))


def inner_imports(tree: Tree, source: bytes) -> Iterator[Node]:
    """The variables in bodies of functions that stand for a module or parts of it: `const x = await import("x")`."""
    for match in IMPORTS.finditer(source):
        node = tree.root_node.descendant_for_byte_range(*match.span("call"))
        value = _around(node, "call_expression") if node is not None else None
        if value is not None and value.parent is not None and value.parent.type == "await_expression":
            value = value.parent
        variable = value.parent if value is not None else None
        if variable is not None and variable.type == "variable_declarator" and _around(variable, "statement_block"):
            yield variable


def _called(node: Node) -> Node | None:
    """The call of a name, or of what a name is the last part of; None where it is only named."""
    function: Node = node
    if function.parent is not None and function.parent.type == "member_expression":
        if function.parent.child_by_field_name("property") != node:
            return None
        function = function.parent
    call = function.parent
    if call is None or call.type not in CALLS:
        return None
    field = "function" if call.type == "call_expression" else "constructor"
    return call if call.child_by_field_name(field) == function else None


def _names(call: Node, source: bytes) -> Iterator[str]:
    """What is asked, and the entity that it is asked for: the first argument."""
    function = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    asked = _of_itself(function, source)
    if asked is not None:
        yield from _member_types(asked, call, source)
    elif function is not None:
        for name in makers(function, source):
            yield name if call.type == "new_expression" else name.rpartition(".")[0] or name
    given = call.child_by_field_name("arguments")
    first = given.named_children[0] if given is not None and given.named_children else None
    if first is not None and (entity := dotted(first, source)):
        yield entity


def _of_itself(node: Node | None, source: bytes) -> str | None:
    """`prisma` of `this.prisma.user.findMany`."""
    for _ in range(MOST_STEPS):
        if node is None:
            return None
        inner = node.child_by_field_name("object") or node.child_by_field_name("function")
        if inner is not None and inner.type == "this":
            found = node.child_by_field_name("property")
            return text_of(found, source) if found is not None else None
        node = inner
    return None


def _member_types(name: str, node: Node, source: bytes) -> Iterator[str]:
    """The types of a member of the class around a node: of its field, or of the constructor's parameter."""
    body = _around(node, CLASS_BODY)
    for one in body.named_children if body is not None else ():
        called = one.child_by_field_name("name")
        if called is None:
            continue
        if one.type == "public_field_definition" and text_of(called, source) == name:
            yield from named(one.child_by_field_name("type"), source)
            yield from makers(one.child_by_field_name("value"), source)
        elif one.type == "method_definition" and text_of(called, source) == "constructor":
            parameters = one.child_by_field_name("parameters")
            for each in parameters.named_children if parameters is not None else ():
                pattern = each.child_by_field_name("pattern")
                if pattern is not None and text_of(pattern, source) == name:
                    yield from named(each.child_by_field_name("type"), source)


def _around(node: Node, kind: str) -> Node | None:
    above = node.parent
    while above is not None and above.type != kind:
        above = above.parent
    return above


def _enclosing(node: Node, source: bytes) -> str:
    """What the outermost function around a call is: `Users.list` for a method, `routes.users` for a function in an
    object, the variable or the function itself; empty for the module."""
    parts: list[str] = []
    above: Node | None = node
    while above is not None:
        if above.type in FUNCTIONS:
            parts.clear()
        field = NAMED.get(above.type)
        name = above.child_by_field_name(field) if field else None
        if name is not None and name.type != "computed_property_name":
            parts.append(text_of(name, source).strip("'\""))
        above = above.parent
    return ".".join(reversed(parts[-OUTERMOST:]))
