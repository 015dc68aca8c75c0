"""What a change does to the policy itself. It is judged by the base's policy; that it is not by its own, and that its
own is broken or permits more, its author should hear before everybody else does."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.policy.issues import PolicyError, PolicyIssue
from checks.policy.load import load_policy
from checks.policy.model import Policy
from checks.policy.vocabulary import POLICY_FILE


@dataclass(frozen=True, slots=True)
class PolicyProposal:
    """The head's policy differs from the base's.

    `before` is the merge base's policy, `tip` the one at the tip of the base branch where that is another; both are
    None where there is none, or none that can be used. `after` is the head's in `file`: None where it is gone, or
    where `issues` say what is wrong with it.
    """

    is_removed: bool
    issues: tuple[PolicyIssue, ...] = ()
    before: Policy | None = None
    after: Policy | None = None
    tip: Policy | None = None
    file: str = POLICY_FILE


def proposal(before: bytes | None, after: bytes | None, file: str = POLICY_FILE) -> PolicyProposal | None:
    """What the head proposes by its policy file alone; None where that stays as it is."""
    if before == after:
        return None
    base, _ = _loaded(before, file)
    head, issues = _loaded(after, file)
    return PolicyProposal(after is None, tuple(issues), base, head, file=file)


def _loaded(content: bytes | None, file: str) -> tuple[Policy | None, Sequence[PolicyIssue]]:
    if content is None:
        return None, ()
    try:
        return load_policy(content, file), ()
    except PolicyError as error:
        return None, error.issues
