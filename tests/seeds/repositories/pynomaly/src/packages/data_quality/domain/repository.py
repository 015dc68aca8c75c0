from typing import Protocol
from uuid import UUID

from data_quality.domain.quality_report import QualityReport


class QualityReportRepository(Protocol):
    def get(self, dataset_id: UUID) -> QualityReport: ...

    def add(self, quality_report: QualityReport) -> None: ...
