"""Deliveries: stored once each, together with the job that they ask for, in one transaction."""

from collections.abc import Awaitable, Callable

from psycopg import AsyncConnection
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from app.store.database import session
from app.store.tables import Delivery

Enqueue = Callable[[AsyncConnection], Awaitable[None]]
"""Puts jobs into the queue on the given connection, so that they are there if and only if the delivery is."""


async def store(engine: AsyncEngine, delivery: Delivery, enqueue: Enqueue) -> bool:
    """Store a delivery and its jobs; False where it is stored already, and then nothing is enqueued."""
    async with session(engine) as open_session, open_session.begin():
        inserted = await open_session.execute(
            insert(Delivery).values(**delivery.model_dump()).on_conflict_do_nothing().returning(col(Delivery.id))
        )
        if inserted.first() is None:
            return False
        await enqueue(await _driver(open_session))
        return True


async def _driver(open_session: AsyncSession) -> AsyncConnection:
    connection = await open_session.connection()
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, AsyncConnection)
    return driver
