"""The check run of a commit that is the head of several open pull requests: they share the strictest verdict."""

from collections.abc import Mapping
from dataclasses import replace

from app.report.check_run import LONGEST_OUTPUT, CheckRunReport
from app.report.prose import cut, plain

STRICTNESS = {"success": 0, "neutral": 1}
"""What lets a merge through, and how strict that is; every other conclusion blocks."""
BLOCKS = 2
LONGEST_TITLE = 255
"""Characters that GitHub takes (its documentation, "Annotations"); ours are shorter by far."""
MOST_NAMED = 50
"""Pull requests that are listed; more than a few with one head are no accident."""


def shared_report(reports: Mapping[int, CheckRunReport]) -> CheckRunReport:
    """The strictest of the reports by pull request, with a word on the others; the only one as it is."""
    number = min(reports, key=lambda one: (-strictness(reports[one].conclusion), one))
    strictest = reports[number]
    if len(reports) == 1:
        return strictest
    note = _note(number, reports)
    return replace(
        strictest,
        title=f"#{number}: {strictest.title}"[:LONGEST_TITLE],
        summary=f"{note}\n\n{_cut(strictest.summary, LONGEST_OUTPUT - len(note.encode()) - 2)}",
    )


def strictness(conclusion: str) -> int:
    """How strict a conclusion is, compared with others."""
    return STRICTNESS.get(conclusion, BLOCKS)


def _note(number: int, reports: Mapping[int, CheckRunReport]) -> str:
    lines = [f"- #{one}: {plain(reports[one].title)}" for one in sorted(reports)[:MOST_NAMED]]
    more = [f"- and {len(reports) - MOST_NAMED} more"] if len(reports) > MOST_NAMED else []
    what = f"This commit is the head of {len(reports)} open pull requests, and a check belongs to a commit."
    return "\n".join([f"{what} It shows the strictest verdict, which is that on #{number}:", "", *lines, *more])


def _cut(summary: str, room: int) -> str:
    """So many bytes of it at most; taken from the middle, as the last line is the local command."""
    if len(summary.encode()) <= room:
        return summary
    body, _, command = summary.rpartition("\n\n")
    short = body.encode()[: room - len(command.encode()) - 5].decode(errors="ignore")
    return f"{cut(body, len(short))}\n\n{command}"
