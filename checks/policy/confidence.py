"""What is left of a policy where it judges for people who may not read it: names and places, and no text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import BaseModel

from checks.policy.issues import PolicyIssue
from checks.policy.model import Policy

UNSAID = "the policy cannot be used; what is wrong here is for those who may read it"


def without_reasons(policy: Policy) -> Policy:
    """The policy with the same rules, places and names, and none of the sentences that say why."""
    silent = _silent(policy)
    assert isinstance(silent, Policy)
    return silent


def without_words(issues: Iterable[PolicyIssue]) -> tuple[PolicyIssue, ...]:
    """The places of the mistakes. What is said of them quotes the file."""
    return tuple(replace(issue, message=UNSAID) for issue in issues)


def _silent(value: object) -> object:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return value.model_copy(
            update={name: None if name == "reason" else _silent(getattr(value, name)) for name in fields}
        )
    if isinstance(value, Mapping):
        return {name: _silent(inner) for name, inner in value.items()}
    return tuple(map(_silent, value)) if isinstance(value, tuple) else value
