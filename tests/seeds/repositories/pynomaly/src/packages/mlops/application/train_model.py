from mlops.domain.training_run import TrainingRun
from mlops.domain.repository import TrainingRunRepository
from shared_kernel.domain.events.catalog import ProfileGeneratedEvent, ModelTrainedEvent
from shared_kernel.infrastructure.messaging.bus import EventBus


class TrainModel:
    def __init__(self, repository: TrainingRunRepository, event_bus: EventBus) -> None:
        self.repository = repository
        self.event_bus = event_bus
        event_bus.subscribe(ProfileGeneratedEvent, self.handle)

    def handle(self, event: ProfileGeneratedEvent) -> None:
        self.repository.add(TrainingRun(event.dataset_id))
        self.event_bus.publish(ModelTrainedEvent(dataset_id=event.dataset_id, model_id=event.event_id))
