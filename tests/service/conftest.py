"""A GitHub, an adrift that is its App, and a repository with a policy: what most tests of the service begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import running, settings_for, wait_for
from tests.stand_in import CheckRun, PullRequest, Repository, StandIn

POLICY = """\
version: 1
adr: {path: docs/adr, cite: ADR-0001}
components:
  orders:  {path: orders,  depends_on: [shared]}
  billing: {path: billing, depends_on: [shared]}
  shared:  {path: shared,  depends_on: []}
"""
RECORD = "# 1. Components talk by events\n\n## Status\n\nAccepted\n"
FILES = {
    ".github/architecture.yml": POLICY,
    "docs/adr/0001-components-talk-by-events.md": RECORD,
    "orders/__init__.py": "",
    "orders/api.py": "import os\n\n\ndef total() -> int:\n    return 1\n",
    "billing/__init__.py": "",
    "billing/models.py": "class Invoice: ...\n",
    "shared/__init__.py": "",
    "shared/money.py": "class Money: ...\n",
}
CROSSING = {"orders/api.py": "import os\n\nfrom billing.models import Invoice\n"}
LEGAL = {"orders/api.py": "import os\n\nfrom shared.money import Money\n"}


@pytest.fixture
def gh(tmp_path: Path) -> Iterator[StandIn]:
    """Every request and answer was as GitHub documents it, or the test fails."""
    with StandIn(tmp_path / "github") as stand_in:
        stand_in.start()
        yield stand_in
        assert stand_in.violations == []
        assert stand_in.unknown_requests == []


@pytest.fixture
def adrift(gh: StandIn, database_url: str, tmp_path: Path) -> Iterator[str]:
    with running(settings_for(gh, tmp_path / "adrift"), database_url) as url:
        gh.webhook_url = f"{url}/webhooks/github"
        yield url


@pytest.fixture
def repo(gh: StandIn, adrift: str) -> Repository:
    return gh.create_repository("acme/shop", files=FILES)


def opened(gh: StandIn, repo: Repository, files: dict[str, str | None], branch: str = "feature") -> PullRequest:
    """A pull request that changes these files."""
    gh.push(repo, branch, files, start="main")
    return gh.open_pull_request(repo, head=branch)


def finished(gh: StandIn, repo: Repository, pull: PullRequest, *, name: str = "adrift", runs: int = 1) -> CheckRun:
    """The newest check run on the pull request's head, when `runs` of them are completed and none is in progress."""

    def look() -> CheckRun | None:
        found = gh.check_runs(repo, pull.head_sha, name)
        done = len(found) >= runs and all(run.status == "completed" for run in found)
        return found[0] if done else None

    return wait_for(look)
