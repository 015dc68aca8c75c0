from uuid import UUID

from mlops.domain.training_run import TrainingRun


class InMemoryTrainingRunRepository:
    def __init__(self) -> None:
        self.stored: dict[UUID, TrainingRun] = {}

    def get(self, dataset_id: UUID) -> TrainingRun:
        return self.stored[dataset_id]

    def add(self, training_run: TrainingRun) -> None:
        self.stored[training_run.dataset_id] = training_run
