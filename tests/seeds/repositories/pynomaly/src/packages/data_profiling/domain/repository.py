from typing import Protocol
from uuid import UUID

from data_profiling.domain.profile import Profile


class ProfileRepository(Protocol):
    def get(self, dataset_id: UUID) -> Profile: ...

    def add(self, profile: Profile) -> None: ...
