from typing import Protocol

from monstrino_repositories.unit_of_work import UnitOfWork

from importer.domain.feed_entry import FeedEntry


class Feed(Protocol):
    async def entry(self, identifier: str) -> FeedEntry: ...


class ImportRelease:
    def __init__(self, work: UnitOfWork, feed: Feed) -> None:
        self.work = work
        self.feed = feed

    async def __call__(self, identifier: str) -> None:
        entry = await self.feed.entry(identifier)
        await self.work.releases.add(entry.release)
