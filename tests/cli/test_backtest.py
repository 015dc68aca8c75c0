"""`adrift backtest`: the pull requests that landed, under a policy."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import CROSSING, POLICY, Adrift, Clone

OLD = "2020-01-01T00:00:00+00:00"


@pytest.fixture
def history(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """On `main`: long ago a push that crosses, lately a merge of two commits that does, and a squash that does not."""
    clone.git("switch", "--quiet", "main")
    monkeypatch.setenv("GIT_COMMITTER_DATE", OLD)
    clone.commit({"billing/old.py": "import tools.x\n", "tools/x.py": ""})
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    clone.git("switch", "--quiet", "--create", "feature-2")
    clone.commit({"orders/model.py": "x = 1\n"})
    clone.commit(CROSSING)
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-ff", "--message", "Merge pull request #7 from ann/feature-2", "feature-2")
    clone.commit({"orders/tax.py": "import shared.money\n"})
    assert "GIT_COMMITTER_DATE" not in os.environ
    return clone


def test_what_would_have_been_blocked(history: Clone, adrift: Adrift) -> None:
    done = adrift("backtest", "--repo", "CLONE")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    day = datetime.now(UTC).date()
    assert any(lines[0].startswith(f"{each} ") for each in (day, day - timedelta(days=1)))
    assert lines[0].endswith("Merge pull request #7 from ann/feature-2")
    assert lines[1].startswith("    [cross-domain-edge] `orders/api.py:2` imports `Invoice`")
    assert lines[2:] == [
        "by check, in pull requests:",
        "     1  cross-domain-edge",
        "by components, in pull requests:",
        "     1  orders -> billing",
        "1 of 2 pull requests would have been blocked",
    ]


def test_further_back(history: Clone, adrift: Adrift) -> None:
    found = json.loads(adrift("backtest", "--repo", "CLONE", "--since", "2019-12-31", "--format", "json").stdout)
    assert (found["reviewed"], found["blocked"], found["by_check"]) == (3, 2, {"cross-domain-edge": 2})
    assert [one["subject"] for one in found["pull_requests"]] == ["Change", "Merge pull request #7 from ann/feature-2"]
    assert {(pair["from"], pair["to"]) for pair in found["by_pair"]} == {("orders", "billing"), ("billing", None)}


def test_another_policy(history: Clone, adrift: Adrift) -> None:
    (history.folder.parent / "policy.yml").write_text(POLICY.replace("[shared]", "[shared, billing]"))
    policy = str(history.folder.parent / "policy.yml")
    assert adrift("backtest", "--repo", "CLONE", "--policy", policy).stdout.startswith("0 of 2 pull requests")


@pytest.mark.parametrize("since", ["yesterday", "90", "99999y", "2026-02-31"])
def test_a_span_that_means_nothing(history: Clone, adrift: Adrift, since: str) -> None:
    done = adrift("backtest", "--repo", "CLONE", "--since", since)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"--since {since}: give a span such as 90d" in done.stderr


def test_a_branch_without_policy(history: Clone, adrift: Adrift) -> None:
    history.commit({".github/architecture.yml": "version: 2\n"})
    assert adrift("backtest", "--repo", "CLONE").returncode == 2
    history.git("rm", "--quiet", ".github/architecture.yml")
    history.git("commit", "--quiet", "--message", "Without")
    done = adrift("backtest", "--repo", "CLONE")
    assert done.returncode == 2
    assert "give one with --policy" in done.stderr
