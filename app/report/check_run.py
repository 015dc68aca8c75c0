"""What GitHub's check run shows: title, summary, annotations and buttons of a review."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.report.markdown import blocks, command
from app.report.markup import as_text
from app.report.prose import code, printable
from app.report.titles import title
from app.report.web_place import WebPlace
from app.report.wording import message
from checks import Conclusion, Finding, Level, PolicyIssue, Review, Side, Status, is_elsewhere

ANNOTATIONS_PER_REQUEST = 50
"""GitHub's limit; more are appended by further requests (its OpenAPI description, checks/update)."""
LONGEST_MESSAGE = 16_000
"""Characters; GitHub takes 64 KB, and four bytes are the most a character needs."""
LONGEST_OUTPUT = 65_535
"""GitHub's limit on the summary and on the text, each: characters, says its OpenAPI description (checks/create). Bytes
are counted here, which is never more than it takes."""
ADDED = 2_000
"""Of these, what a review leaves to what is not of it: `with_missing`."""
PUBLISHED = 20_000
"""Bytes of the text that are left to what it tells machines (app/report/published.py)."""
BELOW = "…continued below the summary."
CUT = "…cut: run the command at the end of the summary for all of it."
RECHECK = "recheck"
"""The identifier by which GitHub says which button was pressed (20 characters at most)."""
Annotation = Mapping[str, str | int]
Action = Mapping[str, str]
AGAIN: Action = {
    "label": "Check again",
    "description": "Judge it by labels and base as they are",
    "identifier": RECHECK,
}
"""At most 20, 40 and 20 characters. The one thing that a button can do without the right to write contents."""


@dataclass(frozen=True, slots=True)
class CheckRunReport:
    """The finished check run: `conclusion`, the verdict as `title`, a Markdown `summary`, what it has no room for as
    `text`, annotations, and the buttons."""

    conclusion: str
    title: str
    summary: str
    annotations: tuple[Annotation, ...] = ()
    text: str = ""
    actions: tuple[Action, ...] = ()

    def batches(self, present: Iterable[Annotation] = ()) -> Sequence[Sequence[Annotation]]:
        """The annotations in portions that GitHub takes, less those that are present: known by place and title, for an
        earlier try may have found others, and counted, for a place may have several."""
        left = Counter(map(_place_and_title, present))
        rest = []
        for one in self.annotations:
            if left[_place_and_title(one)]:
                left[_place_and_title(one)] -= 1
            else:
                rest.append(one)
        size = ANNOTATIONS_PER_REQUEST
        return [rest[start : start + size] for start in range(0, len(rest), size)]


def stored_report(report: CheckRunReport) -> dict[str, Any]:
    """The report as JSON values."""
    return asdict(report)


def restored_report(stored: Mapping[str, Any]) -> CheckRunReport:
    """The report of `stored_report`."""
    listed = {name: tuple(stored[name]) for name in ("annotations", "actions")}
    return CheckRunReport(**{**stored, **listed})


def check_run_report(review: Review, web: WebPlace | None = None, *, note: str = "") -> CheckRunReport:
    """The check run of a finished review; its summary begins with `note`. A green one has no button: there is nothing
    to be had from pressing it."""
    short, long = _summary_and_text([*([note] if note else []), *blocks(review, web)], command(review))
    actions = () if review.conclusion is Conclusion.SUCCESS else (AGAIN,)
    return CheckRunReport(review.conclusion, title(review), short, tuple(_annotations(review)), long, actions)


def _summary_and_text(pieces: Sequence[str], last: str) -> tuple[str, str]:
    """What does not fit into the summary goes on in the text, and what does not fit there is cut; whole pieces each
    time. The summary's `last` line is always the local command."""
    short = _fitting(pieces, LONGEST_OUTPUT - _size(last) - _size(BELOW) - ADDED)
    rest = pieces[len(short) :]
    long = _fitting(rest, LONGEST_OUTPUT - _size(CUT) - PUBLISHED)
    cut = [CUT] if len(long) < len(rest) else []
    return "\n\n".join([*short, *([BELOW] if rest else []), last]), "\n\n".join([*long, *cut])


def _fitting(pieces: Sequence[str], room: int) -> Sequence[str]:
    """As many of the first pieces as have room."""
    for position, piece in enumerate(pieces):
        room -= _size(piece)
        if room < 0:
            return pieces[:position]
    return pieces


def _size(piece: str) -> int:
    return len(piece.encode("utf-8", "replace")) + len("\n\n")


def failure_report(what: str) -> CheckRunReport:
    """The check run of a review that could not finish: never green, never neutral, never left in progress. Nothing that
    GitHub might refuse: this is what is said when all else was."""
    advice = "Use the button *Re-run* above to try again. If it stays so, tell who runs adrift here."
    return CheckRunReport("failure", "adrift could not finish", f"{what}\n\n{advice}")


def superseded_report() -> CheckRunReport:
    """The check run of a commit that is no longer under review."""
    return CheckRunReport(
        "cancelled",
        "Superseded",
        "This commit is no longer the head of an open pull request, or its review was begun anew.",
    )


def withdrawn_report() -> CheckRunReport:
    """The check run of a commit whose pull request was retargeted: it passed for a branch that it does not go into any
    more, and another pull request must not use that."""
    return CheckRunReport(
        "cancelled",
        "Withdrawn: no pull request into a governed branch",
        "This commit passed in a pull request that goes into another branch by now. A pull request into a governed "
        "branch gets a verdict of its own.",
    )


def destroyed_report(reason: str) -> CheckRunReport:
    """The check run of a merge group that the queue has no more use for (`merged`, `invalidated`, `dequeued`)."""
    return CheckRunReport("cancelled", "The merge group is gone", f"The merge queue gave it up: {code(reason)}.")


def installed_report() -> CheckRunReport:
    """The check run that makes the check known to a repository."""
    return CheckRunReport(
        "success",
        "adrift is installed",
        "This check can be required now: in a ruleset or branch protection, with this App as its expected source. "
        "Nothing was judged here; open pull requests are reviewed one after the other.",
    )


def with_missing(report: CheckRunReport, missing: Mapping[str, str]) -> CheckRunReport:
    """The check run, with a line on permissions that the installation has not granted, each with what does not
    work without it. The local command stays last."""
    if not missing:
        return report
    lost = "; ".join(f"without {code(name)} {what}" for name, what in missing.items())
    line = f"This installation has not granted all that adrift asks for: {lost}. An owner accepts it in its settings."
    body, _, command = report.summary.rpartition("\n\n")
    return replace(report, summary=f"{body}\n\n{line}\n\n{command}") if _has_room(report.summary, line) else report


def merge_group_report(review: Review, numbers: Sequence[int], web: WebPlace | None = None) -> CheckRunReport:
    """The check run of a reviewed merge group; `numbers` are those of its pull requests whose overrides count."""
    named = ", ".join(f"#{number}" for number in numbers)
    whose = f"The overrides of {named} count." if named else "No pull request of it could be told: no override counts."
    report = check_run_report(review, web, note=f"A merge group, compared with what it is built on. {whose}")
    return replace(report, actions=())


def _has_room(summary_text: str, more: str) -> bool:
    return _size(summary_text) + _size(more) <= LONGEST_OUTPUT


def _annotations(review: Review) -> Iterator[Annotation]:
    for finding in review.findings:
        if finding.side is Side.RIGHT and not is_elsewhere(finding.path):
            yield _annotation(finding)
    for issue in review.policy_issues:
        if not is_elsewhere(issue.file):
            yield _policy_annotation(issue, Level.FAILURE)
    for issue in review.proposal.issues if review.proposal else ():
        yield _policy_annotation(issue, Level.WARNING)


def _place_and_title(one: Annotation) -> tuple[object, ...]:
    return one.get("path"), one.get("start_line"), one.get("title")


def _policy_annotation(issue: PolicyIssue, level: Level) -> Annotation:
    return {
        "path": issue.file,
        "start_line": issue.line,
        "end_line": issue.line,
        "annotation_level": level.value,
        "title": "policy",
        "message": printable(issue.message, instead="\N{REPLACEMENT CHARACTER}")[:LONGEST_MESSAGE],
    }


def _annotation(finding: Finding) -> Annotation:
    overridden = finding.status is Status.OVERRIDDEN
    level = Level.NOTICE if overridden else finding.level
    line = finding.line or 1  # GitHub has no annotation of a file as a whole
    return {
        "path": finding.path.encode("utf-8", "replace").decode(),
        "start_line": line,
        "end_line": line,
        "annotation_level": level.value,
        "title": finding.check,
        "message": as_text(message(finding))[:LONGEST_MESSAGE],
    }
