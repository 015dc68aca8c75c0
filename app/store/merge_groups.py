"""The groups of merge queues: GitHub names one in its events only, and cannot be asked for it later."""

from collections.abc import Collection, Sequence

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from app.store.database import session
from app.store.tables import MergeGroupRow


async def remember(engine: AsyncEngine, row: MergeGroupRow) -> str | None:
    """Store a group, once; why it was destroyed, if it was. Events come in any order: a group may be destroyed before
    it is asked for."""
    async with session(engine) as open_session:
        await open_session.execute(insert(MergeGroupRow).values(**row.model_dump()).on_conflict_do_nothing())
        await open_session.commit()
    found = await of_head(engine, row.repository_id, row.head_sha)
    return found.destroyed if found else None


async def destroy(engine: AsyncEngine, row: MergeGroupRow) -> None:
    """Store a group with the reason for its end, whether or not it is known."""
    reason = {"destroyed": row.destroyed}
    async with session(engine) as open_session:
        stored = insert(MergeGroupRow).values(**row.model_dump())
        keys = [MergeGroupRow.installation_id, MergeGroupRow.repository_id, MergeGroupRow.head_sha]
        await open_session.execute(stored.on_conflict_do_update(index_elements=[col(key) for key in keys], set_=reason))
        await open_session.commit()


async def of_head(engine: AsyncEngine, repository_id: int, head_sha: str) -> MergeGroupRow | None:
    """The group with this head."""
    return next(iter(await of_heads(engine, repository_id, [head_sha])), None)


async def of_heads(engine: AsyncEngine, repository_id: int, shas: Collection[str]) -> Sequence[MergeGroupRow]:
    """The groups with these heads."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(MergeGroupRow).where(
                MergeGroupRow.repository_id == repository_id, col(MergeGroupRow.head_sha).in_(shas)
            )
        )
        return rows.scalars().all()
