"""The review of two revisions of a clone: what the command line prints and the service posts.

Reads git, decides nothing: the policy and its exceptions come from the tip of the base branch, the graph's base is
the merge base, decision records come from base tip and head.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import checks
from app.git.repository import Repository
from app.observing.stages import Stage, stage
from app.policy_file import LoadedPolicy, PolicyFile, complete, load
from app.policy_proposal import policy_proposal
from app.reading.apis import change_apis
from app.reading.events import Commits, change_events
from app.reading.memory import RepositoryMemory
from app.reading.records import records_of_change
from app.reading.wanted_facts import with_wanted_facts
from app.reading.workbench import Workbench
from checks import (
    DEFAULT_POLICY,
    NO_RECORDS,
    Change,
    Circumstances,
    Inherited,
    Label,
    Review,
    Waiver,
    preview,
    record_folders,
    review_with_broken_policy,
    review_without_policy,
)


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
class Description:
    """What a pull request says of itself. Where there is none, the commit's subject is the title."""

    labels: tuple[Label, ...] = ()
    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was decided before: the files that an exact revert gives back (app/history/reverts.py), the overrides that a
    cherry-pick brings (app/history/cherry_picks.py), and the repository's waivers."""

    restored: frozenset[str] = frozenset()
    inherited: Mapping[str, Inherited] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()


NOTHING_EARLIER = Earlier()


def review_revisions(  # noqa: PLR0913, PLR0917 - one review is said by these
    repository: Repository,
    revisions: Revisions,
    description: Description,
    policy_file: PolicyFile | None,
    workbench: Workbench,
    earlier: Earlier = NOTHING_EARLIER,
) -> Review:
    """Review one change under a policy; None is a repository that has none.

    Raises NoMergeBaseError, and GitError where git cannot read.
    """
    memory = workbench.memory
    loaded = load(policy_file, memory)
    reader = workbench.reader(repository, loaded.policy or DEFAULT_POLICY)
    base = merge_base(repository, revisions)
    change = reader.change(base, revisions.tip, revisions.head, name=revisions.name)
    if policy_file is not None:
        loaded = complete(loaded, policy_file, change.tip.codebase.snapshot, repository, memory)
    proposal = policy_proposal(repository, change, policy_file, loaded.policy, memory)
    judging = loaded.policy or (proposal.after if proposal else None)
    records = records_of_change(repository, change, record_folders(judging), memory) if judging else NO_RECORDS
    told = Circumstances(today(), records, description.labels, earlier.restored, proposal)
    told = replace(told, inherited=earlier.inherited, waivers=earlier.waivers)
    told = replace(told, title=description.title, body=description.body)
    if loaded.policy:
        told = with_wanted_facts(reader.facts, change, loaded.policy, told, memory.baseline(change.tip, loaded.policy))
    if proposal and proposal.after:
        told = with_wanted_facts(reader.facts, change, proposal.after, told)
    if loaded.policy is not None:
        commits = Commits(base, revisions.tip, revisions.head)
        told = replace(told, events=change_events(reader, change, commits, loaded.policy, memory))
        baseline = memory.baseline(change.tip, loaded.policy)
        told = replace(told, apis=change_apis(reader, change, loaded.policy, baseline))
    with stage(Stage.JUDGE):
        reviewed = replace(_judged(change, loaded, told, memory), proposal=proposal)
        if proposal is None or proposal.after is None:
            return reviewed
        return preview(reviewed, change, proposal.before or loaded.policy, proposal.after, told)


def _judged(change: Change, loaded: LoadedPolicy, told: Circumstances, memory: RepositoryMemory) -> Review:
    if loaded.issues:
        return review_with_broken_policy(change, loaded.issues)
    if loaded.policy is None:
        return review_without_policy(change)
    return checks.review(change, loaded.policy, told, memory.baseline(change.tip, loaded.policy))


def today() -> date:
    """The day that decides whether an exception has expired, in UTC: it is the same for all who look."""
    return datetime.now(UTC).date()


def merge_base(repository: Repository, revisions: Revisions) -> str:
    """The commit from which the delta runs. Raises NoMergeBaseError."""
    if revisions.base:
        return revisions.base
    found = repository.merge_base(revisions.tip, revisions.parent or revisions.head)
    if found is None:
        more = "; this clone is shallow, `git fetch --unshallow` brings the rest" if repository.is_shallow() else ""
        raise NoMergeBaseError(f"base and head share no history: there is no merge base to compare with{more}")
    return found
