"""How long rows are kept: as long as they decide something, and then a while for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

BATCH = 1_000
"""Rows deleted in one transaction: short enough to be in nobody's way."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How long what was delivered is kept, and what was found."""

    deliveries: timedelta
    reviews: timedelta


OLD_DELIVERIES: Mapping[str, str] = {
    "delivery": "received_at < :before",
    "command": "asked_at < :before",
    "redelivery": "asked_at < :before",
}
"""None is needed once GitHub sends the same delivery no more."""
OLD_REVIEWS: Mapping[str, str] = {
    # the last that came to its end says what to show, and what a label was put for
    "review": """
      finished_at < :before and (number is null or exists (
        select 1 from review newer
        where newer.repository_id = old.repository_id and newer.number = old.number
          and newer.state = 'finished' and newer.id > old.id
      ))""",
    "merge_group": "seen_at < :before",
    "landed": "resolved_at < :before",
    "false_alarm": "coalesce(expires_at, told_at) < :before",
    # of a pull request that is reviewed all are kept: a label may have been put at any time
    "complete_review": """
      completed_at < :before
      and exists (
        select 1 from complete_review newer
        where newer.repository_id = old.repository_id and newer.number = old.number and newer.id > old.id
      )
      and not exists (
        select 1 from complete_review recent
        where recent.repository_id = old.repository_id and recent.number = old.number
          and recent.completed_at >= :before
      )""",
    # all of a place or none: who pushed long ago has had a part in what was pushed to since
    "pusher": """
      pushed_at < :before and not exists (
        select 1 from pusher recent
        where recent.repository_id = old.repository_id and recent.place = old.place and recent.pushed_at >= :before
      )""",
}
"""By table, which of its rows may go. What is not named is kept as long as the repository is: of overrides, what became
of each label."""


async def delete_old(engine: AsyncEngine, kept: Kept) -> dict[str, int]:
    """Delete the rows that are older, in batches. How many of each table."""
    return {
        table: await _delete(engine, table, condition, age)
        for conditions, age in ((OLD_DELIVERIES, kept.deliveries), (OLD_REVIEWS, kept.reviews))
        for table, condition in conditions.items()
    }


async def _delete(engine: AsyncEngine, table: str, condition: str, age: timedelta) -> int:
    condition = condition.replace(":before", "now() - cast(:age as interval)")
    statement = text(
        f"delete from {table} where ctid = any(array("  # noqa: S608 - of nothing but the words above
        f"select ctid from {table} old where {condition} limit :batch))"
    )
    deleted, count = 0, BATCH
    while count == BATCH:
        async with engine.begin() as connection:
            count = (await connection.execute(statement, {"age": age, "batch": BATCH})).rowcount
        deleted += count
    return deleted
