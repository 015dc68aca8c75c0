"""What the signatures, members and decorators of TypeScript's classes, interfaces and functions say."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from checks.codebase.languages.typescript.grammar import bytes_of, line_of, text_of
from checks.codebase.languages.typescript.symbol_names import named
from checks.codebase.symbols import Mention, Place

FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
HIDDEN = frozenset({b"private", b"protected"})
FIELDS = frozenset({"public_field_definition", "property_signature"})
METHODS = frozenset({"method_definition", "method_signature", "abstract_method_signature"})
PARAMETERS = frozenset({"required_parameter", "optional_parameter"})


@dataclass(frozen=True, slots=True)
class Members:
    """Reads members of one file; `known` keeps the names that the file imports or defines."""

    source: bytes
    known: Callable[[Iterable[str]], tuple[str, ...]]

    def fields(self, body: Node | None) -> Iterator[str]:
        """The names of the fields of a class, an interface or an object type."""
        for one in body.named_children if body is not None else ():
            name = one.child_by_field_name("name") if one.type in FIELDS else None
            if name is not None:
                yield text_of(name, self.source)

    def of_function(self, node: Node, symbol: str) -> Iterator[Mention]:
        """What the parameters of a function are and what it returns."""
        parameters = node.child_by_field_name("parameters")
        for one in parameters.named_children if parameters is not None else ():
            if one.type in PARAMETERS:
                yield from self._mention(Place.PARAMETER, symbol, one.child_by_field_name("type"))
        yield from self._mention(Place.PARAMETER, symbol, node.child_by_field_name("type_parameters"))
        yield from self._mention(Place.RETURN, symbol, node.child_by_field_name("return_type"))

    def of_value(self, node: Node, symbol: str) -> Iterator[Mention]:
        """What the functions say that a value is, holds or is made of: `memo((x: Props) => …)`, `{ get(x: User) {} }`,
        and the types that what makes it is given."""
        if node.type in FUNCTIONS:
            yield from self.of_function(node, symbol)
        elif node.type == "call_expression":
            yield from self._mention(Place.VARIABLE, symbol, node.child_by_field_name("type_arguments"))
            given = node.child_by_field_name("arguments")
            for one in given.named_children if given is not None else ():
                if one.type in FUNCTIONS:
                    yield from self.of_function(one, symbol)
        elif node.type == "object":
            for one in node.named_children:
                name = one.child_by_field_name("key") or one.child_by_field_name("name")
                inner = one.child_by_field_name("value") if one.type == "pair" else one
                if name is not None and inner is not None and inner.type in (*FUNCTIONS, "method_definition"):
                    yield from self.of_function(inner, f"{symbol}.{text_of(name, self.source)}")

    def of_class(self, body: Node | None, name: str) -> Iterator[Mention]:
        """What the public members of a class say; the decorators of a method stand before it."""
        decorators: list[Node] = []
        for one in body.named_children if body is not None else ():
            if one.type == "decorator":
                decorators.append(one)
                continue
            if not self._is_hidden(one):
                own = [child for child in one.named_children if child.type == "decorator"]
                yield from self._of_member(one, name, (*decorators, *own))
            if one.type != "comment":
                decorators = []

    def of_type(self, body: Node | None, name: str) -> Iterator[Mention]:
        """What the members of an interface or an object type say."""
        for one in body.named_children if body is not None else ():
            yield from self._of_member(one, name, ())

    def of_decorators(self, decorators: Iterable[Node], symbol: str) -> Iterator[Mention]:
        """What decorators are given."""
        for one in decorators:
            call = one.named_children[0] if one.named_children else None
            given = call.child_by_field_name("arguments") if call is not None else None
            yield from self._mention(Place.DECORATOR, symbol, given)

    def _of_member(self, node: Node, owner: str, decorators: Iterable[Node]) -> Iterator[Mention]:
        name = node.child_by_field_name("name")
        if name is None:
            return
        symbol = f"{owner}.{text_of(name, self.source)}"
        yield from self.of_decorators(decorators, symbol)
        if node.type in FIELDS:
            yield from self._mention(Place.FIELD, symbol, node.child_by_field_name("type"))
            value = node.child_by_field_name("value")
            if value is not None and value.type in FUNCTIONS:
                yield from self.of_function(value, symbol)
        elif node.type in METHODS:
            yield from self.of_function(node, symbol)

    def _is_hidden(self, node: Node) -> bool:
        name = node.child_by_field_name("name")
        if name is not None and name.type == "private_property_identifier":
            return True
        marks = (child for child in node.children if child.type == "accessibility_modifier")
        return any(bytes_of(one, self.source) in HIDDEN for one in marks)

    def _mention(self, place: Place, symbol: str, node: Node | None) -> Iterator[Mention]:
        if node is not None and (names := self.known(named(node, self.source))):
            yield Mention(place, symbol, names, line_of(node))
