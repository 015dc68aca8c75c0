"""Which inline comments a pull request should have: placed on the diff, and compared with those it has.

Pure: `app/github` carries it out. A comment carries the fingerprints of its findings in a hidden marker, so that
whatever is retried, re-run or pushed again is not said twice.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from unidiff.errors import UnidiffParseError
from unidiff.patch import PatchSet

from app.report.wording import message
from checks import Finding, Review, Side, Status

MARKER = re.compile(r"<!-- adrift:([0-9a-f ]+) -->\s*\Z")
"""Only at the very end: a file may be named like a marker, and its name stands in the text."""
MOST_COMMENTS = 20
"""Inline comments of one review; the rest stands in the check run."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One inline comment on a line of the diff, for one or more findings there."""

    path: str
    line: int
    side: Side
    body: str


@dataclass(frozen=True, slots=True)
class CommentPlan:
    """What is to be posted: at most 20 comments, and how many blocking findings have no place in the diff."""

    comments: tuple[Comment, ...]
    elsewhere: int


def findings_to_comment(review: Review) -> tuple[Finding, ...]:
    """Only what blocks is worth a comment."""
    return review.with_status(Status.BLOCKING)


def plan_comments(findings: Sequence[Finding], diff: str, present: Iterable[str]) -> CommentPlan:
    """The comments to post for these findings. `present` are the bodies of comments that are there already."""
    said = {fingerprint for body in present for fingerprint in _fingerprints(body)}
    lines = commentable_lines(diff)
    here: dict[tuple[str, int, Side], list[Finding]] = {}
    elsewhere = 0
    for finding in findings:
        if finding.fingerprint in said:
            continue
        if finding.line and finding.line in lines.get((finding.path, finding.side), frozenset()):
            here.setdefault((finding.path, finding.line, finding.side), []).append(finding)
        else:
            elsewhere += 1
    places = list(here.items())
    elsewhere += sum(len(group) for _, group in places[MOST_COMMENTS:])
    return CommentPlan(
        tuple(_comment(path, line, side, group) for (path, line, side), group in places[:MOST_COMMENTS]), elsewhere
    )


def review_body(plan: CommentPlan) -> str:
    """The text above the comments, which GitHub demands."""
    more = f" {plan.elsewhere} more stand in the check run." if plan.elsewhere else ""
    return f"adrift: these lines need a decision record, or another way.{more}"


def commentable_lines(diff: str) -> Mapping[tuple[str, Side], frozenset[int]]:
    """The lines that GitHub takes comments on: those of the diff's hunks, by path and side.

    A diff that unidiff cannot read has none: the findings then stand in the check run.
    """
    try:
        patch = PatchSet(diff)
    except UnidiffParseError:
        return {}
    lines: dict[tuple[str, Side], set[int]] = {}
    for file in patch:
        for line in (line for hunk in file for line in hunk):
            if line.target_line_no:
                lines.setdefault((file.path, Side.RIGHT), set()).add(line.target_line_no)
            if line.source_line_no:
                lines.setdefault((file.path, Side.LEFT), set()).add(line.source_line_no)
    return {place: frozenset(numbers) for place, numbers in lines.items()}


def _comment(path: str, line: int, side: Side, findings: Sequence[Finding]) -> Comment:
    marker = f"<!-- adrift:{' '.join(finding.fingerprint for finding in findings)} -->"
    return Comment(path, line, side, "\n\n".join([*(message(finding) for finding in findings), marker]))


def _fingerprints(body: str) -> Iterator[str]:
    marker = MARKER.search(body)
    yield from marker.group(1).split() if marker else ()
