"""String literals, and the names that a file declares once and for all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
(assignment_expression left: (member_expression object: (identifier) @changed))
(assignment_expression left: (subscript_expression object: (identifier) @changed))
(arguments (identifier) @changed)
(call_expression function: (member_expression object: (identifier) @changed property: (property_identifier) @method
  (#any-of? @method "push" "unshift" "splice" "fill" "set")))
"""
MOST_UNFINISHED_MATCHES = 4_096


@dataclass(frozen=True, slots=True)
class Declarations:
    """The constants of one file by name: the node that holds the value, and whether the name stands for each of the
    items of that node (`for (const x of [...])`). A name is here if the file binds it once. `imported` are bound
    otherwise; `changed` are those whose members may be given other values.
    """

    values: Mapping[bytes, tuple[Node, bool]]
    bound: frozenset[bytes]
    changed: frozenset[bytes]


def declarations(root: Node, source: bytes, language: Language) -> Declarations:
    """What a file declares."""
    cursor = QueryCursor(query(language, DECLARATIONS), match_limit=MOST_UNFINISHED_MATCHES)
    values: dict[bytes, tuple[Node, bool]] = {}
    bindings: dict[bytes, int] = {}
    changed: set[bytes] = set()
    for _, captures in cursor.matches(root):
        for node in captures.get("bound", ()):
            name = bytes_of(node, source)
            bindings[name] = bindings.get(name, 0) + 1
        changed.update(bytes_of(node, source) for node in captures.get("changed", ()))
        if "constant" in captures:
            is_listed = "listed" in captures
            values[bytes_of(captures["constant"][0], source)] = (
                captures["listed" if is_listed else "value"][0],
                is_listed,
            )
    once = {name: value for name, value in values.items() if bindings.get(name) == 1}
    return Declarations(once, frozenset(bindings), frozenset(changed))


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
