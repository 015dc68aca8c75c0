"""Which inline comments a pull request should have, compared with those it has.

Pure: `app/telling/comments.py` carries it out. Quiet first: what is posted costs everybody a mail, what is
edited or deleted costs nobody one.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.report.comments import (
    MANY,
    Comment,
    body_of,
    group_of,
    groups_of,
    marker_of,
    settled_body,
    without_suggestions,
)
from app.report.diff_lines import DiffLines
from checks import Finding, Review, Side, Status

MOST_COMMENTS = 20
"""Comments on lines that a pull request has at a time; the rest stands in the check run."""
MOST_ON_FILES = 3
"""Comments on files as a whole: GitHub takes each by a request of its own, and sends a mail for each."""


@dataclass(frozen=True, slots=True)
class PresentComment:
    """A comment of adrift's own that is there. `is_answered`: somebody has replied to it."""

    id: int
    body: str
    is_answered: bool = False
    is_on_file: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A comment that is to say something else."""

    id: int
    body: str


@dataclass(frozen=True, slots=True)
class CommentPlan:
    """What is to be done: `lines` are posted as one review, `files` one by one, and `instead_of_lines` where GitHub
    refuses that review. `elsewhere` counts the new findings that no comment tells, `kept` the comments that stay."""

    lines: tuple[Comment, ...] = ()
    files: tuple[Comment, ...] = ()
    instead_of_lines: tuple[Comment, ...] = ()
    edits: tuple[Edit, ...] = ()
    deletes: tuple[int, ...] = ()
    elsewhere: int = 0
    kept: int = 0

    def without_new(self) -> "CommentPlan":
        """What it does to the comments that are there, and nothing else."""
        return replace(self, lines=(), files=(), instead_of_lines=())

    @property
    def is_open(self) -> bool:
        """Whether it leaves a comment that will have to go when its findings do."""
        return bool(self.lines or self.files or self.kept)


def is_comparable(review: Review) -> bool:
    """Whether the review judged anything: a policy that cannot be used fixes nothing."""
    return review.has_policy and not review.policy_issues and not review.is_policy_lost


def untold(review: Review, present: Sequence[PresentComment]) -> tuple[Finding, ...]:
    """The blocking findings that no comment tells yet."""
    known = set[str]().union(*(marker.fingerprints for one in present if (marker := marker_of(one.body))))
    return tuple(one for one in _blocking(review).values() if one.fingerprint not in known)


def plan_comments(review: Review, present: Sequence[PresentComment], places: DiffLines) -> CommentPlan:
    """The way from the present comments to those that the review's blocking findings want. `places` are those of the
    files of what is `untold`."""
    kept = _Kept.of(review, present)
    groups = kept.joined(groups_of(untold(review, present)))
    on_lines, on_files, elsewhere = _placed(groups, places)
    line_room = max(0, MOST_COMMENTS - kept.on_lines)
    file_room = max(0, MOST_ON_FILES - kept.on_files)
    files = on_files[:file_room]
    left_out = (*on_lines[line_room:], *on_files[file_room:])
    return CommentPlan(
        lines=on_lines[:line_room],
        files=files,
        instead_of_lines=_by_file(on_lines[:line_room])[: file_room - len(files)],
        edits=(*kept.edits(), *kept.settled),
        deletes=tuple(kept.deletes),
        elsewhere=elsewhere + sum(len(comment.findings) for comment in left_out),
        kept=len(kept.live),
    )


def review_body(plan: CommentPlan) -> str:
    """The text above the comments, which GitHub demands."""
    more = f" {plan.elsewhere} more stand in the check run." if plan.elsewhere else ""
    return f"adrift: these lines need a decision record, or another way.{more}"


def _blocking(review: Review) -> Mapping[str, Finding]:
    found: dict[str, Finding] = {}
    for finding in review.with_status(Status.BLOCKING):
        found.setdefault(finding.fingerprint, finding)
    return found


@dataclass(frozen=True, slots=True)
class _Kept:
    """What becomes of the present comments: `live` are those of which something holds, with what holds."""

    live: list[tuple[PresentComment, list[Finding]]] = field(default_factory=list)
    settled: list[Edit] = field(default_factory=list)
    deletes: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, review: Review, present: Iterable[PresentComment]) -> "_Kept":
        kept, blocking = cls(), _blocking(review)
        wanted = dict(blocking)
        for one in sorted(present, key=lambda comment: comment.id):
            marker = marker_of(one.body)
            if marker is None:
                continue
            held = [finding for each in marker.fingerprints if (finding := wanted.pop(each, None))]
            if held:
                kept.live.append((one, held))
            elif not one.is_answered:
                kept.deletes.append(one.id)
            elif not marker.is_settled and blocking.keys().isdisjoint(marker.fingerprints):
                kept.settled.append(Edit(one.id, settled_body(one.body, review)))
        return kept

    @property
    def on_files(self) -> int:
        return sum(one.is_on_file for one, _ in self.live)

    @property
    def on_lines(self) -> int:
        return len(self.live) - self.on_files

    def joined(self, groups: Iterable[Sequence[Finding]]) -> Sequence[Sequence[Finding]]:
        """The groups that need a comment of their own; the others join the one that tells many of the same."""
        tells: dict[Hashable, list[Finding]] = {}
        for _, held in self.live:
            for group in groups_of(held):
                if len(group) >= MANY:
                    tells.setdefault(group_of(group[0]), held)
        rest = []
        for group in groups:
            teller = tells.get(group_of(group[0]))
            if teller is None:
                rest.append(group)
            else:
                teller.extend(group)
        return rest

    def edits(self) -> Iterable[Edit]:
        """Comments that tell more or less than holds, or that were settled. Not those whose words alone would differ:
        a line that moved is no news."""
        for one, held in self.live:
            marker, said = marker_of(one.body), body_of(held)
            body = without_suggestions(said) if one.is_on_file else said
            assert marker is not None
            if (marker.is_settled or set(marker.fingerprints) != set(_marked(body))) and body != one.body:
                yield Edit(one.id, body)


def _marked(body: str) -> Sequence[str]:
    marker = marker_of(body)
    return marker.fingerprints if marker else ()


def _placed(
    groups: Iterable[Sequence[Finding]], places: DiffLines
) -> tuple[tuple[Comment, ...], tuple[Comment, ...], int]:
    """Comments on lines, those on files, and how many findings have a place in neither."""
    lines: dict[tuple[str, int | None, Side], list[Finding]] = {}
    files: dict[str, list[Finding]] = {}
    elsewhere = 0
    for group in groups:
        for part in [_led(group, places)] if len(group) >= MANY else [[finding] for finding in group]:
            first = part[0]
            if places.has(first):
                lines.setdefault((first.path, first.line, first.side), []).extend(part)
            elif first.path in places.paths:
                files.setdefault(first.path, []).extend(part)
            else:
                elsewhere += len(part)
    on_lines = [Comment(*place, tuple(found)) for place, found in lines.items()]
    on_files = [Comment(path, None, Side.RIGHT, tuple(found)) for path, found in files.items()]
    return tuple(sorted(on_lines, key=_order)), tuple(on_files), elsewhere


def _led(group: Sequence[Finding], places: DiffLines) -> Sequence[Finding]:
    """The group with the one first that has a line in the diff, or at least a file."""
    lead = next((one for one in group if places.has(one)), None)
    lead = lead or next((one for one in group if one.path in places.paths), group[0])
    return [lead, *(one for one in group if one is not lead)]


def _order(comment: Comment) -> tuple[str, int]:
    return comment.path, comment.line or 0


def _by_file(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    files: dict[str, list[Finding]] = {}
    for comment in comments:
        files.setdefault(comment.path, []).extend(comment.findings)
    return tuple(Comment(path, None, Side.RIGHT, tuple(found)) for path, found in files.items())
