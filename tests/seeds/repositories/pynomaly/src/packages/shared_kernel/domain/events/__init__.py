from shared_kernel.domain.events.base import DomainEvent

__all__ = ["DomainEvent"]
