"""Reviews: which are under way, which check run each owns, and what came out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Text, and_, cast, exists, func, or_
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.observing.metrics import REVIEWS
from app.store.database import session
from app.store.tables import PullRequestRow, ReviewRow, State

REMEMBERED = timedelta(days=180)
"""How far back reviews are looked through."""


@dataclass(frozen=True, slots=True)
class LastTold:
    """What the last review of a pull request says of a finding."""

    number: int
    fingerprint: str
    status: str


async def begin(engine: AsyncEngine, row: ReviewRow) -> ReviewRow:
    """Store a review that begins now; the row with its id."""
    async with session(engine) as open_session:
        open_session.add(row)
        await open_session.commit()
    return row


async def set_check_run(engine: AsyncEngine, review_id: int, check_run_id: int) -> bool:
    """Remember the check run that shows the review; False where the review was ended meanwhile."""
    return await _update(engine, review_id, check_run_id=check_run_id)


async def resume(engine: AsyncEngine, review_id: int, check_run_id: int) -> int:
    """Another try of a review, with the check run that the last one made; the generation of this try."""
    async with session(engine) as open_session:
        generation = await open_session.execute(
            update(ReviewRow)
            .where(col(ReviewRow.id) == review_id)
            .values(check_run_id=check_run_id, generation=col(ReviewRow.generation) + 1)
            .returning(col(ReviewRow.generation))
        )
        await open_session.commit()
        return generation.scalar_one()


async def is_current(engine: AsyncEngine, review_id: int, generation: int) -> bool:
    """Whether the review is still under way and no later try has taken it over."""
    async with session(engine) as open_session:
        row = await open_session.get(ReviewRow, review_id)
        return row is not None and row.state == State.RUNNING.value and row.generation == generation


async def set_report(engine: AsyncEngine, review_id: int, report: Mapping[str, object]) -> None:
    """Remember what the review says, before it is written anywhere."""
    await _update(engine, review_id, report=dict(report))


async def finish(
    engine: AsyncEngine, review_id: int, state: State, conclusion: str | None, document: Mapping[str, object] | None
) -> None:
    """The review is over, and is counted as such. One that is over already stays as it is."""
    is_over = await _update(
        engine,
        review_id,
        state=state.value,
        conclusion=conclusion,
        document=dict(document) if document is not None else None,
        finished_at=datetime.now(UTC),
    )
    if is_over and conclusion:
        REVIEWS.labels(conclusion).inc()


async def unfinished(engine: AsyncEngine, repository_id: int, number: int) -> Sequence[ReviewRow]:
    """Reviews of a pull request that were begun and not finished: what a failed try or a dead worker left behind."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow)
            .where(col(ReviewRow.repository_id) == repository_id, col(ReviewRow.number) == number)
            .where(col(ReviewRow.state) == State.RUNNING.value)
            .order_by(col(ReviewRow.id))
        )
        return rows.scalars().all()


async def unfinished_of_group(engine: AsyncEngine, repository_id: int, head_sha: str) -> Sequence[ReviewRow]:
    """Reviews of a merge group that were begun and not finished."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow)
            .where(ReviewRow.repository_id == repository_id, ReviewRow.head_sha == head_sha)
            .where(col(ReviewRow.number).is_(None), ReviewRow.state == State.RUNNING.value)
            .order_by(col(ReviewRow.id))
        )
        return rows.scalars().all()


async def running_at(engine: AsyncEngine, repository_id: int, head_sha: str, check_name: str) -> Sequence[ReviewRow]:
    """Reviews of any pull request that are under way at one check of one commit, oldest first."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            _at(repository_id, head_sha, check_name)
            .where(col(ReviewRow.state) == State.RUNNING.value)
            .order_by(col(ReviewRow.id))
        )
        return rows.scalars().all()


async def verdicts_at(engine: AsyncEngine, repository_id: int, head_sha: str, check_name: str) -> Sequence[ReviewRow]:
    """The last verdict on each pull request that is open now, has this head, and gets this check."""
    pull = PullRequestRow
    same = (col(pull.repository_id) == ReviewRow.repository_id, col(pull.number) == ReviewRow.number)
    here = (col(pull.head_sha) == head_sha, col(pull.check_name) == check_name, col(pull.is_open))
    with_report = _at(repository_id, head_sha, check_name).where(col(ReviewRow.report).is_not(None))
    last = with_report.with_only_columns(func.max(col(ReviewRow.id))).group_by(col(ReviewRow.number))
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow).join(pull, and_(*same, *here)).where(col(ReviewRow.id).in_(last))
        )
        return rows.scalars().all()


async def last_verdict(
    engine: AsyncEngine, repository_id: int, head_sha: str, check_name: str, number: int
) -> ReviewRow | None:
    """The last verdict on one pull request at one check of one commit, whatever became of it since."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            _at(repository_id, head_sha, check_name)
            .where(col(ReviewRow.number) == number, col(ReviewRow.report).is_not(None))
            .order_by(col(ReviewRow.id).desc())
            .limit(1)
        )
        return rows.scalars().first()


async def is_judged(engine: AsyncEngine, repository_id: int, number: int, head_sha: str) -> bool:
    """Whether the last review of a pull request was of this head, and came to a verdict."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow.head_sha, ReviewRow.state)
            .where(ReviewRow.repository_id == repository_id, ReviewRow.number == number)
            .order_by(col(ReviewRow.id).desc())
            .limit(1)
        )
        return rows.first() == (head_sha, State.FINISHED.value)


async def reviewed(engine: AsyncEngine, repository_id: int, heads: Collection[str]) -> frozenset[tuple[int, str]]:
    """Number and head of the pull requests whose review at one of these heads has come to its end: with a verdict, or
    with an explanation why there is none."""
    is_explained = and_(col(ReviewRow.state) == State.FAILED.value, col(ReviewRow.conclusion) == "failure")
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(col(ReviewRow.number), col(ReviewRow.head_sha))
            .where(col(ReviewRow.repository_id) == repository_id, col(ReviewRow.head_sha).in_(heads))
            .where(col(ReviewRow.number).is_not(None), or_(col(ReviewRow.state) == State.FINISHED.value, is_explained))
            .distinct()
        )
        return frozenset((number, head_sha) for number, head_sha in rows if number is not None)


async def at_head(engine: AsyncEngine, repository_id: int, head_sha: str) -> Mapping[int, ReviewRow]:
    """All reviews at one commit, by id."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow).where(col(ReviewRow.repository_id) == repository_id, col(ReviewRow.head_sha) == head_sha)
        )
        return {row.id: row for row in rows.scalars() if row.id is not None}


async def stuck(engine: AsyncEngine, age: timedelta) -> Sequence[ReviewRow]:
    """Reviews that have been under way for longer than `age`."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow)
            .where(col(ReviewRow.state) == State.RUNNING.value, col(ReviewRow.started_at) < datetime.now(UTC) - age)
            .order_by(col(ReviewRow.started_at))
            .limit(500)
        )
        return rows.scalars().all()


async def last_document(engine: AsyncEngine, repository_id: int, number: int) -> Mapping[str, Any] | None:
    """What the last review of a pull request that came to an end found; None where there was none."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow.document)
            .where(ReviewRow.repository_id == repository_id, ReviewRow.number == number)
            .where(ReviewRow.state == State.FINISHED.value)
            .order_by(col(ReviewRow.id).desc())
            .limit(1)
        )
        return rows.scalar_one_or_none()


async def last_told(engine: AsyncEngine, repository_id: int, fingerprints: Collection[str]) -> list[LastTold]:
    """What the last reviews of the repository's pull requests say of these findings; of the last months' ones, for
    what lands was reviewed not long ago."""
    later = aliased(ReviewRow)
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(ReviewRow.number, ReviewRow.document)
            .where(col(ReviewRow.repository_id) == repository_id, col(ReviewRow.state) == State.FINISHED.value)
            .where(col(ReviewRow.started_at) > datetime.now(UTC) - REMEMBERED)
            .where(or_(*(cast(col(ReviewRow.document), Text).contains(name) for name in fingerprints)))
            .where(
                ~exists().where(
                    col(later.repository_id) == col(ReviewRow.repository_id),
                    col(later.number) == col(ReviewRow.number),
                    col(later.state) == State.FINISHED.value,
                    col(later.id) > col(ReviewRow.id),
                )
            )
        )
        return [
            LastTold(number, one["fingerprint"], one["status"])
            for number, document in rows
            for one in document["findings"]
            if one["fingerprint"] in fingerprints
        ]


async def numbers_of_head(engine: AsyncEngine, repository_id: int, head_sha: str) -> Sequence[int]:
    """The pull requests that were reviewed with this head: GitHub does not name those of forks."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(col(ReviewRow.number))
            .where(col(ReviewRow.repository_id) == repository_id, col(ReviewRow.head_sha) == head_sha)
            .distinct()
        )
        return [number for number in rows.scalars().all() if number is not None]


def _at(repository_id: int, head_sha: str, check_name: str) -> SelectOfScalar[ReviewRow]:
    return select(ReviewRow).where(
        col(ReviewRow.repository_id) == repository_id,
        col(ReviewRow.head_sha) == head_sha,
        col(ReviewRow.check_name) == check_name,
        col(ReviewRow.number).is_not(None),
    )


async def _update(engine: AsyncEngine, review_id: int, **values: object) -> bool:
    """Whether the review was still under way: what is over is not written to by a worker that comes late."""
    async with session(engine) as open_session:
        updated = await open_session.execute(
            update(ReviewRow)
            .where(col(ReviewRow.id) == review_id, col(ReviewRow.state) == State.RUNNING.value)
            .values(**values)
            .returning(col(ReviewRow.id))
        )
        await open_session.commit()
        return updated.first() is not None
