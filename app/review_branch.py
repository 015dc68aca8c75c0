"""A push to a branch: did it change the rules for the pull requests that are judged by it?"""

import asyncio
from urllib.parse import quote

from app.fetch_pull_request import NO_PULL_REQUEST
from app.git.mirror import Fetched, NotThereError, Wanted
from app.github.pull_requests import open_pull_requests
from app.jobs.job import Push
from app.policy_file import policy_at, readable_policy
from app.service import Service
from checks import DEFAULT_POLICY, included_paths, record_folders

NO_COMMIT = "0" * 40
"""What GitHub names in the place of the commit before a branch was made."""


async def pull_requests_to_review(service: Service, push: Push) -> list[int]:
    """The numbers of the open pull requests whose rules a push changed. Raises GitHubError, FetchError, GitError.

    Those into the branch; for the default branch all, since it says which branches are governed and judges previews.
    """
    client = service.github.installation(push.installation_id)
    base = None if push.is_default else push.branch
    numbers = [pull.number async for pull in open_pull_requests(client, push.repository, base=base)]
    if not numbers:
        return []
    if push.before == NO_COMMIT:
        return numbers
    mirror = service.mirror(push.installation_id, push.repository_id, push.repository)
    try:
        fetched = await asyncio.to_thread(mirror.fetch, NO_PULL_REQUEST, _sides(push), await client.token())
    except NotThereError:
        # after a force push the old tip may be gone, and not knowing counts as a change
        return numbers
    return numbers if await asyncio.to_thread(mirror.read, _changed_rules, fetched) else []


def _sides(push: Push) -> dict[str, Wanted]:
    # one flat name for each branch: git cannot keep both `x` and `x/y`
    name, branch = quote(push.branch, safe=""), f"refs/heads/{push.branch}"
    return {f"before/{name}": Wanted(branch, push.before), f"after/{name}": Wanted(branch, push.after)}


def _changed_rules(fetched: Fetched) -> bool:
    """Whether the policy, a file that it includes, or a decision record is another."""
    clone, (before, after) = fetched.repository, fetched.commits.values()
    policy = policy_at(clone, after)
    if policy_at(clone, before) != policy:
        return True
    rules = readable_policy(policy) or DEFAULT_POLICY
    folders = record_folders(rules)
    changed = clone.changes(before, after, renames=False).entries
    return any(path.startswith(folders) for path in changed) or bool(included_paths(rules, changed))
