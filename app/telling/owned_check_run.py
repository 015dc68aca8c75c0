"""The check run that a review owns: begun at once, found again after a failed try, and ended whatever happens.

A check run belongs to a commit. Where a commit is the head of several pull requests, reviews that are under way at the
same time share one check run, and the last of them to end completes it with the strictest verdict. All that is written
to the check runs of one commit is written under one lock (app/store/locks.py).
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from app.github import check_runs
from app.github.client import InstallationClient
from app.github.errors import GoneError, RefusedError
from app.github.models import CheckRun, PullRequest
from app.report.check_run import (
    CheckRunReport,
    failure_report,
    restored_report,
    stored_report,
    superseded_report,
    withdrawn_report,
)
from app.report.json_report import Json
from app.report.shared_head import shared_report
from app.service import Service
from app.store import pull_requests, reviews
from app.store.locks import HeadLock, LockLostError, head_lock
from app.store.pull_requests import Turn
from app.store.tables import ReviewRow, State
from app.telling.review_check_runs import check_run_of, external_id, row_id

PASSES = {"success", "neutral", "skipped"}
"""Conclusions with which GitHub lets a required check pass."""

log = logging.getLogger(__name__)


class Check(NamedTuple):
    """One check of one commit: what GitHub shows as one line, whatever pull requests have that commit as head."""

    repository_id: int
    head_sha: str
    name: str


@dataclass(frozen=True, slots=True)
class OwnedCheckRun:
    """A review under way: its turn, its row, and its check run. `annotations_sent`: how many an earlier try did.
    `lock` is there while the review may write."""

    turn: Turn
    row: ReviewRow
    check_run_id: int
    annotations_sent: int = 0
    lock: HeadLock | None = None

    @property
    def check(self) -> Check:
        return _check(self.row)


class TakenOverError(Exception):
    """A later turn has the pull request now: this one's worker was taken for dead."""


async def begin(service: Service, turn: Turn, pull: PullRequest, name: str) -> OwnedCheckRun:
    """A check run in progress: one that an earlier try left or that another pull request with this head has, else a
    new one.

    Whatever else this pull request has in progress is ended, and where it was before its verdict counts no more.
    Raises GitHubError, TakenOverError, LockLostError.
    """
    check = Check(turn.repository_id, pull.head.sha, name)
    await _leave(service, turn, check)
    await pull_requests.see(
        service.engine, turn, is_open=True, head_sha=check.head_sha, base_ref=pull.base.ref, check_name=name
    )
    async with _writing(service, turn, check) as lock:
        client = service.github.installation(turn.installation_id)
        row, run = await _in_progress(service, client, turn, check)
        row = row or await reviews.begin(service.engine, _row(turn, pull, check))
        if run is None:
            await _ensure(lock, turn)
            run = await check_runs.begin(client, row.repository, check.head_sha, name, external_id(row))
        if not await reviews.set_check_run(service.engine, row_id(row), run.id):
            # a worker that took this one for dead has ended the review, and does not know of the check run
            await check_runs.finish(client, row.repository, run.id, superseded_report())
            raise LockLostError("the review was ended while its check run was made")
        row.check_run_id = run.id
        return OwnedCheckRun(turn, row, run.id, run.output.annotations_count)


@asynccontextmanager
async def writing(service: Service, owned: OwnedCheckRun) -> AsyncIterator[OwnedCheckRun]:
    """The review while it may write, alone. Raises TakenOverError; LockLostError also at the end, where something that
    was written may have come too late, and the pull request has to be reviewed once more."""
    async with _writing(service, owned.turn, owned.check) as lock:
        yield replace(owned, lock=lock)


async def finish(service: Service, owned: OwnedCheckRun, report: CheckRunReport, document: Json) -> datetime:
    """Keep the verdict, and put it on the check run, unless a stricter one is there or another review has to end
    before it is known: when it was complete, by GitHub's clock where GitHub was told. Under `writing`. Raises
    GitHubError, TakenOverError, LockLostError."""
    client = service.github.installation(owned.turn.installation_id)
    await reviews.set_report(service.engine, row_id(owned.row), stored_report(report))
    completed_at = None
    if shown := await _shown(service, owned.row, report):
        run = await check_runs.finish(
            client,
            owned.row.repository,
            owned.check_run_id,
            shown,
            annotations_sent=owned.annotations_sent,
            before_write=partial(ensure_ours, service, owned),
        )
        completed_at = run.completed_at
    await reviews.finish(service.engine, row_id(owned.row), State.FINISHED, report.conclusion, document)
    return completed_at or datetime.now(UTC)


async def ensure_ours(service: Service, owned: OwnedCheckRun) -> None:
    """Asked before each write to GitHub. Raises TakenOverError, LockLostError."""
    if owned.lock is not None:
        await _ensure(owned.lock, owned.turn)
    elif await pull_requests.current(service.engine, owned.turn) is None:
        raise _taken_over(owned.turn)


async def end_with_failure(service: Service, turn: Turn, why: str) -> None:
    """End what is in progress for a pull request with an explanation. Raises GitHubError where GitHub is away,
    TakenOverError, LockLostError."""
    for row in await reviews.unfinished(service.engine, turn.repository_id, turn.number):
        await _end(service, turn, row, failure_report(why))


async def end_closed(service: Service, turn: Turn) -> None:
    """End what is in progress for a pull request that is not open any more, and let its verdict count no more. Raises
    GitHubError where GitHub is away, TakenOverError, LockLostError."""
    await _leave(service, turn, None)
    await pull_requests.see(service.engine, turn, is_open=False)


async def _leave(service: Service, turn: Turn, now: Check | None) -> None:
    """The pull request is elsewhere now, or nowhere. What is in progress at other places is ended; what others with
    the same head have by themselves shows there again; what it passed as is withdrawn where it may be misused."""
    for row in await reviews.unfinished(service.engine, turn.repository_id, turn.number):
        if _check(row) != now:
            await _end(service, turn, row, None)
    seen = await pull_requests.current(service.engine, turn)
    if seen is None:
        raise _taken_over(turn)
    if not seen.is_open or seen.head_sha is None or seen.check_name is None:
        return
    before = Check(turn.repository_id, seen.head_sha, seen.check_name)
    if before != now:
        await _unshare(service, turn, before, is_retargeted=now is not None and now.head_sha == before.head_sha)


async def _unshare(service: Service, turn: Turn, before: Check, *, is_retargeted: bool) -> None:
    """Show without this pull request what a commit's check shows with it."""
    async with _writing(service, turn, before) as lock:
        left = await reviews.last_verdict(service.engine, *before, turn.number)
        if left is None or any(row.number != turn.number for row in await reviews.running_at(service.engine, *before)):
            return
        others = await _others(service, before, turn.number)
        if not others and not (is_retargeted and left.conclusion in PASSES):
            return
        report = shared_report(others) if others else withdrawn_report()
        await _ensure(lock, turn)
        client = service.github.installation(turn.installation_id)
        try:
            name = external_id(left)
            await check_runs.post(client, turn.repository, before.head_sha, before.name, name, report)
        except (GoneError, RefusedError) as error:
            log.info("%s of %s cannot be told: %s", before.head_sha, turn.repository, error)


async def _end(service: Service, turn: Turn, row: ReviewRow, report: CheckRunReport | None) -> None:
    """End a review with a report, or without a verdict."""
    client = service.github.installation(turn.installation_id)
    async with _writing(service, turn, _check(row)) as lock:
        try:
            run = await check_run_of(client, row)
            shown = await _shown(service, row, report)
            if run is not None and run.status != "completed" and shown is not None:
                await check_runs.finish(
                    client, row.repository, run.id, shown, before_write=partial(_ensure, lock, turn)
                )
        except (GoneError, RefusedError) as error:
            # with the commit, the repository or the installation its check run is out of reach for good
            log.info("the check run of %s#%s cannot be ended: %s", row.repository, row.number, error)
        if report is not None:
            await reviews.set_report(service.engine, row_id(row), stored_report(report))
        conclusion = (report or superseded_report()).conclusion
        await reviews.finish(service.engine, row_id(row), State.FAILED, conclusion, None)


async def _shown(service: Service, row: ReviewRow, report: CheckRunReport | None) -> CheckRunReport | None:
    """What the review's check run has to say when this review ends with a report; None while another review that
    shares it is under way."""
    check, number = _check(row), row.number
    assert number is not None
    running = await reviews.running_at(service.engine, *check)
    if any(one.number != number and one.check_run_id == row.check_run_id for one in running):
        return None
    reports = await _others(service, check, number)
    if report is not None:
        reports[number] = report
    return shared_report(reports) if reports else superseded_report()


async def _others(service: Service, check: Check, number: int) -> dict[int, CheckRunReport]:
    """The verdicts on the other open pull requests with this head and check."""
    rows = await reviews.verdicts_at(service.engine, *check)
    reports = {row.number: restored_report(row.report) for row in rows if row.report and row.number is not None}
    reports.pop(number, None)
    return reports


async def _in_progress(
    service: Service, client: InstallationClient, turn: Turn, check: Check
) -> tuple[ReviewRow | None, CheckRun | None]:
    """What an earlier try left of this pull request's review, with its check run, or one in progress to share. Its own
    may be completed: the verdict arrived although the answer did not, or its worker died on it. It is told once more,
    for a second check run would say the same beside it."""
    own, shared = None, None
    for row in await reviews.running_at(service.engine, *check):
        run = await check_run_of(client, row)
        is_open = run is not None and run.status != "completed"
        if row.number != turn.number:
            shared = shared or (run if is_open else None)
        elif run is not None and own is None:
            own = row, run
        else:  # its check run was never made
            await reviews.finish(service.engine, row_id(row), State.FAILED, None, None)
    return own or (None, shared)


@asynccontextmanager
async def _writing(service: Service, turn: Turn, check: Check) -> AsyncIterator[HeadLock]:
    async with head_lock(service.engine, check.repository_id, check.head_sha) as lock:
        await _ensure(lock, turn)
        yield lock
        if not await lock.is_newest(turn):
            raise LockLostError("another worker took over while this one wrote")


async def _ensure(lock: HeadLock, turn: Turn) -> None:
    if not await lock.is_newest(turn):
        raise _taken_over(turn)


def _taken_over(turn: Turn) -> TakenOverError:
    return TakenOverError(f"{turn.repository}#{turn.number} is reviewed by another worker")


def _row(turn: Turn, pull: PullRequest, check: Check) -> ReviewRow:
    return ReviewRow(
        installation_id=turn.installation_id,
        repository_id=turn.repository_id,
        repository=pull.base.repo.full_name,
        number=turn.number,
        head_sha=check.head_sha,
        check_name=check.name,
        started_at=datetime.now(UTC),
    )


def _check(row: ReviewRow) -> Check:
    return Check(row.repository_id, row.head_sha, row.check_name)
