"""All rows of an installation or of a repository, in whichever tables: taken away together, and renamed together.

A table that knows whose its rows are says so in a column `installation_id` or `repository_id`; there are no others.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Table, delete, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import SQLModel, col

from app.store.tables import Delivery, FactsRow, ReviewRow


async def forget(engine: AsyncEngine, installation_id: int, repository_id: int | None = None) -> None:
    """Delete the rows of an installation, or of one repository of it.

    Facts are an installation's, and do not say of which repository they are: they go with each, and later reviews work
    them out anew. So do the installation's own events, which name its repositories.
    """
    async with engine.begin() as connection:
        wanted = {repository_id} if repository_id else await _repositories_of(connection, installation_id)
        for table in SQLModel.metadata.sorted_tables:
            conditions = list(_conditions(table, installation_id, repository_id, wanted))
            if conditions:
                await connection.execute(delete(table).where(*conditions))


async def rename(engine: AsyncEngine, repository_id: int, full_name: str) -> None:
    """The rows of a repository say what it is called now."""
    async with engine.begin() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if {"repository_id", "repository"} <= set(table.columns.keys()):
                is_it = table.columns["repository_id"] == repository_id
                await connection.execute(update(table).where(is_it).values(repository=full_name))


async def others(engine: AsyncEngine, installation_id: int, repository_id: int) -> Sequence[int]:
    """The other installations under which something is kept of a repository: it was theirs before."""
    tables = [table for table in SQLModel.metadata.sorted_tables if _is_of_both(table)]
    asked = [
        select(table.columns["installation_id"]).where(table.columns["repository_id"] == repository_id)
        for table in tables
    ]
    async with engine.connect() as connection:
        found = {number for (number,) in await connection.execute(union(*asked))}
    return sorted(found - {installation_id, None})


async def known_repositories(engine: AsyncEngine) -> frozenset[tuple[int, int]]:
    """Installation and repository of all that were reviewed and are not forgotten."""
    async with engine.connect() as connection:
        rows = await connection.execute(select(col(ReviewRow.installation_id), col(ReviewRow.repository_id)).distinct())
        return frozenset((installation, repository) for installation, repository in rows)


async def _repositories_of(connection: AsyncConnection, installation_id: int) -> set[int]:
    tables = [table for table in SQLModel.metadata.sorted_tables if _is_of_both(table)]
    asked = [
        select(table.columns["repository_id"]).where(table.columns["installation_id"] == installation_id)
        for table in tables
    ]
    return {number for (number,) in await connection.execute(union(*asked)) if number is not None}


def _conditions(
    table: Table, installation_id: int, repository_id: int | None, wanted: set[int]
) -> Iterator[ColumnElement[bool]]:
    """Which rows of a table go; none of a table that belongs to nobody."""
    columns = table.columns
    if "installation_id" in columns:
        yield columns["installation_id"] == installation_id
        if repository_id is not None and "repository_id" in columns:
            is_it = columns["repository_id"] == repository_id
            yield or_(is_it, columns["repository_id"].is_(None)) if table.name == Delivery.__tablename__ else is_it
    elif "repository_id" in columns:
        yield columns["repository_id"].in_(wanted)


def _is_of_both(table: Table) -> bool:
    return {"installation_id", "repository_id"} <= set(table.columns.keys()) and table.name != FactsRow.__tablename__
