"""Failed deliveries: which have arrived all the same, and which GitHub was asked to send again."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from app.store.database import session
from app.store.tables import Delivery, RedeliveryRow


async def arrived(engine: AsyncEngine, guids: Collection[str]) -> frozenset[str]:
    """Those that are stored."""
    async with session(engine) as open_session:
        rows = await open_session.execute(select(Delivery.id).where(col(Delivery.id).in_(guids)))
        return frozenset(rows.scalars())


async def asked_for(engine: AsyncEngine, guids: Collection[str]) -> Mapping[str, RedeliveryRow]:
    """What was asked for already, by guid."""
    async with session(engine) as open_session:
        rows = await open_session.execute(select(RedeliveryRow).where(col(RedeliveryRow.guid).in_(guids)))
        return {row.guid: row for row in rows.scalars()}


async def ask(engine: AsyncEngine, guid: str, installation_id: int | None, repository_id: int | None) -> None:
    """Remember that GitHub was asked, once more."""
    row = RedeliveryRow(
        guid=guid, installation_id=installation_id, repository_id=repository_id, asked_at=datetime.now(UTC)
    )
    added = insert(RedeliveryRow).values(**row.model_dump())
    async with session(engine) as open_session, open_session.begin():
        await open_session.execute(
            added.on_conflict_do_update(
                index_elements=["guid"],
                set_={"times": col(RedeliveryRow.times) + 1, "asked_at": added.excluded.asked_at},
            )
        )
