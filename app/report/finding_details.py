"""What stands below a finding's message: where it is, the rule with its record, and the edge at base against head.
With links where the review has a place on the web, with paths where it has none."""

from collections.abc import Iterator

from app.report.prose import code
from app.report.web_place import WebPlace
from checks import DecisionRecord, Finding, Review, Side, find_records, pairs_of


def details(finding: Finding, review: Review, web: WebPlace | None) -> str:
    """One line of Markdown; empty where there is nothing to add."""
    return " · ".join(_parts(finding, review, web))


def _parts(finding: Finding, review: Review, web: WebPlace | None) -> Iterator[str]:
    if web:
        revision = review.base if finding.side is Side.LEFT else web.head
        where = f"{finding.path}:{finding.line}" if finding.line else finding.path
        yield f"at {_link(where, web.file(revision, finding.path, finding.line))}"
    sources = [one for one in (_record(finding, review, web), _policy(finding, web)) if one]
    if sources:
        yield f"rule: {', '.join(sources)}"
    counts = {(edge.source, edge.target): edge for edge in review.component_edges}
    for source, target in pairs_of(finding)[:1]:
        if source and target and (edge := counts.get((source, target))):
            yield f"edges {code(source)} -> {code(target)}: {edge.before} at base, {edge.after} at head"


def _record(finding: Finding, review: Review, web: WebPlace | None) -> str:
    """The record that the rule cites, as it is on the base branch."""
    if finding.rule.adr is None:
        return ""
    found: tuple[DecisionRecord, ...] = find_records(finding.rule.adr, review.decision_records.base)
    if len(found) != 1:
        return ""
    path = found[0].path
    return _link(finding.rule.adr, web.file(web.base, path)) if web else code(path)


def _policy(finding: Finding, web: WebPlace | None) -> str:
    rule = finding.rule
    if rule.line is None:
        return ""
    where = f"{rule.file}:{rule.line}"
    return _link(where, web.policy_line(rule.file, rule.line)) if web else code(where)


def _link(text: str, address: str) -> str:
    return f"[{code(text)}]({address})"
