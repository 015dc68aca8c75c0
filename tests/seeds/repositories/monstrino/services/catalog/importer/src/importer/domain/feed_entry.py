from dataclasses import dataclass

from monstrino_models.dto import ReleaseDto


@dataclass(frozen=True)
class FeedEntry:
    identifier: str
    release: ReleaseDto
