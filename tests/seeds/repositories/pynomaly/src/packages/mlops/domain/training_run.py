from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class TrainingRun:
    dataset_id: UUID
    is_finished: bool = False
