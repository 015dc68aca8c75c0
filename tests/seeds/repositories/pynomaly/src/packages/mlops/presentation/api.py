from uuid import UUID

from mlops.application.train_model import TrainModel


def show(use_case: TrainModel, dataset_id: str) -> str:
    return repr(use_case.repository.get(UUID(dataset_id)))
