from uuid import UUID

from data_profiling.domain.profile import Profile


class InMemoryProfileRepository:
    def __init__(self) -> None:
        self.stored: dict[UUID, Profile] = {}

    def get(self, dataset_id: UUID) -> Profile:
        return self.stored[dataset_id]

    def add(self, profile: Profile) -> None:
        self.stored[profile.dataset_id] = profile
