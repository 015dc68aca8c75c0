"""What the API delta of a pull request costs beside `griffe check` on the same package, in one run.

    python -m benchmarks.api CLONE PACKAGE NUMBER

Every folder of the package is a component that is versioned, so that whatever others import of it is public. Warm: the
graph is at hand and the APIs of modules are in the cache, as after the first review. CPU of everything that follows:
what is public, the texts of version files, the comparison. `griffe check` compares the newest commit with the one
before.
"""

import gc
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import mean, median

from app.cli.main import RARE_COLLECTIONS
from app.facts.sqlite import SqliteCache
from app.git.repository import Repository
from app.parsing.parsers import Parsers
from app.reading.apis import change_apis
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench
from benchmarks.measuring import commits, cpu, cpu_of_running, run
from checks import Baseline, Policy, load_policy

POLICY = """\
version: 1
components:
  apps: {{path: "{package}/{{app}}", versioned: {{private: true}}}}
"""


CHECK = """
import sys, griffe
package = sys.argv[1]
before = griffe.load_git(package, ref="HEAD~1", repo=".", search_paths=["."])
after = griffe.load(package, search_paths=["."])
print(len(list(griffe.find_breaking_changes(before, after))))
"""
"""What `griffe check` does; its command is a distribution of its own."""


def deltas(clone: Path, policy: Policy, pairs: list[tuple[str, str]]) -> list[tuple[float, int]]:
    """CPU seconds of each warm API delta, and the number of breaks."""
    repository = Repository.at(clone)
    found = []
    with (
        tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder,
        closing(SqliteCache(Path(folder))) as cache,
        Parsers(processes=1, start="fork") as parsers,
    ):
        bench = Workbench.of_memory(parsers, cache, RepositoryMemory())
        for base, head in pairs:
            change = bench.reader(repository, policy).change(base, base, head)
            baseline = Baseline.of(change.tip, policy)
            change_apis(bench.reader(repository, policy), change, policy, baseline)
            start = cpu() + cpu_of_running()
            apis = change_apis(bench.reader(repository, policy), change, policy, baseline)
            spent = cpu() + cpu_of_running() - start
            found.append((spent, sum(len(one.breaks) for one in apis.packages) if apis else 0))
    return found


def griffe(clone: Path, package: str, head: str) -> float:
    """CPU seconds of `griffe check`."""
    with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder:
        work = Path(folder) / "work"
        subprocess.run(["git", "clone", "--quiet", "--shared", clone, work], check=True)  # noqa: S603, S607 - fixed
        subprocess.run(["git", "-C", work, "checkout", "--quiet", head], check=True)  # noqa: S603, S607 - fixed
        return run([sys.executable, "-c", CHECK, package], cwd=work).cpu


def main() -> None:
    """Print both, and the ratio."""
    gc.set_threshold(RARE_COLLECTIONS)  # as the service's own entry does
    clone, package, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    pairs = commits(clone, number)
    found = deltas(clone, load_policy(POLICY.format(package=package)), pairs)
    ours = [seconds for seconds, _ in found]
    theirs = griffe(clone, package, pairs[-1][1])
    print(f"API delta of {len(ours)} changes: median {median(ours) * 1000:.1f} ms, mean {mean(ours) * 1000:.1f} ms")
    print(f"{sum(count for _, count in found)} breaks; slowest {max(ours) * 1000:.1f} ms")
    ratios = theirs / median(ours), theirs / mean(ours)
    print(f"griffe check: {theirs:.1f} s, {ratios[0]:.0f} times the median, {ratios[1]:.0f} times the mean")


if __name__ == "__main__":
    main()
