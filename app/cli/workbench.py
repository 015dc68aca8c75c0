"""The means for reading a clone on the command line: a cache in the user's own folder, parsers that are forked."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

from app.cli.progress import progress
from app.facts.cache_folder import cache_folder
from app.facts.sqlite import SqliteCache
from app.git.repository import Repository
from app.parsing.parsers import Parsers
from app.parsing.processes import Start
from app.reading.kept_graphs import KeptGraphs
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench

MOST_PROCESSES = 8


@contextmanager
def workbench(repository: Repository, start: Start = "fork") -> Iterator[Workbench]:
    """A workbench for as long as the block lasts; on a terminal it shows how far reading has come. `start` says how
    parsers are made."""
    processes = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, MOST_PROCESSES)
    with (
        progress() as report,
        closing(SqliteCache(cache_folder())) as cache,
        Parsers(processes=processes, start=start) as parsers,
    ):
        yield Workbench(
            parsers, cache, RepositoryMemory(), lambda ignored: KeptGraphs(cache, repository, ignored), report
        )
