"""Which jobs an event asks for. Events are hints: they name what to look at, never what is true of it."""

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict

from app.jobs import job
from app.jobs.job import Job, PullRequestId, RepositoryId
from checks import is_override

NOWHERE = "0" * 40
"""The `after` of a push that deletes a branch."""


class Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Numbered(Payload):
    id: int


class Named(Payload):
    id: int
    full_name: str


class Envelope(Payload):
    """What nearly every payload carries, and all that is asked of one before it is stored."""

    action: str | None = None
    installation: Numbered | None = None
    repository: Named | None = None


class FromRepository(Payload):
    installation: Numbered
    repository: Named

    @property
    def repository_id(self) -> RepositoryId:
        return RepositoryId(self.installation.id, self.repository.id, self.repository.full_name)


class Label(Payload):
    name: str


class PullRequestEvent(FromRepository):
    """`label` may be missing from `unlabeled`, where the label itself was deleted."""

    action: str
    number: int
    label: Label | None = None
    changes: Mapping[str, object] = {}


class CheckRun(Payload):
    head_sha: str


class CheckRunEvent(FromRepository):
    action: str
    check_run: CheckRun


class PushEvent(FromRepository):
    ref: str
    before: str
    after: str


ALWAYS = frozenset({"opened", "reopened", "synchronize", "ready_for_review"})


def jobs_of(event: str, body: bytes) -> tuple[Job, ...]:
    """The jobs that one webhook asks for; none for events that change no verdict. Raises pydantic.ValidationError."""
    reader = READERS.get(event)
    return reader(body) if reader else ()


def _of_pull_request(body: bytes) -> tuple[Job, ...]:
    event = PullRequestEvent.model_validate_json(body)
    repository = event.repository_id
    pull_request = PullRequestId(
        repository.installation_id, repository.repository_id, repository.repository, event.number
    )
    if event.action in ALWAYS or (event.action == "edited" and "base" in event.changes):
        return (job.review_pull_request(pull_request),)
    if event.action in {"labeled", "unlabeled"} and (event.label is None or is_override(event.label.name)):
        return (job.review_pull_request(pull_request, priority=job.URGENT),)
    return ()


def _of_check_run(body: bytes) -> tuple[Job, ...]:
    event = CheckRunEvent.model_validate_json(body)
    if event.action != "rerequested":
        return ()
    return (job.review_head(event.repository_id, event.check_run.head_sha),)


def _of_push(body: bytes) -> tuple[Job, ...]:
    event = PushEvent.model_validate_json(body)
    kind, _, branch = event.ref.partition("refs/heads/")
    if kind or event.after == NOWHERE:
        return ()
    return (job.review_branch(event.repository_id, branch, event.before, event.after),)


READERS: Mapping[str, Callable[[bytes], tuple[Job, ...]]] = {
    "pull_request": _of_pull_request,
    "check_run": _of_check_run,
    "push": _of_push,
}
