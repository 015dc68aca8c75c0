"""Who pushed to which pull request or branch. It outlives the deliveries that said so."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col, select

from app.store.database import session
from app.store.tables import PusherRow


@dataclass(frozen=True, slots=True)
class BranchGone:
    """A branch that was deleted: what is pushed under its name later is another story."""

    repository_id: int
    place: str


Pushing = PusherRow | BranchGone


def of_pull_request(number: int) -> str:
    """The place of a pull request."""
    return f"pull/{number}"


def of_branch(name: str) -> str:
    """The place of a branch of the repository itself."""
    return f"heads/{name}"


async def keep(open_session: AsyncSession, told: Iterable[Pushing]) -> None:
    """Remember pushes, in the caller's transaction."""
    for one in told:
        if isinstance(one, BranchGone):
            here = (col(PusherRow.repository_id) == one.repository_id, col(PusherRow.place) == one.place)
            await open_session.execute(delete(PusherRow).where(*here))
        else:
            await open_session.execute(insert(PusherRow).values(**one.model_dump()).on_conflict_do_nothing())


async def pushed_to(
    engine: AsyncEngine, repository_id: int, places: Collection[str], head_sha: str
) -> Sequence[PusherRow]:
    """All that is known of pushes to these places, and of this head to any: a branch may have been given another
    name."""
    is_of_it = or_(col(PusherRow.place).in_(places), col(PusherRow.head_sha) == head_sha)
    async with session(engine) as open_session:
        rows = await open_session.execute(select(PusherRow).where(PusherRow.repository_id == repository_id, is_of_it))
        return rows.scalars().all()
