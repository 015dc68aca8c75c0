"""Other names for `require` in one file: `const r = require`, `const r = createRequire(import.meta.url)`.

Names are taken for the whole file, whatever their scope: an import too many can be seen, one too few is hidden.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Tree

from checks.codebase.languages.typescript.grammar import bytes_of

MOST_NAMES = 256

USED = re.compile(rb"require\b(?!\s*(?:\.(?!\s*bind\b)|[(\[`?!]))")
MAKER = b"createRequire"
DECLARED = rb"(?<![\w$.])(?P<name>[\w$]++)\s*+(?::\s*+[\w$.]{1,100}+\s*+)?+=\s*+"
SAME = re.compile(DECLARED + rb"\(*(?P<word>require)\b(?:(?=\s*\.\s*bind\s*\()|(?!\s*[.(\[`?!=]))")
RENAMED_MAKER = re.compile(
    rb"\b(?P<word>createRequire)\s*(?:as\b|:)\s*(?P<name>[\w$]+)|"
    + DECLARED.replace(b"name", b"alias")
    + rb"(?:[\w$]+\s*\.\s*)?(?P<other>createRequire)\b(?!\s*\()"
)


@dataclass(frozen=True, slots=True)
class Requirers:
    """What calls import in a file besides `require`: functions, and makers of such functions."""

    functions: frozenset[bytes] = frozenset()
    makers: frozenset[bytes] = frozenset()

    @property
    def words(self) -> tuple[bytes, ...]:
        """The names that a search for imports must look for."""
        return (*sorted(self.functions), *sorted(self.makers))


NONE = Requirers()


def requirers(tree: Tree, source: bytes) -> Requirers:
    """The other names for `require` that a file declares."""
    if MAKER not in source and USED.search(source) is None:
        return NONE
    functions = set(_names(SAME, tree, source))
    makers = {MAKER, *_names(RENAMED_MAKER, tree, source)} if MAKER in source else set()
    if makers:
        either = b"|".join(re.escape(maker) for maker in makers)
        made = re.compile(DECLARED + rb"\(*(?:[\w$]+\s*\.\s*)?(?P<word>" + either + rb")\s*\(")
        functions.update(_names(made, tree, source))
    return Requirers(frozenset(functions - {b"require"}), frozenset(makers))


def _names(pattern: re.Pattern[bytes], tree: Tree, source: bytes) -> Iterator[bytes]:
    """The names that a pattern finds in code, not in comments and strings."""
    for match in islice(pattern.finditer(source), MOST_NAMES):
        word = match.lastgroup if match.lastgroup in ("word", "other") else "word"
        node = tree.root_node.descendant_for_byte_range(match.start(word), match.end(word))
        if node is not None and bytes_of(node, source) == match[word]:
            yield match["name"] or match["alias"]
