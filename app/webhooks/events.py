"""Which jobs an event asks for. Events are hints: they name what to look at, never what is true of it."""

from collections.abc import Callable, Hashable, Mapping, Sequence

from pydantic import Field

from app.commands.command import command
from app.jobs import job
from app.jobs.job import Asked, Job, MergeGroup, Push
from app.report.check_run import RECHECK
from app.webhooks.installation_events import (
    of_installation,
    of_installation_repositories,
    of_installation_target,
    of_repository,
)
from app.webhooks.payloads import FromRepository, Lenient, Named, Payload
from checks import announcement, is_override

NOWHERE = "0" * 40
"""The `after` of a push that deletes a branch, the `before` of one that makes it: no pull request goes into it yet, and
what it holds landed elsewhere."""
QUEUES = "gh-readonly-queue/"
"""Where merge queues keep their branches, into which nobody's pull request goes."""


class Label(Payload):
    name: str


class Somebody(Payload):
    login: str
    type: str = "User"

    @property
    def is_person(self) -> bool:
        return self.type == "User"


class Described(Payload):
    """A pull request. `user` is missing where the account was deleted."""

    user: Lenient[Somebody] = None
    title: Lenient[str] = None
    body: Lenient[str] = None


class Before(Payload):
    """What an edited text said."""

    text: Lenient[str] = Field(default=None, alias="from")


class Changes(Payload):
    """What was edited; None is what was not."""

    base: Lenient[Mapping[str, object]] = None
    title: Lenient[Before] = None
    body: Lenient[Before] = None


class PullRequestEvent(FromRepository):
    """`label` may be missing from `unlabeled`, where the label itself was deleted."""

    action: str
    number: int
    pull_request: Lenient[Described] = None
    label: Label | None = None
    changes: Changes = Changes()

    @property
    def is_edited(self) -> bool:
        """Whether it goes elsewhere now, or says something else of the release: a verdict may rest on that."""
        now, before = self.pull_request, self.changes
        if before.base is not None or now is None:
            return before.base is not None
        title = before.title.text if before.title else now.title
        body = before.body.text if before.body else now.body
        return _announced(title, body) != _announced(now.title, now.body)

    @property
    def is_labelled(self) -> bool:
        """Whether the label decides anything: one that is deleted altogether may have."""
        name = self.label.name if self.label else None
        return name is None or is_override(name) or _announced(labels=(name,)) != _announced()


class Checked(Payload):
    head_sha: str


class RequestedAction(Payload):
    identifier: str


class CheckRunEvent(FromRepository):
    """`requested_action` is the button below a check run that somebody pressed."""

    action: str
    check_run: Checked
    requested_action: RequestedAction | None = None

    @property
    def wants_a_review(self) -> bool:
        pressed = self.requested_action.identifier if self.requested_action else None
        return self.action == "rerequested" or (self.action == "requested_action" and pressed == RECHECK)


class CheckSuiteEvent(FromRepository):
    action: str
    check_suite: Checked


class Issue(Payload):
    """`pull_request` is there where the issue is one."""

    number: int
    pull_request: Mapping[str, object] | None = None


class Comment(Payload):
    id: int
    body: str | None = None
    user: Somebody | None = None
    performed_via_github_app: Mapping[str, object] | None = None


class IssueCommentEvent(FromRepository):
    action: str
    issue: Issue
    comment: Comment


class Group(Payload):
    head_sha: str
    head_ref: str
    base_sha: str
    base_ref: str


class MergeGroupEvent(FromRepository):
    action: str
    merge_group: Group
    reason: str = "gone"

    @property
    def group(self) -> MergeGroup:
        where, group = self.repository, self.merge_group
        return MergeGroup(self.installation.id, where.id, where.full_name, **group.model_dump())


class Pushed(Named):
    default_branch: str


class PushEvent(FromRepository):
    repository: Pushed
    ref: str
    before: str
    after: str

    def push(self, branch: str) -> Push:
        where = self.repository
        sides = (self.before, self.after)
        return Push(self.installation.id, where.id, where.full_name, branch, *sides, where.default_branch)


HEADS = frozenset({"opened", "synchronize"})
"""What tells of nothing but a head."""
ALWAYS = HEADS | {"reopened", "ready_for_review", "closed"}
"""`closed`: what is in progress is ended, and other pull requests with the same head show their own verdict."""


def jobs_of(event: str, body: bytes) -> tuple[Job, ...]:
    """The jobs that one webhook asks for; none for events that change no verdict. Raises pydantic.ValidationError."""
    reader = READERS.get(event)
    return reader(body) if reader else ()


def _of_pull_request(body: bytes) -> tuple[Job, ...]:
    event = PullRequestEvent.model_validate_json(body)
    pull_request = event.repository_id.pull_request(event.number)
    if event.action in ALWAYS or (event.action == "edited" and event.is_edited):
        return (job.review_pull_request(pull_request, priority=_priority(event), only_new=event.action in HEADS),)
    if event.action in {"labeled", "unlabeled"} and event.is_labelled:
        return (job.review_pull_request(pull_request, priority=job.URGENT),)
    return ()


def _announced(title: str | None = None, body: str | None = None, labels: Sequence[str] = ()) -> Hashable:
    return announcement(title or "", body or "", labels)


def _priority(event: PullRequestEvent) -> int:
    """The pull requests of Apps, of which many come at once, queue behind people's."""
    author = event.pull_request and event.pull_request.user
    return job.OF_APPS if author and not author.is_person else job.USUAL


def _of_check_run(body: bytes) -> tuple[Job, ...]:
    event = CheckRunEvent.model_validate_json(body)
    if not event.wants_a_review:
        return ()
    return (job.review_head(event.repository_id, event.check_run.head_sha),)


def _of_check_suite(body: bytes) -> tuple[Job, ...]:
    """The button "Re-run all checks"; `requested` comes with every push and asks for nothing that a push does not."""
    event = CheckSuiteEvent.model_validate_json(body)
    if event.action != "rerequested":
        return ()
    return (job.review_head(event.repository_id, event.check_suite.head_sha),)


def _of_push(body: bytes) -> tuple[Job, ...]:
    event = PushEvent.model_validate_json(body)
    kind, _, branch = event.ref.partition("refs/heads/")
    if kind or NOWHERE in {event.before, event.after} or branch.startswith(QUEUES):
        return ()
    return (job.review_branch(event.push(branch)),)


def _of_issue_comment(body: bytes) -> tuple[Job, ...]:
    """A command, as a person wrote it: not what an App says, itself or in a person's name, and not what is edited."""
    event = IssueCommentEvent.model_validate_json(body)
    comment, person = event.comment, event.comment.user
    found = command(comment.body or "")
    if event.action != "created" or event.issue.pull_request is None or found is None:
        return ()
    if person is None or not person.is_person or comment.performed_via_github_app is not None:
        return ()
    where, word = event.repository_id, found.word.value
    place = (where.installation_id, where.repository_id, where.repository, event.issue.number, comment.id)
    return (job.answer_command(Asked(*place, person.login, word, found.finding, found.reason)),)


def _of_merge_group(body: bytes) -> tuple[Job, ...]:
    event = MergeGroupEvent.model_validate_json(body)
    if event.action == "checks_requested":
        return (job.review_merge_group(event.group),)
    return (job.end_merge_group(event.group, event.reason),) if event.action == "destroyed" else ()


READERS: Mapping[str, Callable[[bytes], tuple[Job, ...]]] = {
    "pull_request": _of_pull_request,
    "check_run": _of_check_run,
    "check_suite": _of_check_suite,
    "push": _of_push,
    "installation": of_installation,
    "installation_repositories": of_installation_repositories,
    "installation_target": of_installation_target,
    "repository": of_repository,
    "issue_comment": _of_issue_comment,
    "merge_group": _of_merge_group,
}
