"""What a push brought to a governed branch, judged as if it were a pull request: what blocks there, and no decision
covers, got past the check. It is remembered until a push takes it away."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.fetching.pull_request import FetchedPullRequest
from app.fetching.push import base_of
from app.github.client import InstallationClient
from app.governance import governance
from app.jobs.job import Push
from app.policy_file import PolicyFile
from app.report.json_report import review_document
from app.review_revisions import Description, Earlier, Revisions, review_revisions
from app.service import Service
from app.store import false_alarms, landed, reviews
from app.store.reviews import LastTold
from app.store.tables import LandedRow
from checks import Review, Status

OF_PULL_REQUESTS = frozenset({"public-api"})
"""Checks that ask for a pull request's title: what a commit says of itself is no answer for it."""

log = logging.getLogger(__name__)


async def judge_landed(service: Service, client: InstallationClient, push: Push, fetched: FetchedPullRequest) -> None:
    """Remember what a push brought that no decision covers, and forget what it took away.

    Raises GitHubError, FetchError, GitError.
    """
    found = await governance(client, fetched, base_of(push))
    if not found.is_governed or found.policy is None:
        return
    came = await _judged(service, push, fetched, found.policy, (fetched.tip, fetched.head))
    findings = [one for one in came.with_status(Status.BLOCKING) if one.check not in OF_PULL_REQUESTS]
    known = await landed.unresolved(service.engine, push.repository_id, push.branch)
    if known:
        went = await _judged(service, push, fetched, found.policy, (fetched.head, fetched.tip))
        gone = {one.fingerprint for one in went.findings}
        await landed.resolve(service.engine, [row for row in known if row.fingerprint in gone], push.after)
    if not findings:
        return
    names = [one.fingerprint for one in findings]
    told = await reviews.last_told(service.engine, push.repository_id, names)
    rows = _uncovered(push, review_document(came), names, told)
    for row in rows:
        log.warning("%s landed on %s of %s and no decision covers it", row.fingerprint, push.branch, push.repository)
    await landed.record(service.engine, rows)


async def _judged(
    service: Service, push: Push, fetched: FetchedPullRequest, policy: PolicyFile, sides: tuple[str, str]
) -> Review:
    """The review of going from one commit to another."""
    before, after = sides
    waivers = await false_alarms.waivers(service.engine, push.repository_id)
    return await asyncio.to_thread(
        fetched.mirror.read,
        review_revisions,
        fetched.repository,
        Revisions(before, after, base=before),
        Description(),
        policy,
        service.workbench(push.installation_id, push.repository_id),
        Earlier(waivers=waivers),
    )


def _uncovered(
    push: Push, document: Mapping[str, Any], fingerprints: Iterable[str], told: Iterable[LastTold]
) -> list[LandedRow]:
    """Of these findings those that no pull request's last review lets pass: by a label, a waiver, or an exact revert.
    The pull request is known where the last review of only one has the finding."""
    findings = {one["fingerprint"]: one for one in document["findings"]}
    by_name: dict[str, list[LastTold]] = {}
    for one in told:
        by_name.setdefault(one.fingerprint, []).append(one)
    rows = []
    for name in dict.fromkeys(fingerprints):
        last = by_name.get(name, [])
        if all(one.status == Status.BLOCKING.value for one in last):
            number = last[0].number if len(last) == 1 else None
            rows.append(_row(push, findings[name], number))
    return rows


def _row(push: Push, finding: Mapping[str, Any], number: int | None) -> LandedRow:
    return LandedRow(
        installation_id=push.installation_id,
        repository_id=push.repository_id,
        repository=push.repository,
        branch=push.branch,
        commit_sha=push.after,
        fingerprint=finding["fingerprint"],
        check_name=finding["check"],
        finding=dict(finding),
        number=number,
        landed_at=datetime.now(UTC),
    )
