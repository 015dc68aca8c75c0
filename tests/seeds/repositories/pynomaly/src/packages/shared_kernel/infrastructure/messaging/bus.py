from collections import defaultdict
from collections.abc import Callable

from shared_kernel.domain.events import DomainEvent

Handler = Callable[[DomainEvent], None]


class EventBus:
    def __init__(self) -> None:
        self.handlers: dict[type[DomainEvent], list[Handler]] = defaultdict(list)

    def subscribe(self, event_type: type[DomainEvent], handler: Handler) -> None:
        self.handlers[event_type].append(handler)

    def publish(self, event: DomainEvent) -> None:
        for handler in self.handlers[type(event)]:
            handler(event)
