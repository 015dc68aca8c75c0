"""The review of two revisions of a clone: what the command line prints and the service posts.

Reads git, decides nothing: the policy and its exceptions come from the tip of the base branch, the graph's base is
the merge base, decision records come from base tip and head.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import checks
from app.git.repository import Repository
from app.reading import Reader, read_records
from checks import (
    DEFAULT_POLICY,
    POLICY_FILE,
    DecisionRecords,
    Policy,
    PolicyError,
    PolicyIssue,
    PolicyProposal,
    Review,
    ignored_by,
    load_policy,
    record_folders,
    review_with_broken_policy,
    review_without_policy,
)

OTHER_SPELLING = ".github/architecture.yaml"


class NoMergeBaseError(Exception):
    """The two revisions share no history, so nothing says what is new."""


@dataclass(frozen=True, slots=True)
class Revisions:
    """What is compared: `tip` of the base branch and `head`, as commit ids. Where the head is no commit (a work
    tree), `head` is its tree, `parent` the commit it sits on, and `name` what the review calls it."""

    tip: str
    head: str
    parent: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy file as found: its bytes and the name under which errors cite it."""

    content: bytes
    file: str = POLICY_FILE


def review_revisions(
    repository: Repository, revisions: Revisions, labels: Iterable[str], policy_file: PolicyFile | None
) -> Review:
    """Review one change under a policy; None is a repository that has none.

    Raises NoMergeBaseError, and GitError where git cannot read.
    """
    reviewed = _reviewed(repository, revisions, labels, policy_file)
    return replace(reviewed, proposal=_proposal(repository, reviewed.base, revisions.head))


def _proposal(repository: Repository, base: str, head: str) -> PolicyProposal | None:
    """What the change since the merge base does to the policy file."""
    before, after = policy_at(repository, base), policy_at(repository, head)
    file = after.file if after else POLICY_FILE
    return checks.proposal(before.content if before else None, after.content if after else None, file)


def _reviewed(
    repository: Repository, revisions: Revisions, labels: Iterable[str], policy_file: PolicyFile | None
) -> Review:
    base = merge_base(repository, revisions)
    policy, issues = _load(policy_file)
    reader = Reader(repository, ignored_by(policy or DEFAULT_POLICY))
    change = reader.change(base, revisions.tip, revisions.head, name=revisions.name)
    if issues:
        return review_with_broken_policy(change, issues)
    if policy is None:
        return review_without_policy(change)
    at_tip, at_head = change.tip.codebase.snapshot, change.head.codebase.snapshot
    folders = record_folders(policy)
    records = DecisionRecords(read_records(repository, at_tip, folders), read_records(repository, at_head, folders))
    return checks.review(change, policy, records, labels)


def merge_base(repository: Repository, revisions: Revisions) -> str:
    """The commit from which the delta runs. Raises NoMergeBaseError."""
    found = repository.merge_base(revisions.tip, revisions.parent or revisions.head)
    if found is None:
        more = "; this clone is shallow, `git fetch --unshallow` brings the rest" if repository.is_shallow() else ""
        raise NoMergeBaseError(f"base and head share no history: there is no merge base to compare with{more}")
    return found


def policy_at(repository: Repository, revision: str) -> PolicyFile | None:
    """The policy file of one revision; None where it has none."""
    for path in (POLICY_FILE, OTHER_SPELLING):
        content = repository.file(revision, path)
        if content is not None:
            return PolicyFile(content, path)
    return None


def readable_policy(policy: PolicyFile | None) -> Policy | None:
    """The policy, None where there is none or it cannot be used: where that matters, the review says so."""
    return _load(policy)[0]


def _load(policy: PolicyFile | None) -> tuple[Policy | None, tuple[PolicyIssue, ...]]:
    if policy is None:
        return None, ()
    try:
        return load_policy(policy.content, policy.file), ()
    except PolicyError as error:
        return None, error.issues
