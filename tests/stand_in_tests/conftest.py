"""One GitHub with one repository, and a client that is signed in as the App's installation."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.stand_in import PullRequest, Repository, StandIn

LINES = [f"line {number}\n" for number in range(1, 41)]


@pytest.fixture
def gh(tmp_path: Path) -> Iterator[StandIn]:
    with StandIn(tmp_path / "github") as stand_in:
        stand_in.start()
        yield stand_in


@pytest.fixture
def repo(gh: StandIn) -> Repository:
    return gh.create_repository("acme/shop", files={"a.py": "".join(LINES), "old.py": "old\n"})


@pytest.fixture
def pull(gh: StandIn, repo: Repository) -> PullRequest:
    """Changes line 20 of a.py, adds new.py, removes old.py."""
    changed = [*LINES[:19], "changed\n", *LINES[20:]]
    gh.push(repo, "feature", {"a.py": "".join(changed), "new.py": "new\n", "old.py": None})
    return gh.open_pull_request(repo, head="feature")


@pytest.fixture
def api(gh: StandIn, repo: Repository) -> Iterator[httpx.Client]:
    """Speaks to /repos/acme/shop."""
    headers = {"Authorization": f"Bearer {gh.token(repo)}"}
    with httpx.Client(base_url=f"{gh.api_url}/repos/acme/shop", headers=headers, trust_env=False) as client:
        yield client
