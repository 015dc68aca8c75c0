"""The verdict on one pull request, without a word of it to GitHub: what the service posts and a simulation shows."""

import asyncio

from app.fetch_pull_request import FetchedPullRequest
from app.github.client import InstallationClient
from app.github.models import PullRequest
from app.governance import governance
from app.policy_file import PolicyFile
from app.pull_request_history import explained, restored_paths
from app.reading.workbench import Workbench
from app.reverts import may_be_restored
from app.review_revisions import Description, Revisions, review_revisions
from checks import Review, trusted_labels


async def judge_pull_request(
    client: InstallationClient, pull: PullRequest, fetched: FetchedPullRequest, workbench: Workbench
) -> Review:
    """The review by the policy that governs, with what only the history tells: a revert, or who broke the policy.

    Raises GitHubError, FetchError, GitError, NoMergeBaseError.
    """
    found = await governance(client, fetched, pull)
    review = await _review(pull, fetched, found.policy, workbench)
    if may_be_restored(review):
        restored = await restored_paths(client, fetched, pull)
        if restored:
            review = await _review(pull, fetched, found.policy, workbench, restored)
    if not found.is_governed:
        return review
    return await explained(review, client, pull.base.repo.full_name, fetched.tip)


async def _review(
    pull: PullRequest,
    fetched: FetchedPullRequest,
    policy: PolicyFile | None,
    workbench: Workbench,
    restored: frozenset[str] = frozenset(),
) -> Review:
    revisions = Revisions(fetched.tip, fetched.head, base=fetched.base)
    description = Description(trusted_labels(pull.label_names), pull.title, pull.body or "")
    return await asyncio.to_thread(
        fetched.mirror.read, review_revisions, fetched.repository, revisions, description, policy, workbench, restored
    )
