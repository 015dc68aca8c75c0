"""The verdict that the service would give on a pull request now, asked for by somebody who may read it. Nothing is
written: no comment, no check run, no job, no row.
"""

from dataclasses import dataclass, replace

from app.facts.store import OnlyRead
from app.fetching.pull_request import fetch_pull_request
from app.github.client import InstallationClient
from app.github.errors import GoneError, RefusedError, UnavailableError
from app.github.failures import UnauthorizedError
from app.github.models import PullRequest
from app.github.pull_requests import pull_request, pull_request_of
from app.github.reading import Client, ReadOnly
from app.github.repositories import installation_of
from app.governance import governance
from app.judge_pull_request import Means, judge_pull_request
from app.people.decisions import StoredDecisions
from app.report.shared_head import strictness
from app.service import Service
from app.store import reviews
from checks import Review


class AbsentError(Exception):
    """There is nothing to judge for this caller; the message says no more than they may know."""


class ClosedError(Exception):
    """The pull request is not open, and so gets no verdict."""


async def readable_pull_request(caller: Client, repository: str, number: int) -> PullRequest:
    """The pull request as its reader sees it. Raises AbsentError, ClosedError, and GitHubError: of it
    UnauthorizedError for a token that is none."""
    try:
        pull = await pull_request(caller, repository, number)
    except UnauthorizedError:
        raise
    except (GoneError, RefusedError):
        raise AbsentError(f"there is no pull request {repository}#{number} that this token may read") from None
    if pull.state != "open":
        raise ClosedError(f"{repository}#{number} is {pull.state}: only open pull requests are reviewed")
    return pull


@dataclass(frozen=True, slots=True)
class Simulated:
    """A verdict that nobody was told of. `check_name` is the check that it would be of, and `shown` the conclusion that
    this check would have: stricter than the review's where another pull request has the same head."""

    review: Review
    check_name: str
    shown: str


async def simulate(service: Service, readable: PullRequest) -> Simulated:
    """The service's own verdict on a pull request that its caller has read. Raises AbsentError, GitHubError,
    FetchError, GitError, NoMergeBaseError."""
    installation = await _installation(service, readable)
    client = ReadOnly(installation)
    pull = await _same(client, readable)
    repository = pull.base.repo
    mirror = service.mirror(installation.installation_id, repository.id, repository.full_name)
    fetched = await fetch_pull_request(client, mirror, pull)
    found = await governance(client, fetched, pull.base)
    workbench = service.workbench(installation.installation_id, repository.id)
    workbench = replace(workbench, store=OnlyRead(workbench.store))
    means = Means(client, workbench, StoredDecisions(service.engine, repository.id))
    review = await judge_pull_request(means, pull, fetched, found)
    return Simulated(review, found.check_name, await _shown(service, pull, review, found.check_name))


async def _shown(service: Service, pull: PullRequest, review: Review, name: str) -> str:
    rows = await reviews.verdicts_at(service.engine, pull.base.repo.id, pull.head.sha, name)
    others = [row.conclusion for row in rows if row.conclusion and row.number != pull.number]
    return max((review.conclusion.value, *others), key=strictness)


async def _installation(service: Service, pull: PullRequest) -> InstallationClient:
    repository = pull.base.repo.full_name
    try:
        found = await installation_of(service.github, repository)
        client = service.github.installation(found)
        await client.token()
    except UnauthorizedError as error:
        raise UnavailableError(str(error)) from None  # the service's own key, not the caller's token
    except (GoneError, RefusedError):
        raise AbsentError(f"the App is not installed on {repository}, or suspended there") from None
    return client


async def _same(client: Client, readable: PullRequest) -> PullRequest:
    """The pull request as the App sees it: of the very repository that the caller may read."""
    repository = readable.base.repo
    try:
        return await pull_request_of(client, repository.id, repository.full_name, readable.number)
    except (GoneError, RefusedError):
        raise AbsentError(f"the App may not read the pull requests of {repository.full_name}") from None
