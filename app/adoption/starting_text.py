"""The text of a starting policy, with what the checks say of the present code under it: all old, and worth knowing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import checks
from app.adoption.doubt import Doubt
from app.adoption.policy_text import policy_text
from app.adoption.starting_policy import starting_policy
from checks import Circumstances, Codebase, Finding, Graph, Level, Policy, Snapshot, build_graph, compare, load_policy

TOLD = frozenset({"cycle", "unreadable"})
"""Checks whose findings other comments are about."""
ANY_DAY = date.min
"""A starting policy has no exceptions that could expire."""


def starting_text(graph: Graph) -> str:
    """The text of a policy file for the code of one commit, of which the graph holds all facts."""
    policy = starting_policy(graph)
    found = _findings(graph, load_policy(policy_text(policy)))
    return policy_text(replace(policy, doubts=(*policy.doubts, *found)))


def _findings(graph: Graph, policy: Policy) -> Iterator[Doubt]:
    """The grave findings by check, of all code as if it were new."""
    nothing = build_graph(Codebase(Snapshot("nothing", {}), {}))
    change = compare(nothing, nothing, graph, {})
    found: dict[str, list[Finding]] = {}
    for finding in checks.review(change, policy, Circumstances(ANY_DAY)).findings:
        if finding.level is Level.FAILURE and finding.check not in TOLD:
            found.setdefault(finding.check, []).append(finding)
    for check, findings in found.items():
        examples = tuple(f"{one.path}:{one.line}" if one.line else one.path for one in findings)
        yield Doubt(f"findings of the check `{check}`", len(findings), "`adrift audit` says what they are", examples)
