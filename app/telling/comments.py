"""The inline comments of a review: `app/report/comment_plan.py` plans with values, here it is carried out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from app.fetching.pull_request import FetchedPullRequest
from app.git.repository import Repository
from app.github.check_runs import PREVIEW
from app.github.client import InstallationClient
from app.github.errors import GoneError, InvalidError, RefusedError
from app.github.models import PullRequest
from app.github.pull_requests import (
    delete_comment,
    edit_comment,
    own_comments,
    post_on_file,
    post_review,
    pull_request,
)
from app.report.comment_plan import CommentPlan, PresentComment, is_comparable, plan_comments, untold
from app.report.comments import Comment
from app.report.diff_lines import DiffLines, diff_lines
from app.service import Service
from app.store.commented import is_commented, set_commented
from app.telling import owned_check_run
from app.telling.owned_check_run import OwnedCheckRun
from checks import Review, Status

MOST_DIFFED = 300
"""Files whose diff is looked at for places: more than can have a comment, and GitHub shows no more in one diff."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Commented:
    """What is commented on: a pull request as it was when its review began, its commits, and the review's check run."""

    service: Service
    client: InstallationClient
    pull: PullRequest
    fetched: FetchedPullRequest
    owned: OwnedCheckRun

    @property
    def repository(self) -> str:
        return self.pull.base.repo.full_name

    @property
    def may_post(self) -> bool:
        """Whether anybody waits for comments: a draft is not to be read yet, and a preview holds nothing up."""
        return not self.pull.draft and self.owned.check.name != PREVIEW


class _PushedOverError(Exception):
    """The head is not the newest any more: its comments are nobody's business."""


async def comment_on_pull_request(commented: Commented, review: Review) -> None:
    """Give each blocking finding one comment, and take the comments away whose findings are gone. Pull requests by
    Apps get none: nobody wrote them who would read it there. Drafts and previews get no new ones.

    GitHub is asked for the comments only where there is something to say or to take back. Comments that GitHub refuses
    cost nothing: the check run says it all. Raises GitHubError, TakenOverError.
    """
    if commented.pull.is_by_app or not is_comparable(review) or not await _concerns(commented, review):
        return
    try:
        await _comment(commented, review)
    except _PushedOverError:
        log.info("%s#%s was pushed to: no comments", commented.repository, commented.pull.number)
    except RefusedError as error:
        log.warning("comments on %s#%s: %s", commented.repository, commented.pull.number, error)


async def _concerns(commented: Commented, review: Review) -> bool:
    if commented.may_post and review.with_status(Status.BLOCKING):
        return True
    pull = commented.pull
    known = await is_commented(commented.service.engine, pull.base.repo.id, pull.number)
    return pull.review_comments != 0 if known is None else known


async def _comment(commented: Commented, review: Review) -> None:
    pull, login = commented.pull, await commented.service.github.login()
    present = await own_comments(commented.client, commented.repository, pull.number, login)
    plan = plan_comments(review, present, await _places(commented, review, present))
    if not commented.may_post:
        plan = plan.without_new()
    await _remember(commented, is_open=bool(present) or plan.is_open)
    await _post(commented, plan)
    for edit in plan.edits:
        await _tidy(commented, edit_comment, edit.id, edit.body)
    for comment_id in plan.deletes:
        await _tidy(commented, delete_comment, comment_id)
    await _remember(commented, is_open=plan.is_open)


async def _places(commented: Commented, review: Review, present: Sequence[PresentComment]) -> DiffLines:
    paths = list(dict.fromkeys(finding.path for finding in untold(review, present)))[:MOST_DIFFED]
    if not paths:
        return DiffLines()
    fetched = commented.fetched
    return diff_lines(await asyncio.to_thread(fetched.mirror.read, _diff, fetched.repository, review, set(paths)))


def _diff(repository: Repository, review: Review, paths: set[str]) -> str:
    """The diff of the files at these paths. That of a renamed one needs its old path, or it looks like a new file."""
    renamed = {old for old, new in repository.renames(review.base, review.head).items() if new in paths}
    return repository.diff(review.base, review.head, sorted(paths | renamed))


async def _post(commented: Commented, plan: CommentPlan) -> None:
    """What was posted by a try whose answer never came is among the present comments of the next one."""
    on_files = plan.files
    if plan.lines:
        await _ensure_newest(commented)
        try:
            head = commented.pull.head.sha
            await post_review(commented.client, commented.repository, commented.pull.number, head, plan)
        except InvalidError as error:
            log.warning("review of %s#%s: %s", commented.repository, commented.pull.number, error)
            on_files = (*plan.files, *plan.instead_of_lines)
    for comment in on_files:
        await _post_on_file(commented, comment)


async def _post_on_file(commented: Commented, comment: Comment) -> None:
    await _ensure_newest(commented)
    try:
        head = commented.pull.head.sha
        await post_on_file(commented.client, commented.repository, commented.pull.number, head, comment)
    except InvalidError as error:
        log.warning("comment on %s#%s: %s", commented.repository, commented.pull.number, error)


async def _tidy(commented: Commented, write: Callable[..., Awaitable[None]], comment_id: int, *body: str) -> None:
    """Edit or delete one comment; one that somebody has deleted meanwhile is nobody's loss."""
    await _ensure_newest(commented)
    try:
        await write(commented.client, commented.repository, comment_id, *body)
    except GoneError as error:
        log.info("%s", error)


async def _ensure_newest(commented: Commented) -> None:
    """Asked before each write. Raises TakenOverError, GitHubError, _PushedOverError."""
    await owned_check_run.ensure_ours(commented.service, commented.owned)
    live = await pull_request(commented.client, commented.repository, commented.pull.number)
    if (live.head.sha, live.state) != (commented.pull.head.sha, "open"):
        raise _PushedOverError


async def _remember(commented: Commented, *, is_open: bool) -> None:
    repo = commented.pull.base.repo
    await set_commented(commented.service.engine, repo.id, commented.pull.number, is_open=is_open)
