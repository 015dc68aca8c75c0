"""What a script uses of the runtime: `fetch(…)`, `process.env`, `import.meta.env`, `window.localStorage`.

The names are found in the text, and the tree says what each is: a use, something that the file declares by that name, a
property of something else, a type. A name is not the runtime's where an enclosing scope declares it.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tree_sitter import Node, Tree

from checks.codebase.facts import Use
from checks.codebase.io_groups import JAVASCRIPT_NAMES
from checks.codebase.languages.typescript.bindings import binding_scope, imported_names
from checks.codebase.languages.typescript.grammar import bytes_of, line_of, text_of
from checks.codebase.languages.typescript.walk import nodes_at
from checks.codebase.languages.use_list import in_order

HOSTS = ("globalThis", "window", "self", "global")
"""Objects whose members are the global names."""

META = "import.meta"
GLOBALS = frozenset(name.partition(".")[0] for name in JAVASCRIPT_NAMES) - {"import"}
WRAPPERS = frozenset(
    ("parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression", "await_expression")
)
ELEMENTS = frozenset(("jsx_opening_element", "jsx_closing_element", "jsx_self_closing_element"))
DESTRUCTURING = {"variable_declarator": ("value", "name"), "assignment_expression": ("right", "left")}
"""Where an expression is taken apart: the field that it stands in, and that of the pattern."""

PROCESS = re.compile(rb"['\"](?:node:)?process['\"]")
PROCESS_ENDS = (b"process'", b'process"')
PROCESS_ALIAS = re.compile(
    rb"(?:\bimport\s+(?:\*\s*as\s+)?(?P<imported>[\w$]+)\s*(?:,[^'\"]*)?from"
    rb"|(?<![\w$])(?P<required>[\w$]+)\s*=\s*require\s*\()\s*['\"](?:node:)?process['\"]"
)


def _pattern(name: bytes) -> re.Pattern[bytes]:
    """The name as a word that is no member of something. It begins with fixed bytes instead of what must not stand
    before them, which makes the search several times as fast."""
    word = re.escape(name)
    return re.compile(rb"%b(?<![\w$]%b)(?:(?<!\.%b)|(?<=\.\.\.%b))(?![\w$])" % (word, word, word, word))


WORDS = [
    *((name, _pattern(name)) for name in sorted(map(str.encode, GLOBALS.union(HOSTS)))),
    (b"meta", re.compile(rb"import(?<!\wimport)\s*\.\s*meta\b")),
]
"""What a text must hold that uses a name, and how it is found then."""


def find_uses(tree: Tree, source: bytes) -> tuple[Use, ...]:
    """The uses in a file, by line and name."""
    patterns = [pattern for word, pattern in WORDS if word in source]
    offsets = [match.start() for pattern in patterns for match in pattern.finditer(source)]
    aliases: frozenset[bytes] = frozenset()
    if offsets and any(end in source for end in PROCESS_ENDS):
        aliases = frozenset(one["imported"] or one["required"] for one in PROCESS_ALIAS.finditer(source))
        others = map(_pattern, aliases - {b"process"})
        offsets += [match.start() for pattern in others for match in pattern.finditer(source)]
    if not offsets:
        return ()
    reader = _Reader(source, aliases)
    for node, ancestors, _ in nodes_at(tree, sorted(set(offsets))):
        reader.read(node, ancestors)
    return in_order(reader.uses())


class _Reader:
    """Collects the places of one tree that use or declare one of the names."""

    def __init__(self, source: bytes, aliases: frozenset[bytes]) -> None:
        self._source = source
        self._aliases = aliases
        self._read: list[tuple[bytes, int, Use]] = []
        self._declared: dict[bytes, list[tuple[int, int]]] = defaultdict(list)

    def read(self, node: Node, ancestors: Sequence[Node]) -> None:
        """Take note of one node: of a leaf, of a whole import, or of the name of a module that is required."""
        kind = node.type
        if kind == "import_statement":
            self._read_import(node)
        elif kind == "string":
            self._read_required(node, ancestors)
        elif kind == "meta_property":
            self._add(b"", META, node, ancestors)
        elif kind in {"identifier", "shorthand_property_identifier"}:
            self._read_name(node, ancestors)
        elif kind in {"shorthand_property_identifier_pattern", "type_identifier"}:
            self._declare(node, ancestors)

    def uses(self) -> Iterator[Use]:
        """What is used and no enclosing scope declares."""
        hidden = {word: _joined(scopes) for word, scopes in self._declared.items()}
        for word, offset, use in self._read:
            starts, ends = hidden.get(word, ((), ()))
            index = bisect_right(starts, offset) - 1
            if index < 0 or offset >= ends[index]:
                yield use

    def _read_name(self, node: Node, ancestors: Sequence[Node]) -> None:
        word = bytes_of(node, self._source)
        if self._declare(node, ancestors) or _is_no_value(node, ancestors):
            return
        self._add(word, "process" if word in self._aliases else word.decode("utf-8", "replace"), node, ancestors)

    def _declare(self, node: Node, ancestors: Sequence[Node]) -> bool:
        """Whether the node declares a name; a name for `process` as its module has it hides nothing."""
        word = bytes_of(node, self._source)
        scope = binding_scope(node, ancestors)
        if scope is not None and word not in self._aliases:
            self._declared[word].append((scope.start_byte, scope.end_byte))
        return scope is not None

    def _read_import(self, node: Node) -> None:
        is_process = PROCESS.search(bytes_of(node, self._source)) is not None
        for original, local in imported_names(node):
            if not is_process:
                self._declared[bytes_of(local, self._source)].append((0, len(self._source)))
            elif original is not None and (name := _known(f"process.{text_of(original, self._source)}")):
                self._read.append((b"", 0, Use(name, line_of(original))))

    def _read_required(self, node: Node, ancestors: Sequence[Node]) -> None:
        """`require("process")` and `import("process")`, for what is taken of it at once."""
        if (
            len(ancestors) < 2
            or ancestors[-1].type != "arguments"
            or PROCESS.fullmatch(bytes_of(node, self._source)) is None
        ):
            return
        function = ancestors[-2].child_by_field_name("function")
        if function is not None and bytes_of(function, self._source) in {b"require", b"import"}:
            self._add(b"", "process", ancestors[-2], ancestors[:-2], is_module=True)

    def _add(self, word: bytes, name: str, node: Node, ancestors: Sequence[Node], *, is_module: bool = False) -> None:
        """Note what an expression that means `name` is used for."""
        for full in self._reached(name, node, ancestors):
            if not (is_module and full == name):
                self._read.append((word, node.start_byte, Use(full, line_of(node))))

    def _reached(self, name: str, node: Node, ancestors: Sequence[Node]) -> Iterator[str]:
        """The names of interest that are reached from an expression by its members."""
        end = len(ancestors)
        while name in HOSTS:
            yield from {name} & JAVASCRIPT_NAMES
            members, node, end = self._members(node, ancestors, end)
            if end < 0 or not members:
                yield from (member for member in members if member in JAVASCRIPT_NAMES)
                return
            name = members[0]
        found = {f"{name}.{member}" for member in self._members(node, ancestors, end)[0]}
        known = found & JAVASCRIPT_NAMES
        yield from known
        if name in JAVASCRIPT_NAMES and (not found or found - known):
            yield name

    def _members(self, node: Node, ancestors: Sequence[Node], end: int) -> tuple[list[str], Node, int]:
        """The members that are taken of an expression with these first `end` ancestors; the expression that the one
        member is, and how many ancestors that has: -1 for what is destructured."""
        while end and ancestors[end - 1].type in WRAPPERS:
            node, end = ancestors[end - 1], end - 1
        parent = ancestors[end - 1] if end else node
        if parent.type in {"member_expression", "subscript_expression"}:
            of = parent.child_by_field_name("property") or parent.child_by_field_name("index")
            is_object = parent.child_by_field_name("object") == node
            name = _text(of, self._source) if of is not None and is_object else None
            return ([name] if name else []), parent, end - 1
        fields = DESTRUCTURING.get(parent.type)
        if fields is None or parent.child_by_field_name(fields[0]) != node:
            return [], node, -1
        pattern = parent.child_by_field_name(fields[1])
        is_taken_apart = pattern is not None and pattern.type == "object_pattern"
        keys = [_key(child, self._source) for child in pattern.named_children] if pattern and is_taken_apart else []
        return [key for key in keys if key], node, -1


def _is_no_value(node: Node, ancestors: Sequence[Node]) -> bool:
    """Whether a name stands for a type, an element, an export of the file, or is only asked for its type."""
    parent = ancestors[-1] if ancestors else node
    if parent.type in {"type_query", "nested_type_identifier", "nested_identifier", "export_specifier"}:
        return True
    if parent.type == "unary_expression":
        operator = parent.child_by_field_name("operator")
        return operator is not None and operator.type == "typeof"
    around = ancestors[-2] if parent.type == "member_expression" and len(ancestors) > 1 else parent
    if around.type in ELEMENTS:
        return True
    return any(one.type == "ambient_declaration" for one in ancestors)


def _text(node: Node, source: bytes) -> str | None:
    """A property, or an index that is a plain string."""
    if node.type == "property_identifier":
        return text_of(node, source)
    return text_of(node, source)[1:-1] if node.type in {"string", "template_string"} else None


def _key(node: Node, source: bytes) -> str | None:
    """The key of one part of a pattern."""
    key = node.child_by_field_name("key") or node.child_by_field_name("left") or node
    return _text(key, source) or (text_of(key, source) if key.type.startswith("shorthand") else None)


def _known(name: str) -> str | None:
    return name if name in JAVASCRIPT_NAMES else None


def _joined(scopes: Iterable[tuple[int, int]]) -> tuple[Sequence[int], Sequence[int]]:
    """Where the scopes begin and end, those that overlap as one."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(scopes):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
