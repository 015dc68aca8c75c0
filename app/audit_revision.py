"""The audit of one revision: everything in it that breaks the policy, old debt too."""

from dataclasses import replace

import checks
from app.git.repository import Repository
from app.policy_file import PolicyFile, complete, load
from app.reading.events import Commits, change_events
from app.reading.records import read_records
from app.reading.wanted_facts import with_wanted_facts
from app.reading.workbench import Workbench
from app.review_revisions import today
from checks import (
    DEFAULT_POLICY,
    Circumstances,
    DecisionRecords,
    Review,
    record_folders,
    review_with_broken_policy,
    review_without_policy,
    since_nothing,
)


def audit_revision(
    repository: Repository, revision: str, policy_file: PolicyFile | None, workbench: Workbench, name: str | None = None
) -> Review:
    """Audit a commit or tree, of which `name` is what the audit calls it: a review of the change from nothing to it.
    Every file is read by a parser. Raises GitError where git cannot read."""
    memory = workbench.memory
    loaded = load(policy_file, memory)
    reader = workbench.reader(repository, loaded.policy or DEFAULT_POLICY)
    graph = reader.whole(revision, name=name)
    if policy_file is not None:
        loaded = complete(loaded, policy_file, graph.codebase.snapshot, repository, memory)
    everything = since_nothing(graph)
    if loaded.issues:
        return review_with_broken_policy(everything, loaded.issues)
    if loaded.policy is None:
        return review_without_policy(everything)
    records = read_records(repository, graph.codebase.snapshot, record_folders(loaded.policy), memory)
    told = with_wanted_facts(
        reader.facts, everything, loaded.policy, Circumstances(today(), DecisionRecords(records, records))
    )
    events = change_events(reader, everything, Commits(revision, revision, revision), loaded.policy, memory)
    return checks.review(everything, loaded.policy, replace(told, events=events))
