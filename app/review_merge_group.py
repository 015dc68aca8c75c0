"""One merge group from a job to a verdict: what the queue is about to merge is judged for real, from what it was built
on to its head, and the overrides of its pull requests hold."""

from datetime import UTC, datetime

from app.fetching.merge_group import base_branch, fetch_merge_group
from app.github.client import InstallationClient
from app.github.models import Base
from app.github.repositories import repository_by_id
from app.governance import check_name, web_place
from app.installing.asked import missing_permissions
from app.jobs.job import MergeGroup
from app.judge_pull_request import Means, judge_merge_group
from app.merge_group_pull_requests import pull_requests_of
from app.observing.stages import Stage, Times, stage, timed
from app.people.decisions import StoredDecisions
from app.report.check_run import CheckRunReport, merge_group_report, with_missing
from app.report.json_report import review_document
from app.service import Service
from app.store import merge_groups
from app.store.tables import MergeGroupRow
from app.telling import ended_review, merge_group_check_run
from checks import Review


async def review_merge_group(service: Service, group: MergeGroup) -> None:
    """Review a merge group, unless the queue has given it up.

    Raises GitHubError, FetchError, GitError, NoMergeBaseError, TakenOverError.
    """
    if reason := await _given_up(service, group):
        await merge_group_check_run.end_destroyed(service, group, reason)
        return
    with timed() as times:
        await _review(service, group, times)


async def _review(service: Service, group: MergeGroup, times: Times) -> None:
    client = service.github.installation(group.installation_id)
    base = await _base(client, group)
    name = await check_name(service, client, group, base)
    owned = await merge_group_check_run.begin(service, group, base.repo.full_name, name)
    # what is destroyed while the check run is made has to be ended here: `end_merge_group` may not have seen it
    judged = None if await _given_up(service, group) else await _judged(service, client, base, group, name)
    if reason := await _given_up(service, group):
        await merge_group_check_run.end_destroyed_now(service, owned, reason)
    elif judged:
        report, review = judged
        with stage(Stage.TELL):
            await merge_group_check_run.finish(service, owned, report, review_document(review))
        ended_review.tell(review, report.conclusion, times)


async def _judged(
    service: Service, client: InstallationClient, base: Base, group: MergeGroup, name: str
) -> tuple[CheckRunReport, Review]:
    mirror = service.mirror(group.installation_id, group.repository_id, base.repo.full_name)
    with stage(Stage.FETCH):
        fetched = await fetch_merge_group(client, mirror, base, group)
    pulls = await pull_requests_of(service, client, base, group)
    workbench = service.workbench(group.installation_id, group.repository_id)
    decisions = StoredDecisions(service.engine, group.repository_id)
    with stage(Stage.READ):
        review = await judge_merge_group(Means(client, workbench, decisions), base, pulls, fetched)
    web = web_place(service, fetched, base, name)
    report = merge_group_report(review, [pull.number for pull in pulls], web)
    missing = missing_permissions(await client.granted())
    return with_missing(report, missing), review


async def end_merge_group(service: Service, group: MergeGroup, reason: str) -> None:
    """The queue has given the group up: a review that waits ends before it begins, one in progress as cancelled. Raises
    GitHubError."""
    row = _row(group)
    row.destroyed = reason
    await merge_groups.destroy(service.engine, row)
    await merge_group_check_run.end_destroyed(service, group, reason)


def group_of(row: MergeGroupRow) -> MergeGroup:
    """The group that is stored."""
    return MergeGroup(
        row.installation_id,
        row.repository_id,
        row.repository,
        head_sha=row.head_sha,
        head_ref=row.head_ref,
        base_sha=row.base_sha,
        base_ref=row.base_ref,
    )


async def _given_up(service: Service, group: MergeGroup) -> str | None:
    """Why the queue has no more use for the group, once that is so."""
    return await merge_groups.remember(service.engine, _row(group))


def _row(group: MergeGroup) -> MergeGroupRow:
    return MergeGroupRow(
        installation_id=group.installation_id,
        repository_id=group.repository_id,
        repository=group.repository,
        head_sha=group.head_sha,
        head_ref=group.head_ref,
        base_sha=group.base_sha,
        base_ref=group.base_ref,
        seen_at=datetime.now(UTC),
    )


async def _base(client: InstallationClient, group: MergeGroup) -> Base:
    """What the group is to be merged into, with the repository as it is called now."""
    repository = await repository_by_id(client, group.repository_id)
    return Base(sha=group.base_sha, ref=base_branch(group), repo=repository)
