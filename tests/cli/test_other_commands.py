"""`delta`, `graph`, `policy validate`, `explain`, and the two that run the service."""

import json
from pathlib import Path

import pytest

from checks import CHECKS
from tests.cli.conftest import CROSSING, Adrift, Clone


def test_delta_json_is_the_contract(clone: Clone, adrift: Adrift) -> None:
    clone.git("mv", "shared/money.py", "shared/coins.py")
    clone.commit({**CROSSING, "billing/models.py": "import sqlalchemy.engine\n"})
    document = json.loads(
        adrift("delta", "--repo", "CLONE", "--base", "main", "--head", "feature", "--format", "json").stdout
    )
    edge = {"importer": "orders/api.py", "imported": "billing/models.py", "lines": [2], "kind": "import"}
    external = {"importer": "billing/models.py", "lines": [1], "kind": "import"}
    assert document == {
        "base": clone.git("rev-parse", "main"),
        "head": clone.git("rev-parse", "feature"),
        "added": [edge],
        "removed": [],
        "moved": [],
        "changed": [],
        "added_external": [{**external, "imported": "sqlalchemy.engine"}],
        "removed_external": [{**external, "imported": "sqlalchemy.orm"}],
        "added_unknown": [],
        "skipped": [],
    }


def test_delta_as_text(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    done = adrift("delta", "--repo", "CLONE", "--base", "main", "--head", "feature")
    assert (done.returncode, done.stdout) == (0, "+ orders/api.py:2 -> billing/models.py\n")


def test_a_renamed_file_moves_its_edges(clone: Clone, adrift: Adrift) -> None:
    clone.commit({"orders/old.py": "from shared import money\n" + "x = 1\n" * 20})
    clone.git("branch", "--force", "main", "feature")
    clone.git("mv", "orders/old.py", "orders/new.py")
    clone.commit({})
    document = json.loads(
        adrift("delta", "--repo", "CLONE", "--base", "main", "--head", "feature", "--format", "json").stdout
    )
    assert document["moved"] == [
        {"from": ["orders/old.py", "shared/money.py"], "to": ["orders/new.py", "shared/money.py"]}
    ]
    assert (document["added"], document["removed"]) == ([], [])


def test_graph_json_is_the_contract(clone: Clone, adrift: Adrift) -> None:
    head = clone.commit({**CROSSING, "orders/broken.py": "<<<<<<< HEAD\n"})
    document = json.loads(adrift("graph", "--repo", "CLONE", "--format", "json").stdout)
    assert document["rev"] == head
    assert [(one["importer"], one["imported"]) for one in document["edges"]] == [("orders/api.py", "billing/models.py")]
    assert [one["imported"] for one in document["external"]] == ["sqlalchemy.orm", "os"]
    assert document["skipped"][0]["path"] == "orders/broken.py"


def test_graph_as_mermaid_shows_components(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    done = adrift("graph", "--repo", "CLONE", "--format", "mermaid")
    assert done.stdout.splitlines() == ["flowchart LR", '  c0["billing"]', '  c1["orders"]', "  c1 -->|1| c0"]


def test_graph_under_a_policy_of_its_own(clone: Clone, adrift: Adrift) -> None:
    clone.commit(CROSSING)
    (clone.folder / "draft.yml").write_text("version: 1\nignore: [billing/**]\n")
    policy = str(clone.folder / "draft.yml")
    document = json.loads(adrift("graph", "--repo", "CLONE", "--policy", policy, "--format", "json").stdout)
    assert [(one["importer"], one["imported"]) for one in document["edges"]] == [("orders/api.py", "billing/models.py")]
    assert [one["imported"] for one in document["external"]] == ["os"]


def test_graph_of_uncommitted_files(clone: Clone, adrift: Adrift) -> None:
    clone.write(CROSSING)
    document = json.loads(adrift("graph", "--repo", "CLONE", "--rev", "WORKTREE", "--format", "json").stdout)
    assert document["rev"] == "WORKTREE"
    assert len(document["edges"]) == 1


def test_a_valid_policy(clone: Clone, adrift: Adrift) -> None:
    done = adrift("policy", "validate", f"{clone.folder}/.github/architecture.yml")
    assert done.returncode == 0
    assert "valid, 3 components" in done.stdout


def test_a_broken_policy_says_line_and_column(adrift: Adrift, tmp_path: Path) -> None:
    file = tmp_path / "broken.yml"
    file.write_text(
        "version: 1\ncomponents:\n  orders: {path: orders, depends_on: [shard]}\n  shared: {path: shared}\n"
    )
    done = adrift("policy", "validate", str(file))
    assert done.returncode == 2
    assert f"{file}:3:39: " in done.stdout
    assert "did you mean 'shared'" in done.stdout


def test_a_policy_that_is_not_utf_8_says_where(adrift: Adrift, tmp_path: Path) -> None:
    file = tmp_path / "latin.yml"
    file.write_bytes(b"version: 1\n# caf\xe9\n")
    done = adrift("policy", "validate", str(file))
    assert (done.returncode, done.stdout) == (2, f"{file}:2:6: the file is not UTF-8\n")


def test_words_that_are_not_checked_yet_are_said(adrift: Adrift, tmp_path: Path) -> None:
    file = tmp_path / "policy.yml"
    depends_on = "{only: [orders], each_file: true}"
    file.write_text(f"version: 1\ncomponents:\n  orders: {{path: orders, depends_on: {depends_on}}}\n")
    said = adrift("policy", "validate", str(file)).stdout
    assert "`depends_on.each_file` is accepted and not checked by this version" in said


@pytest.mark.parametrize("check", [check.name for check in CHECKS])
def test_explain_tells_what_why_and_what_to_do(adrift: Adrift, check: str) -> None:
    text = adrift("explain", check).stdout
    assert all(part in text for part in (check, "What it finds:", "Why it hurts:", "Example:", "What to do:"))


def test_explain_lists_the_checks(adrift: Adrift) -> None:
    assert [line.split()[0] for line in adrift("explain").stdout.splitlines()] == [check.name for check in CHECKS]


def test_explain_of_nothing_known(adrift: Adrift) -> None:
    assert adrift("explain", "nonsense").returncode == 2


def test_a_worker_says_which_setting_is_missing(adrift: Adrift) -> None:
    done = adrift("worker")
    assert done.returncode == 2
    assert "ADRIFT_APP_ID is not set" in done.stderr
