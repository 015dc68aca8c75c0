"""What GitHub's check run shows: title, summary and annotations of a review."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.report.markdown import LONGEST_SUMMARY, summary
from app.report.markup import as_text
from app.report.prose import code
from app.report.titles import title
from app.report.wording import message
from checks import Finding, Level, PolicyIssue, Review, Side, Status, is_elsewhere

ANNOTATIONS_PER_REQUEST = 50
"""GitHub's limit; more are appended by further requests (its OpenAPI description, checks/update)."""
LONGEST_MESSAGE = 16_000
"""Characters; GitHub takes 64 KB, and four bytes are the most a character needs."""
Annotation = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class CheckRunReport:
    """The finished check run: `conclusion`, the verdict as `title`, a Markdown `summary`, and annotations."""

    conclusion: str
    title: str
    summary: str
    annotations: tuple[Annotation, ...] = ()

    def batches(self, sent: int) -> Sequence[Sequence[Annotation]]:
        """The annotations in portions that GitHub takes, less those that it has already."""
        rest = self.annotations[sent:]
        size = ANNOTATIONS_PER_REQUEST
        return [rest[start : start + size] for start in range(0, len(rest), size)]


def check_run_report(review: Review) -> CheckRunReport:
    """The check run of a finished review."""
    return CheckRunReport(review.conclusion, title(review), summary(review), tuple(_annotations(review)))


def failure_report(what: str) -> CheckRunReport:
    """The check run of a review that could not finish: never green, never neutral, never left in progress."""
    advice = "Use the button *Re-run* above to try again. If it stays so, tell who runs adrift here."
    return CheckRunReport("failure", "adrift could not finish", f"{what}\n\n{advice}")


def superseded_report() -> CheckRunReport:
    """The check run of a commit that is no longer under review."""
    return CheckRunReport(
        "cancelled",
        "Superseded",
        "This commit is no longer the head of an open pull request, or its review was begun anew.",
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


def merge_group_report(review: Review, numbers: Sequence[int]) -> CheckRunReport:
    """The check run of a reviewed merge group; `numbers` are those of its pull requests whose overrides count."""
    report = check_run_report(review)
    named = ", ".join(f"#{number}" for number in numbers)
    whose = f"The overrides of {named} count." if named else "No pull request of it could be told: no override counts."
    head = f"A merge group, compared with what it is built on. {whose}\n\n"
    # the note gives way to what a full summary says
    return replace(report, summary=head + report.summary) if _has_room(report.summary, head) else report


def _has_room(summary_text: str, more: str) -> bool:
    return len(summary_text) + len(more) + 2 <= LONGEST_SUMMARY


def _annotations(review: Review) -> Iterator[Annotation]:
    for finding in review.findings:
        if finding.side is Side.RIGHT and not is_elsewhere(finding.path):
            yield _annotation(finding)
    for issue in review.policy_issues:
        if not is_elsewhere(issue.file):
            yield _policy_annotation(issue, Level.FAILURE)
    for issue in review.proposal.issues if review.proposal else ():
        yield _policy_annotation(issue, Level.WARNING)


def _policy_annotation(issue: PolicyIssue, level: Level) -> Annotation:
    return {
        "path": issue.file,
        "start_line": issue.line,
        "end_line": issue.line,
        "annotation_level": level.value,
        "title": "policy",
        "message": issue.message[:LONGEST_MESSAGE],
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
