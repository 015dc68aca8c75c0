"""What a record's status line means (docs/policy.md, "Decision records and the label")."""

import re
from collections.abc import Sequence
from enum import StrEnum

from checks.codebase.documents.markdown_text import FrontMatter, Line


class RecordStatus(StrEnum):
    """Whether a decision holds. Only `accepted` is in force; `unknown` is what cannot be told."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    DEPRECATED = "deprecated"
    UNKNOWN = "unknown"


WORDS = {
    RecordStatus.ACCEPTED: ("accepted", "active", "approved", "adopted", "agreed", "decided", "implemented"),
    RecordStatus.PROPOSED: ("proposed", "proposal", "draft", "pending", "review", "discussion", "wip", "open"),
    RecordStatus.REJECTED: ("rejected", "declined", "withdrawn", "cancelled", "abandoned"),
    RecordStatus.SUPERSEDED: ("superseded", "superceded", "replaced", "obsolete", "obsoleted"),
    RecordStatus.DEPRECATED: ("deprecated", "retired"),
}
MEANINGS = {word: status for status, words in WORDS.items() for word in words}
WORD = re.compile(r"\b(?:" + "|".join(MEANINGS) + r")\b")
ENDED = (RecordStatus.SUPERSEDED, RecordStatus.DEPRECATED)
PARTLY = re.compile(
    r"\b(?:partially|partly|in part)[ -]+(?:superseded|superceded|replaced|obsolete|deprecated)\b[^,;.]*"
)
NEGATED = re.compile(
    r"\b(?:not|never|no longer|(?:to|will|may|can|should) be|under|until|unless|if|once|when|awaiting)\b|n't\b|\?"
)
PARENTHESES = re.compile(r"\([^()]*\)")
LABEL = re.compile(r"(?:^|[\s|•*(])status\s*[:：=]\s*(.*)", re.IGNORECASE)  # noqa: RUF001 - full width
NEXT_LABEL = re.compile(r"\s+(?:[A-Z][\w-]*\s){0,2}[A-Z][\w-]*:\s.*")
SECTION = re.compile(r"(?:[0-9]+[.)]?\s*)?(?:current |decision |adr )?status", re.IGNORECASE)


def status_text(front: FrontMatter, lines: Sequence[Line]) -> str:
    """The status as written: in the front matter, in a section of that name, in a labelled line or table row."""
    if front.get("status"):
        return ", ".join(front["status"])
    for number, line in enumerate(lines):
        if line.is_heading and SECTION.fullmatch(line.text.strip(" :*")):
            return _of_section(line, lines[number + 1 :])
        if line.depth <= 1 or line.is_heading:
            found = _labelled(line)
            if found:
                return found
    return ""


def status_of(text: str) -> RecordStatus:
    """The meaning of a status line. What ends a record counts wherever it stands; else the first word decides.

    A list of all possible words is an unfilled template; a condition ("not yet accepted") is no acceptance.
    """
    words = " ".join(text.casefold().split())
    in_force = PARTLY.sub("accepted" if words.startswith("part") else " ", words)
    everywhere = [MEANINGS[word] for word in WORD.findall(in_force)]
    outside = [MEANINGS[word] for word in WORD.findall(PARENTHESES.sub(" ", in_force))] or everywhere
    if not outside or len(set(outside)) > 2:
        return RecordStatus.UNKNOWN
    ended = next((status for status in everywhere if status in ENDED), None)
    if ended or outside[0] is not RecordStatus.ACCEPTED:
        return ended or outside[0]
    first = WORD.search(in_force)
    before = in_force[: first.start()] if first else ""
    return RecordStatus.UNKNOWN if NEGATED.search(before) else RecordStatus.ACCEPTED


def _of_section(heading: Line, below: Sequence[Line]) -> str:
    """The section's first line, and a later one that ends the record ("Superseded by …", as adr-tools adds)."""
    section = [line.text for line in below if line.depth == heading.depth and not line.is_heading]
    if not section:
        return ""
    first = _labelled_text(section[0]) or section[0]
    ended = [text for text in section[1:] if status_of(" ".join(text.split()[:1])) in ENDED]
    return "; ".join([first, *ended[:1]])


def _labelled(line: Line) -> str:
    if len(line.cells) > 1 and line.cells[0].strip(" :*").casefold() == "status":
        return line.cells[1]
    return _labelled_text(line.text)


def _labelled_text(text: str) -> str:
    found = LABEL.search(" ".join(text.split()))
    return NEXT_LABEL.sub("", found[1]).strip() if found else ""
