"""The check run that a review owns: begun at once, found again after a failed try, and ended whatever happens."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.github import check_runs
from app.github.client import InstallationClient
from app.github.errors import GoneError, RefusedError
from app.github.models import CheckRun, PullRequest
from app.jobs.job import MergeGroup, PullRequestId, Reviewed
from app.report.check_run import CheckRunReport, destroyed_report, failure_report, superseded_report
from app.report.json_report import Json
from app.service import Service
from app.store import reviews
from app.store.tables import ReviewRow, State

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnedCheckRun:
    """A review under way: its row, which try of it this is, and its check run. `annotations_sent`: how far an
    earlier try got."""

    row: ReviewRow
    check_run_id: int
    generation: int = 0
    annotations_sent: int = 0


class TakenOverError(Exception):
    """A later try has the review now: this one's worker was taken for dead."""


async def begin(service: Service, wanted: PullRequestId, pull: PullRequest, name: str) -> OwnedCheckRun:
    """A check run in progress: one that an earlier try left, if it is of this head, else a new one.

    Whatever else was left in progress is ended. Raises GitHubError.
    """
    return await _begin(service, wanted, _row(wanted, pull.base.repo.full_name, pull.head.sha, name))


async def begin_merge_group(service: Service, group: MergeGroup, repository: str, name: str) -> OwnedCheckRun:
    """As `begin`, for a merge group. Raises GitHubError."""
    return await _begin(service, group, _row(group, repository, group.head_sha, name))


async def _begin(service: Service, wanted: Reviewed, new: ReviewRow) -> OwnedCheckRun:
    client = service.github.installation(wanted.installation_id)
    resumed = None
    for row in await _unfinished(service, wanted):
        if resumed is None and (row.head_sha, row.check_name) == (new.head_sha, new.check_name):
            resumed = await _resumed(service, client, row)
        if resumed is None or resumed.row is not row:
            await _end(service, client, row, superseded_report())
    if resumed is not None:
        return resumed
    row = await reviews.begin(service.engine, new)
    run = await check_runs.begin(client, row.repository, row.head_sha, row.check_name, _external_id(row))
    await reviews.set_check_run(service.engine, _id(row), run.id)
    return OwnedCheckRun(row, run.id)


async def finish(service: Service, owned: OwnedCheckRun, report: CheckRunReport, document: Json) -> datetime:
    """Put the verdict on the check run and keep it: when it was complete, by GitHub's clock. Raises GitHubError,
    TakenOverError."""
    await ensure_ours(service, owned)
    client = service.github.installation(owned.row.installation_id)
    sent = owned.annotations_sent
    run = await check_runs.finish(client, owned.row.repository, owned.check_run_id, report, annotations_sent=sent)
    await reviews.finish(service.engine, _id(owned.row), State.FINISHED, report.conclusion, document)
    return run.completed_at or datetime.now(UTC)


async def ensure_ours(service: Service, owned: OwnedCheckRun) -> None:
    """Asked before each write to GitHub. Raises TakenOverError."""
    if not await reviews.is_current(service.engine, _id(owned.row), owned.generation):
        raise TakenOverError(f"the review of {_name(owned.row)} was ended, or is done by another worker")


async def end_with_failure(service: Service, wanted: Reviewed, why: str) -> None:
    """End what is in progress with an explanation. Raises GitHubError where GitHub is away."""
    await _end_all(service, wanted, failure_report(why))


async def end_destroyed(service: Service, group: MergeGroup, reason: str) -> None:
    """End what is in progress for a merge group that the queue has no more use for. Raises GitHubError where GitHub is
    away."""
    await _end_all(service, group, destroyed_report(reason))


async def end_destroyed_now(service: Service, owned: OwnedCheckRun, reason: str) -> None:
    """End a check run that was just begun: who ended the others may not have seen it. Raises GitHubError."""
    await _end(service, service.github.installation(owned.row.installation_id), owned.row, destroyed_report(reason))


async def end_superseded(service: Service, wanted: PullRequestId) -> None:
    """End what is in progress for a pull request that is not open any more. Raises GitHubError where GitHub is away."""
    await _end_all(service, wanted, superseded_report())


async def _end_all(service: Service, wanted: Reviewed, report: CheckRunReport) -> None:
    client = service.github.installation(wanted.installation_id)
    for row in await _unfinished(service, wanted):
        await _end(service, client, row, report)


async def _unfinished(service: Service, wanted: Reviewed) -> Sequence[ReviewRow]:
    if isinstance(wanted, MergeGroup):
        return await reviews.unfinished_of_group(service.engine, wanted.repository_id, wanted.head_sha)
    return await reviews.unfinished(service.engine, wanted.repository_id, wanted.number)


async def _end(service: Service, client: InstallationClient, row: ReviewRow, report: CheckRunReport) -> None:
    try:
        run = await _check_run_of(client, row)
        if run is not None and run.status != "completed":
            await check_runs.finish(client, row.repository, run.id, report)
    except (GoneError, RefusedError) as error:
        # with the commit, the repository or the installation its check run is out of reach for good
        log.info("the check run of %s cannot be ended: %s", _name(row), error)
    await reviews.finish(service.engine, _id(row), State.FAILED, report.conclusion, None)


async def _resumed(service: Service, client: InstallationClient, row: ReviewRow) -> OwnedCheckRun | None:
    run = await _check_run_of(client, row)
    if run is None or run.status == "completed":
        return None
    generation = await reviews.resume(service.engine, _id(row), run.id)
    return OwnedCheckRun(row, run.id, generation, run.output.annotations_count)


async def _check_run_of(client: InstallationClient, row: ReviewRow) -> CheckRun | None:
    """The row's check run as it is now. It may exist although the answer to its creation never came."""
    if row.check_run_id is not None:
        return await check_runs.find(client, row.repository, row.check_run_id)
    return await check_runs.find_by_external_id(client, row.repository, row.head_sha, row.check_name, _external_id(row))


def _row(wanted: Reviewed, repository: str, head_sha: str, name: str) -> ReviewRow:
    return ReviewRow(
        installation_id=wanted.installation_id,
        repository_id=wanted.repository_id,
        repository=repository,
        number=None if isinstance(wanted, MergeGroup) else wanted.number,
        head_sha=head_sha,
        check_name=name,
        started_at=datetime.now(UTC),
    )


def _name(row: ReviewRow) -> str:
    return f"{row.repository}@{row.head_sha}" if row.number is None else f"{row.repository}#{row.number}"


def _id(row: ReviewRow) -> int:
    assert row.id is not None
    return row.id


def _external_id(row: ReviewRow) -> str:
    """How a check run is found again whose creation was never answered."""
    return f"adrift-review-{_id(row)}"
