"""The parts of GitHub's answers that adrift reads. Small models of our own: githubkit's refuse a third of GitHub's
own example payloads."""

from datetime import datetime
from enum import IntEnum

from pydantic import BaseModel, ConfigDict

BOT = "Bot"
"""The type of an account that is an App's."""


class Answer(BaseModel):
    """Unknown fields are not ours to judge."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Installation(Answer):
    id: int


class Audience(IntEnum):
    """Who may read a repository."""

    MEMBERS = 0
    ENTERPRISE = 1
    EVERYBODY = 2


class Repository(Answer):
    """Of what does not say who may read it, everybody may. `open_issues_count` counts pull requests, too. Nothing can
    be written to one that is `archived`."""

    id: int
    full_name: str
    default_branch: str
    private: bool = False
    visibility: str | None = None
    open_issues_count: int = 0
    archived: bool = False

    @property
    def audience(self) -> Audience:
        """GitHub calls internal repositories private, too."""
        if not self.private:
            return Audience.EVERYBODY
        return Audience.ENTERPRISE if self.visibility == "internal" else Audience.MEMBERS


class Repositories(Answer):
    repositories: list[Repository]


class Label(Answer):
    name: str


class HeadRepository(Answer):
    id: int
    full_name: str | None = None


class Head(Answer):
    """`repo` is null in a pull request whose fork was deleted."""

    sha: str
    ref: str
    repo: HeadRepository | None = None


class Base(Answer):
    """`sha` is the base branch's tip at some time, not now, and not the merge base."""

    sha: str
    ref: str
    repo: Repository


class User(Answer):
    login: str
    type: str = "User"


class PullRequest(Answer):
    number: int
    state: str
    head: Head
    base: Base
    user: User | None = None
    labels: list[Label] = []
    title: str = ""
    body: str | None = None
    review_comments: int | None = None
    draft: bool = False

    @property
    def is_by_app(self) -> bool:
        """Whether no person wrote it: Dependabot, Renovate."""
        return self.user is not None and self.user.type == BOT

    @property
    def label_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.labels)


class Commit(Answer):
    sha: str


class Branch(Answer):
    commit: Commit


class Grant(Answer):
    """The App's registration, or an installation, with what it was given. A suspended one can do nothing."""

    id: int
    suspended_at: str | None = None
    permissions: dict[str, str] = {}
    events: list[str] = []


class Author(Answer):
    date: datetime | None = None


class CommitText(Answer):
    message: str
    author: Author | None = None


class Account(Answer):
    """Whom GitHub takes for the author of a commit; empty where the address is nobody's."""

    login: str | None = None


class ListedCommit(Answer):
    sha: str
    commit: CommitText
    parents: list[Commit] = []
    author: Account | None = None
    committer: Account | None = None

    @property
    def day(self) -> str:
        """The author's day (ISO); empty where GitHub does not say."""
        moment = self.commit.author.date if self.commit.author else None
        return moment.date().isoformat() if moment else ""


class Content(Answer):
    """A file of up to 1 MB, in base64."""

    content: str


class Comparison(Answer):
    """Two commits of one history: `base_commit` is what the first one was named by, at that moment."""

    base_commit: Commit
    merge_base_commit: Commit


class ActingApp(Answer):
    """An App that did something in somebody's name."""

    slug: str | None = None

    @property
    def bot(self) -> str:
        """Its name as that of a bot; no policy can list an App of which GitHub does not tell the name."""
        return f"{self.slug}[bot]" if self.slug else "an App without a name"


class Output(Answer):
    annotations_count: int = 0
    text: str | None = None


class CheckRun(Answer):
    id: int
    status: str
    external_id: str | None = None
    completed_at: datetime | None = None
    output: Output = Output()
    app: ActingApp | None = None


class CheckRuns(Answer):
    check_runs: list[CheckRun]


class ReviewComment(Answer):
    """`in_reply_to_id` is the first comment of the thread; missing from that one itself. `subject_type` may be
    missing, too: then it is on a line."""

    id: int
    body: str = ""
    user: User | None = None
    in_reply_to_id: int | None = None
    subject_type: str | None = None


class IssueComment(Answer):
    id: int
    body: str | None = None
    user: User | None = None


class Access(Answer):
    """What somebody may do in a repository: `admin`, `write`, `read` or `none`. `role_name` tells the role itself: one
    of GitHub's, or the organisation's own."""

    permission: str
    role_name: str | None = None


class Identity(Answer):
    """The App itself; it comments as `{slug}[bot]`."""

    slug: str


class LabelEvent(Answer):
    """That a label was put or taken off. `actor` is missing where the account is gone."""

    event: str
    created_at: datetime
    actor: User | None = None
    label: Label
    performed_via_github_app: ActingApp | None = None


class Membership(Answer):
    state: str


class LandedPullRequest(Answer):
    """One that GitHub connects with a commit. `merged_at` is None where it is not merged."""

    number: int
    base: Base
    merged_at: datetime | None = None
