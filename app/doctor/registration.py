"""The App at GitHub: its credentials, and what it and its installations were granted."""

from collections.abc import AsyncIterator

from app.doctor.line import Findings
from app.github.answers import parse
from app.github.client import AppClient
from app.github.errors import GoneError, RefusedError
from app.github.models import Answer, Grant
from app.installing.asked import asked, missing_permissions

PAGE = 100
NEEDED = frozenset({"checks", "contents", "metadata", "pull_requests"})
"""Without these there are no reviews; without the others something is missing from them."""


class _App(Grant):
    name: str = ""


class _Account(Answer):
    login: str = ""


class _Installation(Grant):
    account: _Account | None = None

    @property
    def name(self) -> str:
        return self.account.login if self.account and self.account.login else str(self.id)


async def examine_credentials(findings: Findings, github: AppClient, app_id: int) -> None:
    """Whether GitHub knows the App by its id and key. Raises GitHubError."""
    try:
        found = parse(_App, await github.as_app("GET", "/app"))
    except (RefusedError, GoneError) as error:
        findings.problem(
            f"GitHub does not take the App's id {app_id} with this private key: {error}",
            "compare both with the App's settings page; a clock that is wrong has the same effect",
        )
        return
    findings.ok(f"GitHub knows the App {found.name} ({found.id})")


async def examine_permissions(findings: Findings, github: AppClient) -> None:
    """What the App is registered with, and what each installation granted. Raises GitHubError."""
    _granted(findings, "the registration", parse(Grant, await github.as_app("GET", "/app")), "in the App's settings")
    count = 0
    async for one in _installations(github):
        count += 1
        if one.suspended_at:
            findings.warning(f"the installation of {one.name} is suspended", "unsuspend it, or uninstall the App there")
        else:
            where = f"by accepting it in the settings of the installation, as an owner of {one.name}"
            _granted(findings, f"the installation of {one.name}", one, where)
    if not count:
        findings.warning("the App is installed nowhere", "install it on repositories, from the App's page")
    elif not findings.lines:
        findings.ok(f"granted as asked for, by the registration and {count} installations")


def _granted(findings: Findings, who: str, grant: Grant, where: str) -> None:
    missing = missing_permissions(grant.permissions)
    for name, lost in missing.items():
        say = findings.problem if name.partition(":")[0] in NEEDED else findings.warning
        say(f"{who} lacks the permission {name}: {lost}", f"grant it {where}")
    if missing:
        return  # an event cannot be had without its permission
    for event in asked().events:
        if event not in grant.events:
            findings.warning(f"{who} is not subscribed to the event {event}", "subscribe to it in the App's settings")


async def _installations(github: AppClient) -> AsyncIterator[_Installation]:
    page, found = 1, PAGE
    while found == PAGE:
        answers = await github.as_app("GET", f"/app/installations?per_page={PAGE}&page={page}")
        for answer in answers:
            yield parse(_Installation, answer)
        page, found = page + 1, len(answers)
