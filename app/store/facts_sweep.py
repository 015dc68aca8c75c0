"""Keeping the cache of facts small: what other versions wrote, what nobody used for long, and what is too much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from app.facts.codec import FACTS_VERSION
from app.store.database import session
from app.store.tables import FactsRow

BATCH = 1_000
"""Rows deleted in one transaction: short enough to be in nobody's way."""
EVER = datetime.max.replace(tzinfo=UTC)

DELETE_OLDEST = text("""
    with gone as (
      delete from facts where ctid = any(array(
        select ctid from facts
        where installation_id = :installation_id and version = :version and used_at < :before
        order by used_at limit :batch for update skip locked
      ))
      returning size
    )
    select count(*), coalesce(sum(size), 0) from gone
""")


@dataclass(frozen=True, slots=True)
class Share:
    """What the facts of one installation under one version take: bytes, and when the oldest were last used."""

    installation_id: int
    version: int
    size: int
    oldest: datetime


async def sweep_facts(engine: AsyncEngine, kept: timedelta, largest: int) -> int:
    """Delete facts of older versions, facts that were not used for the time they are `kept`, and of what remains so
    many that at most about `largest` bytes are left. How many were deleted."""
    now = datetime.now(UTC)
    taken = 0
    for share in await _shares(engine):
        if share.version < FACTS_VERSION:
            taken += await _delete(engine, share, EVER)
        elif share.oldest < now - kept:
            taken += await _delete(engine, share, now - kept)
    shares = await _shares(engine)
    level = common_level([share.size for share in shares], largest)
    for share in shares:
        if share.size > level:
            taken += await _delete(engine, share, EVER, share.size - level)
    return taken


def common_level(sizes: Sequence[int], largest: int) -> int:
    """The size to which the larger ones have to shrink so that all together have at most `largest`: who fills the
    cache drives out his own facts, not those of others."""
    room = largest
    for index, size in enumerate(sorted(sizes)):
        level = room // (len(sizes) - index)
        if size > level:
            return level
        room -= size
    return largest


async def _shares(engine: AsyncEngine) -> list[Share]:
    """Read from an index alone."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(
                FactsRow.installation_id, FactsRow.version, func.sum(FactsRow.size), func.min(FactsRow.used_at)
            ).group_by(col(FactsRow.installation_id), col(FactsRow.version))
        )
        return [Share(*row) for row in rows.all()]


async def _delete(engine: AsyncEngine, share: Share, before: datetime, wanted: int | None = None) -> int:
    """Delete the facts that were last used before a time, oldest first, until so many bytes are gone. How many."""
    values = {"installation_id": share.installation_id, "version": share.version, "before": before, "batch": BATCH}
    taken = freed = 0
    while wanted is None or freed < wanted:
        async with engine.begin() as connection:
            count, size = (await connection.execute(DELETE_OLDEST, values)).one()
        taken, freed = taken + count, freed + size
        if count < BATCH:
            break
    return taken
