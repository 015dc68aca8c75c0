"""The receiver: verify, store, enqueue, answer. Everything else happens later."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.jobs.job import Job
from app.jobs.origin import Origin
from app.observing import traces
from app.observing.logs import about
from app.observing.metrics import DELIVERIES
from app.service import Service
from app.store.pushers import Pushing
from app.store.tables import Delivery
from app.webhooks.events import jobs_of
from app.webhooks.intake import Intake, NotStoredError
from app.webhooks.payloads import Envelope
from app.webhooks.pushes import pushes_of
from app.webhooks.signature import is_signed

LARGEST_BODY = 25 * 1024 * 1024
"""Bytes: GitHub sends no larger payload (its documentation, "Webhook events and payloads")."""
LONGEST_ID = 200

log = logging.getLogger(__name__)


async def receive(request: Request) -> JSONResponse:
    """`POST /webhooks/github`: 202 stored, 400 not a webhook, 401 not signed by GitHub, 413 too large, 503 later."""
    service, intake = request.app.state.service, request.app.state.intake
    assert isinstance(service, Service)
    assert isinstance(intake, Intake)
    body = await _body(request)
    if body is None:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "a webhook is at most 25 MB")
    if not is_signed(service.credentials.webhook_secrets(), body, request.headers.get("x-hub-signature-256")):
        return _answer(HTTPStatus.UNAUTHORIZED, "the signature is not over this body with our secret")
    event, delivery_id = request.headers.get("x-github-event"), request.headers.get("x-github-delivery")
    if not event or not delivery_id or len(delivery_id) > LONGEST_ID:
        return _answer(HTTPStatus.BAD_REQUEST, "X-GitHub-Event and X-GitHub-Delivery are needed")
    try:
        envelope = Envelope.model_validate_json(body)
    except ValidationError:
        return _answer(HTTPStatus.BAD_REQUEST, "the body is not a JSON payload: set the webhook's content type to JSON")
    return await _received(intake, _delivery(delivery_id, event, envelope, body))


async def _received(intake: Intake, delivery: Delivery) -> JSONResponse:
    fields = {"installation": delivery.installation_id, "repository_id": delivery.repository_id}
    with about(delivery=delivery.id, **fields), traces.span("delivery", event=delivery.event):
        return await _store(intake, delivery)


async def _store(intake: Intake, delivery: Delivery) -> JSONResponse:
    jobs, pushes = _jobs(delivery), _pushes(delivery)
    try:
        is_new = await intake.store(delivery, jobs, pushes)
    except NotStoredError:
        DELIVERIES.labels("refused").inc()
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "not stored: send it again later")
    DELIVERIES.labels("stored" if is_new else "repeated").inc()
    log.info("%s %s stored: %s", delivery.event, delivery.action or "", [job.lock or job.task for job in jobs])
    return _answer(HTTPStatus.ACCEPTED, "stored" if is_new else "stored before")


def _jobs(delivery: Delivery) -> tuple[Job, ...]:
    try:
        origin = Origin(delivery.id, delivery.received_at.timestamp(), traces.here())
        return tuple(replace(job, origin=origin) for job in jobs_of(delivery.event, delivery.body))
    except ValidationError as error:
        log.warning("delivery %s: a %s event of unknown shape: %s", delivery.id, delivery.event, error.error_count())
        return ()


def _pushes(delivery: Delivery) -> tuple[Pushing, ...]:
    try:
        return pushes_of(delivery.event, delivery.body, delivery.received_at)
    except ValidationError as error:
        log.warning("delivery %s does not tell who pushed: %s", delivery.id, error.error_count())
        return ()


async def _body(request: Request) -> bytes | None:
    """The raw body, None as soon as it is known to be too large."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _delivery(delivery_id: str, event: str, envelope: Envelope, body: bytes) -> Delivery:
    return Delivery(
        id=delivery_id,
        event=event,
        action=envelope.action,
        installation_id=envelope.installation.id if envelope.installation else None,
        repository_id=envelope.repository.id if envelope.repository else None,
        body=body,
        received_at=datetime.now(UTC),
    )


def _answer(status: HTTPStatus, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status_code=status)
