"""All examinations, one after the other. None of them keeps the others from being made."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.doctor.database import examine_database
from app.doctor.line import Findings, Line
from app.doctor.machine import examine_clock, examine_disk, examine_git
from app.doctor.registration import examine_credentials, examine_permissions
from app.doctor.required_check import examine_required_check
from app.doctor.webhook import examine_deliveries, examine_webhook
from app.github.client import AppClient
from app.github.errors import GitHubError
from app.observing.logs import discreet, hide
from app.settings import Credentials, Settings, SettingsError

PATIENCE = 60.0
"""Seconds that one examination may take."""
OF_GITHUB = ("permissions", "webhook", "deliveries")

Examination = Callable[[Findings], Awaitable[None]]


async def examined(settings: Settings, repository: str | None = None) -> list[Line]:
    """What is found; `repository` is the full name of one whose required check is looked at. No line holds a secret."""
    _hide_password(settings)
    lines = [
        *await _made("git", examine_git),
        *await _made("disk", partial(examine_disk, settings=settings)),
        *await _made("database", partial(examine_database, settings=settings)),
        *await _made("clock", partial(examine_clock, api_url=settings.api_url)),
        *await _at_github(settings, repository),
    ]
    return [replace(line, says=discreet(line.says), advice=discreet(line.advice)) for line in lines]


async def _at_github(settings: Settings, repository: str | None) -> list[Line]:
    names = (*OF_GITHUB, *(["required check"] if repository else []))
    try:
        credentials = settings.credentials()
    except SettingsError as error:
        findings = Findings("credentials")
        say = findings.problem if settings.is_registered() else findings.warning
        say(str(error), "all settings are in docs/service.md")
        lines = findings.lines
        for name in names:
            untold = Findings(name)
            untold.cannot_tell("GitHub cannot be asked without credentials")
            lines += untold.lines
        return lines
    hide(*credentials.webhook_secrets())
    github = AppClient(credentials, settings.api_url)
    try:
        return await _asked(github, credentials, settings, repository)
    finally:
        await github.close()


async def _asked(github: AppClient, credentials: Credentials, settings: Settings, repository: str | None) -> list[Line]:
    app_id = credentials.app_id
    examinations: dict[str, Examination] = {
        "credentials": partial(examine_credentials, github=github, app_id=app_id),
        "permissions": partial(examine_permissions, github=github),
        "webhook": partial(examine_webhook, github=github, public_url=settings.public_url),
        "deliveries": partial(examine_deliveries, github=github),
    }
    if repository:
        examinations["required check"] = partial(
            examine_required_check, github=github, full_name=repository, app_id=app_id
        )
    return [line for name, examination in examinations.items() for line in await _made(name, examination)]


async def _made(about: str, examination: Examination) -> list[Line]:
    findings = Findings(about)
    try:
        async with asyncio.timeout(PATIENCE):
            await examination(findings)
    except TimeoutError:
        findings.cannot_tell(f"it took more than {PATIENCE:.0f} s")
    except GitHubError as error:
        findings.cannot_tell(str(error), "see to the credentials and the way to GitHub")
    except Exception as error:  # noqa: BLE001 - the others are examined all the same
        findings.cannot_tell(f"it could not be examined ({type(error).__name__})", "please report this")
    return findings.lines


def _hide_password(settings: Settings) -> None:
    """Drivers like to repeat what they were given."""
    with suppress(SettingsError, ArgumentError):
        given = make_url(settings.database_url.get_secret_value()).password if settings.database_url else None
        hide(*(one for one in (given, settings.database_password()) if one))
