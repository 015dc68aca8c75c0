"""The pieces that every sentence is made of.

Sentences are Markdown that also reads well as plain text. Every name that a pull request can choose goes through
`code` (or `plain`), so that it cannot mention people, link, or break out into markup.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from checks import Finding, is_elsewhere

LONGEST_NAME = 300
MARKUP = re.compile(r"[\\`*_\[\]<>#|~&!$]")
LINKED = re.compile(r"[@#](?=\S)|:(?=//)|\bGH-(?=\d)|\bwww(?=\.)", re.IGNORECASE)
"""After which GitHub would find a mention, a reference (`#12`, `GH-12`) or an address: it looks for them where
Markdown is text already, so that a backslash does not help (GitHub's documentation, "Autolinked references")."""
SPAN = re.compile(r"(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
"""A code span, or a fenced block."""
MOST_NAMES = 8
"""Names that a sentence lists; a policy's list may be long."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one finding: what happened and which rule says no, what could be done instead (half a sentence
    that ends with a comma before "or record a decision"), what else is worth knowing, and a block of lines to copy."""

    sentences: Sequence[str]
    instead: str
    more: Sequence[str] = ()
    block: str = ""


def code(text: str) -> str:
    """Text as a Markdown code span that nothing inside can end: on one line, without control characters, fenced by
    more backticks than stand in it (CommonMark, "Code spans")."""
    clean = printable(text, instead="�") or " "  # two backticks with nothing between them would begin a span
    shown = clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 1] + "…"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if longest else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def plain(text: str) -> str:
    """Text from a file as plain words: no markup characters, no mentions, references or addresses, one line."""
    words = " ".join(printable(text, instead=" ").split())[:LONGEST_NAME]
    return MARKUP.sub(r"\\\g<0>", LINKED.sub("\\g<0>\u200b", words))


def cut(markdown: str, most: int) -> str:
    """So many characters of it at most, and never a part of a code span: what it holds would be free."""
    if len(markdown) <= most:
        return markdown
    end = next((span.start() for span in SPAN.finditer(markdown) if span.start() < most - 1 < span.end()), most - 1)
    return f"{markdown[:end]}…"


def printable(text: str, *, instead: str) -> str:
    """The text without control, format and unassigned characters (Unicode's category C)."""
    return "".join(character if unicodedata.category(character)[0] != "C" else instead for character in text)


def count(number: int, noun: str) -> str:
    """`1 edge`, `2 edges`."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def place(finding: Finding) -> str:
    """Where it is: `orders/api.py:12`."""
    return code(f"{finding.path}:{finding.line}" if finding.line else finding.path)


def listed(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Names with commas between them, the first few of many."""
    return ", ".join(code(name) for name in names[:most]) + (", …" if len(names) > most else "")


def cited(adr: str | None, file: str, line: int | None, reason: str | None = None) -> str:
    """The rule's record and place in brackets, and its reason: ` (ADR-011, architecture.yml:14): orders are ours`."""
    name = file if is_elsewhere(file) else file.rpartition("/")[2]
    written = f"{plain(name)}:{line}" if line else ""
    sources = ", ".join(source for source in (plain(adr or ""), written) if source)
    because = f": {plain(reason)}" if reason else ""
    return (f" ({sources})" if sources else "") + because


def chain(components: Sequence[str]) -> str:
    """Components that use each other in this order."""
    return " -> ".join(code(name) for name in components)
