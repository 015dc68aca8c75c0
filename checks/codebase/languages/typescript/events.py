"""What a script says of events (checks/codebase/event_facts.py)."""

from collections.abc import Iterable, Iterator
from itertools import islice

from tree_sitter import Language, Node, QueryCursor

from checks.codebase.event_facts import (
    MOST_FACTS,
    NAME_KEYS,
    UNREAD,
    Argument,
    Constant,
    EventCall,
    EventFacts,
    Form,
    ImportedName,
    Value,
    text,
    wrappers,
)
from checks.codebase.languages.typescript.bindings import FUNCTIONS, imported_names
from checks.codebase.languages.typescript.event_arguments import argument_of, arguments_of
from checks.codebase.languages.typescript.event_classes import event_class
from checks.codebase.languages.typescript.event_values import (
    CLASSES,
    PARAMETERS,
    Values,
    around,
    declarators,
    given,
    inner_of,
)
from checks.codebase.languages.typescript.grammar import ParseTimeoutError, decode, line_of, parse, query

LARGEST = 1_000_000
"""Bytes; larger files are generated, and publish nothing."""

PATTERN = """
(call_expression) @call
(new_expression) @call
(decorator) @decorator
[(class_declaration) (abstract_class_declaration)] @class
(enum_declaration) @enum
(import_statement) @import
(export_statement) @export
(variable_declarator) @declarator
(assignment_expression) @declarator
(public_field_definition) @declarator
"""
MOST_UNFINISHED_MATCHES = 4_096
CONSTRUCTORS = frozenset(("constructor",))


def extract_events(source: bytes, words: frozenset[str], language: Language) -> EventFacts:
    """The facts of a file. Never raises."""
    source = decode(source)
    if len(source) > LARGEST:
        return UNREAD
    try:
        tree = parse(source, language)
    except ParseTimeoutError:
        return UNREAD
    cursor = QueryCursor(query(language, PATTERN), match_limit=MOST_UNFINISHED_MATCHES)
    return _Reader(cursor.captures(tree.root_node), tree.root_node, source, words).facts()


class _Reader:
    """Reads one tree."""

    def __init__(self, nodes: dict[str, list[Node]], root: Node, source: bytes, words: frozenset[str]) -> None:
        self._nodes = nodes
        self._root = root
        self._values = Values(source)
        self._words = words

    def facts(self) -> EventFacts:
        """All of it."""
        calls = list(islice(self._calls(self._words), MOST_FACTS))
        calls += self._calls(wrappers(calls) - self._words)
        classes = (event_class(node, self._values) for node in self._nodes.get("class", ()))
        return EventFacts(
            tuple(sorted([*calls, *self._decorators(), *self._tables()], key=lambda call: (call.line, call.callee))),
            tuple(islice(classes, MOST_FACTS)),
            tuple(islice(self._constants(), MOST_FACTS)),
            tuple(islice(self._imported(), MOST_FACTS)),
        )

    def _calls(self, words: Iterable[str]) -> Iterator[EventCall]:
        wanted = frozenset(words)
        for node in self._nodes.get("call", ()):
            function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
            callee = self._values.dotted(function) if function is not None else ""
            if callee.rpartition(".")[2] in wanted and not (
                node.parent is not None and node.parent.type == "decorator"
            ):
                yield EventCall(
                    self._qualified(callee, node),
                    line_of(node),
                    arguments_of(node, self._values),
                    self._type_of(function) if function is not None else "",
                    self._function(node),
                )

    def _qualified(self, callee: str, node: Node) -> str:
        """The callee, with the class in place of `this` where its own method is called."""
        root, _, rest = callee.partition(".")
        owner = self._values.class_around(node) if root in {"this", "super"} and "." not in rest else ""
        return f"{owner}.{rest}" if owner else callee

    def _function(self, node: Node) -> str:
        """The nearest function around that has a name, with its class."""
        found = around(node, FUNCTIONS)
        while found is not None:
            parent = found.parent
            name = found.child_by_field_name("name")
            if (
                name is None
                and parent is not None
                and parent.type in {"variable_declarator", "public_field_definition"}
            ):
                name = parent.child_by_field_name("name")
            if name is not None:
                owner = self._values.class_around(found)
                own = self._values.text(name)
                return f"{owner}.{own}" if owner else own
            found = around(found, FUNCTIONS)
        return ""

    def _type_of(self, function: Node) -> str:
        """The class of what a method is called of: annotated, or made here."""
        owner = function.child_by_field_name("object") if function.type == "member_expression" else None
        if owner is None:
            return ""
        name = self._values.dotted(owner)
        if name.startswith("this.") and name.count(".") == 1:
            return self._type_of_member(function, name.removeprefix("this."))
        for value in self._values.of(owner):
            if value.form is Form.PARAMETER:
                return value.parts[2]
            if value.form is Form.OBJECT:
                return value.parts[0]
        return ""

    def _type_of_member(self, node: Node, name: str) -> str:
        """`constructor(private readonly bus: EventBus)`, `private bus: EventBus`, `bus = new EventBus()`."""
        around_node = around(node, CLASSES)
        body = around_node.child_by_field_name("body") if around_node is not None else None
        for member in body.named_children if body is not None else ():
            own = self._values.text(member.child_by_field_name("name"))
            if member.type == "public_field_definition" and own == name:
                made = self._values.of(member.child_by_field_name("value"))[0]
                return self._values.annotation(member) or (made.parts[0] if made.form is Form.OBJECT else "")
            if own in CONSTRUCTORS:
                listed = member.child_by_field_name("parameters")
                for one in listed.named_children if listed is not None else ():
                    if one.type in PARAMETERS and self._values.text(one.child_by_field_name("pattern")) == name:
                        return self._values.annotation(one)
        return ""

    def _decorators(self) -> Iterator[EventCall]:
        for node in self._nodes.get("decorator", ()):
            inner = inner_of(node)
            callee = self._values.dotted(inner)
            if inner is None or callee.rpartition(".")[2] not in self._words:
                continue
            arguments = arguments_of(inner, self._values) if inner.type == "call_expression" else ()
            yield EventCall(f"@{callee}", line_of(node), arguments, function=self._values.class_around(node))

    def _tables(self) -> Iterator[EventCall]:
        """`handlers = {[OrderPlaced.name]: notify}`, and `config: SubscriberConfig = {event: 'order.placed'}`."""
        for node in self._nodes.get("declarator", ()):
            name = self._values.text(node.child_by_field_name("name")) or self._values.dotted(
                node.child_by_field_name("left")
            )
            value = node.child_by_field_name("value") or node.child_by_field_name("right")
            held = self._values.bare(value) if value is not None else None
            if held is not None and held.type in {"array", "string"} and name.rpartition(".")[2] in self._words:
                yield EventCall(name, line_of(held), (Argument("0", self._values.of(held)),))
            if held is None or held.type != "object":
                continue
            annotation = self._values.annotation(node)
            if annotation in self._words:
                arguments = [
                    each for key, one in self._values.members(held) for each in argument_of(key, one, self._values)
                ]
                yield EventCall(annotation, line_of(node), tuple(arguments))
            elif name.rpartition(".")[2].lstrip("#") in self._words:
                yield from self._keys(name, held)

    def _keys(self, name: str, held: Node) -> Iterator[EventCall]:
        for child in held.named_children:
            key = child.child_by_field_name("key") or child.child_by_field_name("name")
            if key is None:
                continue
            inner = inner_of(key) if key.type == "computed_property_name" else key
            is_expression = inner is not None and inner.type != "property_identifier"
            values = self._values.of(inner) if is_expression else self._text(key)
            yield EventCall(name, line_of(child), (Argument("0", values),))

    def _text(self, node: Node) -> tuple[Value, ...]:
        return (text(self._values.text(node)),)

    def _constants(self) -> Iterator[Constant]:
        for declarator in declarators(self._root):
            name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
            if name is not None and value is not None and name.type == "identifier":
                yield from self._constant(self._values.text(name), value)
        for node in self._nodes.get("enum", ()):
            owner = self._values.text(node.child_by_field_name("name"))
            body = node.child_by_field_name("body")
            for member in body.named_children if body is not None else ():
                key, value = member.child_by_field_name("name"), member.child_by_field_name("value")
                if key is not None and value is not None:
                    yield from self._constant(f"{owner}.{self._values.key(key)}", value)

    def _constant(self, name: str, value: Node) -> Iterator[Constant]:
        held = self._values.bare(value)
        if held.type == "object":
            for key, one in self._values.members(held):
                yield from self._constant(f"{name}.{key}", one)
            return
        values = self._values.of(held)
        if held.type in {"call_expression", "new_expression"}:
            values = self._named_in(held) or values
        if values and all(one.form in {Form.TEXT, Form.REFERENCE, Form.OBJECT} for one in values):
            yield Constant(name, values, line_of(held))

    def _named_in(self, call: Node) -> tuple[Value, ...]:
        """The name that a declaring call is given: `defineEvent({name: '…'})`, `defineEvent('…')`."""
        for node in given(call):
            members = dict(self._values.members(node)) if node.type == "object" else {}
            found = next((members[key] for key in NAME_KEYS if key in members), node)
            values = self._values.of(found)
            if values[0].form is Form.TEXT:
                return values
        return ()

    def _imported(self) -> Iterator[ImportedName]:
        for node in self._nodes.get("import", ()):
            module = self._values.text(node.child_by_field_name("source"))[1:-1]
            for name, local in imported_names(node):
                own = self._values.text(name) if name is not None else ""
                is_default = name is None and local.parent is not None and local.parent.type == "import_clause"
                yield ImportedName(self._values.text(local), module, "default" if is_default else own)
        for node in self._nodes.get("export", ()):
            module = self._values.text(node.child_by_field_name("source"))[1:-1]
            clause = next((one for one in node.named_children if one.type == "export_clause"), None)
            if module and clause is None:
                yield ImportedName("*", module, "*")
            for one in clause.named_children if clause is not None else ():
                own = self._values.text(one.child_by_field_name("name"))
                yield ImportedName(self._values.text(one.child_by_field_name("alias")) or own, module, own)
