from typing import Protocol
from uuid import UUID

from data_science.domain.dataset import Dataset


class DatasetRepository(Protocol):
    def get(self, dataset_id: UUID) -> Dataset: ...

    def add(self, dataset: Dataset) -> None: ...
