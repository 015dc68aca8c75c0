from uuid import uuid4

from data_quality.application.analyze_quality import AnalyzeQuality
from data_quality.infrastructure.memory_repository import InMemoryQualityReportRepository
from shared_kernel.domain.events.catalog import DatasetUploadedEvent
from shared_kernel.infrastructure.messaging.bus import EventBus


def test_an_upload_is_analyzed() -> None:
    bus, reports, dataset = EventBus(), InMemoryQualityReportRepository(), uuid4()
    AnalyzeQuality(reports, bus)
    bus.publish(DatasetUploadedEvent(dataset_id=dataset, file_path="a.csv"))
    assert reports.get(dataset).score == 1.0
