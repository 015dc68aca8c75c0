"""A GitHub, an adrift that is its App, and a repository with a policy: what most tests of the service begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from app.installing import installations
from app.jobs import queue
from app.reconciling import pull_requests as reconciled
from app.settings import Settings
from app.tasks import branch_tasks, tries
from app.webhooks import installation_events
from tests.conftest import asked, created_database
from tests.running import running, settings_for, wait_for
from tests.stand_in import CheckRun, PullRequest, Repository, StandIn
from tests.stand_in.git_repositories import Files

POLICY = """\
version: 1
adr: {path: docs/adr, cite: ADR-0001}
components:
  orders:  {path: orders,  depends_on: [shared]}
  billing: {path: billing, depends_on: [shared]}
  shared:  {path: shared,  depends_on: []}
"""
RECORD = "# 1. Components talk by events\n\n## Status\n\nAccepted\n"
EXCEPTION = """\
# 2. Orders reads invoices

Amends ADR-0001. Allows: orders -> billing

## Status

{status}
"""
FILES: dict[str, str] = {
    ".github/architecture.yml": POLICY,
    "docs/adr/0001-components-talk-by-events.md": RECORD,
    "orders/__init__.py": "",
    "orders/api.py": "import os\n\n\ndef total() -> int:\n    return 1\n",
    "billing/__init__.py": "",
    "billing/models.py": "class Invoice: ...\n",
    "shared/__init__.py": "",
    "shared/money.py": "class Money: ...\n",
}
NOWHERE = "http://127.0.0.1:9/webhooks/github"
OF_THE_SERVICE = ("adrift:sweep", "adrift:delete_old_rows", "adrift:redeliver", "adrift:reconcile")
CROSSING: dict[str, str] = {"orders/api.py": "import os\n\nfrom billing.models import Invoice\n"}
LEGAL: dict[str, str] = {"orders/api.py": "import os\n\nfrom shared.money import Money\n"}


@pytest.fixture(scope="module")
def gh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """Shared by the tests of a module, each of which has a repository and an organisation of its own."""
    with StandIn(tmp_path_factory.mktemp("github")) as stand_in:
        stand_in.start()
        yield stand_in


@pytest.fixture(scope="module")
def database_url(server_url: str) -> Iterator[str]:
    with created_database(server_url) as url:
        yield url


@pytest.fixture(scope="module")
def settings(gh: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_for(gh, tmp_path_factory.mktemp("adrift"))


@pytest.fixture(scope="module")
def adrift(gh: StandIn, settings: Settings, database_url: str) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "POLLING", 0.05)
        with running(settings, database_url) as url:
            gh.webhook_url = f"{url}/webhooks/github"
            yield url


@pytest.fixture(scope="module")
def receiver(gh: StandIn, settings: Settings, database_url: str) -> Iterator[str]:
    """An adrift that takes webhooks and reviews nothing."""
    with running(settings.model_copy(update={"worker": False}), database_url) as url:
        gh.webhook_url = f"{url}/webhooks/github"
        yield url


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for minutes waits for milliseconds."""
    monkeypatch.setattr(tries, "DELAYS", (0.01,) * 5)
    for paced in (branch_tasks, installations, installation_events, reconciled):
        monkeypatch.setattr(paced, "PACE", 0.01)


@pytest.fixture(autouse=True)
def _one_after_the_other(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test finds nothing of the one before, and every request and answer was as GitHub documents it."""
    names = request.fixturenames
    gh: StandIn | None = request.getfixturevalue("gh") if "gh" in names else None
    database_url: str | None = request.getfixturevalue("database_url") if gh and "database_url" in names else None
    yield
    if gh:
        gh.wait_settled()
        gh.faults.waiting.clear()
        if database_url:
            empty(database_url)
        gh.requests.clear()
        gh.deliveries.clear()
        assert gh.violations == []
        assert gh.unknown_requests == []


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    """A repository that adrift has not been told of: its pull requests are."""
    return created(gh)


def created(gh: StandIn, files: Files = FILES) -> Repository:
    """A repository of an organisation of its own, whose installation nobody hears of."""
    with unheard(gh):
        return gh.create_repository(f"o{uuid4().hex}/shop", files=files)


@contextmanager
def unheard(gh: StandIn) -> Iterator[None]:
    """Nobody hears of what happens meanwhile."""
    gh.wait_settled()
    url, gh.webhook_url = gh.webhook_url, None
    yield
    gh.webhook_url = url


@contextmanager
def away(gh: StandIn) -> Iterator[None]:
    """The receiver does not answer: what is sent meanwhile is not delivered."""
    gh.wait_settled()
    before, gh.webhook_url = gh.webhook_url, NOWHERE
    yield
    gh.wait_settled()
    gh.webhook_url = before


def opened(
    gh: StandIn, repo: Repository, files: Files, branch: str = "feature", base: str = "main", **more: Any
) -> PullRequest:
    """A pull request that changes these files."""
    gh.push(repo, branch, files, start=base)
    return gh.open_pull_request(repo, head=branch, base=base, **more)


def finished(gh: StandIn, repo: Repository, pull: PullRequest, *, name: str = "adrift", runs: int = 1) -> CheckRun:
    """The newest check run on the pull request's head, when `runs` of them are completed and none is in progress."""

    def look() -> CheckRun | None:
        found = gh.check_runs(repo, pull.head_sha, name)
        done = len(found) >= runs and all(run.status == "completed" for run in found)
        return found[0] if done else None

    return wait_for(look)


def reviewed(gh: StandIn, repo: Repository, files: Files, **more: Any) -> tuple[PullRequest, CheckRun]:
    """A pull request that changes these files, and its finished check run."""
    pull = opened(gh, repo, files, **more)
    return pull, finished(gh, repo, pull)


def query(database_url: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a statement, if it answers with any."""
    return asked(database_url, sql)


def every_run(gh: StandIn, repo: Repository) -> list[CheckRun]:
    """All check runs that were ever made in a repository, oldest first."""
    return [run for run in gh.world.check_runs.values() if run.repository is repo]


def jobs(database_url: str) -> list[tuple[Any, ...]]:
    """Name, status and priority of the jobs there are; the service's own left out."""
    found = query(database_url, "select task_name, status::text, priority from procrastinate_jobs order by id")
    return [
        (name.removeprefix("adrift:"), status, queue.band_of(number))
        for name, status, number in found
        if not name.startswith(OF_THE_SERVICE)
    ]


def idle(database_url: str) -> None:
    """Wait until no job waits or runs."""
    wait_for(lambda: all(status not in {"todo", "doing"} for _, status, _ in jobs(database_url)))


def empty(database_url: str) -> None:
    """Let the running jobs end, and take everything away."""
    query(database_url, "delete from procrastinate_jobs where status = 'todo'")
    wait_for(lambda: not query(database_url, "select 1 from procrastinate_jobs where status = 'doing'"))
    ours = ("review", "pull_request", "delivery", "commented", "command", "false_alarm", "landed", "merge_group")
    decided = ("complete_review", "pusher", "override_decision", "redelivery")
    query(database_url, "; ".join(f"delete from {table}" for table in ("procrastinate_jobs", *ours, *decided)))
