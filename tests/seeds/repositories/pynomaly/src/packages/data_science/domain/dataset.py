from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Dataset:
    dataset_id: UUID
    file_path: str = ""
