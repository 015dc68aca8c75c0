"""Whether the App and its installations were given what this version asks for. What is missing costs its own feature
only, and is said on the log; check runs say it, too."""

import logging

from app.github.answers import parse
from app.github.models import Grant
from app.github.repositories import installations
from app.installing.asked import asked, missing_permissions
from app.service import Service

log = logging.getLogger(__name__)


async def check_all(service: Service) -> int:
    """Compare what the App is registered with, and what each installation granted, with what is asked for. How many of
    them lack something. Raises GitHubError."""
    lacking = int(_say("the App's registration", parse(Grant, await service.github.as_app("GET", "/app"))))
    async for grant in installations(service.github):
        lacking += _say(f"installation {grant.id}", grant)
    return lacking


async def check_installation(service: Service, installation_id: int) -> None:
    """The same for one installation, whose token is renewed with what it has granted now. Raises GitHubError."""
    service.github.forget(installation_id)
    answer = await service.github.as_app("GET", f"/app/installations/{installation_id}")
    _say(f"installation {installation_id}", parse(Grant, answer))


def _say(who: str, grant: Grant) -> bool:
    """Log what is missing; whether anything is."""
    missing = missing_permissions(grant.permissions)
    for name, lost in missing.items():
        log.warning("%s lacks the permission %s: %s", who, name, lost)
    # an event cannot be had without its permission, which was said above
    events = [] if missing else [event for event in asked().events if event not in grant.events]
    for event in events:
        log.warning("%s is not subscribed to the event %s", who, event)
    return bool(missing or events)
