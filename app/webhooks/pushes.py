"""Who pushed what, as events tell it: who pushes to a pull request may not override its findings."""

from collections.abc import Iterator
from datetime import datetime

from app.store.pushers import BranchGone, Pushing, of_branch, of_pull_request
from app.store.tables import PusherRow
from app.webhooks.events import NOWHERE, Pushed, Somebody
from app.webhooks.payloads import FromRepository, Payload

BY_PUSH = frozenset({"opened", "synchronize"})
"""Actions on a pull request behind which somebody has pushed. Who opens one again has not."""
QUEUE = "gh-readonly-queue/"
"""Before the names of the branches that GitHub's merge queue makes."""


class Head(Payload):
    sha: str


class Shown(Payload):
    head: Head


class PullRequestPushed(FromRepository):
    action: str
    number: int
    pull_request: Shown
    sender: Somebody


class BranchPushed(FromRepository):
    """`sender` is missing where a deploy key pushed."""

    repository: Pushed
    ref: str
    after: str
    sender: Somebody | None = None


def pushes_of(event: str, body: bytes, at: datetime) -> tuple[Pushing, ...]:
    """What one webhook tells of pushes. Raises pydantic.ValidationError."""
    if event == "pull_request":
        return tuple(_to_pull_request(PullRequestPushed.model_validate_json(body), at))
    if event == "push":
        return tuple(_to_branch(BranchPushed.model_validate_json(body), at))
    return ()


def _to_pull_request(event: PullRequestPushed, at: datetime) -> Iterator[Pushing]:
    if event.action in BY_PUSH:
        yield _row(event.repository.id, of_pull_request(event.number), event.pull_request.head.sha, event.sender, at)


def _to_branch(event: BranchPushed, at: datetime) -> Iterator[Pushing]:
    kind, _, branch = event.ref.partition("refs/heads/")
    if kind or branch == event.repository.default_branch or branch.startswith(QUEUE):
        return
    if event.after == NOWHERE:
        yield BranchGone(event.repository.id, of_branch(branch))
    elif event.sender is not None:
        yield _row(event.repository.id, of_branch(branch), event.after, event.sender, at)


def _row(repository_id: int, place: str, head_sha: str, person: Somebody, at: datetime) -> PusherRow:
    return PusherRow(repository_id=repository_id, place=place, head_sha=head_sha, login=person.login, pushed_at=at)
