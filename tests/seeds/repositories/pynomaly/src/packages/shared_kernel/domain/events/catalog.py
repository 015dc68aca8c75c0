from dataclasses import dataclass
from uuid import UUID

from shared_kernel.domain.events.base import DomainEvent


@dataclass(frozen=True)
class DatasetUploadedEvent(DomainEvent):
    dataset_id: UUID
    file_path: str


@dataclass(frozen=True)
class QualityAnalysisCompletedEvent(DomainEvent):
    dataset_id: UUID
    quality_score: float


@dataclass(frozen=True)
class ProfileGeneratedEvent(DomainEvent):
    dataset_id: UUID


@dataclass(frozen=True)
class ModelTrainedEvent(DomainEvent):
    dataset_id: UUID
    model_id: UUID
