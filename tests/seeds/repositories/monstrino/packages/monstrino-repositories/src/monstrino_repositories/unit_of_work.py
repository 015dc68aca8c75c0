from monstrino_models.orm import Release
from sqlalchemy.ext.asyncio import create_async_engine

from monstrino_repositories.interfaces import ReleaseRepository
from monstrino_repositories.releases import SqlReleaseRepository


class UnitOfWork:
    releases: ReleaseRepository

    def __init__(self, url: str) -> None:
        self._connection = create_async_engine(url)

    def bind(self, session: object) -> None:
        self.releases = SqlReleaseRepository(session, Release)
