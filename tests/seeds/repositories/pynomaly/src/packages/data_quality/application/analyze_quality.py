from data_quality.domain.quality_report import QualityReport
from data_quality.domain.repository import QualityReportRepository
from shared_kernel.domain.events.catalog import DatasetUploadedEvent, QualityAnalysisCompletedEvent
from shared_kernel.infrastructure.messaging.bus import EventBus


class AnalyzeQuality:
    def __init__(self, repository: QualityReportRepository, event_bus: EventBus) -> None:
        self.repository = repository
        self.event_bus = event_bus
        event_bus.subscribe(DatasetUploadedEvent, self.handle)

    def handle(self, event: DatasetUploadedEvent) -> None:
        self.repository.add(QualityReport(event.dataset_id))
        self.event_bus.publish(QualityAnalysisCompletedEvent(dataset_id=event.dataset_id, quality_score=1.0))
