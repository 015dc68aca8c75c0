from typing import Protocol
from uuid import UUID


class DataQualityAnalyzer(Protocol):
    def analyze_dataset(self, dataset_id: UUID) -> float: ...
