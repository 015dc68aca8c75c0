"""Whether a branch requires our check, and from whom it takes it.

A requirement without a source is met by anybody who may write statuses (GitHub's documentation, "About protected
branches"): only one that expects this App cannot be met by another.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from app.github.answers import parse
from app.github.check_runs import REQUIRED
from app.github.client import InstallationClient
from app.github.models import Answer

ANY_APP = -1
"""How a branch protection says that every source will do; null says the same."""


class Requirement(StrEnum):
    """What a branch asks for, best first but for the last: then our check run never counts."""

    OURS = "required from this App"
    FROM_ANYBODY = "required, whoever reports it"
    NONE = "not required"
    FROM_ANOTHER = "required from another App"


class _RequiredCheck(Answer):
    """`integration_id` is a rule's word, `app_id` a branch protection's."""

    context: str
    integration_id: int | None = None
    app_id: int | None = None

    @property
    def source(self) -> int | None:
        given = self.integration_id if self.integration_id is not None else self.app_id
        return None if given == ANY_APP else given


class _Parameters(Answer):
    required_status_checks: tuple[_RequiredCheck, ...] = ()


class _Rule(Answer):
    type: str
    parameters: _Parameters | None = None


class _Protection(Answer):
    checks: tuple[_RequiredCheck, ...] = ()


async def requirement_of(client: InstallationClient, repository: str, branch: str, app_id: int) -> Requirement:
    """What holds for a branch now. A branch tells of its protection what is required and from whom to everybody who may
    read it; the protection itself is for administrators. Raises GitHubError."""
    name = quote(branch, safe="")
    rules = [rule async for rule in client.pages(f"/repos/{repository}/rules/branches/{name}")]
    found = parse(_Branch, await client.get(f"/repos/{repository}/branches/{name}"))
    return requirement(rules, found.protection.required_status_checks, app_id)


def requirement(rules: Iterable[object], protection: object | None, app_id: int) -> Requirement:
    """What holds for a branch. `rules` is GitHub's answer to `GET …/rules/branches/{branch}`, `protection` that to
    `GET …/branches/{branch}/protection/required_status_checks` (None where there is none). All of them have to be met,
    so that one that expects this App is enough. Raises UnavailableError for answers of another shape."""
    sources = {one.source for one in _required(rules, protection) if one.context == REQUIRED}
    if sources - {None, app_id}:
        return Requirement.FROM_ANOTHER
    if app_id in sources:
        return Requirement.OURS
    return Requirement.FROM_ANYBODY if sources else Requirement.NONE


class _Summary(Answer):
    required_status_checks: Any = None


class _Branch(Answer):
    protection: _Summary = _Summary()


def _required(rules: Iterable[object], protection: object | None) -> Iterator[_RequiredCheck]:
    for rule in (parse(_Rule, one) for one in rules):
        if rule.type == "required_status_checks" and rule.parameters:
            yield from rule.parameters.required_status_checks
    if protection is not None:
        yield from parse(_Protection, protection).checks
