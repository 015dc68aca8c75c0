"""When a file with syntax errors still counts as read.

The grammars lag behind the language and report errors in valid files (`&` in JSX text, new syntax), and go on
after them; the imports around them are found. So an error alone is no problem. A file is a problem if

- it holds a NUL byte (it is no text) or a conflict marker at the start of a line, outside strings and comments;
- it is mostly one error: the root of its tree is one, or errors cover more than half of it;
- a word that looks like the beginning of an import stands in text that the parser gave up on (directly under an
  error, or in what it took for JSX text), or an import statement has lost its module;
- it took too long to parse.
"""

import re
from collections.abc import Sequence

from tree_sitter import Node, Tree

from checks.codebase.facts import Problem
from checks.codebase.languages.typescript.grammar import line_of

COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)
LOOKS_LIKE_IMPORT = re.compile(
    rb"""import\s*(?:['"`(]|[\w$\s{},*]+\bfrom\s*['"]|type\b|[\w$]+\s*=\s*require)|require\s*[(?]|from\s*['"]"""
)
FAR_ENOUGH = 2_000
"""Bytes in which an import's clause ends."""

CONFLICT = re.compile(rb"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
MOST_MARKERS = 1_000
"""Of these in strings, the file counts as one in conflict, or with JSX: each takes a walk through the tree."""

QUIET = frozenset(
    {"string_fragment", "comment", "regex_pattern", "string", "template_string", "escape_sequence", "regex"}
)

JSX_END = re.compile(rb"</|/>")


def may_hold_jsx(tree: Tree, source: bytes) -> bool:
    """Whether a file with errors may hold JSX. It does not where all that could end an element lies in strings and
    comments, and the parser gave up on nothing that could begin one."""
    if _first_outside(JSX_END, tree, source) is not None:
        return True
    return any(b"<" in source[node.start_byte : node.end_byte] for node in outermost_errors(tree.root_node))


def is_lost(node: Node, ancestors: Sequence[Node], source: bytes, offset: int) -> bool:
    """Whether a leaf holds an import's first word that the parser made nothing of."""
    in_error = node.type == "ERROR" or (bool(ancestors) and ancestors[-1].type == "ERROR")
    if node.type in QUIET or not (in_error or node.type == "jsx_text"):
        return False
    return bool(LOOKS_LIKE_IMPORT.match(COMMENT.sub(b" ", source[offset : offset + FAR_ENOUGH])))


def whole_file_problem(tree: Tree, source: bytes) -> Problem | None:
    """What makes the file as a whole unreadable, whatever imports were found in it."""
    marker = _first_outside(CONFLICT, tree, source)
    if marker is not None:
        return Problem("conflict marker", source.count(b"\n", 0, marker) + 1)
    errors = outermost_errors(tree.root_node)
    if tree.root_node.type == "ERROR" or 2 * sum(node.end_byte - node.start_byte for node in errors) > len(source):
        return Problem("does not parse", line_of(errors[0]) if errors else 1)
    return None


def _first_outside(pattern: re.Pattern[bytes], tree: Tree, source: bytes) -> int | None:
    """Where the first match of a pattern stands that is not in a string or comment, or one of too many that are."""
    for count, match in enumerate(pattern.finditer(source)):
        if count == MOST_MARKERS:
            return match.start()
        node = tree.root_node.descendant_for_byte_range(match.start(), match.start() + 1)
        if node is None or (node.type not in QUIET and (node.parent is None or node.parent.type not in QUIET)):
            return match.start()
    return None


def outermost_errors(root: Node) -> list[Node]:
    """The nodes that are errors, without those inside other errors, in the order of the text."""
    errors = []
    cursor = root.walk()
    while (node := cursor.node) is not None:
        if node.is_error and node is not root:
            errors.append(node)
        elif node.has_error and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return errors
    return errors
