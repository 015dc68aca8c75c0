from uuid import UUID

from data_science.domain.dataset import Dataset


class InMemoryDatasetRepository:
    def __init__(self) -> None:
        self.stored: dict[UUID, Dataset] = {}

    def get(self, dataset_id: UUID) -> Dataset:
        return self.stored[dataset_id]

    def add(self, dataset: Dataset) -> None:
        self.stored[dataset.dataset_id] = dataset
