import asyncio
import sys

from importer.app.import_release import ImportRelease


def run(use_case: ImportRelease) -> None:
    for identifier in sys.argv[1:]:
        asyncio.run(use_case(identifier))
