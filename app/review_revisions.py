"""The review of two revisions of a clone: what the command line prints and the service posts.

Reads git, decides nothing: the policy and its exceptions come from the tip of the base branch, the graph's base is
the merge base, decision records come from base tip and head.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import checks
from app.git.repository import Repository
from app.reading.memory import RepositoryMemory
from app.reading.records import read_records
from app.reading.workbench import Workbench
from checks import (
    DEFAULT_POLICY,
    POLICY_FILE,
    Change,
    Circumstances,
    DecisionRecords,
    Policy,
    PolicyError,
    PolicyIssue,
    PolicyProposal,
    Review,
    record_folders,
    review_with_broken_policy,
    review_without_policy,
)

POLICY_FILES = (POLICY_FILE, ".github/architecture.yaml")


class NoMergeBaseError(Exception):
    """The two revisions share no history, so nothing says what is new."""


@dataclass(frozen=True, slots=True)
class Revisions:
    """What is compared: `tip` of the base branch and `head`, as commit ids. Where the head is no commit (a work
    tree), `head` is its tree, `parent` the commit it sits on, and `name` what the review calls it. `base` is their
    merge base where that is known already."""

    tip: str
    head: str
    parent: str | None = None
    name: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy file as found: its bytes and the name under which errors cite it."""

    content: bytes
    file: str = POLICY_FILE


def review_revisions(
    repository: Repository,
    revisions: Revisions,
    labels: Iterable[str],
    policy_file: PolicyFile | None,
    workbench: Workbench,
) -> Review:
    """Review one change under a policy; None is a repository that has none.

    Raises NoMergeBaseError, and GitError where git cannot read.
    """
    policy, issues = _load(policy_file, workbench.memory)
    reader = workbench.reader(repository, policy or DEFAULT_POLICY)
    base = merge_base(repository, revisions)
    change = reader.change(base, revisions.tip, revisions.head, name=revisions.name)
    proposal = _proposal(repository, change, base, revisions.head)
    if issues:
        reviewed = review_with_broken_policy(change, issues)
    elif policy is None:
        reviewed = review_without_policy(change)
    else:
        records = _records(repository, change, policy, workbench)
        baseline = workbench.memory.baseline(change.tip, policy)
        told = Circumstances(today(), records, tuple(labels), proposal=proposal)
        reviewed = checks.review(change, policy, told, baseline)
    return replace(reviewed, proposal=proposal)


def today() -> date:
    """The day that decides whether an exception has expired, in UTC: it is the same for all who look."""
    return datetime.now(UTC).date()


def _records(repository: Repository, change: Change, policy: Policy, workbench: Workbench) -> DecisionRecords:
    folders = record_folders(policy)
    sides = (change.tip.codebase.snapshot, change.head.codebase.snapshot)
    base, head = (read_records(repository, snapshot, folders, workbench.memory) for snapshot in sides)
    return DecisionRecords(base, head)


def _proposal(repository: Repository, change: Change, base: str, head: str) -> PolicyProposal | None:
    """What the change since the merge base does to the policy file; mostly nothing, and then git is not asked."""
    sides = (change.base.codebase.snapshot.entries, change.head.codebase.snapshot.entries)
    if all(sides[0].get(path) == sides[1].get(path) for path in POLICY_FILES):
        return None
    before, after = policy_at(repository, base), policy_at(repository, head)
    file = after.file if after else POLICY_FILE
    return checks.proposal(before.content if before else None, after.content if after else None, file)


def merge_base(repository: Repository, revisions: Revisions) -> str:
    """The commit from which the delta runs. Raises NoMergeBaseError."""
    if revisions.base:
        return revisions.base
    found = repository.merge_base(revisions.tip, revisions.parent or revisions.head)
    if found is None:
        more = "; this clone is shallow, `git fetch --unshallow` brings the rest" if repository.is_shallow() else ""
        raise NoMergeBaseError(f"base and head share no history: there is no merge base to compare with{more}")
    return found


def policy_at(repository: Repository, revision: str) -> PolicyFile | None:
    """The policy file of one revision; None where it has none."""
    for path in POLICY_FILES:
        content = repository.file(revision, path)
        if content is not None:
            return PolicyFile(content, path)
    return None


def readable_policy(policy: PolicyFile | None) -> Policy | None:
    """The policy, None where there is none or it cannot be used: where that matters, the review says so."""
    return _load(policy, RepositoryMemory())[0]


def _load(policy: PolicyFile | None, memory: RepositoryMemory) -> tuple[Policy | None, tuple[PolicyIssue, ...]]:
    if policy is None:
        return None, ()
    try:
        return memory.policy(policy.file, policy.content), ()
    except PolicyError as error:
        return None, error.issues
