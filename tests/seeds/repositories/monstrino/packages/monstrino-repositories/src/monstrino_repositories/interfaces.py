from typing import Protocol

from monstrino_models.dto import ReleaseDto


class ReleaseRepository(Protocol):
    async def get(self, release_id: int) -> ReleaseDto: ...

    async def add(self, release: ReleaseDto) -> None: ...
