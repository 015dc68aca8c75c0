"""What complete reviews had found: a label is bound to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from app.store.database import session
from app.store.tables import CompleteReviewRow


async def keep(
    engine: AsyncEngine,
    place: tuple[int, int],
    fingerprints: Sequence[str],
    records: Mapping[str, str],
    completed_at: datetime,
) -> None:
    """Remember what a review found of the pull request at `place` (repository, number), and which decision records
    were there. `completed_at` is by GitHub's clock, as the time of a label is. What the one before had found, too, is
    not written again: a label is bound to the same either way."""
    row = CompleteReviewRow(
        repository_id=place[0],
        number=place[1],
        fingerprints=sorted(fingerprints),
        records=dict(records),
        completed_at=completed_at,
    )
    known = await last_complete(engine, place, completed_at)
    if known is not None and (known.fingerprints, known.records) == (row.fingerprints, row.records):
        return
    async with session(engine) as open_session:
        open_session.add(row)
        await open_session.commit()


async def newest(engine: AsyncEngine, place: tuple[int, int], most: int) -> Sequence[CompleteReviewRow]:
    """The last reviews of a pull request that were complete, so many of them, oldest first."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(CompleteReviewRow)
            .where(CompleteReviewRow.repository_id == place[0], CompleteReviewRow.number == place[1])
            .order_by(col(CompleteReviewRow.completed_at).desc(), col(CompleteReviewRow.id).desc())
            .limit(most)
        )
        return rows.scalars().all()[::-1]


async def last_complete(engine: AsyncEngine, place: tuple[int, int], at: datetime) -> CompleteReviewRow | None:
    """The last review of a pull request that was complete at a time."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(CompleteReviewRow)
            .where(CompleteReviewRow.repository_id == place[0], CompleteReviewRow.number == place[1])
            .where(col(CompleteReviewRow.completed_at) <= at)
            .order_by(col(CompleteReviewRow.completed_at).desc(), col(CompleteReviewRow.id).desc())
            .limit(1)
        )
        return rows.scalars().first()
