"""Calls that name a module: `import()`, `require()` in all its spellings, and what bundlers and test runners add."""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.typescript.constants import Constants
from checks.codebase.languages.typescript.grammar import bytes_of, line_of
from checks.codebase.languages.typescript.literals import unescape
from checks.codebase.languages.typescript.paths import UNKNOWN
from checks.codebase.languages.typescript.requirers import Requirers
from checks.codebase.languages.typescript.users import in_type, names_taken, user_of
from checks.codebase.languages.typescript.wildcards import alternatives, of_unknown

CALLS = frozenset({"call_expression", "new_expression"})
CASTS = ("as_expression", "satisfies_expression")
WRAPPERS = (*CASTS, "parenthesized_expression", "non_null_expression", "await_expression")
"""The grammars take `await f<T>()` for a call of `await f`."""

MEMBER_CALLS = {
    **dict.fromkeys(
        (b"module.require", b"require.main.require", b"process.mainModule.require", b"globalThis.require"), Kind.IMPORT
    ),
    **dict.fromkeys((b"require.resolve", b"require.call"), Kind.IMPORT),
    b"require.context": Kind.DYNAMIC,
    **dict.fromkeys((b"import.meta.resolve", b"import.meta.glob", b"import.meta.globEager"), Kind.DYNAMIC),
    **dict.fromkeys((b"import.source", b"import.defer"), Kind.DYNAMIC),
    **dict.fromkeys((b"vi.importActual", b"vitest.importActual", b"jest.requireActual"), Kind.DYNAMIC),
}
CONTEXT_FILTER = re.compile(rb"\\\.(\w+)\$/")
AFTER_THIS = re.compile(rb"require\??\.(?:call|apply)")
GLOBS = (b"import.meta.glob", b"import.meta.globEager")
LISTS = (*GLOBS, b"require.apply", b"require")
"""Calls that take a list of names: `require(['x'], …)` is how AMD has it."""

SEARCHES = frozenset(MEMBER_CALLS) - {b"module.require", b"globalThis.require", b"import.source", b"import.defer"}
"""Calls that find a module without loading it, or are for tests: nothing is said of a name that cannot be told."""

MOST_VALUES = 2_000
"""Modules of one file that are more than one to a call; calls that would add to them name something unknown."""

MOST_PATTERNS = 32
"""Patterns of one file; each is held against many files."""

LONGEST_NAME = 200
SPACE = re.compile(rb"\s+")
COMPUTED = re.compile(rb"\[(?:'(\w+)'|\"(\w+)\"|`(\w+)`)\]")
SCRIPT_URL = re.compile(
    r"(?!/|[A-Za-z][\w+.-]*:)[^?#]*\.(?:[cm]?[jt]sx?|vue|svelte|css|scss|less)(?:[?#].*)?", re.DOTALL
)


class Calls:
    """Reads the calls of one file."""

    def __init__(self, constants: Constants, requirers: Requirers) -> None:
        self._constants = constants
        self._source = constants.source
        self._requirers = requirers
        self._patterns = 0
        self._values = 0

    def imports(self, node: Node, ancestors: Sequence[Node]) -> Sequence[Import]:
        """The imports that a call is; none for any other call."""
        if node.type == "new_expression":
            return tuple(self._url(node))
        function = _unwrapped(node.child_by_field_name("function"))
        name = self._name(function) if function is not None else b""
        kind = self._kind(function, name)
        if kind is None:
            return ()
        modules = list(self._modules(node.child_by_field_name("arguments"), name))
        if not modules:
            return ()
        self._values += len(modules) - 1
        if len(modules) > 1 and self._values > MOST_VALUES:
            modules = [""]
        outer, ancestor = user_of(node, ancestors)
        if kind is Kind.DYNAMIC and in_type(outer, ancestor, self._source):
            kind = Kind.TYPE
        names = names_taken(ancestors, ancestor, self._source)
        return tuple(self._import(module, names, line_of(node), kind) for module in modules)

    def _import(self, module: str, names: tuple[str, ...], line: int, kind: Kind) -> Import:
        if "*" not in module:
            return Import(module, names if module else (), line, kind if module else Kind.DYNAMIC)
        self._patterns += 1
        return Import(module if self._patterns <= MOST_PATTERNS else "", (), line, Kind.DYNAMIC)

    def _kind(self, function: Node | None, name: bytes) -> Kind | None:
        if function is None:
            return None
        if function.type == "import":
            return Kind.DYNAMIC
        if function.type == "call_expression":
            made_by = _unwrapped(function.child_by_field_name("function"))
            return Kind.IMPORT if made_by is not None and self._is_maker(self._name(made_by)) else None
        if name in MEMBER_CALLS:
            return MEMBER_CALLS[name]
        return Kind.IMPORT if name == b"require" or AFTER_THIS.fullmatch(name) else None

    def _is_maker(self, name: bytes) -> bool:
        return name.rpartition(b".")[2] in self._requirers.makers

    def _name(self, function: Node) -> bytes:
        """A function as it would be written plainly: `module.require` for `module ['require']`, `require` for other
        names of it.
        """
        if function.type == "identifier":
            written = bytes_of(function, self._source)
            if b"\\" in written:
                written = unescape(written.decode("utf-8", "replace")).encode()
            return b"require" if written in self._requirers.functions else written
        is_member = function.type in ("member_expression", "subscript_expression")
        if not is_member or function.end_byte - function.start_byte > LONGEST_NAME:
            return b""
        whole = function.child_by_field_name("object")
        inner = _unwrapped(whole)
        if whole is None or inner is None:
            return b""
        first = self._name(inner) if inner.type == "identifier" else bytes_of(inner, self._source)
        rest = self._source[whole.end_byte : function.end_byte]
        return COMPUTED.sub(rb".\1\2\3", SPACE.sub(b"", first + rest)).replace(b"?.", b".")

    def _modules(self, arguments: Node | None, name: bytes) -> Iterator[str]:
        """The modules that a call names: as written, as a pattern, or nothing for what cannot be told."""
        if arguments is None:
            return
        if arguments.type == "template_string":  # require`x`
            listed = [arguments]
        else:
            listed = [child for child in arguments.named_children if child.type != "comment"]
        listed = listed[1 if AFTER_THIS.fullmatch(name) else 0 :]
        first = self._constants.node_of(listed[0]) if listed else None
        if first is None:
            return
        wanted = first.named_children if first.type == "array" and name in LISTS else listed[:1]
        for value in dict.fromkeys(value for each in wanted for value in self._constants.values(each)):
            if name in GLOBS:
                yield from () if UNKNOWN in value or value.startswith("!") else alternatives(value)
            elif name == b"require.context":
                yield from () if UNKNOWN in value else [self._context(value, listed)]
            elif UNKNOWN not in value:
                yield value
            elif (pattern := of_unknown(value)) or name not in SEARCHES:
                yield pattern

    def _context(self, folder: str, arguments: Sequence[Node]) -> str:
        """The pattern of `require.context(folder, recursive, filter)`: all files of a folder, filtered."""
        is_flat = len(arguments) > 1 and arguments[1].type == "false"
        extension = CONTEXT_FILTER.search(bytes_of(arguments[2], self._source)) if len(arguments) > 2 else None
        ending = f".{extension[1].decode()}" if extension else ""
        return f"{folder.rstrip('/')}/{'*' if is_flat else '**'}{ending}"

    def _url(self, node: Node) -> Iterator[Import]:
        """`new URL('./worker.js', import.meta.url)`: bundlers take it for an import where it names a script."""
        constructor, arguments = node.child_by_field_name("constructor"), node.child_by_field_name("arguments")
        listed = [] if arguments is None else [child for child in arguments.named_children if child.type != "comment"]
        if constructor is None or bytes_of(constructor, self._source) != b"URL" or len(listed) != 2:
            return
        if bytes_of(listed[1], self._source) != b"import.meta.url":
            return
        for value in self._constants.values(listed[0]):
            module = value if value.startswith(".") else f"./{value}"
            if SCRIPT_URL.fullmatch(value) and (known := of_unknown(module) if UNKNOWN in module else module):
                yield self._import(known, (), line_of(node), Kind.DYNAMIC)


def _unwrapped(function: Node | None) -> Node | None:
    """What is called, without brackets round it: `require` for `(0, require)` and `(require as any)`."""
    while function is not None:
        if function.type in WRAPPERS:
            function = function.named_child(0)
        elif function.type == "sequence_expression":
            function = function.named_children[-1]
        else:
            return function
    return None
