"""The exact way out: for each pair of components that needs a decision, the record to be written, already filled in."""

import shlex
from collections.abc import Hashable, Iterable, Sequence

from app.report.new_record import new_record
from app.report.prose import chain, code
from app.report.web_place import WebPlace
from checks import Finding, Review, Status

MOST_DECISIONS = 5
"""Pairs of components for which a record is offered; further ones want the author to think first."""


def decisions(review: Review, web: WebPlace | None) -> str:
    """A list with a link, or a command, for each of the first pairs; empty where nothing blocks."""
    groups = _groups(review.with_status(Status.BLOCKING))
    if not groups or review.is_audit:
        return ""
    lines = [f"- {_subject(group)}: {_way(group, review, web)}" for group in groups[:MOST_DECISIONS]]
    if len(groups) > MOST_DECISIONS:
        lines.append(f"- and {len(groups) - MOST_DECISIONS} more, by `adrift adr new`")
    head = "Write the record, have it accepted, and have someone permitted add the label `adr:NNNN` with its number."
    return "\n".join(["### To decide otherwise", "", head, "", *lines])


def _groups(findings: Iterable[Finding]) -> Sequence[Sequence[Finding]]:
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        is_edge = finding.source and finding.target and finding.source != finding.target
        key = (finding.source, finding.target) if is_edge else (finding.check, finding.source, finding.symbol)
        groups.setdefault((key, finding.rule.adr), []).append(finding)
    return list(groups.values())


def _subject(group: Sequence[Finding]) -> str:
    first = group[0]
    if first.source and first.target and first.source != first.target:
        return chain([first.source, first.target])
    name = code(first.symbol or first.path.rpartition("/")[2])
    return f"{name} in {code(first.source)}" if first.source else name


def _way(group: Sequence[Finding], review: Review, web: WebPlace | None) -> str:
    address = _address(group, review, web) if web else None
    if address:
        return f"[new record, already filled in]({address})"
    command = f"adrift adr new --repo . --base {review.base} --head {review.head} --for {group[0].fingerprint}"
    return code(shlex.join(command.split()))


def _address(group: Sequence[Finding], review: Review, web: WebPlace) -> str | None:
    """With as many of the findings in the record's text as the address bears."""
    findings = list(group)
    while findings:
        record = new_record(
            findings, review.decision_records.head or review.decision_records.base, review.record_folder, web.today
        )
        if address := web.new_file(record.path, record.text):
            return address
        findings = findings[: len(findings) // 2]
    return None
