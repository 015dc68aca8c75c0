"""What is remembered of a pull request, as the service has published it with its check runs: for who simulates a review
without the service's database."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.github.check_runs import PREVIEW, REQUIRED, runs_of
from app.github.commits import commits_of
from app.github.errors import GoneError, RefusedError
from app.github.models import CheckRun, PullRequest
from app.github.pull_requests import pull_request
from app.github.reading import Client
from app.people.decisions import Pushers
from app.report.published import Published, published_in
from app.review_revisions import today
from checks import Bound, Inherited, Waiver

OURS = re.compile(r"adrift-review-\d+")
"""The external id of a review's check run (app/telling/owned_check_run.py)."""
MOST_COMMITS = 10
"""Commits before the head that are looked at where the head has no check run yet."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A check run, and what it tells."""

    run: CheckRun
    completed_at: datetime
    published: Published


class PublishedDecisions:
    """Those of one pull request's repository; asked for once."""

    def __init__(self, client: Client, pull: PullRequest) -> None:
        self._client = client
        self._pull = pull
        self._found: dict[int, _Found | None] = {}

    async def source(self) -> str:
        """Where it is from, or that it is not known: a sentence for the user. Raises GitHubError."""
        found = await self._of(self._pull.number)
        if found is None:
            return (
                "no review of this pull request tells what was decided before: "
                "to what labels are bound, who pushed, and what is waived is not known"
            )
        app = found.run.app.slug if found.run.app else None
        more = ", less what was too much to tell" if found.published.is_cut else ""
        return f"what was decided before is told by check run {found.run.id} of the App {app}{more}"

    async def bound(self, number: int, at: datetime) -> Bound | None:
        found = await self._of(number)
        if found is None:
            return None
        if found.completed_at <= at:
            return found.published.found
        before = [one for one in found.published.earlier if one.at <= at]
        return before[-1].bound if before else None

    async def pushers(self, pull: PullRequest) -> Pushers:
        found = await self._of(pull.number)
        return Pushers(found.published.pushers, found.published.heads) if found else Pushers()

    async def accepted(self, numbers: Collection[int]) -> Sequence[Inherited]:
        all_found = [await self._of(number) for number in numbers]
        return [one for found in all_found if found for one in found.published.accepted]

    async def waivers(self, pulls: Sequence[PullRequest]) -> tuple[Waiver, ...]:
        all_found = [await self._of(pull.number) for pull in pulls]
        told = (one for found in all_found if found for one in found.published.waivers)
        return tuple(one for one in dict.fromkeys(told) if one.until >= today())

    async def _of(self, number: int) -> _Found | None:
        if number not in self._found:
            self._found[number] = await self._look(number)
        return self._found[number]

    async def _look(self, number: int) -> _Found | None:
        """The newest there is, on the head or else on the last commit before it that has one."""
        repository = self._pull.base.repo.full_name
        try:
            pull = self._pull if number == self._pull.number else await pull_request(self._client, repository, number)
            if found := await self._at(repository, pull.head.sha, number):
                return found
            commits = [sha for sha in await commits_of(self._client, repository, number) if sha != pull.head.sha]
            for sha in reversed(commits[-MOST_COMMITS:]):
                if found := await self._at(repository, sha, number):
                    return found
        except (GoneError, RefusedError):
            pass
        return None

    async def _at(self, repository: str, sha: str, number: int) -> _Found | None:
        """Any App may call a check run as it likes: where two of them do, neither is believed."""
        runs = [run for name in (REQUIRED, PREVIEW) for run in await runs_of(self._client, repository, sha, name)]
        told = [one for run in runs if (one := _told(run)) and one.published.number == number]
        apps = {one.run.app.slug if one.run.app else None for one in told}
        return max(told, key=lambda one: (one.completed_at, one.run.id)) if len(apps) == 1 else None


def _told(run: CheckRun) -> _Found | None:
    if run.completed_at is None or not OURS.fullmatch(run.external_id or ""):
        return None
    published = published_in(run.output.text or "")
    return _Found(run, run.completed_at, published) if published else None
