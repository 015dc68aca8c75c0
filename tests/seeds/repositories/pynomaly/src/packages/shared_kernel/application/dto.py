from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class DatasetDto:
    dataset_id: UUID
    rows: int
