"""What people say of findings: that they are wrong, and that they do not block for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from types import MappingProxyType

from sqlalchemy import distinct, func, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from app.store.database import session
from app.store.tables import AlarmKind, FalseAlarmRow
from checks import Waiver


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a check was right, as people tell: findings of pull requests, each counted once, those of them that
    somebody calls wrong, and those that are waived."""

    check: str
    findings: int
    claims: int
    waivers: int


TOLD = text("""
    select finding->>'check', count(distinct (review.repository_id, review.number, finding->>'fingerprint'))
    from review, json_array_elements(case json_typeof(document) when 'object' then document->'findings' end) as finding
    where review.finished_at > :since
    group by 1
""")


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


async def waivers(
    engine: AsyncEngine, repository_id: int, authors: Mapping[int, str] = MappingProxyType({})
) -> tuple[Waiver, ...]:
    """The waivers of a repository that hold today, oldest first; without what the `authors` of pull requests, by
    number, have waived on others."""
    by = {login.casefold() for login in authors.values()}
    today = datetime.combine(datetime.now(UTC).date(), time.min, UTC)
    async with session(engine) as open_session:
        found = await open_session.execute(
            select(FalseAlarmRow)
            .where(col(FalseAlarmRow.repository_id) == repository_id)
            .where(col(FalseAlarmRow.kind) == AlarmKind.WAIVER.value)
            .where(col(FalseAlarmRow.expires_at) >= today)
            .order_by(col(FalseAlarmRow.told_at))
        )
        holding = (row for row in found.scalars() if row.number in authors or row.login.casefold() not in by)
        return tuple(map(waiver_of, holding))


def waiver_of(row: FalseAlarmRow) -> Waiver:
    """The waiver that a row of that kind is."""
    assert row.expires_at is not None
    since, until = row.told_at.astimezone(UTC).date(), row.expires_at.astimezone(UTC).date()
    return Waiver(row.fingerprint, row.login, row.reason, since, until)


async def rates(engine: AsyncEngine, since: datetime) -> tuple[Rate, ...]:
    """By check, in the order of their names: what reviews have told since a time, and what was said of it."""
    async with session(engine) as open_session:
        told = {row[0]: row[1] for row in await open_session.execute(TOLD, {"since": since})}
        finding = tuple_(col(FalseAlarmRow.repository_id), col(FalseAlarmRow.number), col(FalseAlarmRow.fingerprint))
        said = await open_session.execute(
            select(FalseAlarmRow.check_name, FalseAlarmRow.kind, func.count(distinct(finding)))
            .where(col(FalseAlarmRow.told_at) > since)
            .group_by(col(FalseAlarmRow.check_name), col(FalseAlarmRow.kind))
        )
        counts = {(check, kind): number for check, kind, number in said}
    checks = sorted(told.keys() | {check for check, _ in counts})

    def said_of(check: str, kind: AlarmKind) -> int:
        return counts.get((check, kind.value), 0)

    return tuple(
        Rate(one, told.get(one, 0), said_of(one, AlarmKind.CLAIM), said_of(one, AlarmKind.WAIVER)) for one in checks
    )
