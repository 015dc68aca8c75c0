import os

from monstrino_repositories.unit_of_work import UnitOfWork

from importer.app.import_release import ImportRelease
from importer.infra.feed import HttpFeed


def import_release() -> ImportRelease:
    return ImportRelease(UnitOfWork(os.environ["DATABASE_URL"]), HttpFeed(os.environ["FEED_URL"]))
