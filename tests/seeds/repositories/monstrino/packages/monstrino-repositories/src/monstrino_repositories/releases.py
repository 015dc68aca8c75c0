from monstrino_core.enums import ReleaseKind
from monstrino_models.dto import ReleaseDto
from monstrino_models.orm import Release

from monstrino_repositories.crud import CrudRepository


class SqlReleaseRepository(CrudRepository[Release]):
    async def get(self, release_id: int) -> ReleaseDto:
        row = await self.row(release_id)
        return ReleaseDto(id=row.id, title=row.title, kind=ReleaseKind(row.kind))

    async def add(self, release: ReleaseDto) -> None:
        self.session.add(Release(id=release.id, title=release.title, kind=release.kind.value))
