"""The world that the stand-in remembers. Every reader and writer holds `World.lock`."""

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Json = dict[str, Any]
ROLES = {"admin": "admin", "maintain": "write", "write": "write", "triage": "read", "read": "read", "none": "none"}


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class User:
    id: int
    login: str
    type: str = "User"


@dataclass
class Label:
    id: int
    name: str
    color: str = "ededed"


@dataclass
class Installation:
    id: int
    account: User
    permissions: dict[str, str]
    events: list[str]
    created_at: datetime
    suspended_at: datetime | None = None


@dataclass(frozen=True)
class RequiredCheck:
    """`app_id` None: whoever reports it."""

    context: str
    app_id: int | None = None


@dataclass
class Repository:
    id: int
    owner: User
    name: str
    path: Path
    default_branch: str
    created_at: datetime
    installation: Installation | None
    visibility: str = "private"
    parent: "Repository | None" = None
    labels: dict[str, Label] = field(default_factory=dict)
    # login -> (role_name, permission): a custom role keeps its own name beside the permission it is built on
    roles: dict[str, tuple[str, str]] = field(default_factory=dict)
    # what the rulesets and the protection of a branch require, by its name
    rules: dict[str, list[RequiredCheck]] = field(default_factory=dict)
    protection: dict[str, list[RequiredCheck]] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"


@dataclass
class LabelEvent:
    id: int
    event: str
    actor: User
    label: Label
    created_at: datetime


@dataclass
class PullRequest:
    id: int
    number: int
    repository: Repository
    author: User
    title: str
    body: str | None
    head_repository: Repository | None
    head_ref: str
    head_sha: str
    base_ref: str
    base_sha: str
    created_at: datetime
    updated_at: datetime
    draft: bool = False
    state: str = "open"
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    merge_commit_sha: str | None = None
    labels: list[Label] = field(default_factory=list)
    events: list[LabelEvent] = field(default_factory=list)


@dataclass
class CheckRun:
    id: int
    suite_id: int
    repository: Repository
    name: str
    head_sha: str
    app_id: int
    started_at: datetime
    status: str = "queued"
    conclusion: str | None = None
    completed_at: datetime | None = None
    external_id: str = ""
    details_url: str = ""
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    annotations: list[Json] = field(default_factory=list)
    actions: list[Json] = field(default_factory=list)


@dataclass
class Review:
    id: int
    pull: PullRequest
    user: User
    body: str
    state: str
    commit_id: str
    submitted_at: datetime | None


@dataclass
class ReviewComment:
    id: int
    review: Review
    pull: PullRequest
    user: User
    body: str
    path: str
    commit_id: str
    diff_hunk: str
    created_at: datetime
    updated_at: datetime
    line: int | None = None
    side: str = "RIGHT"
    start_line: int | None = None
    start_side: str | None = None
    in_reply_to: int | None = None
    subject_type: str = "line"


@dataclass
class IssueComment:
    id: int
    pull: PullRequest
    user: User
    body: str
    created_at: datetime
    updated_at: datetime
    reactions: list["Reaction"] = field(default_factory=list)


@dataclass
class Reaction:
    id: int
    user: User
    content: str
    created_at: datetime


@dataclass
class Registration:
    """An App that was made from a manifest and whose code has not been exchanged yet."""

    manifest: Json
    owner: User
    created_at: datetime


@dataclass(frozen=True)
class MergeGroup:
    """What the merge queue tries: `branch` is its own; its base is the base branch's tip or the group before it."""

    pulls: tuple[PullRequest, ...]
    branch: str
    head_sha: str
    base_ref: str
    base_sha: str


@dataclass
class World:
    """Everything that this GitHub knows."""

    app_id: int
    app_slug: str
    url: str = "http://github.test"
    app_permissions: dict[str, str] = field(default_factory=dict)
    app_events: list[str] = field(default_factory=list)
    clock: Callable[[], datetime] = utc_now
    # the first call runs when the field is made, so that the App is older than what it sees
    created_at: datetime = field(default_factory=utc_now)
    lock: threading.RLock = field(default_factory=threading.RLock)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1001))
    users: dict[str, User] = field(default_factory=dict)
    installations: dict[int, Installation] = field(default_factory=dict)
    repositories: dict[int, Repository] = field(default_factory=dict)
    pulls: dict[tuple[int, int], PullRequest] = field(default_factory=dict)
    suites: dict[tuple[int, str], int] = field(default_factory=dict)
    check_runs: dict[int, CheckRun] = field(default_factory=dict)
    reviews: dict[int, Review] = field(default_factory=dict)
    review_comments: dict[int, ReviewComment] = field(default_factory=dict)
    issue_comments: dict[int, IssueComment] = field(default_factory=dict)
    # full names (in lower case) that repositories had before
    moved: dict[str, Repository] = field(default_factory=dict)
    merge_groups: dict[str, MergeGroup] = field(default_factory=dict)
    teams: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    # by code
    registrations: dict[str, Registration] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    unknown_requests: list[str] = field(default_factory=list)

    @property
    def api(self) -> str:
        return f"{self.url}/api/v3"

    @property
    def bot(self) -> User:
        return self.user(f"{self.app_slug}[bot]", kind="Bot")

    def user(self, login: str, *, kind: str | None = None) -> User:
        """The account of that name, made when it is first spoken of: an App's where the name says so."""
        if login not in self.users:
            self.users[login] = User(next(self.ids), login, kind or ("Bot" if login.endswith("[bot]") else "User"))
        return self.users[login]

    def repository(self, full_name: str) -> Repository | None:
        wanted = full_name.lower()
        return next((repo for repo in self.repositories.values() if repo.full_name.lower() == wanted), None)

    def installation_of(self, owner: str) -> Installation | None:
        return next((one for one in self.installations.values() if one.account.login == owner), None)

    def repositories_of(self, installation: Installation) -> list[Repository]:
        return [repo for repo in self.repositories.values() if repo.installation is installation]

    def pulls_of(self, repository: Repository) -> list[PullRequest]:
        """Newest first, as GitHub lists them."""
        found = [pull for pull in self.pulls.values() if pull.repository is repository]
        return sorted(found, key=lambda pull: pull.number, reverse=True)

    def suite(self, repository: Repository, sha: str) -> int:
        return self.suites.setdefault((repository.id, sha), next(self.ids))

    def role(self, repository: Repository, login: str) -> tuple[str, str]:
        return repository.roles.get(login, ("none", "none"))
