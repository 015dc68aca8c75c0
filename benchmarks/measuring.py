"""CPU seconds and memory of this process, its children, and other programs."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

PYTHON = sys.executable
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Programs are measured as they run where they are used: their bytecode is kept."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user and system, children included) and the peak resident size of the largest process, in MB."""

    cpu: float
    peak: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu + other.cpu, max(self.peak, other.peak))


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def cpu_of_running(pid: int | None = None) -> float:
    """CPU seconds of all descendants of a process (of this one) that have not ended (proc(5); Linux only)."""
    parent = Path(f"/proc/{pid or os.getpid()}")
    total = 0.0
    with suppress(OSError):  # it has ended meanwhile
        for child in map(int, (parent / "task" / parent.name / "children").read_text().split()):
            total += int(Path(f"/proc/{child}/schedstat").read_text().split()[0]) / 1e9 + cpu_of_running(child)
    return total


def run(command: Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Cost:
    """What a program costs; its exit status and output do not matter here (a linter that finds something fails)."""
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "r = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(r.ru_utime + r.ru_stime, r.ru_maxrss / 1024)"
    )
    answer = subprocess.run(  # noqa: S603 - a fixed program
        [PYTHON, "-c", script, *map(str, command)],
        cwd=cwd,
        env={**COMPILED, **(env or {})},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    seconds, peak = map(float, answer.stdout.split())
    return Cost(seconds, peak)


def best(command: Sequence[str | Path], times: int = 3, cwd: Path | None = None, **env: str) -> Cost:
    """The cheapest of several runs: what disturbs only ever adds."""
    return min((run(command, cwd, env) for _ in range(times)), key=lambda cost: cost.cpu)


def put_in(where: object, **by_name: object) -> None:
    """Replace functions of a module or a class: a benchmark measures or leaves out what they do."""
    for name, value in by_name.items():
        setattr(where, name, value)


def git(clone: Path, *arguments: str) -> str:
    """What git answers in a clone."""
    command = ["git", "-C", str(clone), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - a fixed program


def commits(clone: Path, number: int) -> list[tuple[str, str]]:
    """The newest commits of the main line that have a parent, each with it: (parent, commit), the oldest first."""
    listed = git(clone, "rev-list", "--first-parent", "--reverse", "-n", str(number + 1), "HEAD").split()
    return list(pairwise(listed))


@contextmanager
def checkout(clone: Path, revision: str) -> Iterator[tuple[Path, Cost]]:
    """The files of a revision in a folder, and what it cost to put them there. Blobs that the clone lacks are left
    out."""
    with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder:
        tree = Path(folder, "tree")
        tree.mkdir()
        index = {"GIT_INDEX_FILE": f"{folder}/index", "GIT_NO_LAZY_FETCH": "1"}
        base = ["git", f"--git-dir={git_dir(clone)}", f"--work-tree={tree}"]
        cost = run([*base, "read-tree", revision], env=index)
        cost += run([*base, "checkout-index", "--all", "--force", "--quiet"], env=index)
        yield tree, cost


def git_dir(clone: Path) -> Path:
    """Where a clone, bare or not, has its objects."""
    return Path(git(clone, "rev-parse", "--absolute-git-dir").strip())
