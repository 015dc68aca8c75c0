"""Commands in comments: which were asked for, and which are answered."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select, update

from app.store.database import session
from app.store.tables import CommandRow


async def begin(engine: AsyncEngine, row: CommandRow) -> CommandRow | None:
    """Store a command, or count one more try of it; the row as it is now. None where it is answered already."""
    keys = ["repository_id", "comment_id"]
    async with session(engine) as open_session, open_session.begin():
        added = insert(CommandRow).values(**row.model_dump())
        found = await open_session.execute(
            added.on_conflict_do_update(
                index_elements=keys,
                set_={"tries": col(CommandRow.tries) + 1},
                where=col(CommandRow.answered_at).is_(None),
            ).returning(CommandRow)
        )
        return found.scalar_one_or_none()


async def finish(engine: AsyncEngine, row: CommandRow) -> None:
    """The command is answered, or never will be."""
    async with session(engine) as open_session, open_session.begin():
        await open_session.execute(
            update(CommandRow)
            .where(col(CommandRow.repository_id) == row.repository_id, col(CommandRow.comment_id) == row.comment_id)
            .values(answered_at=datetime.now(UTC))
        )


async def asked_by(engine: AsyncEngine, row: CommandRow, within: timedelta) -> int:
    """How many commands the person has given in this installation, up to this one."""
    async with session(engine) as open_session:
        found = await open_session.execute(
            select(func.count())
            .select_from(CommandRow)
            .where(col(CommandRow.installation_id) == row.installation_id, col(CommandRow.login) == row.login)
            .where(col(CommandRow.asked_at) > row.asked_at - within, col(CommandRow.asked_at) <= row.asked_at)
        )
        return found.scalar_one()
