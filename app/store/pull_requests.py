"""Pull requests as they were last seen, and whose turn each of them is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from psycopg import AsyncConnection
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select, update

from app.store.database import session
from app.store.tables import PullRequestRow

HINT = """
    insert into pull_request (installation_id, repository_id, repository, number, generation, hints, is_open)
    select *, 0, 1, true from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[]) order by 2, 4
    on conflict (repository_id, number) do update set hints = pull_request.hints + 1
"""
"""In order: two processes that write the same rows must not wait for each other."""
Named = tuple[int, int, str, int]
"""A pull request by installation, repository (id and full name) and number."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One job's turn at a pull request. Only the turn of the newest `generation` may write: the worker of an older one
    was given up for dead. `hints`: how many events had named the pull request when it began."""

    installation_id: int
    repository_id: int
    repository: str
    number: int
    generation: int
    hints: int


async def hint(connection: AsyncConnection, named: Iterable[Named]) -> None:
    """Events name these pull requests, in the transaction that puts jobs in for them."""
    wanted = {(repository_id, number): one for one in named for _, repository_id, _, number in [one]}
    if wanted:
        await connection.execute(HINT, [list(column) for column in zip(*wanted.values(), strict=True)])


async def take(engine: AsyncEngine, *, installation_id: int, repository_id: int, repository: str, number: int) -> Turn:
    """The turn of a job that begins now, which ends all turns before it."""
    named: dict[str, int | str] = {"installation_id": installation_id, "repository": repository}
    statement = (
        insert(PullRequestRow)
        .values(repository_id=repository_id, number=number, generation=1, hints=0, is_open=True, **named)
        .on_conflict_do_update(
            index_elements=["repository_id", "number"],
            set_={"generation": col(PullRequestRow.generation) + 1, **named},
        )
        .returning(col(PullRequestRow.generation), col(PullRequestRow.hints))
    )
    async with session(engine) as open_session:
        generation, hints = (await open_session.execute(statement)).one()
        await open_session.commit()
    return Turn(installation_id, repository_id, repository, number, generation, hints)


async def current(engine: AsyncEngine, turn: Turn) -> PullRequestRow | None:
    """The pull request, where the turn is still the newest."""
    async with session(engine) as open_session:
        row = await open_session.get(PullRequestRow, (turn.repository_id, turn.number))
        return row if row and row.generation == turn.generation else None


async def seen(engine: AsyncEngine, repository_id: int) -> Mapping[int, PullRequestRow]:
    """The pull requests of a repository that were looked at, by number."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(PullRequestRow).where(col(PullRequestRow.repository_id) == repository_id)
        )
        return {row.number: row for row in rows.scalars()}


async def see(engine: AsyncEngine, turn: Turn, **values: str | bool | date | None) -> None:
    """Remember what was seen, unless somebody has looked later."""
    async with session(engine) as open_session:
        await open_session.execute(
            update(PullRequestRow)
            .where(col(PullRequestRow.repository_id) == turn.repository_id, col(PullRequestRow.number) == turn.number)
            .where(col(PullRequestRow.generation) == turn.generation)
            .values(**values)
        )
        await open_session.commit()


async def ended(engine: AsyncEngine, today: date) -> Sequence[PullRequestRow]:
    """The open pull requests whose verdict has held until yesterday or before."""
    async with session(engine) as open_session:
        rows = await open_session.execute(
            select(PullRequestRow)
            .where(col(PullRequestRow.is_open), col(PullRequestRow.holds_until) < today)
            .order_by(col(PullRequestRow.holds_until), col(PullRequestRow.repository_id), col(PullRequestRow.number))
        )
        return rows.scalars().all()


async def forget_ends(engine: AsyncEngine, today: date) -> None:
    """Those of `ended` are seen to."""
    async with session(engine) as open_session, open_session.begin():
        await open_session.execute(
            update(PullRequestRow).where(col(PullRequestRow.holds_until) < today).values(holds_until=None)
        )
