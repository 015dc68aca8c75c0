"""Webhooks that GitHub could not deliver: it does not send them again by itself, so it is asked to."""

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from app.github import deliveries
from app.github.deliveries import HookDelivery
from app.github.errors import GoneError, RefusedError
from app.observing.metrics import LOST
from app.service import Service
from app.store import redeliveries

WINDOW = timedelta(days=3)
"""How far back GitHub sends a webhook again (its documentation, "Redelivering webhooks")."""
MOST_AT_ONCE = 60
"""Asked for in one go, a minute before the next: GitHub takes 80 requests a minute that make something."""
MOST_TIMES = 3
"""How often one webhook is asked for: the receiver may still be away when it comes."""
ASKED_AGAIN_AFTER = timedelta(minutes=15)

log = logging.getLogger(__name__)


async def redeliver(service: Service) -> bool:
    """Ask for what has not arrived in any attempt, oldest first. Whether there is more. Raises GitHubError."""
    wanted = [one async for one in _wanted(service)]
    for one in reversed(wanted[-MOST_AT_ONCE:]):
        await _ask(service, one)
    return len(wanted) > MOST_AT_ONCE


async def _wanted(service: Service) -> AsyncIterator[HookDelivery]:
    """The last attempt of each, newest first. A page of which nothing will be asked for any more is the last one that
    is looked at: what is older was looked at when that was new."""
    window = min(WINDOW, timedelta(days=service.settings.deliveries_kept_days))
    seen: set[str] = set()
    async for page in deliveries.failed_deliveries(service.github):
        young = [one for one in page if one.delivered_at > datetime.now(UTC) - window]
        open_ones, wanted = await _judged(service, young)
        for one in wanted:
            if one.guid not in seen:
                yield one
        seen.update(one.guid for one in young)
        if len(young) < len(page) or not open_ones:
            return


async def _judged(service: Service, page: Sequence[HookDelivery]) -> tuple[bool, list[HookDelivery]]:
    """Whether any of these may still be asked for, and those that are to be now."""
    guids = {one.guid for one in page}
    arrived = await redeliveries.arrived(service.engine, guids)
    asked = await redeliveries.asked_for(service.engine, guids)
    missing = [
        one for one in page if one.guid not in arrived and (one.guid not in asked or asked[one.guid].times < MOST_TIMES)
    ]
    due = datetime.now(UTC) - ASKED_AGAIN_AFTER
    return bool(missing), [one for one in missing if one.guid not in asked or asked[one.guid].asked_at < due]


async def _ask(service: Service, one: HookDelivery) -> None:
    try:
        await deliveries.send_again(service.github, one.id)
        LOST.inc()
        log.warning("%s %s was not delivered and is asked for again", one.event, one.guid)
    except (GoneError, RefusedError) as error:
        log.warning("%s %s was not delivered, and is not sent again: %s", one.event, one.guid, error)
    await redeliveries.ask(service.engine, one.guid, one.installation_id, one.repository_id)
