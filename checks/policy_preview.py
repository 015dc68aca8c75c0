"""What a policy would say of a change that another one has judged: for whoever proposes the policy."""

from collections.abc import Iterable
from dataclasses import replace

from checks.check import Circumstances
from checks.codebase.delta import Change
from checks.findings import Finding
from checks.policy import Components, Policy
from checks.review import Preview, Review, review


def preview(reviewed: Review, change: Change, before: Policy | None, after: Policy, told: Circumstances) -> Review:
    """The review together with what `after` would make of it. Files that only the head's `ignore` names are looked at
    all the same. What a snapshot shows to be wrong with `after` is an issue of the proposal."""
    judged = review(change, after, replace(told, proposal=None))
    if judged.policy_issues and reviewed.proposal:
        return replace(reviewed, proposal=replace(reviewed.proposal, issues=judged.policy_issues))
    own = [one for one in reviewed.findings if one.check != "policy"]
    there = [one for one in judged.findings if one.check != "policy"]
    found = Preview(_beyond(there, own), _beyond(own, there), _reassigned(change, before, after))
    return replace(reviewed, preview=found)


def _beyond(some: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    """A finding that blocks now and would only be advice is another one."""
    known = {(one.fingerprint, one.status) for one in others}
    return tuple(one for one in some if (one.fingerprint, one.status) not in known)


def _reassigned(change: Change, before: Policy | None, after: Policy) -> int:
    """How many of the head's files have another owner."""
    paths = change.head.codebase.snapshot.entries
    old, new = (Components(policy, paths) if policy else None for policy in (before, after))
    if old is None or new is None:
        return 0
    return sum(old.owner(path) != new.owner(path) for path in paths)
