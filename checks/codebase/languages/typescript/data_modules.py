"""Scripts that are one value of JSON with a name, as generators write them: megabytes of tables, messages, routes.

JSON is a part of the language (ECMA-262 since 2019), and what its parser reads imports and uses nothing. That takes a
tenth of the time that the grammar does.
"""

import json
import re
from typing import NoReturn

SMALLEST = 8_192
"""Bytes below which the grammar is as good."""
LARGEST = 5_000_000
"""Bytes; the values take several times as much memory."""

HEAD = re.compile(
    rb"(?:\s|//(?!/)[^\n\r\xe2\0]*\r?\n|/\*(?:[^*\0]|\*(?!/))*+\*/)*+"
    rb"(?:export\s+default\b|(?:export\s+)?(?:const|let|var)\s+[\w$]+\s*=|module\.exports\s*=)\s*(?=[\[{])"
)
"""What may stand before the value. A comment to the end of the line ends at U+2028 and U+2029 too, which begin with the
byte E2; `///` may be a reference."""
TAIL = re.compile(r"\s*+(?:as\s++const\s*+)?+;?+\s*+", re.ASCII)


def is_data(source: bytes) -> bool:
    """Whether the script, in UTF-8, is surely one value of JSON and nothing else."""
    head = HEAD.match(source) if SMALLEST < len(source) < LARGEST else None
    if head is None:
        return False
    try:
        text = source[head.end() :].decode()
        _, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError, MemoryError):
        return False
    return TAIL.fullmatch(text, end) is not None


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_constant=_refuse)
