"""Check runs: begun at once, finished with a verdict. A finished one is never reopened, a new one takes its place."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from app.github.answers import parse
from app.github.client import InstallationClient
from app.github.errors import GitHubError, UnavailableError
from app.github.models import CheckRun, CheckRuns
from app.github.reading import Client
from app.report.check_run import Annotation, CheckRunReport

REQUIRED = "adrift"
"""The check that an organisation can require: written for governed branches only."""
PREVIEW = "adrift (preview)"
"""The check on pull requests into any other branch: advice under the default branch's policy."""

BeforeWrite = Callable[[], Awaitable[None]]


async def at_once() -> None:
    """Nothing to wait for before a request."""


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


async def find(client: Client, repository: str, check_run_id: int) -> CheckRun:
    """A check run as it is now. Raises GitHubError."""
    return parse(CheckRun, await client.get(f"/repos/{repository}/check-runs/{check_run_id}"))


async def find_by_external_id(
    client: Client, repository: str, head_sha: str, name: str, external_id: str
) -> CheckRun | None:
    """The check run that a request made whose answer never came. Raises GitHubError."""
    runs = await runs_of(client, repository, head_sha, name)
    return next((run for run in runs if run.external_id == external_id), None)


async def runs_of(client: Client, repository: str, head_sha: str, name: str) -> list[CheckRun]:
    """The last hundred check runs of a name on a commit, whoever made them. Raises GitHubError."""
    query: dict[str, str | int] = {"check_name": name, "filter": "all", "per_page": 100}
    answer = await client.get(f"/repos/{repository}/commits/{head_sha}/check-runs", **query)
    return parse(CheckRuns, answer).check_runs


async def in_progress(client: InstallationClient, repository: str, head_sha: str, app_id: int) -> list[CheckRun]:
    """The App's own check runs on a commit that are in progress. Raises GitHubError."""
    query: dict[str, str | int] = {"status": "in_progress", "filter": "all", "app_id": app_id, "per_page": 100}
    answer = await client.get(f"/repos/{repository}/commits/{head_sha}/check-runs", **query)
    return parse(CheckRuns, answer).check_runs


async def finish(  # noqa: PLR0913 - a verdict, and how far it got
    client: InstallationClient,
    repository: str,
    check_run_id: int,
    report: CheckRunReport,
    *,
    annotations_sent: int = 0,
    before_write: BeforeWrite = at_once,
) -> CheckRun:
    """Complete a check run: as it is then. GitHub appends the annotations of each request: `annotations_sent` are
    there already, and the verdict goes with the last portion. `before_write` is awaited before each request that
    writes, and may raise. Raises GitHubError."""
    present = await _annotations(client, repository, check_run_id) if annotations_sent else []
    *portions, last = report.batches(present) or [()]
    for portion in portions:
        await before_write()
        await _update(client, repository, check_run_id, {"output": _output(report, portion)})
    await before_write()
    try:
        return await _update(client, repository, check_run_id, {**_verdict(report), "output": _output(report, last)})
    except UnavailableError:
        run = await _finished(client, repository, check_run_id, len(report.annotations))
        if run is None:
            raise
        return run


async def _annotations(client: Client, repository: str, check_run_id: int) -> list[Annotation]:
    answers = client.pages(f"/repos/{repository}/check-runs/{check_run_id}/annotations")
    return [one async for one in answers if isinstance(one, dict)]


async def _finished(client: Client, repository: str, check_run_id: int, annotations: int) -> CheckRun | None:
    """The check run, if the verdict arrived though the answer never came: to repeat it would double its annotations."""
    try:
        run = await find(client, repository, check_run_id)
    except GitHubError:
        return None
    return run if run.status == "completed" and run.output.annotations_count >= annotations else None


async def post(  # noqa: PLR0913, PLR0917 - a check run is said by these
    client: InstallationClient, repository: str, head_sha: str, name: str, external_id: str, report: CheckRunReport
) -> None:
    """Create a check run that is completed already, and takes the place of an older one. Raises GitHubError."""
    first, *portions = report.batches() or [()]
    body = {"name": name, "head_sha": head_sha, "external_id": external_id, **_verdict(report)}
    made = await client.send("POST", f"/repos/{repository}/check-runs", {**body, "output": _output(report, first)})
    for portion in portions:
        await _update(client, repository, parse(CheckRun, made).id, {"output": _output(report, portion)})


async def _update(
    client: InstallationClient, repository: str, check_run_id: int, values: Mapping[str, object]
) -> CheckRun:
    return parse(CheckRun, await client.send("PATCH", f"/repos/{repository}/check-runs/{check_run_id}", values))


def _verdict(report: CheckRunReport) -> dict[str, object]:
    return {"status": "completed", "conclusion": report.conclusion, "actions": list(report.actions)}


def _output(report: CheckRunReport, annotations: Sequence[Annotation]) -> dict[str, object]:
    output: dict[str, object] = {"title": report.title, "summary": report.summary, "annotations": list(annotations)}
    return output | ({"text": report.text} if report.text else {})
