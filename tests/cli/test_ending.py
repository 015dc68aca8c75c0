"""How a command ends: at once, with its status and all that it has printed."""

import subprocess
import sys

import pytest

from tests.cli.conftest import CROSSING, Clone

PROGRAM = (sys.executable, "-c", "from app.cli.main import main; main()")
REVIEW = ("review", "--base", "main", "--head", "feature", "--repo")


def ended(clone: Clone, *arguments: str, closed: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, some of its streams closed from the start."""
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *PROGRAM, *arguments, str(clone.folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_prints_all_into_a_pipe(clone: Clone) -> None:
    clone.commit(CROSSING)
    done = ended(clone, *REVIEW)
    assert (done.returncode, done.stderr) == (1, "")
    assert "orders/api.py:2: blocking [cross-domain-edge]" in done.stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("arguments", [REVIEW, ("graph", "--repo")])
def test_nobody_hears_it(clone: Clone, arguments: tuple[str, ...], closed: str) -> None:
    assert ended(clone, *arguments, closed=closed).returncode == 0
