"""The check run of a merge group: begun at once, found again after a failed try, and ended whatever happens.

The commit is the queue's own and nobody else's, so that nothing is shared: `ReviewRow.generation` says whose it is.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from app.github import check_runs
from app.github.client import InstallationClient
from app.github.errors import GoneError, RefusedError
from app.jobs.job import MergeGroup
from app.report.check_run import CheckRunReport, destroyed_report, failure_report, superseded_report
from app.report.json_report import Json
from app.service import Service
from app.store import reviews
from app.store.tables import ReviewRow, State
from app.telling.owned_check_run import TakenOverError
from app.telling.review_check_runs import check_run_of, external_id, row_id

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GroupCheckRun:
    """A review under way: its row, which try of it this is, and its check run. `annotations_sent`: how many an
    earlier try did."""

    row: ReviewRow
    check_run_id: int
    generation: int = 0
    annotations_sent: int = 0


async def begin(service: Service, group: MergeGroup, repository: str, name: str) -> GroupCheckRun:
    """A check run in progress: one that an earlier try left, else a new one. Raises GitHubError."""
    client = service.github.installation(group.installation_id)
    resumed = None
    for row in await reviews.unfinished_of_group(service.engine, group.repository_id, group.head_sha):
        if resumed is None and row.check_name == name:
            resumed = await _resumed(service, client, row)
        if resumed is None or resumed.row is not row:
            await _end(service, client, row, superseded_report())
    if resumed is not None:
        return resumed
    row = await reviews.begin(service.engine, _row(group, repository, name))
    run = await check_runs.begin(client, row.repository, row.head_sha, row.check_name, external_id(row))
    await reviews.set_check_run(service.engine, row_id(row), run.id)
    return GroupCheckRun(row, run.id)


async def finish(service: Service, owned: GroupCheckRun, report: CheckRunReport, document: Json) -> None:
    """Put the verdict on the check run and keep it. Raises GitHubError, TakenOverError."""
    if not await reviews.is_current(service.engine, row_id(owned.row), owned.generation):
        raise TakenOverError(f"the review of {_name(owned.row)} was ended, or is done by another worker")
    client = service.github.installation(owned.row.installation_id)
    sent = owned.annotations_sent
    await check_runs.finish(client, owned.row.repository, owned.check_run_id, report, annotations_sent=sent)
    await reviews.finish(service.engine, row_id(owned.row), State.FINISHED, report.conclusion, document)


async def end_with_failure(service: Service, group: MergeGroup, why: str) -> None:
    """End what is in progress with an explanation. Raises GitHubError where GitHub is away."""
    await _end_all(service, group, failure_report(why))


async def end_destroyed(service: Service, group: MergeGroup, reason: str) -> None:
    """End what is in progress for a merge group that the queue has no more use for. Raises GitHubError where GitHub is
    away."""
    await _end_all(service, group, destroyed_report(reason))


async def end_destroyed_now(service: Service, owned: GroupCheckRun, reason: str) -> None:
    """End a check run that was just begun: who ended the others may not have seen it. Raises GitHubError."""
    await _end(service, service.github.installation(owned.row.installation_id), owned.row, destroyed_report(reason))


async def _end_all(service: Service, group: MergeGroup, report: CheckRunReport) -> None:
    client = service.github.installation(group.installation_id)
    for row in await reviews.unfinished_of_group(service.engine, group.repository_id, group.head_sha):
        await _end(service, client, row, report)


async def _end(service: Service, client: InstallationClient, row: ReviewRow, report: CheckRunReport) -> None:
    try:
        run = await check_run_of(client, row)
        if run is not None and run.status != "completed":
            await check_runs.finish(client, row.repository, run.id, report)
    except (GoneError, RefusedError) as error:
        # with the commit, the repository or the installation its check run is out of reach for good
        log.info("the check run of %s cannot be ended: %s", _name(row), error)
    await reviews.finish(service.engine, row_id(row), State.FAILED, report.conclusion, None)


async def _resumed(service: Service, client: InstallationClient, row: ReviewRow) -> GroupCheckRun | None:
    run = await check_run_of(client, row)
    if run is None:
        return None
    generation = await reviews.resume(service.engine, row_id(row), run.id)
    return GroupCheckRun(row, run.id, generation, run.output.annotations_count)


def _row(group: MergeGroup, repository: str, name: str) -> ReviewRow:
    return ReviewRow(
        installation_id=group.installation_id,
        repository_id=group.repository_id,
        repository=repository,
        number=None,
        head_sha=group.head_sha,
        check_name=name,
        started_at=datetime.now(UTC),
    )


def _name(row: ReviewRow) -> str:
    return f"{row.repository}@{row.head_sha}"
