"""Findings that came to a governed branch and that no decision covers."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select, update

from app.store.database import session
from app.store.tables import LandedRow

MOST = 1_000
"""Rows of one branch that are looked at."""


async def record(engine: AsyncEngine, rows: Sequence[LandedRow]) -> None:
    """Remember what one push brought; a second time changes nothing."""
    if not rows:
        return
    values = [row.model_dump(exclude={"id"}) for row in rows]
    async with session(engine) as open_session, open_session.begin():
        await open_session.execute(insert(LandedRow).values(values).on_conflict_do_nothing())


async def unresolved(engine: AsyncEngine, repository_id: int, branch: str) -> Sequence[LandedRow]:
    """What has come to a branch and is still there, newest first."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(LandedRow)
            .where(col(LandedRow.repository_id) == repository_id, col(LandedRow.branch) == branch)
            .where(col(LandedRow.resolved_at).is_(None))
            .order_by(col(LandedRow.id).desc())
            .limit(MOST)
        )
        return rows.scalars().all()


async def resolve(engine: AsyncEngine, rows: Sequence[LandedRow], sha: str) -> None:
    """These are gone since a commit."""
    ids = [row.id for row in rows]
    if not ids:
        return
    async with session(engine) as open_session, open_session.begin():
        await open_session.execute(
            update(LandedRow).where(col(LandedRow.id).in_(ids)).values(resolved_at=datetime.now(UTC), resolved_sha=sha)
        )
