"""The review of a live pull request on GitHub, on the user's own machine and with their own token; nothing is written
there."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from app.cli.options import UserError
from app.cli.workbench import workbench
from app.facts.cache_folder import cache_folder, own_folder
from app.fetching.pull_request import fetch_pull_request
from app.git.mirror import FetchError, Mirror
from app.github.errors import GitHubError
from app.github.failures import UnauthorizedError
from app.github.models import PullRequest
from app.github.repositories import is_full_name
from app.github.token_client import TokenClient, token_client
from app.governance import governance
from app.judge_pull_request import Means, judge_pull_request
from app.people.published_decisions import PublishedDecisions
from app.settings import Settings, SettingsError, read_settings
from app.simulate import AbsentError, ClosedError, readable_pull_request
from checks import Review

TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")
"""Variables that may hold the token: what an argument says, all users of the machine can read."""


@dataclass(frozen=True, slots=True)
class Live:
    """The review, and a sentence on where what was decided before is from."""

    review: Review
    source: str


def live_review(reference: str, environment: Mapping[str, str] = os.environ) -> Live:
    """The verdict on `OWNER/REPO#N`. Raises UserError, GitError, NoMergeBaseError."""
    repository, number = _named(reference)
    token = next((environment[name] for name in TOKENS if environment.get(name)), None)
    if token is None:
        raise UserError(f"a token that reads {reference} has to be in {' or '.join(TOKENS)}")
    try:
        return asyncio.run(_live(read_settings(), SecretStr(token.strip()), repository, number))
    except UnauthorizedError:
        raise UserError("GitHub does not take this token") from None
    except (AbsentError, ClosedError, GitHubError, FetchError, SettingsError) as error:
        raise UserError(str(error)) from error


async def _live(settings: Settings, token: SecretStr, repository: str, number: int) -> Live:
    async with token_client(settings.api_url, token) as client:
        pull = await readable_pull_request(client, repository, number)
        decisions = PublishedDecisions(client, pull)
        with _mirror(settings, pull) as mirror:
            review = await _judged(client, mirror, pull, decisions)
        return Live(review, await decisions.source())


async def _judged(client: TokenClient, mirror: Mirror, pull: PullRequest, decisions: PublishedDecisions) -> Review:
    fetched = await fetch_pull_request(client, mirror, pull)
    found = await governance(client, fetched, pull.base)
    # other threads are there already, which a fork would cut off in the middle
    with workbench(fetched.repository, start="forkserver") as means:
        return await judge_pull_request(Means(client, means, decisions), pull, fetched, found)


@contextmanager
def _mirror(settings: Settings, pull: PullRequest) -> Iterator[Mirror]:
    """The repository's mirror below the user's cache folder; where that cannot be had, one for this time."""
    host, base = urlsplit(settings.github_url).netloc.replace(":", "_"), pull.base.repo
    with tempfile.TemporaryDirectory(prefix="adrift-", ignore_cleanup_errors=True) as fallback:
        folder = (cache_folder() or Path(fallback)) / "mirrors" / host
        try:
            own_folder(folder)
        except OSError:
            folder = Path(fallback)
        yield Mirror(folder / f"{base.id}.git", settings.clone_url(base.full_name))


def _named(reference: str) -> tuple[str, int]:
    repository, _, number = reference.partition("#")
    if not is_full_name(repository) or not (number.isascii() and number.isdecimal()) or not 0 < int(number) < 2**31:
        raise UserError(f"{reference!r} is not a pull request: name it as OWNER/REPO#7")
    return repository, int(number)
