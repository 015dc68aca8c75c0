"""What only the history of a repository tells of a pull request, asked of GitHub: mirrors hold none.

What GitHub or git cannot tell is not known, and no review fails for it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable

from app.fetching.pull_request import FetchedPullRequest, fetch
from app.git import commits
from app.git.commits import Commit
from app.git.mirror import FetchError, Wanted
from app.git.process import GitError
from app.github.commits import commits_touching, file_at, messages_of
from app.github.errors import GitHubError, GoneError, RateLimitedError
from app.github.models import PullRequest
from app.github.pull_requests import comparison
from app.github.reading import Client
from app.history.policies import MOST_VERSIONS, broken_file, broken_since, is_broken, is_without, lost_since
from app.history.reverts import all_restored, restored_in_clone
from app.policy_file import POLICY_FILES
from checks import Review

log = logging.getLogger(__name__)


async def explained(reviewed: Review, client: Client, repository: str, tip: str) -> Review:
    """The review, with the commit that broke or removed the policy of a governed branch. Raises RateLimitedError."""
    try:
        if file := broken_file(reviewed):
            versions = await commits_touching(client, repository, file, tip, MOST_VERSIONS)
            broken = [one async for one in _while_broken(client, repository, file, versions)]
            return broken_since(reviewed, broken, versions)
        if is_without(reviewed):
            touching = [await commits_touching(client, repository, file, tip, 1) for file in POLICY_FILES]
            return lost_since(reviewed, [one for found in touching for one in found])
    except RateLimitedError:
        raise
    except GitHubError as error:
        log.warning("history of the policy of %s: %s", repository, error)
    return reviewed


async def restored_paths(client: Client, fetched: FetchedPullRequest, pull: PullRequest) -> frozenset[str]:
    """The files that a pull request restores. Raises RateLimitedError."""
    try:
        if fetched.base is None:  # the whole history is here
            return await asyncio.to_thread(_restored_in_whole, fetched)
        return await _restored(client, fetched, pull, fetched.base)
    except RateLimitedError:
        raise
    except (GitHubError, FetchError, GitError) as error:
        log.warning("reverts of %s#%s: %s", pull.base.repo.full_name, pull.number, error)
        return frozenset()


async def _while_broken(
    client: Client, repository: str, file: str, versions: Iterable[Commit]
) -> AsyncIterator[Commit]:
    for one in versions:
        try:
            content: bytes | None = await file_at(client, repository, file, one.sha)
        except GoneError:
            content = None
        if not is_broken(content, file):
            return
        yield one


async def _restored(client: Client, fetched: FetchedPullRequest, pull: PullRequest, base: str) -> frozenset[str]:
    repository = pull.base.repo.full_name
    named = commits.reverted(await messages_of(client, repository, pull.number))
    # a commit that a message names may be anybody's: it has to lie in the history of the base
    compared = {sha: await comparison(client, repository, sha, base) for sha in named}
    landed = [sha for sha, found in compared.items() if found.merge_base_commit.sha == sha]
    if not landed:
        return frozenset()
    await _bring(client, fetched, pull, landed)
    return await asyncio.to_thread(all_restored, fetched.repository, landed, base, fetched.head)


async def _bring(client: Client, fetched: FetchedPullRequest, pull: PullRequest, landed: Iterable[str]) -> None:
    """Fetch the commits and what they rest on, without history and contents."""
    branch = f"refs/heads/{pull.base.ref}"
    await fetch(client, fetched.mirror, pull.number, {f"reverted/{sha}": Wanted(branch, sha) for sha in landed})
    parents = [commits.first_parent(fetched.repository, sha) for sha in landed]
    before = {f"before/{parent}": Wanted(branch, parent) for parent in parents if parent}
    if before:
        await fetch(client, fetched.mirror, pull.number, before)


def _restored_in_whole(fetched: FetchedPullRequest) -> frozenset[str]:
    base = fetched.repository.merge_base(fetched.tip, fetched.head)
    return restored_in_clone(fetched.repository, base, fetched.head, fetched.head) if base else frozenset()
