"""What a file takes of the modules and values that it imports: `users.find` after `from repositories import users`.

Told by the words of the text alone, comments and all: who asks knows what the names mean, and whether they are there.
"""

import re
from collections.abc import Container

DOTTED = re.compile(rb"(?<![\w.$\"'])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")
MOST = 200
"""Names of one file."""


def taken_names(source: bytes, roots: Container[str]) -> tuple[str, ...]:
    """The dotted names in a text that begin with one of the roots, each once, in the order of the text."""
    found: dict[str, None] = {}
    for match in DOTTED.finditer(source):
        name = match[0].decode()
        if name.partition(".")[0] in roots:
            found.setdefault(name)
            if len(found) == MOST:
                break
    return tuple(found)
