"""What a review of one pull request reads: four commits of a mirror, without the history between them.

The merge base is GitHub's answer, not git's: single commits have no history to look for it in. Only where GitHub has
no answer is the whole history fetched.
"""

import asyncio
import logging
from dataclasses import dataclass

from app.git.mirror import Fetched, Mirror, Wanted
from app.git.repository import Repository
from app.github.errors import GitHubError, RateLimitedError
from app.github.models import Base, Comparison, PullRequest
from app.github.pull_requests import comparison
from app.github.reading import Client

NO_PULL_REQUEST = 0
"""Where the mirror keeps what belongs to no pull request: GitHub counts them from 1."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FetchedPullRequest:
    """The mirror, and the commits of a pull request in it by id: the tips of base and default branch as they are now,
    the head, and the merge base `base` of tip and head; None where git has to look for that (all history is there).
    What reads it runs under `mirror.read`."""

    mirror: Mirror
    repository: Repository
    tip: str
    default: str
    head: str
    base: str | None


async def fetch_pull_request(client: Client, mirror: Mirror, pull: PullRequest) -> FetchedPullRequest:
    """Fetch what a review of the pull request, as it was read, needs. Raises GitHubError, FetchError."""
    repository, head = pull.base.repo.full_name, pull.head.sha
    base = Wanted(f"refs/heads/{pull.base.ref}")
    commits = {
        "base": base,
        "default": default_branch(pull.base),
        "head": Wanted(f"refs/pull/{pull.number}/head", head),
    }

    compared = await _compared(client, repository, pull.base.ref, head)
    found = {**commits, "merge-base": Wanted(base.ref, compared.merge_base_commit.sha)} if compared else commits
    fetched = await fetch(client, mirror, pull.number, found)
    tip = fetched.commits["base"]
    if compared is None or compared.base_commit.sha != tip:
        # no answer, or the branch was pushed to meanwhile, or a tag has its name
        compared = await _compared(client, repository, tip, head)
        if compared is None:
            fetched = await asyncio.to_thread(mirror.fetch_whole, pull.number, commits, await client.token())
            return _result(mirror, fetched, None)
        await fetch(client, mirror, pull.number, {"merge-base": Wanted(base.ref, compared.merge_base_commit.sha)})
    return _result(mirror, fetched, compared.merge_base_commit.sha)


def default_branch(base: Base) -> Wanted:
    """The tip of the default branch."""
    return Wanted(f"refs/heads/{base.repo.default_branch}")


async def fetch(client: Client, mirror: Mirror, number: int, wanted: dict[str, Wanted]) -> Fetched:
    """`Mirror.fetch` in a thread, with the installation's token. Raises GitHubError, FetchError."""
    return await asyncio.to_thread(mirror.fetch, number, wanted, await client.token())


async def _compared(client: Client, repository: str, base: str, head: str) -> Comparison | None:
    """GitHub's comparison; None where it has none: no common history, too much of it, or a fault that lasts."""
    try:
        return await comparison(client, repository, base, head)
    except RateLimitedError:
        raise
    except GitHubError as error:
        log.warning("%s: %s", repository, error)
        return None


def _result(mirror: Mirror, fetched: Fetched, base: str | None) -> FetchedPullRequest:
    commits = fetched.commits
    return FetchedPullRequest(mirror, fetched.repository, commits["base"], commits["default"], commits["head"], base)
