from typing import Generic, TypeVar

from monstrino_core.exceptions import NotFoundError
from monstrino_models.orm import Base
from sqlalchemy.ext.asyncio import AsyncSession

Row = TypeVar("Row", bound=Base)


class CrudRepository(Generic[Row]):
    def __init__(self, session: AsyncSession, row_type: type[Row]) -> None:
        self.session = session
        self.row_type = row_type

    async def row(self, identifier: int) -> Row:
        found = await self.session.get(self.row_type, identifier)
        if found is None:
            raise NotFoundError(identifier)
        return found
