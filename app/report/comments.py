"""Which inline comments a pull request should have: placed on the diff, and compared with those it has.

Pure: `app/github` carries it out. A comment carries the fingerprints of its findings in a hidden marker, so that
whatever is retried, re-run or pushed again is not said twice.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from unidiff.errors import UnidiffParseError
from unidiff.patch import PatchSet

from app.report.prose import code, count
from app.report.wording import block, message
from checks import Finding, ForbiddenEdge, Review, Side, Status, UnassignedFile

MARKER = re.compile(r"<!-- adrift:([0-9a-f ]+) -->\s*\Z")
"""Only at the very end: a file may be named like a marker, and its name stands in the text."""
MOST_COMMENTS = 20
"""Inline comments of one review; the rest stands in the check run."""
MANY = 3
"""Edges of one pair of components, by one pull request, that are told in one comment: a codemod's."""
MOST_PLACES = 30
"""Further places that such a comment lists."""
MOST_MARKED = 2_500
"""Fingerprints in a marker: they and the text have to fit into the 65,536 characters of a comment."""

Place = tuple[str, int, Side]


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
    here: dict[Place, list[Finding]] = {}
    elsewhere = 0
    for group in _groups(finding for finding in findings if finding.fingerprint not in said):
        placed = [finding for finding in group if finding.line in lines.get((finding.path, finding.side), ())]
        if not placed:
            elsewhere += len(group)
        elif len(group) >= MANY:
            here.setdefault(_place(placed[0]), []).extend([placed[0], *(one for one in group if one != placed[0])])
        else:
            elsewhere += len(group) - len(placed)
            for finding in placed:
                here.setdefault(_place(finding), []).append(finding)
    places = sorted(here.items(), key=lambda item: findings.index(item[1][0]))
    elsewhere += sum(len(group) for _, group in places[MOST_COMMENTS:])
    return CommentPlan(tuple(_comment(place, group) for place, group in places[:MOST_COMMENTS]), elsewhere)


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


def _groups(findings: Iterable[Finding]) -> Iterable[Sequence[Finding]]:
    """Edges of one pair of components against one rule together, and files of no component; all else by itself."""
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        is_alike = isinstance(finding.evidence, ForbiddenEdge | UnassignedFile)
        pair = (finding.check, finding.rule, finding.source, finding.target) if is_alike else finding.fingerprint
        groups.setdefault(pair, []).append(finding)
    return groups.values()


def _place(finding: Finding) -> Place:
    return finding.path, finding.line or 1, finding.side


def _comment(place: Place, findings: Sequence[Finding]) -> Comment:
    """What is said at a place; of many findings of one group the first is told, the others are listed."""
    path, line, side = place
    marker = f"<!-- adrift:{' '.join(finding.fingerprint for finding in findings[:MOST_MARKED])} -->"
    told = []
    for group in _groups(findings):
        told += [message(group[0]), _others(group[1:])] if len(group) >= MANY else [_told(one) for one in group]
    return Comment(path, line, side, "\n\n".join([*told, marker]))


def _told(finding: Finding) -> str:
    return "\n\n".join(part for part in (message(finding), block(finding)) if part)


def _others(findings: Sequence[Finding]) -> str:
    places = [code(f"{one.path}:{one.line}" if one.line else one.path) for one in findings[:MOST_PLACES]]
    more = f" and {len(findings) - MOST_PLACES} more" if len(findings) > MOST_PLACES else ""
    return f"The same holds for {count(len(findings), 'other place')}: {', '.join(places)}{more}."


def _fingerprints(body: str) -> Iterator[str]:
    marker = MARKER.search(body)
    yield from marker.group(1).split() if marker else ()
