"""What stands on the base branch and no decision covers: one folded line of the check run. Nobody is judged by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.report.check_run import CheckRunReport
from app.report.prose import code, count

MOST_LISTED = 20
ROOM = 50_000
"""Bytes of a summary beyond which nothing is added: GitHub takes 65,535 characters, and what is said here is not what
the pull request has to know."""
SHORT = 10
"""Characters of a commit's id that are shown."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A finding, as in a review's JSON document, and the commit that brought it; the pull request where it is known."""

    finding: Mapping[str, Any]
    sha: str
    number: int | None = None


def with_landed(report: CheckRunReport, landed: Sequence[Landed]) -> CheckRunReport:
    """The check run with a line on what has landed, if anything has. The last line stays the local command."""
    body, _, command = report.summary.rpartition("\n\n")
    if not landed or len(report.summary.encode()) > ROOM:
        return report
    return replace(report, summary="\n\n".join(part for part in (body, _folded(landed), command) if part))


def _folded(landed: Sequence[Landed]) -> str:
    stand = "finding stands" if len(landed) == 1 else "findings stand"
    heading = f"{len(landed)} {stand} on the base branch that no decision covers"
    more = [f"- and {count(len(landed) - MOST_LISTED, 'other')}"] if len(landed) > MOST_LISTED else []
    lines = (*(_line(one) for one in landed[:MOST_LISTED]), *more)
    return "\n".join((f"<details><summary>{heading}</summary>", "", *lines, "", "</details>"))


def _line(one: Landed) -> str:
    finding = one.finding
    at = f"{finding['path']}:{finding['line']}" if finding["line"] else finding["path"]
    ends = " -> ".join(code(end) for end in (finding["from"], finding["to"]) if end)
    by = f" by #{one.number}" if one.number else ""
    about = ": ".join(part for part in (finding["check"], ends) if part)
    return f"- {about}, {code(at)}, since {code(one.sha[:SHORT])}{by}"
