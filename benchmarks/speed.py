"""What adrift costs against its peers, in CPU seconds of the same run, on clones that are at hand.

    python -m benchmarks.speed --python CLONE --package saleor --typescript CLONE --folders packages
        --depcruise node_modules/.bin/depcruise [--commits 20]

Clones may be bare. Peers: grimp and import-linter from this environment, dependency-cruiser from where it is.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from benchmarks.agreement_python import graph_of
from benchmarks.agreement_typescript import mapped
from benchmarks.measuring import PYTHON, Cost, best, checkout, commits, git, run

POLICY = """\
version: 1
components:
  {name}: {{path: "{path}"}}
cycles: deny
"""
CONTRACTS = """\
[importlinter]
root_package = {package}
include_external_packages = True
[importlinter:contract:forbidden]
name = one part does not use another
type = forbidden
source_modules = {first}
forbidden_modules = {second}
[importlinter:contract:independent]
name = parts are independent
type = independence
modules =
{parts}
"""
TRIES = 3
OPTIONS = (
    "--no-config",
    "--ts-pre-compilation-deps",
    "--ts-config",
    "tsconfig.benchmark.json",
    "--output-type",
    "null",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: what was measured, ours and the peer's in CPU seconds, and the ratio that is the goal."""

    what: str
    ours: float
    peer: str
    theirs: float
    goal: float

    def __str__(self) -> str:
        ratio = self.ours / self.theirs
        shown = f"{ratio:.2f}" if ratio >= 0.5 else f"1/{1 / ratio:.0f}"
        goal = f"{self.goal:g}" if self.goal >= 1 else f"1/{1 / self.goal:.0f}"
        return f"| {self.what} | {self.ours:.3f} | {self.peer} | {self.theirs:.3f} | {shown} | {goal} |"


def main() -> None:
    """Print the table, and below it what is no ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", type=Path, help="a clone of a Python repository")
    parser.add_argument("--package", default="saleor", help="its root package")
    parser.add_argument("--typescript", type=Path, help="a clone of a TypeScript repository")
    parser.add_argument("--folders", default="packages", help="the folders that dependency-cruiser reads, by comma")
    parser.add_argument("--depcruise", type=Path, help="the executable of dependency-cruiser")
    parser.add_argument("--commits", type=int, default=20)
    chosen = parser.parse_args()
    print("| what | adrift, CPU s | peer | peer, CPU s | ratio | goal |\n|---|---:|---|---:|---:|---:|")
    notes: list[str] = []
    if chosen.python:
        for row in python_rows(chosen.python.resolve(), chosen.package, chosen.commits, notes):
            print(row, flush=True)
    if chosen.typescript and chosen.depcruise:
        folders = chosen.folders.split(",")
        for row in typescript_rows(
            chosen.typescript.resolve(), folders, chosen.depcruise.resolve(), chosen.commits, notes
        ):
            print(row, flush=True)
    print("\n" + "\n".join(notes))


def python_rows(clone: Path, package: str, number: int, notes: list[str]) -> Iterator[Row]:
    """Against grimp and import-linter."""
    with checkout(clone, "HEAD") as (tree, placing):
        script = f"import grimp; grimp.build_graph({package!r}, include_external_packages=True, cache_dir=None)"
        grimp = best([PYTHON, "-c", script], TRIES, tree, PYTHONPATH=str(tree)) + placing
        yield Row("cold graph, Python", cold_graph(clone, notes).cpu, "grimp and checkout, cold", grimp.cpu, 2.5)
        linter = warm_linter(tree, package)
    warm, usual = warm_reviews(clone, f"{package}/{{part}}", number, notes)
    yield Row("warm review, Python, mean", warm, "lint-imports, warm", linter.cpu, 1 / 20)
    yield Row("warm review, Python, median", usual, "lint-imports, warm", linter.cpu, 1 / 20)
    one_shot(clone, f"{package}/{{part}}", notes)


def typescript_rows(clone: Path, folders: list[str], depcruise: Path, number: int, notes: list[str]) -> Iterator[Row]:
    """Against dependency-cruiser, with a tsconfig that maps the names of the packages, for it resolves none of them
    without an install. It reads the scripts of these folders only."""
    with checkout(clone, "HEAD") as (tree, _):
        (tree / "tsconfig.benchmark.json").write_text(json.dumps(mapped(tree, graph_of(clone, "HEAD"))))
        command: list[str | Path] = [
            depcruise,
            *folders,
            "--no-config",
            "--ts-pre-compilation-deps",
            "--output-type",
            "null",
        ]
        theirs = best(command, TRIES, tree)
        yield Row("cold graph, TypeScript", cold_graph(clone, notes).cpu, "dependency-cruiser, cold", theirs.cpu, 1 / 8)
        cached = [*command, "--cache", "cache", "--cache-strategy", "content"]
        run(cached, tree)
        changed = next(path for path in sorted((tree / folders[0]).rglob("*.ts")) if path.is_file())
        costs = []
        for count in range(TRIES):
            changed.write_text(f"{changed.read_text()}\n// {count}\n")
            costs.append(run(cached, tree).cpu)
    warm, usual = warm_reviews(clone, f"{folders[0]}/{{part}}", number, notes)
    yield Row("warm review, TypeScript, mean", warm, "dependency-cruiser, warm", min(costs), 1 / 500)
    yield Row("warm review, TypeScript, median", usual, "dependency-cruiser, warm", min(costs), 1 / 500)
    one_shot(clone, f"{folders[0]}/{{part}}", notes)


def cold_graph(clone: Path, notes: list[str]) -> Cost:
    """`adrift graph` with an empty cache."""
    costs = []
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as cache:
            costs.append(run([adrift(), "graph", "--repo", clone, "--format", "text"], env={"XDG_CACHE_HOME": cache}))
    notes.append(f"- cold `adrift graph` of {clone.name}: peak memory {min(cost.peak for cost in costs):.0f} MB")
    return min(costs, key=lambda cost: cost.cpu)


def warm_linter(tree: Path, package: str) -> Cost:
    """`lint-imports` with two contracts and a warm cache."""
    parts = sorted(path.parent.name for path in (tree / package).glob("*/__init__.py"))[:8]
    names = [f"{package}.{part}" for part in parts]
    listed = "\n".join(f"    {name}" for name in names)
    text = CONTRACTS.format(package=package, first=names[0], second=names[-1], parts=listed)
    (tree / "contracts.ini").write_text(text)
    command: list[str | Path] = [
        Path(PYTHON).with_name("lint-imports"),
        "--config",
        "contracts.ini",
        "--cache-dir",
        "cache",
    ]
    return best(command, TRIES + 1, tree, PYTHONPATH=str(tree))


def warm_reviews(clone: Path, path: str, number: int, notes: list[str]) -> tuple[float, float]:
    """CPU seconds of one review, mean and median over the newest commits."""
    with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder:
        policy = Path(folder, "policy.yml")
        policy.write_text(POLICY.format(name="part", path=path))
        command = [PYTHON, "-m", "benchmarks.warm_reviews", str(clone), str(policy), str(number)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    found = json.loads(answer.stdout)
    notes.append(
        f"- {found['reviews']} warm reviews of {clone.name}: mean {found['mean_ms']} ms, median "
        f"{found['median_ms']} ms, resident {found['resident_mb']} MB more, peak {found['peak_mb']} MB"
    )
    return found["mean_ms"] / 1000, found["median_ms"] / 1000


def one_shot(clone: Path, path: str, notes: list[str]) -> None:
    """`adrift review` of the newest commit as a command, cold and warm."""
    ((base, head),) = commits(clone, 1)
    with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder:
        policy = Path(folder, "policy.yml")
        policy.write_text(POLICY.format(name="part", path=path))
        command: list[str | Path] = [adrift(), "review", "--repo", clone, "--base", base, "--head", head]
        command += ["--policy", policy]
        cold = run(command, env={"XDG_CACHE_HOME": folder})
        warm = best(command, TRIES, XDG_CACHE_HOME=folder)
    size = len(git(clone, "ls-tree", "-r", "--name-only", head).splitlines())
    notes.append(
        f"- `adrift review` in {clone.name} ({size:,} files): cold {cold.cpu:.2f} s and at most {cold.peak:.0f} MB, "
        f"warm {warm.cpu:.2f} s and {warm.peak:.0f} MB"
    )


def adrift() -> Path:
    """The command of this environment."""
    return Path(which("adrift", path=str(Path(PYTHON).parent)) or "adrift")


if __name__ == "__main__":
    main()
