from uuid import UUID

from data_quality.application.analyze_quality import AnalyzeQuality


def show(use_case: AnalyzeQuality, dataset_id: str) -> str:
    return repr(use_case.repository.get(UUID(dataset_id)))
