from typing import Protocol
from uuid import UUID

from mlops.domain.training_run import TrainingRun


class TrainingRunRepository(Protocol):
    def get(self, dataset_id: UUID) -> TrainingRun: ...

    def add(self, training_run: TrainingRun) -> None: ...
