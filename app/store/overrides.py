"""The audit of overrides: what became of each label at each review, where that was news."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col, select

from app.observing.metrics import OVERRIDES
from app.store.database import session
from app.store.tables import OverrideRow

TAKEN_OFF = "the label was taken off"
SAME = ("actor", "put_at", "record", "head_sha", "is_accepted", "reason", "fingerprints")
"""The columns in which a row has to differ from the last one of its label to be news."""


async def keep(engine: AsyncEngine, rows: Sequence[OverrideRow], gone: OverrideRow) -> None:
    """Add what is news of a pull request's labels. `gone` is the row of a label that counted and is not among them: its
    override is taken back."""
    news: list[str] = []
    async with session(engine) as open_session, open_session.begin():
        last = await _last(open_session, gone.repository_id, [gone.number])
        for row in rows:
            known = last.get(_key(row))
            if known is None or any(getattr(known, name) != getattr(row, name) for name in SAME):
                open_session.add(row)
                news.append("accepted" if row.is_accepted else "refused")
        for key in last.keys() - {_key(row) for row in rows}:
            known = last[key]
            if known.reason != TAKEN_OFF:
                kept = {"label": known.label, "record": known.record, "inherited_from": known.inherited_from}
                open_session.add(OverrideRow(**{**gone.model_dump(exclude={"id"}), **kept}))
                news.append("taken back")
    for outcome in news:
        OVERRIDES.labels(outcome).inc()


async def standing(engine: AsyncEngine, repository_id: int, numbers: Collection[int]) -> Sequence[OverrideRow]:
    """What holds now of each label of these pull requests, refused ones too."""
    async with session(engine) as open_session:
        return list((await _last(open_session, repository_id, numbers)).values())


Key = tuple[int, str, int | None]
"""A label on a pull request, or one that it inherits from another."""


def _key(row: OverrideRow) -> Key:
    return row.number, row.label, row.inherited_from


async def _last(open_session: AsyncSession, repository_id: int, numbers: Collection[int]) -> Mapping[Key, OverrideRow]:
    rows = await open_session.execute(
        select(OverrideRow)
        .where(OverrideRow.repository_id == repository_id, col(OverrideRow.number).in_(numbers))
        .order_by(col(OverrideRow.id))
    )
    return {_key(row): row for row in rows.scalars()}
