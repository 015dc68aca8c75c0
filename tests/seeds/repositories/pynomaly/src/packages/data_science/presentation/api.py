from uuid import UUID

from data_science.application.upload_dataset import UploadDataset


def show(use_case: UploadDataset, dataset_id: str) -> str:
    return repr(use_case.repository.get(UUID(dataset_id)))
