"""What a change does to the policy file itself. It is judged by the base's policy; that it is not by its own, and that
its own is broken, its author should hear before everybody else does."""

from dataclasses import dataclass

from checks.policy.issues import PolicyError, PolicyIssue
from checks.policy.load import load_policy
from checks.policy.model import POLICY_FILE


@dataclass(frozen=True, slots=True)
class PolicyProposal:
    """The head's policy file differs from the base's: whether it is gone, and what is wrong with it if not."""

    is_removed: bool
    issues: tuple[PolicyIssue, ...] = ()


def proposal(before: bytes | None, after: bytes | None, file: str = POLICY_FILE) -> PolicyProposal | None:
    """What the head proposes; None where the policy stays as it is."""
    if before == after:
        return None
    if after is None:
        return PolicyProposal(is_removed=True)
    try:
        load_policy(after, file)
    except PolicyError as error:
        return PolicyProposal(is_removed=False, issues=error.issues)
    return PolicyProposal(is_removed=False)
