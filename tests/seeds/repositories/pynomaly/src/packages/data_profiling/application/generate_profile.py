from data_profiling.domain.profile import Profile
from data_profiling.domain.repository import ProfileRepository
from shared_kernel.domain.events.catalog import QualityAnalysisCompletedEvent, ProfileGeneratedEvent
from shared_kernel.infrastructure.messaging.bus import EventBus


class GenerateProfile:
    def __init__(self, repository: ProfileRepository, event_bus: EventBus) -> None:
        self.repository = repository
        self.event_bus = event_bus
        event_bus.subscribe(QualityAnalysisCompletedEvent, self.handle)

    def handle(self, event: QualityAnalysisCompletedEvent) -> None:
        self.repository.add(Profile(event.dataset_id))
        self.event_bus.publish(ProfileGeneratedEvent(dataset_id=event.dataset_id))
