"""Source text to a syntax tree: encoding, the two grammars, and a bound on the time that a parse may take."""

import codecs
import time
from functools import cache

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Query, Tree

TYPESCRIPT = Language(tree_sitter_typescript.language_typescript())
TSX = Language(tree_sitter_typescript.language_tsx())

LONGEST_PARSE = 10.0
"""Seconds. Ordinary files parse at some MB/s; `a<b,a<b,…` takes quadratic time. This bound is soft: the parser asks the
callback between steps, and a step can be long. The hard bound is a process that can be ended, around this one."""

SMALL = 8_192
"""Bytes below which even the slowest known input parses in a fraction of a second, and needs no watching."""

CHUNK = 65_536


class ParseTimeoutError(Exception):
    """The file took longer than LONGEST_PARSE."""


@cache
def query(language: Language, pattern: str) -> Query:
    """A query, compiled when it is first needed: that takes longer than to read most files."""
    return Query(language, pattern)


def decode(source: bytes) -> bytes:
    """The source as UTF-8 without a byte order mark. What is not valid UTF-8 stays as it is: the parser bears it."""
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return source.decode("utf-16", "replace").encode("utf-8", "replace")
    return source.removeprefix(codecs.BOM_UTF8)


def parse(source: bytes, language: Language) -> Tree:
    """The syntax tree. Raises ParseTimeoutError."""
    parser = Parser(language)
    if len(source) < SMALL:
        return parser.parse(source)
    deadline = time.monotonic() + LONGEST_PARSE
    try:
        return parser.parse(
            lambda offset, _: source[offset : offset + CHUNK],
            progress_callback=lambda _offset, _has_error: time.monotonic() > deadline,
        )
    except ValueError as error:  # the binding's word for "stopped by the callback"
        raise ParseTimeoutError from error


def line_of(node: Node) -> int:
    """The line where a node begins, from 1, as git counts lines."""
    return node.start_point.row + 1


def bytes_of(node: Node, source: bytes) -> bytes:
    """The source of a node. `Node.text` is slow where the parser was given chunks."""
    return source[node.start_byte : node.end_byte]


def text_of(node: Node, source: bytes) -> str:
    """The source text of a node."""
    return bytes_of(node, source).decode("utf-8", "replace")
