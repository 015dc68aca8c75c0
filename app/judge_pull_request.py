"""The verdict on one pull request, without a word of it to GitHub: what the service posts and a simulation shows."""

import asyncio
from collections.abc import Sequence

from app.fetch_pull_request import FetchedPullRequest
from app.github.client import InstallationClient
from app.github.models import Base, PullRequest
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
    return await _judged(client, pull.base, (pull,), fetched, workbench)


async def judge_merge_group(
    client: InstallationClient,
    base: Base,
    pulls: Sequence[PullRequest],
    fetched: FetchedPullRequest,
    workbench: Workbench,
) -> Review:
    """As `judge_pull_request`, for what a merge queue wants to merge. `pulls` are the pull requests in it, as far as
    they can be told; `base` is the branch that they go into. Raises the same."""
    return await _judged(client, base, pulls, fetched, workbench)


async def _judged(
    client: InstallationClient,
    base: Base,
    pulls: Sequence[PullRequest],
    fetched: FetchedPullRequest,
    workbench: Workbench,
) -> Review:
    found = await governance(client, fetched, base)
    review = await _review(pulls, fetched, found.policy, workbench)
    if may_be_restored(review):
        restored = [await restored_paths(client, fetched, pull) for pull in pulls]
        if any(restored):
            review = await _review(pulls, fetched, found.policy, workbench, frozenset().union(*restored))
    if not found.is_governed:
        return review
    return await explained(review, client, base.repo.full_name, fetched.tip)


async def _review(
    pulls: Sequence[PullRequest],
    fetched: FetchedPullRequest,
    policy: PolicyFile | None,
    workbench: Workbench,
    restored: frozenset[str] = frozenset(),
) -> Review:
    revisions = Revisions(fetched.tip, fetched.head, base=fetched.base)
    return await asyncio.to_thread(
        fetched.mirror.read,
        review_revisions,
        fetched.repository,
        revisions,
        _description(pulls),
        policy,
        workbench,
        restored,
    )


def _description(pulls: Sequence[PullRequest]) -> Description:
    """What several say of the release is not put together: the title of one must not speak for another."""
    labels = trusted_labels(label for pull in pulls for label in pull.label_names)
    match pulls:
        case [pull]:
            return Description(labels, pull.title, pull.body or "")
        case _:
            return Description(labels)
