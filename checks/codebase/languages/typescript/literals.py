"""Constant strings: what an expression is worth where that can be told from the file alone."""

import re
from collections.abc import Mapping
from functools import cached_property

from tree_sitter import Language, Node, Query, QueryCursor

from checks.codebase.languages.typescript.grammar import TSX, TYPESCRIPT, bytes_of, text_of

DEEPEST = 40
"""Concatenations nested deeper than this are not worked out: nobody writes them, and the stack is finite."""

CONSTANTS = "(variable_declarator name: (identifier) @name value: (_) @value)"
QUERIES = {language: Query(language, CONSTANTS) for language in (TYPESCRIPT, TSX)}
MOST_UNFINISHED_MATCHES = 4_096

ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\ufffd"}


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


class Constants:
    """The strings that expressions of one file are worth. A name counts if the file declares it once, as `const`."""

    def __init__(self, root: Node, source: bytes, language: Language) -> None:
        self.source = source
        self._root = root
        self._language = language

    def value(self, node: Node | None, depth: int = 0) -> str | None:
        """The string that an expression is, or None where it is no constant."""
        if node is None or depth > DEEPEST:
            return None
        match node.type:
            case "string":
                found: str | None = unescape(text_of(node, self.source)[1:-1])
            case "template_string":
                found = self._template(node, depth)
            case "binary_expression":
                found = self._sum(node, depth)
            case "identifier":
                found = self.value(self._declared.get(bytes_of(node, self.source)), depth + 1)
            case "parenthesized_expression" | "as_expression" | "satisfies_expression" | "non_null_expression":
                found = self.value(node.named_child(0), depth + 1)
            case _:
                found = None
        return found

    def _template(self, node: Node, depth: int) -> str | None:
        parts: list[str] = []
        for child in node.named_children:
            part = (
                self.value(child.named_child(0), depth + 1)
                if child.type == "template_substitution"
                else unescape(text_of(child, self.source))
            )
            if part is None:
                return None
            parts.append(part)
        return "".join(parts)

    def _sum(self, node: Node, depth: int) -> str | None:
        operator = node.child_by_field_name("operator")
        if operator is None or operator.type != "+":
            return None
        left = self.value(node.child_by_field_name("left"), depth + 1)
        right = None if left is None else self.value(node.child_by_field_name("right"), depth + 1)
        return None if left is None or right is None else left + right

    @cached_property
    def _declared(self) -> Mapping[bytes, Node | None]:
        cursor = QueryCursor(QUERIES[self._language], match_limit=MOST_UNFINISHED_MATCHES)
        declared: dict[bytes, Node | None] = {}
        for _, captures in cursor.matches(self._root):
            node, value = captures["name"][0], captures["value"][0]
            name = bytes_of(node, self.source)
            declared[name] = None if name in declared or not _is_const(node) else value
        return declared


def _is_const(name: Node) -> bool:
    statement = name.parent and name.parent.parent
    kind = statement and statement.child_by_field_name("kind")
    return kind is not None and kind.type == "const"
