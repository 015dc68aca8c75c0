"""A small repository on disk, and the command as a person runs it."""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.nursery import Nursery, Order

POLICY = """\
version: 1
adr: {path: docs/adr, cite: ADR-0001}
components:
  orders:  {path: orders,  depends_on: [shared]}
  billing: {path: billing, depends_on: [shared]}
  shared:  {path: shared,  depends_on: []}
"""
BASE = {
    ".github/architecture.yml": POLICY,
    "docs/adr/0001-boundaries.md": "# 1. Boundaries\n\n## Status\n\nAccepted\n",
    "orders/__init__.py": "",
    "orders/api.py": "import os\n",
    "billing/__init__.py": "",
    "billing/models.py": "import sqlalchemy.orm\n",
    "shared/__init__.py": "",
    "shared/money.py": "",
}
CROSSING = {"orders/api.py": "import os\nfrom billing.models import Invoice\n"}

Adrift = Callable[..., subprocess.CompletedProcess[str]]


class Clone:
    """A git repository with a work tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Ann")
        self.git("config", "user.email", "ann@example.org")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", "-C", self.folder, *arguments], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text)

    def commit(self, files: dict[str, str]) -> str:
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """`main` with the base files, and a branch `feature` with nothing on it yet, checked out."""
    clone = Clone(tmp_path / "clone")
    clone.commit(BASE)
    clone.git("switch", "--quiet", "--create", "feature")
    return clone


@pytest.fixture
def adrift(clone: Clone, tmp_path: Path, nursery: Nursery) -> Adrift:
    """Runs the command in an empty folder, with the repository named by `--repo`."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return carried_out(nursery, [one.replace("CLONE", str(clone.folder)) for one in arguments], elsewhere)

    return run


def carried_out(nursery: Nursery, arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What the command says in a folder."""
    with TemporaryDirectory() as said:
        output, errors = Path(said, "output"), Path(said, "errors")
        order = Order(arguments, dict(os.environ), str(errors), str(output), str(folder), waits=True)
        status = nursery.carry_out(order)
        return subprocess.CompletedProcess(arguments, status, output.read_text(), errors.read_text())
