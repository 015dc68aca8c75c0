"""What `adrift backtest` prints: which pull requests would have been blocked, by check and by pair of components."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.report.json_report import Json
from app.report.markup import as_text
from app.report.prose import count
from app.report.wording import message
from checks import Finding


@dataclass(frozen=True, slots=True)
class Replayed:
    """One pull request that landed, and what would have blocked it."""

    commit: str
    day: date
    subject: str
    blocking: tuple[Finding, ...]

    @property
    def is_blocked(self) -> bool:
        return bool(self.blocking)


def backtest_text(replayed: Sequence[Replayed]) -> str:
    """One line for each that would have been blocked with its findings below, then the counts."""
    return "\n".join(_lines(replayed))


def backtest_document(replayed: Sequence[Replayed]) -> Json:
    """The document of `adrift backtest --format json`."""
    blocked = [one for one in replayed if one.is_blocked]
    return {
        "reviewed": len(replayed),
        "blocked": len(blocked),
        "by_check": dict(_by_check(blocked).most_common()),
        "by_pair": [
            {"from": source, "to": target, "pull_requests": number}
            for (source, target), number in _by_pair(blocked).most_common()
        ],
        "pull_requests": [
            {
                "commit": one.commit,
                "date": one.day.isoformat(),
                "subject": one.subject,
                "findings": [_finding(finding) for finding in one.blocking],
            }
            for one in blocked
        ],
    }


def _lines(replayed: Sequence[Replayed]) -> Iterator[str]:
    blocked = [one for one in replayed if one.is_blocked]
    for one in blocked:
        yield f"{one.day} {one.commit[:12]} {as_text(one.subject)}"
        yield from (f"    [{finding.check}] {as_text(message(finding))}" for finding in one.blocking)
    for heading, counts in (("by check", _named(_by_check(blocked))), ("by components", _paired(_by_pair(blocked)))):
        if counts:
            yield f"{heading}, in pull requests:"
            yield from (f"{number:>6}  {what}" for what, number in counts)
    yield f"{len(blocked)} of {count(len(replayed), 'pull request')} would have been blocked"


def _by_check(blocked: Sequence[Replayed]) -> Counter[str]:
    return Counter(check for one in blocked for check in {finding.check for finding in one.blocking})


def _by_pair(blocked: Sequence[Replayed]) -> Counter[tuple[str | None, str | None]]:
    return Counter(pair for one in blocked for pair in {(finding.source, finding.target) for finding in one.blocking})


def _named(counts: Counter[str]) -> list[tuple[str, int]]:
    return counts.most_common()


def _paired(counts: Counter[tuple[str | None, str | None]]) -> list[tuple[str, int]]:
    named = (((source or "no component"), target, number) for (source, target), number in counts.most_common())
    return [(f"{source} -> {target}" if target else source, number) for source, target, number in named]


def _finding(finding: Finding) -> Json:
    return {
        "check": finding.check,
        "path": finding.path,
        "line": finding.line,
        "from": finding.source,
        "to": finding.target,
        "message": message(finding),
    }
