"""The encoding that a Python file declares for itself (PEP 263)."""

import re
from contextlib import suppress

UNICODE_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LINE_END = re.compile(rb"\r\n?|\n")
DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
PLAIN = frozenset({"utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii"})
WITH_ASCII = PLAIN | {"latin-1", "latin1", "iso-8859-1", "iso-latin-1", "iso-8859-15", "cp1252", "windows-1252"}
"""Encodings in which a text of ASCII bytes alone is that text: UTF-7, for one, is not."""

SLOW = frozenset({"idna", "punycode"})
"""Codecs that no source is written in and that need quadratic time."""


def in_utf_8(source: bytes) -> bytes:
    """The source in UTF-8 where it is in UTF-16, which Python does not read; else as it is."""
    is_wide = source.startswith(UNICODE_16_MARKS)
    return source.decode("utf-16", "replace").encode("utf-8", "replace") if is_wide else source


def lines_of_git(source: bytes) -> list[int] | None:
    """By Python's number of a line less one, git's number of it: for Python a bare carriage return ends a line, and in
    some encodings other bytes do; for git, and so for a review, only a line feed does. None where they agree."""
    if source.count(b"\r") == source.count(b"\r\n") and is_as_written(source):
        return None
    lines = [1]
    for end in LINE_END.finditer(source):
        lines.append(lines[-1] + end[0].endswith(b"\n"))
    return lines


def is_as_written(source: bytes) -> bool:
    """Whether a search through the bytes, as UTF-8, finds what Python would read."""
    known = WITH_ASCII if source.isascii() else PLAIN
    return all(name in known for name in _declared(source))


def decoded(source: bytes) -> str:
    """The text in the declared encoding, as far as it can be decoded; UTF-8 where none (or none known) is declared."""
    for name in _declared(source)[:1]:
        if name not in SLOW | PLAIN:
            with suppress(LookupError, ValueError):  # unknown, or a codec that does not know how to replace
                text = source.decode(name, "replace")
                if "coding" in text:  # else it is not the encoding in which the declaration stands
                    return text
    return source.decode("utf-8-sig", "replace")


def _declared(source: bytes) -> list[str]:
    """What the first two lines declare, in lower case."""
    first = LINE_END.search(source)
    second = first.end() if first else len(source)
    found = filter(None, (DECLARATION.match(source, start) for start in (0, second)))
    return [one[1].decode("ascii", "replace").lower().replace("_", "-") for one in found]
