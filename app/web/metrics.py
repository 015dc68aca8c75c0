"""`/metrics`: what this process counted, and what the database knows of the whole service."""

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from app.jobs.backlog import Backlog, backlogs
from app.service import Service


async def metrics(request: Request) -> Response:
    """Prometheus' text format. Without the database it says so in `adrift_database_up` and still tells its own."""
    service = request.app.state.service
    assert isinstance(service, Service)
    try:
        shared = _shared(await backlogs(service.engine))
    except (SQLAlchemyError, OSError):
        shared = _shared(None)
    return Response(generate_latest(REGISTRY) + generate_latest(shared), media_type=CONTENT_TYPE_LATEST)


def _shared(found: tuple[Backlog, ...] | None) -> CollectorRegistry:
    registry = CollectorRegistry()
    Gauge("adrift_database_up", "Whether the database answers.", registry=registry).set(found is not None)
    if found is None:
        return registry
    waiting = Gauge("adrift_queue_jobs", "Jobs that could run now, by state.", ["task", "state"], registry=registry)
    age = Gauge("adrift_queue_age_seconds", "Seconds that the oldest job has waited.", ["task"], registry=registry)
    for one in found:
        waiting.labels(one.task, "waiting").set(one.waiting)
        waiting.labels(one.task, "running").set(one.running)
        age.labels(one.task).set(one.oldest)
    oldest = Gauge("adrift_oldest_job_seconds", "Seconds that the oldest job of all has waited.", registry=registry)
    oldest.set(max((one.oldest for one in found), default=0))
    return registry
