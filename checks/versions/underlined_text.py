"""The blocks of plain text and reStructuredText with their lines: a heading is a line with one of marks below it."""

from collections.abc import Iterator

from checks.versions.markdown import LONGEST, Block

MARKS = frozenset("=-~^\"'*+#`.:_")
SHORTEST = 3
"""Marks below a heading."""


def underlined_blocks(text: str) -> Iterator[Block]:
    """Headings, of which those with one kind of mark have one level, and all other lines that say something."""
    levels: dict[str, int] = {}
    lines = text[:LONGEST].splitlines()
    for number, line in enumerate(lines, 1):
        below = lines[number] if number < len(lines) else ""
        if not line.strip() or _is_rule(line):
            continue
        if _is_rule(below) and not line[0].isspace() and len(below.rstrip()) + 1 >= len(line.rstrip()):
            yield Block(line.strip(), number, levels.setdefault(below[0], len(levels) + 1))
        else:
            yield Block(line.strip(), number)


def _is_rule(line: str) -> bool:
    marks = line.rstrip()
    return len(marks) >= SHORTEST and marks[0] in MARKS and set(marks) == {marks[0]}
