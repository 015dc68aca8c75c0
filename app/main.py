"""The composition root: everything that a process of the service needs, put together once."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, nullcontext, suppress

import httpx
from prometheus_client import start_http_server
from starlette.applications import Starlette
from starlette.routing import Route

from app.github.client import AppClient
from app.installing.mirror_sweep import sweep_mirrors_forever
from app.jobs import installation_jobs, reconcile_jobs
from app.jobs.outages import QueueError
from app.jobs.queue import Queue
from app.parsing.parsers import Parsers
from app.reading.memory import Memory
from app.service import Service
from app.settings import Settings
from app.store.database import connected
from app.store.facts import FactsDatabase
from app.store.migrate import migrate
from app.tasks.all_tasks import tasks
from app.tasks.watchdog import take_over_forever
from app.web.health import healthz, readyz
from app.web.metrics import SharedMetrics, metrics, metrics_server
from app.web.simulate import Simulations, simulated
from app.webhooks.intake import Intake
from app.webhooks.receiver import receive

RESTARTED_AFTER = 5.0
"""Seconds before a worker that ended by itself is started again."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def running_service(
    settings: Settings, database_url: str, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Service]:
    """The collaborators of one process, connected and closed. Raises SettingsError for missing credentials."""
    credentials = settings.credentials()
    await asyncio.to_thread(migrate, database_url)
    github = AppClient(credentials, settings.api_url, transport)
    queue = Queue(database_url, tasks())
    parsers = Parsers(processes=settings.parser_processes, start="forkserver")
    facts = FactsDatabase(database_url)
    memory = Memory(settings.graph_memory)
    async with connected(database_url, settings.concurrency) as engine:
        await queue.open()
        try:
            yield Service(settings, credentials, engine, queue, github, parsers, facts, memory)
        finally:
            await queue.close()
            await github.close()
            await asyncio.to_thread(parsers.close)
            await asyncio.to_thread(facts.close)


@asynccontextmanager
async def working(service: Service) -> AsyncIterator[None]:
    """Carries out jobs while the block lasts, and lets the running ones end."""
    with suppress(QueueError):
        for job in (installation_jobs.check_permissions(), *reconcile_jobs.AFTER_START):
            await service.queue.put(job)
    async with (
        meanwhile(work(service)),
        meanwhile(sweep_mirrors_forever(service)),
        meanwhile(take_over_forever(service)),
    ):
        yield


@asynccontextmanager
async def meanwhile(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Something that goes on while the block lasts."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def simulating(service: Service) -> AsyncIterator[Simulations]:
    """Simulations can be asked for while the block lasts."""
    simulations = Simulations(service)
    try:
        yield simulations
    finally:
        await simulations.close()


async def work(service: Service) -> None:
    """Carry out jobs until cancelled. A worker that ends by itself, as it does when the database goes away, is started
    again: a service that takes webhooks and reviews nothing must not go unnoticed."""
    while True:
        try:
            await service.queue.work({"service": service}, service.settings.concurrency)
        except Exception:
            log.exception("the worker failed")
        log.error("the worker has ended; it is started again in %.0f s", RESTARTED_AFTER)
        await asyncio.sleep(RESTARTED_AFTER)


async def work_until_stopped(settings: Settings, database_url: str) -> None:
    """A process that only works: until SIGINT or SIGTERM, and then until its running jobs have ended."""
    if settings.metrics_port is not None:
        start_http_server(settings.metrics_port, settings.host)
    async with running_service(settings, database_url) as service, working(service):
        stopped = asyncio.Event()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
        await stopped.wait()


def web_application(settings: Settings, database_url: str) -> Starlette:
    """The ASGI application: receiver, simulations, health, and a worker where the settings want one here."""

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        async with running_service(settings, database_url) as service, simulating(service) as simulations:
            application.state.service = service
            application.state.intake = Intake(service)
            application.state.simulations = simulations
            application.state.shared_metrics = SharedMetrics(service)
            # a process that only receives has the mirrors of its simulations
            work = working(service) if settings.worker else meanwhile(sweep_mirrors_forever(service))
            port = settings.metrics_port
            async with work, metrics_server(service, port) if port else nullcontext():
                yield

    return Starlette(
        routes=[
            Route("/webhooks/github", receive, methods=["POST"]),
            Route("/api/simulate", simulated, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *([] if settings.metrics_port else [Route("/metrics", metrics)]),
        ],
        lifespan=lifespan,
    )
