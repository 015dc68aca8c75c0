"""The policy file of a revision, with the files that it includes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.git.repository import Repository
from app.reading.memory import RepositoryMemory
from checks import (
    POLICY_FILE,
    EntryKind,
    Policy,
    PolicyError,
    PolicyIssue,
    Snapshot,
    included_paths,
    load_policy,
    with_included,
    without_reasons,
    without_words,
)

POLICY_FILES = (POLICY_FILE, ".github/architecture.yaml")


class PolicySource(StrEnum):
    """Whose a policy is: the reviewed repository's own, its organisation's, or a file that a person names."""

    REPOSITORY = "repository"
    ORGANISATION = "organisation"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy file as found: its bytes and the name under which errors and findings cite it. `is_confidential`: more
    people may read the review than the file, so that nothing of its text is said there."""

    content: bytes
    file: str = POLICY_FILE
    source: PolicySource = PolicySource.PERSON
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """What a policy file says, or what is wrong with it; neither where there is none."""

    policy: Policy | None = None
    issues: tuple[PolicyIssue, ...] = ()


def policy_at(repository: Repository, revision: str) -> PolicyFile | None:
    """The repository's own policy file at one revision; None where it has none."""
    for path in POLICY_FILES:
        content = repository.file(revision, path)
        if content is not None:
            return PolicyFile(content, path, PolicySource.REPOSITORY)
    return None


def policy_in(repository: Repository, snapshot: Snapshot) -> PolicyFile | None:
    """The repository's own policy file in a snapshot."""
    for path in POLICY_FILES:
        entry = snapshot.entries.get(path)
        if entry is not None and entry.kind is EntryKind.FILE:
            content = next(content for _, content in repository.files([entry.object_id]))
            return PolicyFile(content or b"", path, PolicySource.REPOSITORY)
    return None


def readable_policy(found: PolicyFile | None) -> Policy | None:
    """The policy without what it includes; None where there is none or it cannot be used: where that matters, the
    review says so."""
    return load(found, RepositoryMemory()).policy


def load(found: PolicyFile | None, memory: RepositoryMemory) -> LoadedPolicy:
    """The policy without what it includes."""
    if found is None:
        return LoadedPolicy()
    try:
        return LoadedPolicy(memory.policy(found, lambda: _read(found)))
    except PolicyError as error:
        return LoadedPolicy(issues=without_words(error.issues) if found.is_confidential else error.issues)


def _read(found: PolicyFile) -> Policy:
    policy = load_policy(found.content, found.file)
    return without_reasons(policy) if found.is_confidential else policy


def complete(
    loaded: LoadedPolicy, found: PolicyFile, snapshot: Snapshot, repository: Repository, memory: RepositoryMemory
) -> LoadedPolicy:
    """The policy of a file with the files that it includes, as a snapshot has them."""
    policy = loaded.policy
    if policy is None or not policy.include:
        return loaded
    entries = {path: snapshot.entries[path] for path in included_paths(policy, snapshot.entries)}
    files = {path: entry.object_id if entry.kind is EntryKind.FILE else None for path, entry in entries.items()}
    try:
        key = (found, tuple(files.items()))
        return LoadedPolicy(memory.policy(key, lambda: with_included(policy, _contents(repository, files))))
    except PolicyError as error:
        return LoadedPolicy(issues=error.issues)


def _contents(repository: Repository, files: Mapping[str, str | None]) -> dict[str, bytes | None]:
    found = dict(repository.files(dict.fromkeys(one for one in files.values() if one)))
    return {path: found.get(one) if one else None for path, one in files.items()}
