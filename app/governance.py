"""Which check a pull request gets and whose policy judges it (docs/policy.md, `branches`).

A check run belongs to a commit, not to a pull request: if a pull request into a branch of the author's own could put
a green required check on a commit, a second pull request with that commit into the default branch would carry it.
"""

import asyncio

from app.fetch_pull_request import default_branch, fetch
from app.git.repository import Repository
from app.github import check_runs
from app.github.client import InstallationClient
from app.github.models import PullRequest
from app.jobs.job import PullRequestId
from app.review_revisions import PolicyFile, policy_at, readable_policy
from app.service import Service
from checks import governs


async def check_name(service: Service, client: InstallationClient, wanted: PullRequestId, pull: PullRequest) -> str:
    """The required check for governed branches, a preview for others. Only a branch that is not the default one
    needs the policy for the answer. Raises GitHubError, FetchError."""
    base = pull.base
    if base.ref == base.repo.default_branch:
        return check_runs.REQUIRED
    mirror = service.mirror(wanted.installation_id, wanted.repository_id, base.repo.full_name)
    fetched = await fetch(client, mirror, pull.number, {"default": default_branch(pull)})
    governed = await asyncio.to_thread(mirror.read, is_governed, fetched.repository, pull, fetched.commits["default"])
    return check_runs.REQUIRED if governed else check_runs.PREVIEW


def is_governed(repository: Repository, pull: PullRequest, default: str) -> bool:
    """Whether the branch that the pull request goes into is governed, by the policy at the revision `default`."""
    return governs(readable_policy(policy_at(repository, default)), pull.base.ref, pull.base.repo.default_branch)


def governing_policy(repository: Repository, pull: PullRequest, tip: str, default: str) -> PolicyFile | None:
    """The base's own policy for governed branches, the default branch's for previews."""
    return policy_at(repository, tip if is_governed(repository, pull, default) else default)
