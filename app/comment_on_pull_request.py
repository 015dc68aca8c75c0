"""The inline comments of a review: which are wanted is planned by values (app/report/comments.py), here it is done."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from app.fetch_pull_request import FetchedPullRequest
from app.git.repository import Repository
from app.github.client import InstallationClient
from app.github.errors import RefusedError
from app.github.models import PullRequest
from app.github.pull_requests import own_comments, post_review, pull_request
from app.report.comments import CommentPlan, findings_to_comment, plan_comments
from app.service import Service
from checks import Finding, Review

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Commented:
    """What is commented on: a pull request as it was when its review began, and its commits."""

    service: Service
    client: InstallationClient
    pull: PullRequest
    fetched: FetchedPullRequest


async def comment_on_pull_request(commented: Commented, review: Review) -> None:
    """Post one review with a comment for each blocking finding on the diff that has none yet. Raises GitHubError.

    Not on a head that was pushed over meanwhile. Comments that GitHub refuses cost nothing: the check run says it all.
    """
    client, pull = commented.client, commented.pull
    repository = pull.base.repo.full_name
    findings = findings_to_comment(review)
    if not findings or (await pull_request(client, repository, pull.number)).head.sha != pull.head.sha:
        return
    try:
        plan = await _planned(commented, review, findings)
        if plan.comments:
            await post_review(client, repository, pull.number, pull.head.sha, plan)
    except RefusedError as error:
        log.warning("comments on %s#%s: %s", repository, pull.number, error)


async def _planned(commented: Commented, review: Review, findings: Sequence[Finding]) -> CommentPlan:
    pull, fetched = commented.pull, commented.fetched
    login = await commented.service.github.login()
    present = await own_comments(commented.client, pull.base.repo.full_name, pull.number, login)
    paths = {finding.path for finding in findings}
    diff = await asyncio.to_thread(fetched.mirror.read, _diff, fetched.repository, review, paths)
    return plan_comments(findings, diff, present)


def _diff(repository: Repository, review: Review, paths: set[str]) -> str:
    """The diff of the files at these paths. That of a renamed one needs its old path, or it looks like a new file."""
    renamed = {old for old, new in repository.renames(review.base, review.head).items() if new in paths}
    return repository.diff(review.base, review.head, sorted(paths | renamed))
