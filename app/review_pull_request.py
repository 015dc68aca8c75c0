"""One pull request from a job to a verdict. Read from top to bottom: `review_pull_request` is what happens.

Nothing is taken from the webhook but where to look. Whatever goes wrong is raised as it is; `app/tasks/all_tasks.py`
decides whether to try again or to end the check run with an explanation.
"""

import logging
from dataclasses import asdict, dataclass

from app.fetching.pull_request import fetch_pull_request
from app.git.mirror import FetchError
from app.github.check_runs import PREVIEW
from app.github.client import InstallationClient
from app.github.models import PullRequest
from app.github.pull_requests import pull_request_of
from app.governance import check_name, governance, web_place
from app.installing.asked import missing_permissions
from app.jobs.job import PullRequestId
from app.judge_pull_request import Means, judge_pull_request
from app.observing.logs import also_about
from app.observing.stages import Stage, Times, stage, timed
from app.people.decisions import StoredDecisions
from app.report.check_run import check_run_report, with_missing
from app.report.json_report import review_document
from app.report.landed import Landed, with_landed
from app.report.published import with_published
from app.service import Service
from app.store import landed, pull_requests, reviews
from app.store.pull_requests import Turn
from app.telling import ended_review, owned_check_run
from app.telling.comments import Commented, comment_on_pull_request

log = logging.getLogger(__name__)


class OutdatedError(Exception):
    """The pull request is another one than when the review began: its check run is left to the job that waits."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a pull request: what was asked for, whose turn it is, and the pull request as it was then."""

    service: Service
    client: InstallationClient
    wanted: PullRequestId
    turn: Turn
    pull: PullRequest


async def take_turn(service: Service, wanted: PullRequestId) -> Turn:
    """From now on nobody else may write about this pull request."""
    return await pull_requests.take(service.engine, **asdict(wanted))


async def review_pull_request(
    service: Service, wanted: PullRequestId, turn: Turn, *, only_new: bool = False
) -> str | None:
    """Review the pull request as it is now. The branch that it goes into; None where it is closed. `only_new`: there is
    nothing to do where its head has a verdict already.

    Raises GitHubError, FetchError, GitError, NoMergeBaseError, OutdatedError, TakenOverError, LockLostError.
    """
    also_about(generation=turn.generation)
    client = service.github.installation(wanted.installation_id)
    pull = await _live(client, wanted)
    if pull.state != "open":
        await owned_check_run.end_closed(service, turn)
        return None
    if only_new and await _is_judged(service, turn, pull):
        log.info("%s has its verdict at %s already", wanted, pull.head.sha)
        return pull.base.ref
    with timed() as times:
        await _review(Visit(service, client, wanted, turn, pull), times)
    return pull.base.ref


async def _review(visit: Visit, times: Times) -> None:
    service, client, wanted, turn, pull = visit.service, visit.client, visit.wanted, visit.turn, visit.pull
    with stage(Stage.TELL):
        owned = await owned_check_run.begin(service, turn, pull, await _check_name(visit))
    mirror = service.mirror(wanted.installation_id, wanted.repository_id, pull.base.repo.full_name)
    with stage(Stage.FETCH):
        fetched = await fetch_pull_request(client, mirror, pull)
        found = await governance(client, fetched, pull.base)
    if found.check_name != owned.check.name:  # the policy's `branches` have changed since it began
        owned = await owned_check_run.begin(service, turn, pull, found.check_name)
    workbench = service.workbench(wanted.installation_id, wanted.repository_id)
    decisions = StoredDecisions(service.engine, wanted.repository_id)
    with stage(Stage.READ):
        review = await judge_pull_request(Means(client, workbench, decisions), pull, fetched, found)
    missing = missing_permissions(await client.granted())
    shown = check_run_report(review, web_place(service, fetched, pull.base, owned.check.name, pull.head))
    report = with_missing(with_landed(shown, await _landed(visit)), missing)
    report = with_published(report, await decisions.published(pull, review))
    with stage(Stage.TELL):
        async with owned_check_run.writing(service, owned) as writing:
            await _ensure_same(visit)
            await comment_on_pull_request(Commented(service, client, pull, fetched, writing), review)
            completed_at = await owned_check_run.finish(service, writing, report, review_document(review))
            await decisions.keep(pull.number, pull.head.sha, review, completed_at)
            await pull_requests.see(service.engine, turn, holds_until=review.holds_until)
    ended_review.tell(review, report.conclusion, times)


async def _is_judged(service: Service, turn: Turn, pull: PullRequest) -> bool:
    """Whether the last review of the pull request came to a verdict on this head, for the branch that it goes into."""
    seen = await pull_requests.current(service.engine, turn)
    if seen is None or not seen.is_open or (seen.head_sha, seen.base_ref) != (pull.head.sha, pull.base.ref):
        return False
    return await reviews.is_judged(service.engine, turn.repository_id, turn.number, pull.head.sha)


async def _landed(visit: Visit) -> list[Landed]:
    """What stands on the base branch and no decision covers."""
    base = visit.pull.base
    rows = await landed.unresolved(visit.service.engine, base.repo.id, base.ref)
    return [Landed(row.finding, row.commit_sha, row.number) for row in rows]


async def _live(client: InstallationClient, wanted: PullRequestId) -> PullRequest:
    return await pull_request_of(client, wanted.repository_id, wanted.repository, wanted.number)


async def _check_name(visit: Visit) -> str:
    """Which check it is. Where the policy that says so cannot be fetched, the one that it had, or else the preview,
    shows that something is wrong."""
    try:
        return await check_name(visit.service, visit.client, visit.wanted, visit.pull.base, visit.pull.number)
    except FetchError:
        seen = await pull_requests.current(visit.service.engine, visit.turn)
        known = seen.check_name if seen and seen.base_ref == visit.pull.base.ref else None
        await owned_check_run.begin(visit.service, visit.turn, visit.pull, known or PREVIEW)
        raise


async def _ensure_same(visit: Visit) -> None:
    """GitHub is asked only where an event has named the pull request since. A verdict for the branch that it went into,
    or with a label that it had, must not be seen where that is not so any more. Raises GitHubError, OutdatedError."""
    seen = await pull_requests.current(visit.service.engine, visit.turn)
    if seen is None or seen.hints == visit.turn.hints:
        return
    live = await _live(visit.client, visit.wanted)
    if _judged_by(live) != _judged_by(visit.pull):
        raise OutdatedError(f"{visit.wanted.repository}#{visit.wanted.number} has changed while it was reviewed")


def _judged_by(pull: PullRequest) -> tuple[str, str, frozenset[str]]:
    return pull.head.sha, pull.base.ref, frozenset(pull.label_names)
