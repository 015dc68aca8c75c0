"""What expressions are worth: every string that they may be, as far as the file alone tells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from tree_sitter import Language, Node

from checks.codebase.languages.typescript.grammar import bytes_of, text_of
from checks.codebase.languages.typescript.literals import Declarations, changed, declarations, is_bound_again, unescape
from checks.codebase.languages.typescript.paths import HERE, TOP, UNKNOWN, called, written

DEEPEST = 40
"""Expressions nested deeper than this are not worked out: nobody writes them, and the stack is finite."""

MOST_STEPS = 100_000
"""Expressions of one file that are looked at; what is beyond is unknown."""

MOST_VALUES = 64
LONGEST = 2_000
"""Characters of a value."""

WRAPPERS = frozenset(
    ("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "await_expression")
)
NOTHING_KNOWN = (UNKNOWN,)
NAMES = {b"__dirname": HERE, b"__filename": f"{HERE}/_"}
META = {b"import.meta.url": f"{HERE}/_", b"import.meta.filename": f"{HERE}/_", b"import.meta.dirname": HERE}
SAME = frozenset((b"href", b"pathname", b"toString", b"default"))
"""Members of a URL or a string that mean the same file."""

LARGE = 100_000
MOST_TRIES = 20
"""Names of a large file that are looked at one by one before all that it declares is read."""

LONGEST_NAME = 80
MORE = "..."
"""Key of what an object takes over from another."""

FUNCTIONS = ("function_declaration", "arrow_function", "function_expression")


class Constants:
    """The strings that expressions of one file are worth. A name counts if the file binds it once, as a constant."""

    def __init__(self, root: Node, source: bytes, language: Language) -> None:
        self.source = source
        self._root = root
        self._language = language
        self._known: dict[bytes, tuple[str, ...]] = {}
        self._arguments: Mapping[bytes, tuple[str, ...]] = {}
        self._held: dict[int, dict[str, Node | None]] = {}
        self._items_of: dict[int, tuple[str, ...]] = {}
        self._steps = 0
        self._tries = 0

    def values(self, node: Node | None) -> tuple[str, ...]:
        """The strings that an expression may be, with UNKNOWN for each part that cannot be told. Paths from the file's
        own folder begin with `.`, those from where the program is started with `/`.
        """
        return tuple(dict.fromkeys(written(value) for value in self._values(node, 0)))

    def node_of(self, node: Node | None) -> Node | None:
        """An expression without brackets and casts; of the name of a constant, the constant."""
        for _ in range(DEEPEST):
            if node is not None and node.type in WRAPPERS:
                node = node.named_child(0)
            elif node is not None and node.type == "identifier":
                value, is_listed = self._declared_as(bytes_of(node, self.source))
                if value is None or is_listed:
                    return node
                node = value
            elif node is not None and node.type == "call_expression" and self._name_of(node) == b"Object.freeze":
                node = _arguments(node)[0] if _arguments(node) else None
            else:
                return node
        return None

    @cached_property
    def declared(self) -> Declarations:
        """What the file declares."""
        return declarations(self._root, self.source, self._language)

    def _declared_as(self, name: bytes) -> tuple[Node | None, bool]:
        """The node with a constant's value, None for any other name, and whether the name stands for its items."""
        if len(self.source) > LARGE and self._tries < MOST_TRIES and "declared" not in self.__dict__:
            self._tries += 1
            if is_bound_again(self._root, self.source, self._language, name):
                return None, False
        return self.declared.values.get(name, (None, False))

    @cached_property
    def _changed(self) -> frozenset[bytes]:
        return changed(self._root, self.source, self._language)

    def _values(self, node: Node | None, depth: int) -> tuple[str, ...]:
        if node is None:
            return NOTHING_KNOWN
        if node.type == "string":
            return (unescape(text_of(node, self.source)[1:-1]),)
        self._steps += 1
        if depth > DEEPEST or self._steps > MOST_STEPS:
            return NOTHING_KNOWN
        if node.type in WRAPPERS:
            return self._values(node.named_child(0), depth + 1)
        read = self._readers.get(node.type)
        return NOTHING_KNOWN if read is None else read(node, depth + 1)

    @cached_property
    def _readers(self) -> Mapping[str, Callable[[Node, int], tuple[str, ...]]]:
        return {
            "template_string": self._template,
            "binary_expression": self._binary,
            "ternary_expression": self._ternary,
            **dict.fromkeys(("sequence_expression", "assignment_expression", "type_assertion"), self._last),
            "identifier": self._name,
            **dict.fromkeys(("member_expression", "subscript_expression"), self._member),
            "call_expression": self._call,
            "new_expression": self._url,
        }

    def _template(self, node: Node, depth: int) -> tuple[str, ...]:
        return _sums(
            self._values(child.named_child(0), depth)
            if child.type == "template_substitution"
            else (unescape(text_of(child, self.source)),)
            for child in node.named_children
        )

    def _binary(self, node: Node, depth: int) -> tuple[str, ...]:
        operator = node.child_by_field_name("operator")
        sides = (self._values(node.child_by_field_name(side), depth) for side in ("left", "right"))
        match operator.type if operator is not None else "":
            case "+":
                return _sums(sides)
            case "||" | "??":
                return _union(sides)
            case "&&":
                return self._values(node.child_by_field_name("right"), depth)
        return NOTHING_KNOWN

    def _ternary(self, node: Node, depth: int) -> tuple[str, ...]:
        return _union(self._values(node.child_by_field_name(side), depth) for side in ("consequence", "alternative"))

    def _last(self, node: Node, depth: int) -> tuple[str, ...]:
        return self._values(node.named_child(node.named_child_count - 1), depth)

    def _name(self, node: Node, depth: int) -> tuple[str, ...]:
        name = bytes_of(node, self.source)
        if name in self._arguments:
            return self._arguments[name]
        if name in NAMES and name not in self.declared.bound:
            return (NAMES[name],)
        if name not in self._known:
            self._known[name] = NOTHING_KNOWN  # a constant that is made of itself
            outer, self._arguments = self._arguments, {}
            self._known[name] = self._declared(name, depth)
            self._arguments = outer
        return self._known[name]

    def _declared(self, name: bytes, depth: int) -> tuple[str, ...]:
        value, is_listed = self._declared_as(name)
        if value is None or not is_listed:
            return self._values(value, depth)
        listed = self.node_of(value)
        return self._items(listed, None, depth) if listed is not None else NOTHING_KNOWN

    def _member(self, node: Node, depth: int) -> tuple[str, ...]:
        """`import.meta.url`; `map.key` and `map[key]` of a constant map or list."""
        if node.end_byte - node.start_byte < LONGEST_NAME and (meta := META.get(bytes_of(node, self.source))):
            return (meta,)
        whole, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        if key is not None and bytes_of(key, self.source) in SAME:
            return self._values(whole, depth)
        held = self.node_of(whole)
        if whole is None or held is None or held.type not in ("object", "array"):
            return NOTHING_KNOWN
        index = node.child_by_field_name("index")
        keys = (text_of(key, self.source),) if key is not None else self._values(index, depth)
        found = self._items(held, None if any(UNKNOWN in each for each in keys) else keys, depth)
        is_changed = whole.type == "identifier" and bytes_of(whole, self.source) in self._changed
        return _union((found, NOTHING_KNOWN)) if is_changed else found

    def _items(self, held: Node, keys: Sequence[str] | None, depth: int) -> tuple[str, ...]:
        """What an object has at these keys, or at all where they are not known; so with all items of a list."""
        if held.id not in self._held:
            self._held[held.id] = {}
            for number, child in enumerate(held.named_children):
                key = child.child_by_field_name("key") if child.type == "pair" else None
                name = text_of(key, self.source).strip("'\"") if key is not None else str(number)
                name = MORE if child.type == "spread_element" else name
                if child.type != "comment":
                    self._held[held.id][name] = child if key is None else child.child_by_field_name("value")
        members = self._held[held.id]
        if keys is not None and held.type == "object":
            return _union(
                self._values(members.get(key), depth) for key in (*keys, *([MORE] if MORE in members else []))
            )
        if held.id not in self._items_of:
            first = tuple(islice(members.values(), MOST_VALUES))
            rest = () if first and len(first) == len(members) else (NOTHING_KNOWN,)
            self._items_of[held.id] = _union((*(self._values(each, depth) for each in first), *rest))
        return self._items_of[held.id]

    def _call(self, node: Node, depth: int) -> tuple[str, ...]:
        """Functions of `path` and `url`, and those of the file that only return something."""
        function = node.child_by_field_name("function")
        if function is None:
            return NOTHING_KNOWN
        if function.type == "member_expression":
            member = function.child_by_field_name("property")
            text = bytes_of(member, self.source) if member is not None else b""
            if text in (b"toString", b"replace", b"replaceAll"):
                return self._same(node, function, depth)
            held = self.node_of(function.child_by_field_name("object")) if text == b"join" else None
            if held is not None and held.type == "array":
                return self._list(held, self._values(next(iter(_arguments(node)), None), depth), depth)
        name = self._name_of(node)
        arguments = [self._values(each, depth) for each in _arguments(node)[:MOST_VALUES]]
        own = self._declared_as(name)[0]
        if own is not None:
            return self._returned(own, arguments, depth)
        parts = [part if len(part) == 1 else NOTHING_KNOWN for part in arguments[1:]]
        combined = ((first, *(part[0] for part in parts)) for first in (arguments[0] if arguments else ()))
        if not arguments and name == b"process.cwd":
            return (TOP,)
        return tuple(called(name.decode("utf-8", "replace"), each) for each in combined) or NOTHING_KNOWN

    def _list(self, held: Node, between: tuple[str, ...], depth: int) -> tuple[str, ...]:
        """`['..', name].join('/')`."""
        parts: list[tuple[str, ...]] = []
        for child in held.named_children[:MOST_VALUES]:
            parts += [self._values(child, depth), between]
        return _sums(parts[:-1])

    def _same(self, node: Node, function: Node, depth: int) -> tuple[str, ...]:
        """`url.toString()`, and `path.replace` that only turns slashes round."""
        listed = _arguments(node)
        turns = len(listed) == 2 and listed[0].type == "regex" and b"\\\\" in bytes_of(listed[0], self.source)
        return self._values(function.child_by_field_name("object"), depth) if turns or not listed else NOTHING_KNOWN

    def _returned(self, function: Node, arguments: Sequence[tuple[str, ...]], depth: int) -> tuple[str, ...]:
        body = function.child_by_field_name("body") if function.type in FUNCTIONS else None
        if body is not None and body.type == "statement_block":
            statement = body.named_child(0) if body.named_child_count == 1 else None
            is_return = statement is not None and statement.type == "return_statement"
            body = statement.named_child(0) if statement is not None and is_return else None
        if body is None:
            return NOTHING_KNOWN
        single, several = function.child_by_field_name("parameter"), function.child_by_field_name("parameters")
        names = [single] if single is not None else several.named_children if several is not None else []
        outer, self._arguments = self._arguments, dict(zip(map(self._parameter, names), arguments, strict=False))
        found = self._values(body, depth)
        self._arguments = outer
        return found

    def _parameter(self, node: Node) -> bytes:
        pattern = node.child_by_field_name("pattern")
        return bytes_of(pattern if pattern is not None else node, self.source)

    def _url(self, node: Node, depth: int) -> tuple[str, ...]:
        """`new URL('./x', import.meta.url)`."""
        constructor, listed = node.child_by_field_name("constructor"), _arguments(node)
        if constructor is None or bytes_of(constructor, self.source) != b"URL" or len(listed) != 2:
            return NOTHING_KNOWN
        base = self._values(listed[1], depth)
        if base != (META[b"import.meta.url"],):
            return NOTHING_KNOWN
        return tuple(f"{HERE}/{value}" for value in self._values(listed[0], depth))

    def _name_of(self, call: Node) -> bytes:
        function = call.child_by_field_name("function")
        if function is None or function.end_byte - function.start_byte > LONGEST_NAME:
            return b""
        return bytes_of(function, self.source)


def _arguments(call: Node) -> list[Node]:
    arguments = call.child_by_field_name("arguments")
    return [] if arguments is None else [child for child in arguments.named_children if child.type != "comment"]


def _sums(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every way to put one of each part's values after the other."""
    found: tuple[str, ...] = ("",)
    for part in parts:
        values = part if len(found) * len(part) <= MOST_VALUES else NOTHING_KNOWN
        found = tuple(_bounded(before + value) for before in found for value in values)
    return found


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(value for part in parts for value in part))
    return found if len(found) <= MOST_VALUES else (*found[:MOST_VALUES], UNKNOWN)


def _bounded(value: str) -> str:
    return value if len(value) <= LONGEST else UNKNOWN
