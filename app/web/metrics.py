"""`/metrics`: what this process counted, and what the database knows of the whole service."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.jobs.backlog import Backlog, backlogs
from app.service import Service
from app.store.false_alarms import Rate, rates

RATES_OF = timedelta(days=30)
"""How far back findings and what was said of them are counted."""
RATES_KEPT = 600.0
"""Seconds between two such counts: they read every review of that time."""
PATIENCE = 5.0
"""Seconds that one may take."""


class SharedMetrics:
    """What the database knows of the whole service, asked for by one process."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._rates: tuple[Rate, ...] = ()
        self._counted_at: float | None = None

    async def registry(self) -> CollectorRegistry:
        """As it is now; what people say of findings as it was some minutes ago."""
        registry = CollectorRegistry()
        up = Gauge("adrift_database_up", "Whether the database answers.", registry=registry)
        try:
            _show_backlogs(registry, await backlogs(self._service.engine))
            _show_rates(registry, await self._lately())
            up.set(1)
        except (SQLAlchemyError, OSError):
            up.set(0)
        return registry

    async def _lately(self) -> tuple[Rate, ...]:
        if self._counted_at is None or time.monotonic() - self._counted_at > RATES_KEPT:
            self._counted_at = time.monotonic()
            try:
                async with asyncio.timeout(PATIENCE):
                    self._rates = await rates(self._service.engine, datetime.now(UTC) - RATES_OF)
            except TimeoutError:
                pass  # what was counted before has to do
        return self._rates


async def metrics(request: Request) -> Response:
    """Prometheus' text format. Without the database it says so in `adrift_database_up` and still tells its own."""
    shared = request.app.state.shared_metrics
    assert isinstance(shared, SharedMetrics)
    content = generate_latest(REGISTRY) + generate_latest(await shared.registry())
    return Response(content, media_type=CONTENT_TYPE_LATEST)


@asynccontextmanager
async def metrics_server(service: Service, port: int) -> AsyncIterator[None]:
    """Shows the metrics on a port of their own while the block lasts."""
    application = Starlette(routes=[Route("/metrics", metrics)])
    application.state.shared_metrics = SharedMetrics(service)
    config = uvicorn.Config(application, service.settings.host, port, log_config=None, lifespan="off")
    server = _Beside(config)
    task = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Beside(uvicorn.Server):
    """A server beside the one that signals are for."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _show_backlogs(registry: CollectorRegistry, found: tuple[Backlog, ...]) -> None:
    waiting = Gauge("adrift_queue_jobs", "Jobs that could run now, by state.", ["task", "state"], registry=registry)
    age = Gauge("adrift_queue_age_seconds", "Seconds that the oldest job has waited.", ["task"], registry=registry)
    for one in found:
        waiting.labels(one.task, "waiting").set(one.waiting)
        waiting.labels(one.task, "running").set(one.running)
        age.labels(one.task).set(one.oldest)
    oldest = Gauge("adrift_oldest_job_seconds", "Seconds that the oldest job of all has waited.", registry=registry)
    oldest.set(max((one.oldest for one in found), default=0))


def _show_rates(registry: CollectorRegistry, found: tuple[Rate, ...]) -> None:
    days = f"in {RATES_OF.days} days, by check"
    told = Gauge("adrift_findings_told", f"Findings of pull requests {days}.", ["check"], registry=registry)
    wrong = Gauge("adrift_findings_called_wrong", f"Those that people call wrong {days}.", ["check"], registry=registry)
    waived = Gauge("adrift_findings_waived", f"Those that are waived {days}.", ["check"], registry=registry)
    for one in found:
        told.labels(one.check).set(one.findings)
        wrong.labels(one.check).set(one.claims)
        waived.labels(one.check).set(one.waivers)
