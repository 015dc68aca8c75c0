import httpx
from monstrino_models.dto import ReleaseDto

from importer.domain.feed_entry import FeedEntry


class HttpFeed:
    def __init__(self, url: str) -> None:
        self.url = url

    async def entry(self, identifier: str) -> FeedEntry:
        answer = httpx.get(f"{self.url}/{identifier}")
        return FeedEntry(identifier, ReleaseDto.model_validate(answer.json()))
