"""Deliveries: stored once each, together with the jobs that they ask for and who pushed, in one transaction."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from psycopg import AsyncConnection
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from app.store import pushers
from app.store.database import session
from app.store.tables import Delivery

Enqueue = Callable[[Collection[str], AsyncConnection], Awaitable[None]]
"""Puts the jobs of the deliveries with these ids into the queue on the given connection, so that they are there if and
only if the deliveries are."""


async def store(
    engine: AsyncEngine,
    deliveries: Sequence[Delivery],
    enqueue: Enqueue,
    pushes: Mapping[str, Sequence[pushers.Pushing]] | None = None,
) -> frozenset[str]:
    """Store deliveries, their jobs, and by their ids the pushes that they tell of. The ids of those that were not
    stored before: only what they ask for is done."""
    rows = {delivery.id: delivery.model_dump() for delivery in deliveries}
    async with session(engine) as open_session, open_session.begin():
        inserted = await open_session.execute(
            insert(Delivery).values(list(rows.values())).on_conflict_do_nothing().returning(col(Delivery.id))
        )
        new = frozenset(inserted.scalars())
        await pushers.keep(open_session, (push for one in new for push in (pushes or {}).get(one, ())))
        if new:
            await enqueue(new, await _driver(open_session))
    return new


async def _driver(open_session: AsyncSession) -> AsyncConnection:
    connection = await open_session.connection()
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, AsyncConnection)
    return driver
