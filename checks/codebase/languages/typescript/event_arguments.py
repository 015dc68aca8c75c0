"""What is given to a call that may publish: its arguments, and the members of objects among them."""

from collections.abc import Iterator

from tree_sitter import Node

from checks.codebase.event_facts import RECEIVER, Argument, Form, Value
from checks.codebase.languages.typescript.event_values import MOST_VALUES, Values, given

DEEPEST = 3
"""Objects and lists in each other: `{Entries: [{DetailType: …}]}`."""


def arguments_of(call: Node, values: Values) -> tuple[Argument, ...]:
    """The arguments of a call, of `new` or of a decorator, and what a method is called of."""
    found: list[Argument] = []
    function = call.child_by_field_name("function")
    if function is not None and function.type == "member_expression":
        found.append(Argument(RECEIVER, values.of(function.child_by_field_name("object"))))
    for index, node in enumerate(given(call)):
        found += argument_of(str(index), node, values)
    return tuple(found)


def argument_of(name: str, node: Node, values: Values) -> Iterator[Argument]:
    """One argument, and what stands in it if it is an object or a list of such."""
    yield Argument(name, values.of(node))
    below: dict[str, tuple[Value, ...]] = {}
    for key, one in _below(node, values, DEEPEST):
        told = tuple(each for each in values.of(one) if each.form is not Form.UNKNOWN)
        below[key] = tuple(dict.fromkeys((*below.get(key, ()), *told)))
        if len(below) > MOST_VALUES:
            break
    yield from (Argument(f"{name}.{key}", told) for key, told in below.items() if told)


def _below(node: Node, values: Values, depth: int) -> Iterator[tuple[str, Node]]:
    held = values.declared(node)
    if held.type == "object":
        parts = values.members(held)
        yield from parts
        inner = [one for _, one in parts]
    elif held.type == "new_expression":
        inner = given(held)
        yield from ((str(index), one) for index, one in enumerate(inner))
    else:
        inner = held.named_children if held.type == "array" else []
    for one in inner if depth else ():
        if values.declared(one).type in {"object", "array"}:
            yield from _below(one, values, depth - 1)
