"""Locks between workers: who holds one writes to GitHub alone, and finds out when it is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.store.pull_requests import Turn

LOST_AFTER = 60_000
"""Milliseconds without a sign of its holder after which a lock is free again: longer than one request to GitHub takes
(`app.github.client.TIMEOUT`), and each write is preceded by a sign."""
PATIENCE = 90_000
"""Milliseconds to wait for a lock: longer than a dead holder keeps it."""

LIMITS = text("""
    select set_config('lock_timeout', :patience, true), set_config('idle_in_transaction_session_timeout', :lost, true)
""")
LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
GENERATION = text("select generation from pull_request where repository_id = :repository_id and number = :number")


class LockLostError(Exception):
    """The lock is somebody else's: its holder was silent for too long, or waited for it too long. What was written
    meanwhile may have come too late."""


class HeadLock:
    """The lock on what the check runs of one commit say, while it is held."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def is_newest(self, turn: Turn) -> bool:
        """Whether nobody has had a later turn; a sign of life, too. Raises LockLostError."""
        values = {"repository_id": turn.repository_id, "number": turn.number}
        try:
            generation = await self._connection.scalar(GENERATION, values)
        except DBAPIError as error:
            raise LockLostError("the lock on the check run was lost") from error
        return bool(generation == turn.generation)


@asynccontextmanager
async def head_lock(engine: AsyncEngine, repository_id: int, head_sha: str) -> AsyncIterator[HeadLock]:
    """Wait for the lock, hold it while the block lasts. Raises LockLostError."""
    async with engine.connect() as connection:
        try:
            await connection.execute(LIMITS, {"patience": str(PATIENCE), "lost": str(LOST_AFTER)})
            await connection.execute(LOCK, {"name": f"head/{repository_id}/{head_sha}"})
        except DBAPIError as error:
            raise LockLostError("the check run is written to by another worker") from error
        try:
            yield HeadLock(connection)
        finally:
            await _release(connection)


async def _release(connection: AsyncConnection) -> None:
    """A connection that was cut off cannot be rolled back: it is thrown away, and what was raised is not hidden."""
    try:
        await connection.rollback()
    except DBAPIError:
        await connection.invalidate()
