"""What inline comments say, and the hidden marker by which each is found again.

A comment carries the fingerprints of its findings, so that whatever is retried, re-run or pushed again is not said
twice. When nothing of it holds any more and somebody has answered, it stays and says so: it is settled.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from app.report.prose import code, count, cut
from app.report.wording import block, message
from checks import Finding, ForbiddenEdge, Review, Side, Status, UnassignedFile

MARKER = re.compile(r"<!-- adrift:([0-9a-f ]+?)( settled)? -->\s*\Z")
"""Only at the very end: a file may be named like a marker, and its name stands in the text."""
SUGGESTION = re.compile(r"^(`{3,})suggestion$", re.MULTILINE)
MANY = 3
"""Edges of one pair of components, by one pull request, that are told in one comment: a codemod's."""
MOST_PLACES = 30
"""Further places that such a comment lists."""
MOST_MARKED = 2_000
"""Fingerprints in a marker, and"""
LONGEST_TEXT = 30_000
"""the characters beside them: all has to fit into the 65,536 of a comment."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment on a line of the diff, or (`line` None) on a file of it, for one or more findings."""

    path: str
    line: int | None
    side: Side
    findings: tuple[Finding, ...]

    @property
    def body(self) -> str:
        """What it says. A file as a whole has no line that a suggestion could replace."""
        said = body_of(self.findings)
        return without_suggestions(said) if self.line is None else said


@dataclass(frozen=True, slots=True)
class Marker:
    """What a comment tells of itself."""

    fingerprints: tuple[str, ...]
    is_settled: bool


def marker_of(body: str) -> Marker | None:
    """The marker at the end of a comment; None where it is none of adrift's."""
    found = MARKER.search(body)
    return Marker(tuple(found[1].split()), is_settled=bool(found[2])) if found else None


def body_of(findings: Sequence[Finding]) -> str:
    """What is said of these findings; of many of one group the first is told, the others are listed."""
    told: list[str] = []
    groups = list(groups_of(findings))
    for position, group in enumerate(groups):
        if sum(map(len, told)) > LONGEST_TEXT // 2:
            told.append(f"{count(len(groups) - position, 'more finding')} of this place in the check run.")
            break
        told += [message(group[0]), _others(group[1:])] if len(group) >= MANY else [_told(one) for one in group]
    return _marked("\n\n".join(told), [finding.fingerprint for finding in findings], "")


def settled_body(body: str, review: Review) -> str:
    """What a comment says of which nothing holds any more, though somebody has answered it."""
    marker = marker_of(body)
    assert marker is not None
    told = without_suggestions(MARKER.sub("", body).strip())
    folded = f"<details><summary>What was found</summary>\n\n{told}\n\n</details>"
    return _marked(f"{_settled(marker.fingerprints, review)}\n\n{folded}", marker.fingerprints, " settled")


def groups_of(findings: Iterable[Finding]) -> Iterable[Sequence[Finding]]:
    """Findings that are told together (`group_of`)."""
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(group_of(finding), []).append(finding)
    return groups.values()


def group_of(finding: Finding) -> Hashable:
    """Edges of one pair of components against one rule go together, and files of no component; all else by itself."""
    is_alike = isinstance(finding.evidence, ForbiddenEdge | UnassignedFile)
    return (finding.check, finding.rule, finding.source, finding.target) if is_alike else finding.fingerprint


def without_suggestions(text: str) -> str:
    """The text with nothing that GitHub would offer to commit."""
    return SUGGESTION.sub(r"\1", text)


def _marked(text: str, fingerprints: Sequence[str], word: str) -> str:
    return f"{cut(text, LONGEST_TEXT)}\n\n<!-- adrift:{' '.join(fingerprints[:MOST_MARKED])}{word} -->"


def _settled(fingerprints: Iterable[str], review: Review) -> str:
    known = set(fingerprints)
    left = [finding for finding in review.findings if finding.fingerprint in known]
    override = next((one.override for one in left if one.status is Status.OVERRIDDEN), None)
    if override:
        return f"**The label {code(override)} overrides this.**"
    return "**This does not block any more.**" if left else f"**No longer found as of {review.head[:7]}.**"


def _told(finding: Finding) -> str:
    return "\n\n".join(part for part in (message(finding), block(finding)) if part)


def _others(findings: Sequence[Finding]) -> str:
    places = [code(f"{one.path}:{one.line}" if one.line else one.path) for one in findings[:MOST_PLACES]]
    more = f" and {len(findings) - MOST_PLACES} more" if len(findings) > MOST_PLACES else ""
    return f"The same holds for {count(len(findings), 'other place')}: {', '.join(places)}{more}."
