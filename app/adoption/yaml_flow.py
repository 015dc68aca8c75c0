"""Values as YAML in flow style, for policies that are written for people to read and edit."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

WIDTH = 120
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that one reader of YAML or another takes for something else."""


def scalar(text: str) -> str:
    """Text, in quotes unless every reader of YAML takes it for text."""
    if PLAIN.fullmatch(text) and text.lower() not in NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def flow_list(names: Iterable[str]) -> str:
    """A list of texts on one line."""
    return f"[{', '.join(map(scalar, names))}]"


def flow_layers(layers: Iterable[Sequence[str]]) -> str:
    """Layers, each by its name or by the list of its names."""
    return f"[{', '.join(scalar(names[0]) if len(names) == 1 else flow_list(names) for names in layers)}]"


def printable(text: str) -> str:
    """Text for a comment, which ends where a line does; paths may hold anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def wrapped(line: str, indent: str | None = None) -> Iterator[str]:
    """A line in as many as it needs, broken at spaces; they go on after `indent`, or below the innermost bracket."""
    inner = indent if indent is not None else " " * (line.rfind("[") + 1)
    while len(line) > WIDTH and (at := line.rfind(" ", len(inner) + 1, WIDTH + 1)) > len(inner):
        yield line[:at].rstrip()
        line = inner + line[at + 1 :]
    yield line
