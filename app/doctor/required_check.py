"""Whether a repository's default branch requires the check, and from whom it takes it."""

from collections.abc import Mapping

from app.doctor.line import Findings
from app.github.answers import parse
from app.github.client import AppClient
from app.github.errors import GoneError
from app.github.models import Answer, Repository
from app.github.required_checks import Requirement, requirement_of


class _Installed(Answer):
    id: int


ADVICE: Mapping[Requirement, str] = {
    Requirement.FROM_ANYBODY: "choose this App as its expected source: now anybody who may write statuses meets it",
    Requirement.NONE: "require the check in a ruleset, with this App as its source: now a red one is merged",
    Requirement.FROM_ANOTHER: "choose this App as its expected source: now nothing ever meets it",
}


async def examine_required_check(findings: Findings, github: AppClient, full_name: str, app_id: int) -> None:
    """Raises GitHubError."""
    try:
        installation = parse(_Installed, await github.as_app("GET", f"/repos/{full_name}/installation"))
    except GoneError:
        findings.problem(f"the App is not installed on {full_name}", "install it there, or correct the name")
        return
    client = github.installation(installation.id)
    branch = parse(Repository, await client.get(f"/repos/{full_name}")).default_branch
    found = await requirement_of(client, full_name, branch, app_id)
    says = f"{branch} of {full_name}: {found.value}"
    if found is Requirement.OURS:
        findings.ok(says)
    elif found is Requirement.FROM_ANOTHER:
        findings.problem(says, ADVICE[found])
    else:
        findings.warning(says, ADVICE[found])
