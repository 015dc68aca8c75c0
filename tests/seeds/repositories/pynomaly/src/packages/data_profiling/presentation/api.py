from uuid import UUID

from data_profiling.application.generate_profile import GenerateProfile


def show(use_case: GenerateProfile, dataset_id: str) -> str:
    return repr(use_case.repository.get(UUID(dataset_id)))
