"""A push to a branch: did it change the rules for the pull requests that are judged by it?"""

import asyncio

from app.fetching.pull_request import FetchedPullRequest
from app.github.client import InstallationClient
from app.github.pull_requests import open_pull_requests
from app.jobs.job import Push
from app.policy_file import policy_at, readable_policy
from checks import DEFAULT_POLICY, included_paths, record_folders


async def pull_requests_to_review(
    client: InstallationClient, push: Push, fetched: FetchedPullRequest | None
) -> list[int]:
    """The numbers of the open pull requests whose rules a push changed, newest first. Git answers for most pushes that
    there is none. Raises GitHubError, FetchError, GitError.

    Those into the branch; for the default branch all, since it says which branches are governed and judges previews.
    """
    # after a force push the old tip may be gone, and not knowing counts as a change
    if fetched is not None and not await asyncio.to_thread(fetched.mirror.read, _changed_rules, fetched):
        return []
    base = None if push.is_default else push.branch
    return [pull.number async for pull in open_pull_requests(client, push.repository, base=base)]


def _changed_rules(fetched: FetchedPullRequest) -> bool:
    """Whether the policy, a file that it includes, or a decision record is another."""
    clone, before, after = fetched.repository, fetched.tip, fetched.head
    policy = policy_at(clone, after)
    if policy_at(clone, before) != policy:
        return True
    rules = readable_policy(policy) or DEFAULT_POLICY
    folders = record_folders(rules)
    changed = clone.changes(before, after, renames=False).entries
    return any(path.startswith(folders) for path in changed) or bool(included_paths(rules, changed))
