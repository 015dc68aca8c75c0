from data_science.domain.dataset import Dataset
from data_science.domain.repository import DatasetRepository
from shared_kernel.domain.events.catalog import ModelTrainedEvent, DatasetUploadedEvent
from shared_kernel.infrastructure.messaging.bus import EventBus


class UploadDataset:
    def __init__(self, repository: DatasetRepository, event_bus: EventBus) -> None:
        self.repository = repository
        self.event_bus = event_bus
        event_bus.subscribe(ModelTrainedEvent, self.handle)

    def handle(self, event: ModelTrainedEvent) -> None:
        self.repository.add(Dataset(event.dataset_id))
        self.event_bus.publish(DatasetUploadedEvent(dataset_id=event.dataset_id, file_path=""))
