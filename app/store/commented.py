"""Which pull requests have inline comments of ours, so that the others need not be asked for theirs."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from app.store.database import session
from app.store.tables import CommentedRow


async def is_commented(engine: AsyncEngine, repository_id: int, number: int) -> bool | None:
    """Whether comments of ours may be there that a review has to look after; None where nobody knows."""
    async with session(engine) as open_session:
        row = await open_session.get(CommentedRow, (repository_id, number))
        return row.is_open if row else None


async def set_commented(engine: AsyncEngine, repository_id: int, number: int, *, is_open: bool) -> None:
    """Remember it: `True` before a comment is posted, `False` when the last one is gone."""
    values = {"repository_id": repository_id, "number": number, "is_open": is_open}
    statement = insert(CommentedRow).values(values)
    async with session(engine) as open_session:
        await open_session.execute(
            statement.on_conflict_do_update(index_elements=["repository_id", "number"], set_={"is_open": is_open})
        )
        await open_session.commit()
