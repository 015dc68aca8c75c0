"""Our tables. procrastinate's stand beside them in the same database."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, Index, LargeBinary, String
from sqlmodel import Field, SQLModel

TIME = DateTime(timezone=True)


class Delivery(SQLModel, table=True):
    """One webhook as it arrived. GitHub repeats a delivery under the same id."""

    __tablename__ = "delivery"
    __table_args__ = (Index("delivery_by_time", "received_at"),)

    id: str = Field(sa_column=Column(String, primary_key=True))
    event: str
    action: str | None = None
    installation_id: int | None = Field(default=None, sa_type=BigInteger)
    repository_id: int | None = Field(default=None, sa_type=BigInteger)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    received_at: datetime = Field(sa_type=TIME)


class State(StrEnum):
    """How far a review has come. `running` rows own a check run that somebody must finish."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class PullRequestRow(SQLModel, table=True):
    """A pull request: whose turn it is, and as it was when it was last looked at.

    `generation` counts the turns of jobs, `hints` the events that named it. `head_sha`, `base_ref` and
    `check_name` (the check that it gets) are None until somebody has looked. `holds_until` is the last day of the
    verdict, where it rests on something that ends.
    """

    __tablename__ = "pull_request"
    __table_args__ = (
        Index("pull_request_by_head", "repository_id", "head_sha"),
        Index("pull_request_by_end", "holds_until", postgresql_where="holds_until is not null"),
    )

    repository_id: int = Field(sa_type=BigInteger, primary_key=True)
    number: int = Field(primary_key=True)
    installation_id: int = Field(sa_type=BigInteger)
    repository: str
    generation: int = 0
    hints: int = 0
    is_open: bool = True
    head_sha: str | None = None
    base_ref: str | None = None
    check_name: str | None = None
    holds_until: date | None = None


class ReviewRow(SQLModel, table=True):
    """One review of one head of one pull request, with the check run that shows it: on a commit that is the head of
    several pull requests, reviews under way share one. That of a merge group has no `number`.

    `report` is what the review of a pull request by itself says there; None where it came to no verdict. `generation`
    counts the tries of a merge group's: one whose worker was given up for dead must not write when it wakes up.
    """

    __tablename__ = "review"
    __table_args__ = (
        Index("review_by_pull_request", "repository_id", "number"),
        Index("review_by_head", "repository_id", "head_sha"),
        Index("review_by_end", "finished_at"),
        Index("review_unfinished", "started_at", postgresql_where="state = 'running'"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    installation_id: int = Field(sa_type=BigInteger)
    repository_id: int = Field(sa_type=BigInteger)
    repository: str
    number: int | None = None
    head_sha: str
    check_name: str
    check_run_id: int | None = Field(default=None, sa_type=BigInteger)
    state: str = State.RUNNING.value
    generation: int = 0
    conclusion: str | None = None
    report: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    document: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))  # jsonb takes not every path
    started_at: datetime = Field(sa_type=TIME)
    finished_at: datetime | None = Field(default=None, sa_type=TIME)


class MergeGroupRow(SQLModel, table=True):
    """One group of a merge queue, as its events named it. `destroyed` is the reason, once the queue has no more use for
    it."""

    __tablename__ = "merge_group"

    installation_id: int = Field(sa_type=BigInteger, primary_key=True)
    repository_id: int = Field(sa_type=BigInteger, primary_key=True)
    head_sha: str = Field(primary_key=True)
    repository: str
    head_ref: str
    base_sha: str
    base_ref: str
    destroyed: str | None = None
    seen_at: datetime = Field(sa_type=TIME)


class FactsRow(SQLModel, table=True):
    """What one file says, as text, for one installation. `version` says what wrote it (`FACTS_VERSION`).

    `size` is about how many bytes the row takes; the index answers who takes how many without reading the rows.
    """

    __tablename__ = "facts"
    __table_args__ = (
        Index("facts_by_use", "installation_id", "version", "used_at", postgresql_include=["size"]),
        {"comment": "a cache: may be emptied at any time"},
    )

    installation_id: int = Field(sa_type=BigInteger, primary_key=True)
    version: int = Field(primary_key=True)
    object_id: str = Field(primary_key=True)
    dialect: str = Field(primary_key=True)
    is_scanned: bool = Field(primary_key=True)
    content: str
    size: int
    used_at: datetime = Field(sa_type=TIME)


class CommentedRow(SQLModel, table=True):
    """A pull request of which it is known whether it has comments of ours that will have to go when their findings do.

    No row: nobody knows, as after the loss of the database; GitHub is asked once.
    """

    __tablename__ = "commented"

    repository_id: int = Field(sa_type=BigInteger, primary_key=True)
    number: int = Field(primary_key=True)
    is_open: bool


class CommandRow(SQLModel, table=True):
    """A command that somebody wrote in a comment. It is carried out once, whatever is delivered or tried again.

    `tries` counts the workers that began with it; `answered_at` is None until one has come to its end.
    """

    __tablename__ = "command"
    __table_args__ = (Index("command_by_person", "installation_id", "login", "asked_at"),)

    repository_id: int = Field(sa_type=BigInteger, primary_key=True)
    comment_id: int = Field(sa_type=BigInteger, primary_key=True)
    installation_id: int = Field(sa_type=BigInteger)
    number: int
    login: str
    word: str
    tries: int = 1
    asked_at: datetime = Field(sa_type=TIME)
    answered_at: datetime | None = Field(default=None, sa_type=TIME)


class AlarmKind(StrEnum):
    """What somebody said of a finding: that it is wrong, or that it does not block for a while."""

    CLAIM = "claim"
    WAIVER = "waiver"


class FalseAlarmRow(SQLModel, table=True):
    """What a comment says of one finding of a pull request: in the same repository it holds for the same fingerprint.

    `expires_at` is of waivers.
    """

    __tablename__ = "false_alarm"
    __table_args__ = (
        Index("false_alarm_by_finding", "repository_id", "fingerprint"),
        Index("false_alarm_by_time", "told_at"),
    )

    repository_id: int = Field(sa_type=BigInteger, primary_key=True)
    comment_id: int = Field(sa_type=BigInteger, primary_key=True)
    installation_id: int = Field(sa_type=BigInteger)
    number: int
    kind: str
    fingerprint: str
    check_name: str
    login: str
    reason: str
    told_at: datetime = Field(sa_type=TIME)
    expires_at: datetime | None = Field(default=None, sa_type=TIME)


class LandedRow(SQLModel, table=True):
    """A finding that came to a governed branch past the check, and that no decision covers. `finding` is as in a
    review's JSON document; `number` is the pull request that brought it, where that is known; `resolved_sha` is the
    commit that took it away."""

    __tablename__ = "landed"
    __table_args__ = (
        Index("landed_once", "repository_id", "branch", "commit_sha", "fingerprint", unique=True),
        Index("landed_unresolved", "repository_id", "branch", postgresql_where="resolved_at is null"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    installation_id: int = Field(sa_type=BigInteger)
    repository_id: int = Field(sa_type=BigInteger)
    repository: str
    branch: str
    commit_sha: str
    fingerprint: str
    check_name: str
    finding: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    number: int | None = None
    landed_at: datetime = Field(sa_type=TIME)
    resolved_at: datetime | None = Field(default=None, sa_type=TIME)
    resolved_sha: str | None = None


class CompleteReviewRow(SQLModel, table=True):
    """What a complete review of a pull request had found, and the decision records that it knew, as digests by path.

    `completed_at` is by GitHub's clock: a label that is put later is bound to this.
    """

    __tablename__ = "complete_review"
    __table_args__ = (Index("complete_review_by_pull_request", "repository_id", "number", "completed_at"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    repository_id: int = Field(sa_type=BigInteger)
    number: int
    fingerprints: list[str] = Field(sa_column=Column(JSON, nullable=False))
    records: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    completed_at: datetime = Field(sa_type=TIME)


class PusherRow(SQLModel, table=True):
    """That somebody pushed a commit to a `place`: `pull/12`, or `heads/feature` of the repository itself."""

    __tablename__ = "pusher"

    repository_id: int = Field(sa_type=BigInteger, primary_key=True)
    place: str = Field(primary_key=True)
    head_sha: str = Field(primary_key=True)
    login: str = Field(primary_key=True)
    pushed_at: datetime = Field(sa_type=TIME)


class OverrideRow(SQLModel, table=True):
    """What became of one label at one review. Rows are only ever added; the last one of a label holds.

    `actor` put it at `put_at`; `record` is the path of the decision record; `fingerprints` are of the findings that it
    overrides. `inherited_from` is the pull request whose override a cherry-pick brought here.
    """

    __tablename__ = "override_decision"
    __table_args__ = (Index("override_decision_by_pull_request", "repository_id", "number"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    repository_id: int = Field(sa_type=BigInteger)
    number: int
    label: str
    actor: str | None = None
    put_at: datetime | None = Field(default=None, sa_type=TIME)
    record: str | None = None
    head_sha: str
    is_accepted: bool
    reason: str
    fingerprints: list[str] = Field(sa_column=Column(JSON, nullable=False))
    inherited_from: int | None = None
    decided_at: datetime = Field(sa_type=TIME)


class RedeliveryRow(SQLModel, table=True):
    """A delivery that GitHub was asked to send again, because none of its attempts had arrived."""

    __tablename__ = "redelivery"

    guid: str = Field(primary_key=True)
    installation_id: int | None = Field(default=None, sa_type=BigInteger)
    repository_id: int | None = Field(default=None, sa_type=BigInteger)
    times: int = 1
    asked_at: datetime = Field(sa_type=TIME)
