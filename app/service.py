"""What every part of the running service is given: passed on from the one composition root, `app/main.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from app.git.mirror import Mirror
from app.github.client import AppClient
from app.jobs.queue import Queue
from app.parsing.parsers import Parsers
from app.reading.memory import Memory
from app.reading.workbench import Workbench
from app.settings import Credentials, Settings
from app.store.facts import FactsDatabase


@dataclass(frozen=True, slots=True)
class Service:
    """The collaborators of one process."""

    settings: Settings
    credentials: Credentials
    engine: AsyncEngine
    queue: Queue
    github: AppClient
    parsers: Parsers
    facts: FactsDatabase
    memory: Memory

    def workbench(self, installation_id: int, repository_id: int) -> Workbench:
        """The means for reading one repository; installations share parser processes only."""
        memory = self.memory.of((installation_id, repository_id))
        return Workbench.of_memory(self.parsers, self.facts.of(installation_id), memory)

    def mirror(self, installation_id: int, repository_id: int, full_name: str) -> Mirror:
        """The mirror of one repository; installations share none."""
        folder = self.mirrors / str(installation_id) / f"{repository_id}.git"
        return Mirror(folder, self.settings.clone_url(full_name))

    @property
    def mirrors(self) -> Path:
        return self.settings.data_dir.resolve() / "mirrors"


def service_of(context: Mapping[str, Any]) -> Service:
    """The service that a job is carried out by: what `Queue.work` was given."""
    service = context["service"]
    assert isinstance(service, Service)
    return service
