"""Which check a pull request gets and whose policy judges it (docs/policy.md, `branches`).

A check run belongs to a commit, not to a pull request: if a pull request into a branch of the author's own could put
a green required check on a commit, a second pull request with that commit into the default branch would carry it.
"""

import asyncio
from dataclasses import dataclass

from app.fetching.pull_request import NO_PULL_REQUEST, FetchedPullRequest, default_branch, fetch
from app.git.mirror import Mirror
from app.git.repository import Repository
from app.github import check_runs, models
from app.github.commits import current_file
from app.github.errors import GoneError, RefusedError
from app.github.models import Base, Head
from app.github.reading import Client
from app.github.repositories import audience_of
from app.jobs.job import Reviewed
from app.policy_file import PolicyFile, PolicySource, policy_at, readable_policy
from app.report.web_place import WebPlace
from app.review_revisions import today
from app.service import Service
from checks import governs, name_elsewhere

ORGANISATION_REPOSITORY = ".github"
ORGANISATION_FILE = "architecture.yml"
"""Where an organisation keeps the policy of its repositories that have none: beside, and not in, the folder in which
that repository keeps its own."""


@dataclass(frozen=True, slots=True)
class Governance:
    """The policy that judges a pull request (None where there is none), and whether its branch is governed."""

    policy: PolicyFile | None
    is_governed: bool

    @property
    def check_name(self) -> str:
        return _name(is_governed=self.is_governed)


async def check_name(
    service: Service, client: Client, wanted: Reviewed, base: Base, number: int = NO_PULL_REQUEST
) -> str:
    """The required check for governed branches, a preview for others. Only a branch that is not the default one
    needs the policy for the answer. Raises GitHubError, FetchError."""
    if base.ref == base.repo.default_branch:
        return check_runs.REQUIRED
    mirror = service.mirror(wanted.installation_id, wanted.repository_id, base.repo.full_name)
    fetched = await fetch(client, mirror, number, {"default": default_branch(base)})
    policy = await _policy(client, mirror, fetched.repository, fetched.commits["default"], base)
    return _name(is_governed=_governs(policy, base))


async def governance(client: Client, fetched: FetchedPullRequest, base: Base) -> Governance:
    """The base's own policy for governed branches, the default branch's for previews. Raises GitHubError, FetchError,
    GitError."""
    mirror, repository = fetched.mirror, fetched.repository
    policy = await _policy(client, mirror, repository, fetched.default, base)
    if not _governs(policy, base):
        return Governance(policy, is_governed=False)
    if fetched.tip != fetched.default:
        policy = await _policy(client, mirror, repository, fetched.tip, base)
    return Governance(policy, is_governed=True)


def web_place(
    service: Service, fetched: FetchedPullRequest, base: Base, check: str, head: Head | None = None
) -> WebPlace:
    """Where the links of a review lead: a preview is judged by the default branch's policy. `head` is known of pull
    requests."""
    return WebPlace(
        host=service.settings.github_url,
        repository=base.repo.full_name,
        base=fetched.tip,
        policy=fetched.default if check == check_runs.PREVIEW else fetched.tip,
        head=fetched.head,
        today=today(),
        head_repository=head.repo.full_name if head and head.repo else None,
        head_branch=head.ref if head else None,
    )


def _name(*, is_governed: bool) -> str:
    return check_runs.REQUIRED if is_governed else check_runs.PREVIEW


def _governs(policy: PolicyFile | None, base: Base) -> bool:
    return governs(readable_policy(policy), base.ref, base.repo.default_branch)


async def _policy(
    client: Client, mirror: Mirror, repository: Repository, revision: str, base: Base
) -> PolicyFile | None:
    """The repository's own policy at a revision, else the organisation's."""
    own = await asyncio.to_thread(mirror.read, policy_at, repository, revision)
    return own or await _of_organisation(client, base.repo)


async def _of_organisation(client: Client, reviewed: models.Repository) -> PolicyFile | None:
    """The owner's policy; None where there is none, or where the App may not read it."""
    repository = f"{reviewed.full_name.partition('/')[0]}/{ORGANISATION_REPOSITORY}"
    try:
        content = await current_file(client, repository, ORGANISATION_FILE)
    except (GoneError, RefusedError):
        return None
    return PolicyFile(
        content,
        name_elsewhere(repository, ORGANISATION_FILE),
        PolicySource.ORGANISATION,
        is_confidential=await _is_read_by_more(client, reviewed, repository),
    )


async def _is_read_by_more(client: Client, reviewed: models.Repository, repository: str) -> bool:
    """Whether more people may read the reviewed repository than the other one."""
    if reviewed.audience is models.Audience.MEMBERS:
        return False
    return reviewed.audience > await audience_of(client, repository)
