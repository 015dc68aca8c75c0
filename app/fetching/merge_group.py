"""What a review of a merge group reads: the group's commit, and the one that the queue built it on."""

import re

from app.fetching.pull_request import NO_PULL_REQUEST, FetchedPullRequest, default_branch, fetch
from app.git.mirror import Mirror, Wanted
from app.github.client import InstallationClient
from app.github.models import Base
from app.github.pull_requests import comparison
from app.jobs.job import MergeGroup

HEADS = "refs/heads/"
QUEUE_REF = re.compile(HEADS + r"gh-readonly-queue/(?P<branch>.+)/pr-(?P<number>[1-9][0-9]{0,9})-[0-9a-f]{40,64}")
"""The branch of a merge queue (GitHub's documentation, "Managing a merge queue"): GitHub names it, not an author."""


def base_branch(group: MergeGroup) -> str:
    """The name of the branch that the group is to be merged into."""
    return group.base_ref.removeprefix(HEADS)


def number_of(group: MergeGroup, head_ref: str) -> int | None:
    """The pull request that a branch of the group's queue is named after: the last of those in it."""
    found = QUEUE_REF.fullmatch(head_ref)
    return int(found["number"]) if found and found["branch"] == base_branch(group) else None


async def fetch_merge_group(
    client: InstallationClient, mirror: Mirror, base: Base, group: MergeGroup
) -> FetchedPullRequest:
    """Fetch the group's head, and as the `tip` that it is judged against what it was built on: the tip of the base
    branch at that time, or the head of the group that waits before it. Raises GitHubError, FetchError."""
    compared = await comparison(client, base.repo.full_name, group.base_sha, group.head_sha)
    merge_base = compared.merge_base_commit.sha
    wanted = {
        "group-tip": Wanted(group.head_ref, group.base_sha),
        "group-head": Wanted(group.head_ref, group.head_sha),
        "group-merge-base": Wanted(group.head_ref, merge_base),
        "group-default": default_branch(base),
    }
    fetched = await fetch(client, mirror, number_of(group, group.head_ref) or NO_PULL_REQUEST, wanted)
    default = fetched.commits["group-default"]
    return FetchedPullRequest(mirror, fetched.repository, group.base_sha, default, group.head_sha, merge_base)
