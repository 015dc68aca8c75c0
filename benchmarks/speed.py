"""What adrift costs against its peers, in CPU seconds of the same run, on clones that are at hand.

    python -m benchmarks.speed --python CLONE --package saleor --typescript CLONE --folders packages
        --depcruise node_modules/.bin/depcruise [--commits 20]

Clones may be bare. Peers: grimp and import-linter from this environment, dependency-cruiser from where it is. Of a
TypeScript repository adrift reads Markdown with scripts too (MDX), and dependency-cruiser does not: ours are measured
over the same kinds of files, and over all that we read.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from statistics import mean, median

from benchmarks.agreement_python import graph_of
from benchmarks.agreement_typescript import mapped
from benchmarks.measuring import PYTHON, Cost, best, checkout, commits, git, run
from checks import DEFAULT_POLICY

POLICY = """\
version: 1
components:
  part: {{path: "{path}"}}
cycles: deny
ignore: {ignore}
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
TRIES = 5
MARKDOWN = "**/*.mdx"
TSCONFIG = "tsconfig.benchmark.json"
OPTIONS = ("--no-config", "--ts-pre-compilation-deps", "--ts-config", TSCONFIG, "--output-type", "null")


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


@dataclass(frozen=True, slots=True)
class Peer:
    """What a peer takes in CPU seconds, cold and warm, under these names, and the ratios that are the goals."""

    cold: tuple[str, float, float]
    warm: tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Ours:
    """adrift on a clone: each part below a folder is a component, and the globs in `ignored` are not read."""

    clone: Path
    path: str
    ignored: tuple[str, ...] = ()

    def rows(self, of: str, peer: Peer, number: int) -> Iterator[Row]:
        """Compared with a peer, over the newest commits."""
        yield Row(f"cold graph, {of}", self._cold_graph().cpu, *peer.cold)
        found = self._warm_reviews(number)
        yield Row(f"warm review, {of}, mean", found["mean_ms"] / 1000, *peer.warm)
        yield Row(f"warm review, {of}, median", found["median_ms"] / 1000, *peer.warm)

    def notes(self, number: int) -> Iterator[str]:
        """What is no ratio: memory, and `adrift review` of the newest commit as a command."""
        found, graph = self._warm_reviews(number), self._cold_graph()
        yield (
            f"- {number} warm reviews of {self.clone.name}: resident {found['resident_mb']} MB more, "
            f"peak {found['peak_mb']} MB; cold `adrift graph`: peak {graph.peak:.0f} MB"
        )
        ((base, head),) = commits(self.clone, 1)
        with self._policy() as (policy, folder):
            command: list[str | Path] = [adrift(), "review", "--repo", self.clone, "--base", base, "--head", head]
            command += ["--policy", policy]
            cold = run(command, env={"XDG_CACHE_HOME": folder})
            warm = best(command, TRIES, XDG_CACHE_HOME=folder)
        size = len(git(self.clone, "ls-tree", "-r", "--name-only", head).splitlines())
        yield (
            f"- `adrift review` in {self.clone.name} ({size:,} files): cold {cold.cpu:.2f} s and at most "
            f"{cold.peak:.0f} MB, warm {warm.cpu:.2f} s and {warm.peak:.0f} MB"
        )

    @contextmanager
    def _policy(self) -> Iterator[tuple[Path, str]]:
        """The file of the policy, and a folder for a cache."""
        with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder:
            file = Path(folder, "policy.yml")
            ignore = json.dumps([*DEFAULT_POLICY.ignore, *self.ignored])
            file.write_text(POLICY.format(path=self.path, ignore=ignore))
            yield file, folder

    def _cold_graph(self) -> Cost:
        """`adrift graph` with an empty cache."""
        costs = []
        for _ in range(TRIES):
            with self._policy() as (policy, folder):
                command: list[str | Path] = [adrift(), "graph", "--repo", self.clone, "--policy", policy]
                costs.append(run(command, env={"XDG_CACHE_HOME": folder}))
        return min(costs, key=lambda cost: cost.cpu)

    def _warm_reviews(self, number: int) -> dict[str, float]:
        """What benchmarks.warm_reviews found, each commit at the cheapest of several runs: as a peer's run is taken."""
        with self._policy() as (policy, _):
            command = [PYTHON, "-m", "benchmarks.warm_reviews", str(self.clone), str(policy), str(number)]
            answers = [subprocess.check_output(command) for _ in range(TRIES)]  # noqa: S603 - our own program
        runs = [json.loads(answer) for answer in answers]
        each = [min(costs) for costs in zip(*(run["each_ms"] for run in runs), strict=True)]
        memory = {name: min(run[name] for run in runs) for name in ("resident_mb", "peak_mb")}
        return {**memory, "mean_ms": mean(each), "median_ms": median(each)}


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
    measured: list[Ours] = []
    if chosen.python:
        python = Ours(chosen.python.resolve(), f"{chosen.package}/{{part}}")
        measured.append(python)
        show(python.rows("Python", import_linter(python.clone, chosen.package), chosen.commits))
    if chosen.typescript and chosen.depcruise:
        folders = chosen.folders.split(",")
        everything = Ours(chosen.typescript.resolve(), f"{folders[0]}/{{part}}")
        scripts = Ours(everything.clone, everything.path, (MARKDOWN,))
        measured.append(everything)
        peer = dependency_cruiser(everything.clone, folders, chosen.depcruise.resolve())
        show(scripts.rows("TypeScript", peer, chosen.commits))
        show(everything.rows("TypeScript and MDX", peer, chosen.commits))
    print()
    for ours in measured:
        show(ours.notes(chosen.commits))


def show(lines: Iterator[Row] | Iterator[str]) -> None:
    """Print each as soon as it is there."""
    for line in lines:
        print(line, flush=True)


def import_linter(clone: Path, package: str) -> Peer:
    """A cold graph of grimp, and `lint-imports` with two contracts and a warm cache."""
    with checkout(clone, "HEAD") as (tree, placing):
        script = f"import grimp; grimp.build_graph({package!r}, include_external_packages=True, cache_dir=None)"
        cold = best([PYTHON, "-c", script], TRIES, tree, PYTHONPATH=str(tree)) + placing
        parts = sorted(path.parent.name for path in (tree / package).glob("*/__init__.py"))[:8]
        names = [f"{package}.{part}" for part in parts]
        listed = "\n".join(f"    {name}" for name in names)
        text = CONTRACTS.format(package=package, first=names[0], second=names[-1], parts=listed)
        (tree / "contracts.ini").write_text(text)
        command: list[str | Path] = [Path(PYTHON).with_name("lint-imports")]
        command += ["--config", "contracts.ini", "--cache-dir", "cache"]
        warm = best(command, TRIES + 1, tree, PYTHONPATH=str(tree))
    return Peer(("grimp and checkout, cold", cold.cpu, 2.5), ("lint-imports, warm", warm.cpu, 1 / 20))


def dependency_cruiser(clone: Path, folders: list[str], depcruise: Path) -> Peer:
    """On the scripts of these folders, with a tsconfig that maps the names of the packages, for it resolves none of
    them without an install. Warm: one file is edited between two runs."""
    with checkout(clone, "HEAD") as (tree, _):
        (tree / TSCONFIG).write_text(json.dumps(mapped(tree, graph_of(clone, "HEAD"))))
        command: list[str | Path] = [depcruise, *folders, *OPTIONS]
        cold = best(command, TRIES, tree)
        cached = [*command, "--cache", "cache", "--cache-strategy", "content"]
        run(cached, tree)
        edited = next(path for path in sorted((tree / folders[0]).rglob("*.ts")) if path.is_file())
        costs = []
        for count in range(TRIES):
            edited.write_text(f"{edited.read_text()}\n// {count}\n")
            costs.append(run(cached, tree).cpu)
    return Peer(("dependency-cruiser, cold", cold.cpu, 1 / 8), ("dependency-cruiser, warm", min(costs), 1 / 500))


def adrift() -> Path:
    """The command of this environment."""
    return Path(which("adrift", path=str(Path(PYTHON).parent)) or "adrift")


if __name__ == "__main__":
    main()
