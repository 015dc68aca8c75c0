"""Configurations that are written as scripts or as JSON: what their object literals say, without running anything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tree_sitter import Node

from checks.codebase.languages.typescript.constants import DEEPEST, WRAPPERS
from checks.codebase.languages.typescript.grammar import TYPESCRIPT, ParseTimeoutError, decode, line_of, parse, text_of
from checks.codebase.languages.typescript.literals import changed, declarations, unescape

LONGEST_TEXT = 80
MOST_STEPS = 200_000
CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}
RAW = "String.raw"


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """An expression that only the running program knows: its line from 1, and its text, shortened."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ObjectLiteral:
    """An object literal: the line from 1 where it begins, its members by name, and what it takes over from elsewhere
    and cannot be told."""

    line: int
    members: Mapping[str, "LiteralValue"]
    unknown: tuple[UnknownValue, ...] = ()


LiteralValue = None | bool | float | str | tuple["LiteralValue", ...] | ObjectLiteral | UnknownValue
"""What an expression is worth. A regular expression is its text between the slashes."""


def object_literals(source: bytes, *, json: bool = False) -> Iterator[ObjectLiteral]:
    """Every object literal of a script (or of a JSON file, comments and trailing commas allowed), the outermost first.

    Names that the file declares once as a constant stand for their values. A file that takes too long to parse has
    none.
    """
    text = decode(source)
    text = b"(" + text + b"\n)" if json else text
    try:
        root = parse(text, TYPESCRIPT).root_node
    except ParseTimeoutError:
        return
    reader = _Reader(root, text)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "object" and isinstance(found := reader.value(node), ObjectLiteral):
            yield found
        waiting.extend(reversed(node.named_children))


class _Reader:
    """What the expressions of one file are worth, as far as the file alone tells."""

    def __init__(self, root: Node, source: bytes) -> None:
        self._source = source
        self._declared = declarations(root, source, TYPESCRIPT)
        self._changed = changed(root, source, TYPESCRIPT)
        self._steps = 0

    def value(self, node: Node | None, depth: int = 0) -> LiteralValue:
        self._steps += 1
        if node is None:
            return None
        if depth > DEEPEST or self._steps > MOST_STEPS:
            return self._unknown(node)
        if node.type in CONSTANTS:
            return CONSTANTS[node.type]
        read = self._readers.get(node.type, self._worked_out)
        return read(node, depth + 1)

    @cached_property
    def _readers(self) -> Mapping[str, Callable[[Node, int], LiteralValue]]:
        return {
            "string": lambda node, _: unescape(self._text(node)[1:-1]),
            "number": lambda node, _: _number(self._text(node)),
            "regex": lambda node, _: self._text(node.child_by_field_name("pattern") or node),
            "object": self._object,
            "array": lambda node, depth: tuple(self._items(node, depth)),
            **dict.fromkeys(WRAPPERS, lambda node, depth: self.value(node.named_child(0), depth)),
        }

    def _worked_out(self, node: Node, depth: int) -> LiteralValue:
        match node.type:
            case "identifier" | "shorthand_property_identifier":
                constant = self._constant(node)
                return self._unknown(node) if constant is None else self.value(constant, depth)
            case "template_string":
                return self._sum(node, self._pieces(node, depth))
            case "binary_expression" if any(child.type == "+" for child in node.children):
                return self._sum(node, [self.value(child, depth) for child in node.named_children])
            case "call_expression":
                return self._call(node, depth)
        return self._unknown(node)

    def _constant(self, node: Node) -> Node | None:
        name = self._text(node).encode()
        value, is_listed = self._declared.values.get(name, (None, False))
        return None if is_listed or name in self._changed else value

    def _object(self, node: Node, depth: int) -> ObjectLiteral:
        members: dict[str, LiteralValue] = {}
        unknown: list[UnknownValue] = []
        for child in node.named_children:
            if child.type == "pair":
                key = child.child_by_field_name("key")
                name = self._key(key, depth)
                if name is None:
                    unknown.append(self._unknown(child))
                else:
                    members[name] = self.value(child.child_by_field_name("value"), depth)
            elif child.type == "shorthand_property_identifier":
                members[self._text(child)] = self.value(child, depth)
            elif child.type == "spread_element":
                inner = self.value(child.named_child(0), depth)
                if isinstance(inner, ObjectLiteral):
                    members.update(inner.members)
                    unknown += inner.unknown
                else:
                    unknown.append(self._unknown(child))
            elif child.type != "comment":
                unknown.append(self._unknown(child))
        return ObjectLiteral(line_of(node), members, tuple(unknown))

    def _key(self, key: Node | None, depth: int) -> str | None:
        if key is None:
            return None
        if key.type == "computed_property_name":
            named = self.value(key.named_child(0), depth)
            return named if isinstance(named, str) else None
        text = self._text(key)
        return unescape(text[1:-1]) if key.type == "string" else text

    def _items(self, node: Node, depth: int) -> Iterator[LiteralValue]:
        for child in node.named_children:
            if child.type == "spread_element":
                inner = self.value(child.named_child(0), depth)
                yield from inner if isinstance(inner, tuple) else (self._unknown(child),)
            elif child.type != "comment":
                yield self.value(child, depth)

    def _pieces(self, node: Node, depth: int) -> list[LiteralValue]:
        """The parts of a template, each as its own value."""
        return [
            self.value(child.named_child(0), depth)
            if child.type == "template_substitution"
            else unescape(self._text(child))
            for child in node.named_children
        ]

    def _sum(self, node: Node, parts: list[LiteralValue]) -> LiteralValue:
        texts = [part for part in parts if isinstance(part, str)]
        return "".join(texts) if len(texts) == len(parts) else self._unknown(node)

    def _call(self, node: Node, depth: int) -> LiteralValue:
        """``String.raw`…` ``, and `[…].join("|")`."""
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return self._unknown(node)
        if arguments.type == "template_string" and self._text(function) == RAW and not _substitutes(arguments):
            return self._text(arguments)[1:-1]
        member = function.child_by_field_name("property")
        if member is not None and self._text(member) == "join":
            items = self.value(function.child_by_field_name("object"), depth)
            between = self.value(arguments.named_child(0), depth) if arguments.named_child_count else ","
            texts = [item for item in items if isinstance(item, str)] if isinstance(items, tuple) else []
            if isinstance(items, tuple) and len(texts) == len(items) and isinstance(between, str):
                return between.join(texts)
        return self._unknown(node)

    def _unknown(self, node: Node) -> UnknownValue:
        text = " ".join(self._text(node).split())
        return UnknownValue(line_of(node), text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…")

    def _text(self, node: Node) -> str:
        return text_of(node, self._source)


def _substitutes(template: Node) -> bool:
    return any(child.type == "template_substitution" for child in template.named_children)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
