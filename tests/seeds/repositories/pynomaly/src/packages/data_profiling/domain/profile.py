from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Profile:
    dataset_id: UUID
    columns: tuple[str, ...] = ()
