"""A change to the policy that permits more than the base's does: it needs a decision as an edge does."""

from collections.abc import Iterator
from functools import partial

from checks.check import Case
from checks.codebase.documents import is_only_proposed
from checks.evidence import RelaxedPolicy, RemovedPolicy
from checks.findings import Citation, Finding, Side, fingerprint
from checks.policy.proposal import PolicyProposal
from checks.policy.relaxations import Relaxation, relaxations
from checks.policy.scope import is_elsewhere

CHECK_NAME = "policy"


def find(case: Case) -> Iterator[Finding]:
    """What the head's policy permits beyond the merge base's, less what the base branch permits meanwhile."""
    proposal = case.circumstances.proposal
    if proposal is None or proposal.before is None:
        return
    if proposal.is_removed:
        yield _removal(case, proposal)
    if proposal.after is None:
        return
    is_proposed = partial(_is_proposed, case)
    known = relaxations(proposal.tip, proposal.after, is_proposed) if proposal.tip else None
    for one in relaxations(proposal.before, proposal.after, is_proposed):
        if known is None or any(_is_same(one, other) for other in known):
            yield _finding(proposal, one)


def _is_proposed(case: Case, adr: str) -> bool:
    """Whether a record is only proposed, on the base or, where the change adds it, at head."""
    return is_only_proposed(adr, case.circumstances.records.in_force)


def _finding(proposal: PolicyProposal, one: Relaxation) -> Finding:
    is_here = not is_elsewhere(one.file)
    sign = "-" if one.is_taken_away else "+"
    return Finding(
        check=CHECK_NAME,
        level=one.level,
        path=one.file if is_here else proposal.file,
        line=one.line if is_here else None,
        source=one.component,
        target=None,
        symbol=None,
        evidence=RelaxedPolicy(one.word, one.names, one.is_taken_away),
        rule=Citation(one.word, one.line, one.adr, one.component, one.file),
        fingerprint=fingerprint(CHECK_NAME, one.word, sign, *one.names),
        side=Side.RIGHT if one.is_at_head or not is_here else Side.LEFT,
    )


def _removal(case: Case, proposal: PolicyProposal) -> Finding:
    policy = proposal.before or case.policy
    return Finding(
        check=CHECK_NAME,
        level=policy.level,
        path=policy.file,
        line=1,
        source=None,
        target=None,
        symbol=None,
        evidence=RemovedPolicy(),
        rule=Citation("version", 1, policy.adr.cite, None, policy.file),
        fingerprint=fingerprint(CHECK_NAME, "removed"),
        side=Side.LEFT,
    )


def _is_same(one: Relaxation, other: Relaxation) -> bool:
    return (one.word, one.names, one.is_taken_away) == (other.word, other.names, other.is_taken_away)
