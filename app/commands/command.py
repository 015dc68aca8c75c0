"""A command out of the text of a comment: `/adrift WORD [FINDING] [REASON]`, at the beginning of a line."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.report.prose import printable

LINE = re.compile(r"/adrift(?:[ \t]+(?P<rest>.*))?")
FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})")
"""A code block's first or last line (CommonMark, "Fenced code blocks")."""
FINDING = re.compile(r"[0-9a-f]{4,16}")
"""A fingerprint, or enough of its beginning to be no accident."""
LONGEST_REASON = 500
"""Characters of a reason that are kept."""


class Word(StrEnum):
    """What can be asked for."""

    RECHECK = "recheck"
    EXPLAIN = "explain"
    WRONG = "wrong"
    WAIVE = "waive"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Command:
    """What one comment asks for. `finding` is a fingerprint or its beginning, empty where none is given."""

    word: Word
    finding: str = ""
    reason: str = ""


def command(text: str) -> Command | None:
    """The first command of a comment; None where it has none. What is quoted, indented or in a code block is none."""
    for line in _lines(text):
        if found := LINE.fullmatch(line.rstrip()):
            return _read(found["rest"] or "")
    return None


def _read(rest: str) -> Command:
    word, _, others = rest.strip().partition(" ")
    known = Word(word.lower()) if word.lower() in set(Word) else Word.HELP
    if known in {Word.HELP, Word.RECHECK}:
        return Command(known)
    given, _, reason = others.strip().partition(" ")
    finding = given.strip("`#").lower()
    if not FINDING.fullmatch(finding):
        return Command(known)
    return Command(known, finding, " ".join(printable(reason, instead=" ").split())[:LONGEST_REASON])


def _lines(text: str) -> list[str]:
    """The lines outside of code blocks."""
    lines, fence = list[str](), ""
    for line in text.splitlines():
        mark = FENCE.match(line)
        if not fence:
            if mark:
                fence = mark["marks"]
            else:
                lines.append(line)
        elif mark and mark["marks"].startswith(fence) and not line[mark.end() :].strip():
            fence = ""
    return lines
