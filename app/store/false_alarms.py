"""What people say of findings: that they are wrong."""

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from app.store.database import session
from app.store.tables import FalseAlarmRow


async def tell(engine: AsyncEngine, row: FalseAlarmRow) -> int:
    """Store what one comment says, once; how often it was said of the finding in this repository."""
    async with session(engine) as open_session, open_session.begin():
        await open_session.execute(insert(FalseAlarmRow).values(**row.model_dump()).on_conflict_do_nothing())
        found = await open_session.execute(
            select(func.count())
            .select_from(FalseAlarmRow)
            .where(col(FalseAlarmRow.repository_id) == row.repository_id)
            .where(col(FalseAlarmRow.fingerprint) == row.fingerprint, col(FalseAlarmRow.kind) == row.kind)
        )
        return found.scalar_one()
