"""Check runs: begun at once, finished with a verdict. A finished one is never reopened, a new one takes its place."""

from app.github.client import InstallationClient, parse
from app.github.models import CheckRun, CheckRuns
from app.report.check_run import CheckRunReport

REQUIRED = "adrift"
"""The check that an organisation can require: written for governed branches only."""
PREVIEW = "adrift (preview)"
"""The check on pull requests into any other branch: advice under the default branch's policy."""


async def begin(client: InstallationClient, repository: str, head_sha: str, name: str, external_id: str) -> CheckRun:
    """Create a check run that is in progress. Raises GitHubError."""
    body = {
        "name": name,
        "head_sha": head_sha,
        "status": "in_progress",
        "external_id": external_id,
        "output": {"title": "Reading the change", "summary": "The dependency graphs of base and head are compared."},
    }
    return parse(CheckRun, await client.send("POST", f"/repos/{repository}/check-runs", body))


async def post(  # noqa: PLR0913, PLR0917 - a check run is said by these
    client: InstallationClient, repository: str, head_sha: str, name: str, external_id: str, report: CheckRunReport
) -> None:
    """Create a check run that is completed, without annotations. Raises GitHubError."""
    body = {
        "name": name,
        "head_sha": head_sha,
        "status": "completed",
        "conclusion": report.conclusion,
        "external_id": external_id,
        "output": {"title": report.title, "summary": report.summary},
    }
    await client.send("POST", f"/repos/{repository}/check-runs", body)


async def find(client: InstallationClient, repository: str, check_run_id: int) -> CheckRun:
    """A check run as it is now. Raises GitHubError."""
    return parse(CheckRun, await client.get(f"/repos/{repository}/check-runs/{check_run_id}"))


async def find_by_external_id(
    client: InstallationClient, repository: str, head_sha: str, name: str, external_id: str
) -> CheckRun | None:
    """The check run that a request made whose answer never came. Raises GitHubError."""
    query: dict[str, str | int] = {"check_name": name, "filter": "all", "per_page": 100}
    answer = await client.get(f"/repos/{repository}/commits/{head_sha}/check-runs", **query)
    return next((run for run in parse(CheckRuns, answer).check_runs if run.external_id == external_id), None)


async def finish(
    client: InstallationClient, repository: str, check_run_id: int, report: CheckRunReport, *, annotations_sent: int = 0
) -> CheckRun:
    """Complete a check run: as it is then. GitHub appends the annotations of each request: `annotations_sent` of them
    are there already, and the verdict goes with the last portion. Raises GitHubError."""
    path = f"/repos/{repository}/check-runs/{check_run_id}"
    output = {"title": report.title, "summary": report.summary}
    *portions, last = report.batches(annotations_sent) or [()]
    for portion in portions:
        await client.send("PATCH", path, {"output": {**output, "annotations": list(portion)}})
    verdict = {"status": "completed", "conclusion": report.conclusion}
    body = {**verdict, "output": {**output, "annotations": list(last)}}
    return parse(CheckRun, await client.send("PATCH", path, body))
