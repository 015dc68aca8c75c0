"""What a change does to the repository's policy: to its file, or to files that it includes."""

from collections.abc import Mapping

from app.git.repository import Repository
from app.policy_file import POLICY_FILES, LoadedPolicy, PolicyFile, PolicySource, complete, load, policy_in
from app.reading.memory import RepositoryMemory
from checks import POLICY_FILE, Change, Entry, Graph, Policy, PolicyProposal, included_paths


def policy_proposal(
    repository: Repository,
    change: Change,
    governing: PolicyFile | None,
    policy: Policy | None,
    memory: RepositoryMemory,
) -> PolicyProposal | None:
    """What the change since the merge base does; None, mostly, where that is nothing, and then git is not asked.

    `governing` is the policy that judges, and `policy` what it says. Where the merge base has no policy of its own,
    the organisation's is what the head's is compared with.
    """
    if not _is_edited(change, policy):
        return None
    base, head = (_own(repository, graph, memory) for graph in (change.base, change.head))
    before, after = base[1], head[1]
    source = governing.source if governing else None
    is_at_tip = source is PolicySource.REPOSITORY
    if before.policy is None and (source is PolicySource.ORGANISATION or (before.issues and is_at_tip)):
        before = LoadedPolicy(policy)
    return PolicyProposal(
        is_removed=head[0] is None and base[0] is not None,
        issues=after.issues,
        before=before.policy,
        after=after.policy,
        tip=policy if is_at_tip and change.tip is not change.base else None,
        file=head[0].file if head[0] else POLICY_FILE,
    )


def _is_edited(change: Change, policy: Policy | None) -> bool:
    sides = (change.base.codebase.snapshot.entries, change.head.codebase.snapshot.entries)
    if any(sides[0].get(path) != sides[1].get(path) for path in POLICY_FILES):
        return True
    return policy is not None and bool(policy.include) and _included(policy, sides[0]) != _included(policy, sides[1])


def _included(policy: Policy, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    return {path: entries[path] for path in included_paths(policy, entries)}


def _own(repository: Repository, graph: Graph, memory: RepositoryMemory) -> tuple[PolicyFile | None, LoadedPolicy]:
    """The repository's own policy on one side, with what it includes."""
    snapshot = graph.codebase.snapshot
    found = policy_in(repository, snapshot)
    if found is None:
        return None, LoadedPolicy()
    return found, complete(load(found, memory), found, snapshot, repository, memory)
