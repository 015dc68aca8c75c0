"""String literals, and the names that a file declares once and for all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Language, Node, QueryCursor

from checks.codebase.languages.typescript.grammar import bytes_of, query

ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\ufffd"}

DECLARATIONS = """
(lexical_declaration kind: "const" (variable_declarator name: (identifier) @constant value: (_) @value))
(variable_declarator name: (identifier) @bound)
(for_in_statement kind: "const" left: (identifier) @constant operator: "of" right: (_) @listed)
(for_in_statement left: (identifier) @bound)
(function_declaration name: (identifier) @constant) @value
(function_declaration name: (identifier) @bound)
(required_parameter pattern: (identifier) @bound)
(optional_parameter pattern: (identifier) @bound)
(rest_pattern (identifier) @bound)
(arrow_function parameter: (identifier) @bound)
(catch_clause parameter: (identifier) @bound)
(shorthand_property_identifier_pattern) @bound
(pair_pattern value: (identifier) @bound)
(array_pattern (identifier) @bound)
(assignment_pattern left: (identifier) @bound)
(import_clause (identifier) @bound)
(import_specifier !alias name: (identifier) @bound)
(import_specifier alias: (identifier) @bound)
(namespace_import (identifier) @bound)
"""
CHANGES = """
(assignment_expression left: (member_expression object: (identifier) @changed))
(assignment_expression left: (subscript_expression object: (identifier) @changed))
(arguments (identifier) @changed)
(call_expression function: (member_expression object: (identifier) @changed property: (property_identifier) @method))
"""
CHANGING = frozenset((b"push", b"unshift", b"splice", b"fill", b"set"))
"""Methods that give a list or a map other members. A predicate in the query would take five times as long."""

MOST_UNFINISHED_MATCHES = 4_096
FIRST_PLACES = 16


@dataclass(frozen=True, slots=True)
class Declarations:
    """The constants of one file by name: the node that holds the value, and whether the name stands for each of the
    items of that node (`for (const x of [...])`). A name is here if the file binds it once. `bound` are all that it
    binds.
    """

    values: Mapping[bytes, tuple[Node, bool]]
    bound: frozenset[bytes]


def declarations(root: Node, source: bytes, language: Language) -> Declarations:
    """What a file declares."""
    cursor = QueryCursor(query(language, DECLARATIONS), match_limit=MOST_UNFINISHED_MATCHES)
    values: dict[bytes, tuple[Node, bool]] = {}
    bindings: dict[bytes, int] = {}
    for _, captures in cursor.matches(root):
        for node in captures.get("bound", ()):
            name = bytes_of(node, source)
            bindings[name] = bindings.get(name, 0) + 1
        if "constant" in captures:
            is_listed = "listed" in captures
            values[bytes_of(captures["constant"][0], source)] = (
                captures["listed" if is_listed else "value"][0],
                is_listed,
            )
    once = {name: value for name, value in values.items() if bindings.get(name) == 1}
    return Declarations(once, frozenset(bindings))


def is_bound_again(root: Node, source: bytes, language: Language, name: bytes) -> bool:
    """Whether two of the first places of a name bind it: then it is no constant, which is all that is asked of most
    names of a minified file."""
    cursor = QueryCursor(query(language, DECLARATIONS), match_limit=MOST_UNFINISHED_MATCHES)
    bound: set[int] = set()
    places = re.finditer(rb"(?<![\w$])" + re.escape(name) + rb"(?![\w$])", source)
    for place in islice(places, FIRST_PLACES):
        cursor.set_byte_range(*place.span())
        nodes = (node for _, captures in cursor.matches(root) for node in captures.get("bound", ()))
        bound.update(node.start_byte for node in nodes if (node.start_byte, node.end_byte) == place.span())
        if len(bound) > 1:
            return True
    return False


def changed(root: Node, source: bytes, language: Language) -> frozenset[bytes]:
    """The names whose members may be given other values."""
    cursor = QueryCursor(query(language, CHANGES), match_limit=MOST_UNFINISHED_MATCHES)
    matches = (captures for _, captures in cursor.matches(root))
    return frozenset(
        bytes_of(captures["changed"][0], source)
        for captures in matches
        if "method" not in captures or bytes_of(captures["method"][0], source) in CHANGING
    )


def unescape(text: str) -> str:
    """A JavaScript string's value from the text between its quotes, without NUL and half surrogates: facts are stored
    as JSON in PostgreSQL, which takes neither.
    """
    return ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and len(code) > 1:
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    if code in ("\n", "\r", "\r\n", "\u2028", "\u2029"):
        return ""
    return SIMPLE_ESCAPES.get(code, code)
