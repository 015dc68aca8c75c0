"""The composition root: everything that a process of the service needs, put together once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from app.github.client import AppClient
from app.jobs.queue import Queue
from app.jobs.tasks import tasks
from app.service import Service
from app.settings import Settings
from app.store.database import connected
from app.store.migrate import migrate
from app.web.health import healthz, readyz
from app.webhooks.receiver import receive

log = logging.getLogger(__name__)


@asynccontextmanager
async def running_service(
    settings: Settings, database_url: str, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Service]:
    """The collaborators of one process, connected and closed. Raises SettingsError for missing credentials."""
    credentials = settings.credentials()
    await asyncio.to_thread(migrate, database_url)
    github = AppClient(credentials, settings.api_url, transport)
    queue = Queue(database_url)
    async with connected(database_url) as engine:
        await queue.open()
        try:
            yield Service(settings, credentials, engine, queue, github)
        finally:
            await queue.close()
            await github.close()


@asynccontextmanager
async def working(service: Service) -> AsyncIterator[None]:
    """Carries out jobs while the block lasts, and lets the running ones end."""
    worker = asyncio.create_task(work(service))
    try:
        yield
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


async def work(service: Service) -> None:
    """Carry out jobs until cancelled."""
    await service.queue.work(tasks, {"service": service}, service.settings.concurrency)


def web_application(settings: Settings, database_url: str) -> Starlette:
    """The ASGI application: receiver, health, and a worker where the settings want one here."""

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        async with running_service(settings, database_url) as service:
            application.state.service = service
            if not settings.worker:
                yield
                return
            async with working(service):
                yield

    return Starlette(
        routes=[
            Route("/webhooks/github", receive, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
        ],
        lifespan=lifespan,
    )
