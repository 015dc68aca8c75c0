"""A push to a branch: did it change the rules for the pull requests that are open into it?"""

import asyncio

from app.git.mirror import ref
from app.git.repository import Repository
from app.github.pull_requests import open_pull_requests
from app.jobs.job import RepositoryId
from app.review_revisions import policy_at
from app.service import Service
from checks import DEFAULT_POLICY, Policy, PolicyError, Snapshot, load_policy, record_folders

NO_PULL_REQUEST = 0
"""Where the mirror keeps what belongs to no pull request: GitHub counts them from 1."""


async def pull_requests_into(service: Service, repository: RepositoryId, branch: str) -> list[int]:
    """The numbers of the open pull requests into a branch. Raises GitHubError."""
    client = service.github.installation(repository.installation_id)
    return [pull.number async for pull in open_pull_requests(client, repository.repository, base=branch)]


async def changed_rules(service: Service, repository: RepositoryId, branch: str, before: str, after: str) -> bool:
    """Whether a push changed the policy or a decision record. Raises GitHubError, FetchError, GitError.

    Not knowing counts as a change: after a force push the old tip may be gone.
    """
    client = service.github.installation(repository.installation_id)
    mirror = service.mirror(repository.installation_id, repository.repository_id, repository.repository)
    sources = {f"tip/{branch}": f"refs/heads/{branch}"}
    clone = await asyncio.to_thread(mirror.fetch, NO_PULL_REQUEST, sources, await client.token())
    tip = clone.commit(ref(NO_PULL_REQUEST, f"tip/{branch}"))
    return await asyncio.to_thread(_differ, clone, before, after if clone.has(after) else tip)


def _differ(clone: Repository, before: str, after: str) -> bool:
    if not clone.has(before):
        return True
    policy = policy_at(clone, after)
    folders = record_folders(_readable(policy.text if policy else None))
    if policy_at(clone, before) != policy:
        return True
    return _records(clone.snapshot(before), folders) != _records(clone.snapshot(after), folders)


def _records(snapshot: Snapshot, folders: tuple[str, ...]) -> dict[str, object]:
    inside = tuple(f"{folder.strip('/')}/" for folder in folders)
    return {path: entry for path, entry in snapshot.entries.items() if path.startswith(inside)}


def _readable(text: str | None) -> Policy:
    try:
        return load_policy(text) if text else DEFAULT_POLICY
    except PolicyError:
        return DEFAULT_POLICY
