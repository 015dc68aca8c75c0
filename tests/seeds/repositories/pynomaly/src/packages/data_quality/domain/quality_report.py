from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class QualityReport:
    dataset_id: UUID
    score: float = 1.0
