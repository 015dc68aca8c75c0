"""What an expression of a script may be for events: texts, names to look up elsewhere, objects of classes."""

from collections.abc import Iterator

from tree_sitter import Node

from checks.codebase.event_facts import Form, Value, text, unknown
from checks.codebase.languages.typescript.bindings import FUNCTIONS
from checks.codebase.languages.typescript.grammar import text_of
from checks.codebase.languages.typescript.literals import unescape

DEEPEST = 12
MOST_VALUES = 32
MOST_PARTS = 100
"""Pieces of one text: texts of texts of texts grow without end."""
MOST_OUTWARDS = 200
"""Nodes around a name in which its declaration is looked for."""

WRAPPERS = frozenset(
    ("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "await_expression")
)
CLASSES = frozenset(("class_declaration", "abstract_class_declaration", "class"))
BODIES = frozenset(("statement_block", "program"))
DECLARING = frozenset(("lexical_declaration", "variable_declaration"))
PARAMETERS = frozenset(("required_parameter", "optional_parameter"))


class Values:
    """Tells the values of expressions in one file."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._known: dict[tuple[int, int], tuple[Value, ...]] = {}

    def of(self, node: Node | None, depth: int = DEEPEST) -> tuple[Value, ...]:
        """All that an expression may be; something in any case."""
        return tuple(dict.fromkeys(self._each(node, depth)))[:MOST_VALUES] or (unknown(self.text(node)),)

    def text(self, node: Node | None) -> str:
        """The source of a node."""
        return text_of(node, self._source) if node is not None else ""

    def members(self, node: Node) -> list[tuple[str, Node]]:
        """The members of an object, by name."""
        found = []
        for child in node.named_children:
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if child.type == "pair" and key is not None and value is not None:
                found.append((self.key(key), value))
            elif child.type == "shorthand_property_identifier":
                found.append((self.text(child), child))
        return found

    def key(self, node: Node) -> str:
        """The name of a member; in brackets as it is written."""
        inner = inner_of(node) if node.type == "computed_property_name" else node
        written = self.text(inner)
        return written[1:-1] if inner is not None and inner.type == "string" else written

    def bare(self, node: Node) -> Node:
        """An expression without brackets, casts and `Object.freeze`."""
        for _ in range(DEEPEST):
            inner = inner_of(node) if node.type in WRAPPERS else None
            function = node.child_by_field_name("function") if node.type == "call_expression" else None
            if function is not None and self.text(function) == "Object.freeze":
                inner = next(iter(given(node)), None)
            if inner is None:
                return node
            node = inner
        return node

    def declared(self, node: Node) -> Node:
        """An expression without brackets and casts; of a name that stands for one in this file, what it stands for."""
        node = self.bare(node)
        found = self._declaration(node) if node.type == "identifier" else None
        value = (
            found.child_by_field_name("value") if found is not None and found.type == "variable_declarator" else None
        )
        return self.bare(value) if value is not None else node

    def dotted(self, node: Node | None) -> str:
        """`a.b.c`, empty for what is no such name; calls in it stand for what they return, `a['b']` is `a.b`."""
        names: list[str] = []
        for _ in range(DEEPEST):
            if node is None:
                return ""
            if node.type == "member_expression":
                names.append(self.text(node.child_by_field_name("property")))
                node = node.child_by_field_name("object")
            elif node.type == "subscript_expression":
                index = node.child_by_field_name("index")
                if index is None or index.type != "string":
                    return ""
                names.append(self.text(index)[1:-1])
                node = node.child_by_field_name("object")
            elif node.type == "call_expression":
                node = node.child_by_field_name("function")
            elif node.type in WRAPPERS:
                node = inner_of(node)
            else:
                break
        if node is None or node.type not in {"identifier", "this", "shorthand_property_identifier", "super"}:
            return ""
        return ".".join([self.text(node), *reversed(names)])

    def class_around(self, node: Node) -> str:
        """The name of the class that a node stands in, empty for none."""
        found = around(node, CLASSES)
        return self.text(found.child_by_field_name("name")) if found is not None else ""

    def _each(self, node: Node | None, depth: int) -> Iterator[Value]:
        if node is None or depth <= 0:
            yield unknown(self.text(node) or "…")
            return
        yield from self._bare(self.bare(node), depth)

    def _bare(self, node: Node, depth: int) -> Iterator[Value]:
        if node.type == "string":
            yield text(unescape(self.text(node)[1:-1]))
        elif node.type in {"template_string", "binary_expression"}:
            yield from self._put_together(node, depth - 1)
        elif node.type == "ternary_expression":
            for side in ("consequence", "alternative"):
                yield from self._each(node.child_by_field_name(side), depth - 1)
        elif node.type == "array":
            for child in node.named_children:
                if child.type != "comment":
                    yield from self._each(child, depth - 1)
        elif node.type in {"identifier", "shorthand_property_identifier"}:
            yield from self._name(node, depth - 1)
        elif node.type in {"member_expression", "subscript_expression"}:
            yield self._member(node)
        else:
            yield self._made(node)

    def _name(self, node: Node, depth: int) -> Iterator[Value]:
        name = self.text(node)
        declaration = self._declaration(node)
        if declaration is None:
            yield Value(Form.REFERENCE, (name,))
        elif declaration.type in PARAMETERS or declaration.type in FUNCTIONS:
            yield self._parameter(name, declaration)
        elif (value := declaration.child_by_field_name("value")) is not None and value.type != "object":
            yield from self._given(value, depth)
        else:
            annotation = self.annotation(declaration)
            yield Value(Form.OBJECT, (annotation,)) if annotation else unknown(name)

    def _given(self, value: Node, depth: int) -> tuple[Value, ...]:
        """What a name was given, worked out once: names that hold each other over and over would take for ever."""
        known = self._known.get((value.id, depth))
        if known is None:
            known = self._known[value.id, depth] = tuple(dict.fromkeys(self._each(value, depth)))[:MOST_VALUES]
        return known

    def annotation(self, node: Node) -> str:
        """The name of the type that a declaration or parameter is given; of its first argument for a list of such."""
        written = node.child_by_field_name("type")
        found = inner_of(written) if written is not None and written.type == "type_annotation" else None
        if found is not None and found.type in {"generic_type", "array_type"}:
            found = inner_of(found)
        return (
            self.text(found)
            if found is not None and found.type in {"type_identifier", "nested_type_identifier"}
            else ""
        )

    def _parameter(self, name: str, node: Node) -> Value:
        listed = node.parent
        index = 0
        if listed is not None and listed.type == "formal_parameters":
            index = next((at for at, one in enumerate(listed.named_children) if one == node), 0)
        return Value(Form.PARAMETER, (name, str(index), self.annotation(node), ""))

    def _declaration(self, name_node: Node) -> Node | None:
        """Where the nearest block, or function, around a name declares it: a declarator or a parameter."""
        name = self.text(name_node)
        node = name_node.parent
        for _ in range(MOST_OUTWARDS):
            if node is None:
                return None
            if node.type in BODIES:
                for declarator in declarators(node):
                    if self.text(declarator.child_by_field_name("name")) == name and declarator.parent is not None:
                        return declarator
            elif node.type in FUNCTIONS:
                single = node.child_by_field_name("parameter")
                if single is not None and self.text(single) == name:
                    return node
                several = node.child_by_field_name("parameters")
                for one in several.named_children if several is not None else ():
                    if self.text(one.child_by_field_name("pattern")) == name:
                        return one
            node = node.parent
        return None

    def _member(self, node: Node) -> Value:
        name = self.dotted(node)
        root, _, rest = name.partition(".")
        if root == "this" and rest:
            owner = self.class_around(node)
            name = f"{owner}.{rest}" if owner else ""
        elif root and rest and (parameter := self._parameter_of(node)) is not None:
            return Value(Form.PARAMETER, (*self._parameter(root, parameter).parts[:3], rest))
        if not name:
            return unknown(self.text(node))
        before, _, last = name.rpartition(".")
        if root != "this" and last == "name" and before.rpartition(".")[2][:1].isupper():
            return Value(Form.REFERENCE, (before,))  # the name of a class
        return Value(Form.REFERENCE, (name,))

    def _parameter_of(self, node: Node) -> Node | None:
        """The parameter of which a member is taken."""
        root: Node | None = node
        while root is not None and root.type in {"member_expression", "subscript_expression"}:
            root = root.child_by_field_name("object")
        found = self._declaration(root) if root is not None and root.type == "identifier" else None
        return found if found is not None and (found.type in PARAMETERS or found.type in FUNCTIONS) else None

    def _made(self, node: Node) -> Value:
        if node.type == "new_expression":
            return Value(Form.OBJECT, (self.text(node.child_by_field_name("constructor")),))
        if node.type == "call_expression":
            owner, _, last = self.dotted(node.child_by_field_name("function")).rpartition(".")
            if owner.rpartition(".")[2][:1].isupper():
                return Value(Form.OBJECT, (owner,))  # a constructor of another name
            if last[:1].isupper():
                return Value(Form.OBJECT, (last,))
        return unknown(self.text(node))

    def _put_together(self, node: Node, depth: int) -> Iterator[Value]:
        operator = node.child_by_field_name("operator")
        sides = [node.child_by_field_name("left"), node.child_by_field_name("right")]
        if operator is not None and operator.type in {"||", "??"}:
            for side in sides:
                yield from self._each(side, depth)
            return
        parts: list[str] = []
        pieces = node.named_children if node.type == "template_string" else [one for one in sides if one is not None]
        for piece in pieces:
            if piece.type in {"string_fragment", "escape_sequence"}:
                parts.append(f"={unescape(self.text(piece))}")
                continue
            values = self.of(inner_of(piece) if piece.type == "template_substitution" else piece, depth)
            if len(values) != 1 or values[0].form not in {Form.TEXT, Form.REFERENCE} or len(parts) > MOST_PARTS:
                yield unknown(self.text(node))
                return
            parts += values[0].parts if values[0].form is Form.TEXT else [f"@{values[0].parts[0]}"]
        yield Value(Form.TEXT, tuple(parts)) if parts else unknown(self.text(node))


def inner_of(node: Node) -> Node | None:
    """The first thing in a node."""
    return node.named_children[0] if node.named_child_count else None


def given(call: Node) -> list[Node]:
    """The arguments of a call, of `new`, or of a decorator's call."""
    arguments = call.child_by_field_name("arguments")
    return [] if arguments is None else [child for child in arguments.named_children if child.type != "comment"]


def around(node: Node, kinds: frozenset[str]) -> Node | None:
    """The nearest node of one of these kinds around another."""
    found = node.parent
    while found is not None and found.type not in kinds:
        found = found.parent
    return found


def declarators(body: Node) -> Iterator[Node]:
    """What the statements of a block declare, exported or not."""
    for statement in body.named_children:
        inner = statement.child_by_field_name("declaration") if statement.type == "export_statement" else statement
        if inner is not None and inner.type in DECLARING:
            yield from (child for child in inner.named_children if child.type == "variable_declarator")
