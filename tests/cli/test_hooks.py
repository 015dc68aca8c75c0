"""`.pre-commit-hooks.yaml`: each hook runs, in a clone whose origin has a main branch."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import BASE, CROSSING, Clone

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text())}


def run(hook: str, folder: Path) -> int:
    command, *arguments = HOOKS[hook]["entry"].split()
    names = [] if HOOKS[hook].get("pass_filenames") is False else [".github/architecture.yml"]
    tool = Path(sys.executable).with_name(command)
    return subprocess.run([tool, *arguments, *names], cwd=folder, capture_output=True, check=False).returncode


@pytest.fixture
def working(clone: Clone, tmp_path: Path) -> Clone:
    """A clone of the clone, on a branch of its own."""
    clone.git("switch", "--quiet", "main")
    subprocess.run(["git", "clone", "--quiet", clone.folder, tmp_path / "working"], check=True)
    working = Clone.__new__(Clone)
    working.folder = tmp_path / "working"
    working.git("config", "user.name", "Ann")
    working.git("config", "user.email", "ann@example.org")
    working.git("switch", "--quiet", "--create", "topic")
    return working


def test_before_a_push_commits_count(working: Clone) -> None:
    working.write(CROSSING)
    assert run("adrift", working.folder) == 0
    working.commit(CROSSING)
    assert run("adrift", working.folder) == 1


def test_before_a_commit_files_count(working: Clone) -> None:
    assert run("adrift-worktree", working.folder) == 0
    working.write(CROSSING)
    assert run("adrift-worktree", working.folder) == 1


def test_the_policy_is_validated(working: Clone) -> None:
    assert BASE[".github/architecture.yml"]
    assert run("adrift-policy", working.folder) == 0
    working.write({".github/architecture.yml": "version: 2"})
    assert run("adrift-policy", working.folder) == 2


def test_hooks_name_files_that_are_policies() -> None:
    assert HOOKS["adrift-policy"]["files"] == r"^\.github/architecture\.ya?ml$"
