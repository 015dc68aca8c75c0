"""The jobs there are, as values: made by the receiver and by other jobs, carried out by a worker."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.jobs.origin import Origin

BAND = 1_000_000_000
"""Numbers of one priority, downwards from the one that it is called by (app/jobs/enqueueing.py)."""
URGENT, USUAL, OF_APPS, LATER = 2 * BAND, BAND, 0, -BAND
"""Priorities: what a person waits for, what a person's push asks for, what an App's does, and what follows from
somebody else's push."""


@dataclass(frozen=True, slots=True)
class PullRequestId:
    """One pull request. `repository` is its full name when the job was made; the numeric id is what stays."""

    installation_id: int
    repository_id: int
    repository: str
    number: int

    def __str__(self) -> str:
        return f"{self.repository}#{self.number}"


@dataclass(frozen=True, slots=True)
class RepositoryId:
    """One repository of one installation."""

    installation_id: int
    repository_id: int
    repository: str

    def pull_request(self, number: int) -> PullRequestId:
        """One of its pull requests."""
        return PullRequestId(self.installation_id, self.repository_id, self.repository, number)


@dataclass(frozen=True, slots=True)
class Push(RepositoryId):
    """A branch that moved from one commit to another."""

    branch: str
    before: str
    after: str
    default_branch: str

    @property
    def is_default(self) -> bool:
        """Whether it is the branch whose policy says which others are governed."""
        return self.branch == self.default_branch


@dataclass(frozen=True, slots=True)
class Asked(PullRequestId):
    """A command as it stood in a comment when that was written: nobody can put it into another's mouth by an edit."""

    comment_id: int
    login: str
    word: str
    finding: str
    reason: str

    @property
    def pull_request(self) -> PullRequestId:
        """Where it was asked."""
        return PullRequestId(self.installation_id, self.repository_id, self.repository, self.number)


@dataclass(frozen=True, slots=True)
class MergeGroup(RepositoryId):
    """What a merge queue wants to merge, as its event named it: a commit of the queue's own, and what it is built on.
    The refs are whole ones (`refs/heads/main`)."""

    head_sha: str
    head_ref: str
    base_sha: str
    base_ref: str

    def __str__(self) -> str:
        return f"{self.repository}@{self.head_sha}"


Reviewed = PullRequestId | MergeGroup
"""What a review is of."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job: the task's name, its arguments (JSON values), and its locks.

    Of jobs with the same `lock` one runs at a time; of those with the same `queueing_lock` one waits at most.
    """

    task: str
    arguments: Mapping[str, str | int]
    lock: str | None = None
    queueing_lock: str | None = None
    priority: int = USUAL
    delay: float = 0.0
    """Seconds to wait before it may begin."""
    origin: Origin | None = None
    """None: that of the job that puts it in."""

    def beside(self, other: "Job") -> "Job":
        """This job in the place of both: it is for a new head only where the other is, too."""
        if ONLY_NEW not in self.arguments or ONLY_NEW in other.arguments:
            return self
        return replace(self, arguments={name: one for name, one in self.arguments.items() if name != ONLY_NEW})


ONLY_NEW = "only_new"
"""The argument of a review that has nothing to do where the head has its verdict already."""
REVIEW_PULL_REQUEST = "review_pull_request"
REVIEW_MERGE_GROUP = "review_merge_group"
END_MERGE_GROUP = "end_merge_group"
REVIEW_HEAD = "review_head"
REVIEW_BRANCH = "review_branch"
READ_BRANCH = "read_branch"
ANSWER_COMMAND = "answer_command"


def review_pull_request(
    pull_request: PullRequestId,
    *,
    attempt: int = 0,
    delay: float = 0.0,
    priority: int = USUAL,
    only_new: bool = False,
) -> Job:
    """Review the pull request as it is when the job runs: ten pushes make one review of the newest head. `only_new`: a
    webhook that comes late, after the head was reviewed, asks for nothing."""
    lock = f"pull/{pull_request.repository_id}/{pull_request.number}"
    arguments: dict[str, str | int] = {**asdict(pull_request), "attempt": attempt}
    if only_new:
        arguments[ONLY_NEW] = 1
    return Job(REVIEW_PULL_REQUEST, arguments, lock, lock, priority, delay)


def review_merge_group(group: MergeGroup, *, attempt: int = 0, delay: float = 0.0) -> Job:
    """Review what a merge queue wants to merge: the queue waits for it."""
    lock = f"group/{group.repository_id}/{group.head_sha}"
    return Job(REVIEW_MERGE_GROUP, {**asdict(group), "attempt": attempt}, lock, lock, URGENT, delay)


def end_merge_group(group: MergeGroup, reason: str) -> Job:
    """The queue has no more use for a group (`merged`, `invalidated`, `dequeued`): its review ends. Waits for no
    review."""
    lock = f"end/{group.repository_id}/{group.head_sha}"
    return Job(END_MERGE_GROUP, {**asdict(group), "reason": reason}, None, lock, URGENT)


def review_again(reviewed: Reviewed, *, attempt: int = 0, delay: float = 0.0) -> Job:
    """The review of either, once more."""
    if isinstance(reviewed, MergeGroup):
        return review_merge_group(reviewed, attempt=attempt, delay=delay)
    return review_pull_request(reviewed, attempt=attempt, delay=delay)


def pull_request_of(job: Job) -> PullRequestId | None:
    """The pull request that a job reviews; None for jobs of another kind."""
    if job.task != REVIEW_PULL_REQUEST:
        return None
    arguments: dict[str, Any] = {name: job.arguments[name] for name in PullRequestId.__slots__}
    return PullRequestId(**arguments)


def review_head(repository: RepositoryId, head_sha: str) -> Job:
    """Review every pull request with this head: somebody pressed the re-run button."""
    lock = f"head/{repository.repository_id}/{head_sha}"
    return Job(REVIEW_HEAD, {**asdict(repository), "head_sha": head_sha}, None, lock, URGENT)


def review_branch(push: Push, *, attempt: int = 0, delay: float = 0.0) -> Job:
    """Review the open pull requests that are judged by a branch, if the push changed its policy or its records, and
    judge what landed; pushes to one branch one after the other."""
    branch = f"branch/{push.repository_id}/{push.branch}"
    return Job(REVIEW_BRANCH, {**asdict(push), "attempt": attempt}, branch, f"{branch}/{push.after}", LATER, delay)


def read_branch(repository: RepositoryId, branch: str) -> Job:
    """Read all files of a base branch, so that later reviews need not."""
    lock = f"read/{repository.repository_id}/{branch}"
    return Job(READ_BRANCH, {**asdict(repository), "branch": branch}, lock, lock, LATER)


def answer_command(asked: Asked, *, attempt: int = 0, delay: float = 0.0) -> Job:
    """Do what a comment asks for, those of one pull request one after the other."""
    pull_request, comment = f"{asked.repository_id}/{asked.number}", f"{asked.repository_id}/{asked.comment_id}"
    arguments: dict[str, str | int] = {**asdict(asked), "attempt": attempt}
    return Job(ANSWER_COMMAND, arguments, f"commands/{pull_request}", f"command/{comment}", URGENT, delay)
