"""A push to a branch: did it change the rules for the pull requests that are judged by it?"""

import asyncio
from urllib.parse import quote

from app.git.mirror import ref
from app.git.repository import Repository
from app.github.pull_requests import open_pull_requests
from app.jobs.job import Push
from app.review_revisions import policy_at, readable_policy
from app.service import Service
from checks import DEFAULT_POLICY, Snapshot, record_folders

NO_PULL_REQUEST = 0
"""Where the mirror keeps what belongs to no pull request: GitHub counts them from 1."""


async def pull_requests_to_review(service: Service, push: Push) -> list[int]:
    """The numbers of the open pull requests whose rules a push changed. Raises GitHubError, FetchError, GitError.

    Those into the branch; for the default branch all, since it says which branches are governed and judges previews.
    """
    client = service.github.installation(push.installation_id)
    base = None if push.is_default else push.branch
    numbers = [pull.number async for pull in open_pull_requests(client, push.repository, base=base)]
    if not numbers:
        return []
    mirror = service.mirror(push.installation_id, push.repository_id, push.repository)
    # one flat name for each branch: git cannot keep both `x` and `x/y`
    name = quote(push.branch, safe="")
    sources = {name: f"refs/heads/{push.branch}"}
    clone = await asyncio.to_thread(mirror.fetch, NO_PULL_REQUEST, sources, await client.token())
    return numbers if await asyncio.to_thread(_changed_rules, clone, push, name) else []


def _changed_rules(clone: Repository, push: Push, name: str) -> bool:
    """Whether the policy or a decision record is another. Not knowing counts as a change: after a force push the old
    tip may be gone."""
    if not clone.has(push.before):
        return True
    after = push.after if clone.has(push.after) else clone.commit(ref(NO_PULL_REQUEST, name))
    policy = policy_at(clone, after)
    folders = record_folders(readable_policy(policy) or DEFAULT_POLICY)
    if policy_at(clone, push.before) != policy:
        return True
    return _records(clone.snapshot(push.before), folders) != _records(clone.snapshot(after), folders)


def _records(snapshot: Snapshot, folders: tuple[str, ...]) -> dict[str, object]:
    return {path: entry for path, entry in snapshot.entries.items() if path.startswith(folders)}
