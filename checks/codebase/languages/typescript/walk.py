"""A walk through a syntax tree that goes only where a word that can import something stands.

The words are found by a regular expression over the bytes; the tree says what each of them is (code, comment, string).
That costs a fraction of looking at every node, and needs no recursion however deep the file nests.
"""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node, Tree

WORDS = re.compile(rb"\bimport_*\b|\brequire\b|\bfrom\s*(?=['\"/])|///\s*<reference\b|\\u")
"""`import___` is a stand-in of grammar.py; `\\u` because JavaScript allows escapes in the identifier `require`."""

Place = tuple[Node, Sequence[Node], int]


def places(tree: Tree, source: bytes) -> Iterator[Place]:
    """Every node that holds one of the words, parents before children, with its ancestors from the root (a list
    that the walk goes on changing) and the offset of the first word in it.
    """
    offsets = [match.start() for match in WORDS.finditer(source)]
    if not offsets:
        return
    cursor = tree.walk()
    ancestors: list[Node] = []
    next_offset = 0
    while True:
        node = cursor.node
        if node is None:
            return
        while offsets[next_offset] < node.start_byte:
            next_offset += 1
            if next_offset == len(offsets):
                return
        if offsets[next_offset] < node.end_byte:
            yield node, ancestors, offsets[next_offset]
            if node.type not in CLOSED and cursor.goto_first_child():
                ancestors.append(node)
                continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            ancestors.pop()


CLOSED = frozenset(
    {"import_statement", "string", "comment", "regex", "jsx_text", "string_fragment", "property_identifier"}
)
"""Nodes whose insides hold no further import. An import statement is one as a whole."""
