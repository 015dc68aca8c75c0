"""The JSON that other programs read (docs/cli.md; schemas in docs/schemas)."""

import json
from collections.abc import Mapping

from app.report.wording import message
from checks import Change, Edge, Finding, Graph, Override, PolicyIssue, Review, Skipped, Waiver, skipped

Json = Mapping[str, object]


def review_document(review: Review) -> Json:
    """The document of `adrift review --format json`."""
    return {
        "base": review.base,
        "head": review.head,
        "conclusion": review.conclusion.value,
        "findings": [_finding(finding) for finding in review.findings],
        "overrides": [_override(override) for override in review.overrides],
        "skipped": [_skipped(one) for one in review.skipped],
        "policy_errors": [_issue(issue) for issue in review.policy_issues],
    }


def delta_document(change: Change) -> Json:
    """The document of `adrift delta --format json`."""
    delta = change.delta
    return {
        "base": change.base.codebase.snapshot.rev,
        "head": change.head.codebase.snapshot.rev,
        "added": [_edge(edge) for edge in delta.added],
        "removed": [_edge(edge) for edge in delta.removed],
        "moved": [{"from": list(move.before.pair), "to": list(move.after.pair)} for move in delta.moved],
        "changed": [{**_edge(one.after), "was": one.before.kind.value} for one in delta.changed],
        "added_external": [_edge(edge) for edge in delta.added_external],
        "removed_external": [_edge(edge) for edge in delta.removed_external],
        "added_unknown": [{"importer": one.importer, "lines": list(one.lines)} for one in delta.added_unknown],
        "skipped": [_skipped(one) for one in delta.skipped],
    }


def graph_document(graph: Graph) -> Json:
    """The document of `adrift graph --format json`."""
    return {
        "rev": graph.codebase.snapshot.rev,
        "edges": [_edge(edge) for _, edge in sorted(graph.edges.items())],
        "external": [_edge(edge) for _, edge in sorted(graph.external.items())],
        "skipped": [_skipped(one) for one in skipped(graph)],
    }


def to_text(document: Json) -> str:
    """One document, indented; non-ASCII is escaped, so that any path survives any terminal."""
    return json.dumps(document, indent=2)


def _finding(finding: Finding) -> Json:
    return {
        "check": finding.check,
        "level": finding.level.value,
        "status": finding.status.value,
        "path": finding.path,
        "line": finding.line,
        "side": finding.side.value,
        "message": message(finding),
        "from": finding.source,
        "to": finding.target,
        "symbol": finding.symbol,
        "adr": finding.rule.adr,
        "fingerprint": finding.fingerprint,
        "override": finding.override,
        "waiver": _waiver(finding.waiver),
        "component": finding.rule.component,
    }


def _waiver(waiver: Waiver | None) -> Json | None:
    if waiver is None:
        return None
    days = {"since": waiver.since.isoformat(), "until": waiver.until.isoformat()}
    return {"by": waiver.by, "reason": waiver.reason, **days}


def _edge(edge: Edge) -> Json:
    return {
        "importer": edge.importer,
        "imported": edge.imported,
        "lines": list(edge.lines),
        "kind": edge.kind.value,
    }


def _skipped(one: Skipped) -> Json:
    return {"path": one.path, "reason": one.reason}


def _override(override: Override) -> Json:
    return {
        "label": override.label,
        "accepted": override.accepted,
        "record": override.record.path if override.record else None,
        "reason": override.reason,
        "actor": override.actor,
        "at": override.at.isoformat() if override.at else None,
        "fingerprints": list(override.fingerprints),
        "refusals": [{"reason": one.reason, "fingerprints": list(one.fingerprints)} for one in override.refusals],
        "inherited_from": override.inherited_from,
    }


def _issue(issue: PolicyIssue) -> Json:
    return {"file": issue.file, "line": issue.line, "column": issue.column, "message": issue.message}
