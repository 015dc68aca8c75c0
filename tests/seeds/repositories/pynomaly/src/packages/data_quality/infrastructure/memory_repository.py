from uuid import UUID

from data_quality.domain.quality_report import QualityReport


class InMemoryQualityReportRepository:
    def __init__(self) -> None:
        self.stored: dict[UUID, QualityReport] = {}

    def get(self, dataset_id: UUID) -> QualityReport:
        return self.stored[dataset_id]

    def add(self, quality_report: QualityReport) -> None:
        self.stored[quality_report.dataset_id] = quality_report
