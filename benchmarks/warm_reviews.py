"""What a review costs in the service once the base branch is known: the graph resident, facts in the cache.

A program of its own, so that its memory is its own: prints one JSON object. What is measured is all of
`review_revisions`, git's processes and the parsers' included; the fetch is not.
"""

import gc
import json
import resource
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median

from app.cli.main import RARE_COLLECTIONS
from app.facts.sqlite import SqliteCache
from app.git.repository import Repository
from app.parsing.parsers import Parsers
from app.parsing.wire import Unread
from app.policy_file import PolicyFile, load
from app.reading.memory import RepositoryMemory, give_back
from app.reading.workbench import Workbench
from app.review_revisions import Description, Revisions, review_revisions
from benchmarks.measuring import commits, cpu, cpu_of_running, git

SMALLEST = [Unread(object_id="", dialect=one, thorough=True, source=b"") for one in ("python", "typescript", "tsx")]
"""One file for each grammar of a parser."""


def measure(clone: Path, policy: PolicyFile, pairs: list[tuple[str, str]]) -> dict[str, object]:
    """Read the first base to get warm, as the service does after the first review; then review all (base, head) pairs
    as they came about: what is reviewed is merged, and the next starts there. CPU in milliseconds, memory in MB."""
    repository = Repository.at(clone)
    with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder, closing(SqliteCache(Path(folder))) as cache:
        before = _resident()
        with Parsers(processes=2, start="fork") as parsers:
            bench = Workbench.of_memory(parsers, cache, RepositoryMemory())
            _review(repository, bench, policy, (pairs[0][0], pairs[0][0]))
            loaded = load(policy, bench.memory).policy
            assert loaded is not None
            graph = bench.reader(repository, loaded).read_thoroughly(pairs[0][0])
            bench.memory.baseline(graph, loaded).prepare()
            give_back()
        grown = _resident() - before
        each = []
        with Parsers(processes=1, start="fork") as parsers:
            bench = replace(bench, parsers=parsers)
            list(parsers.facts(SMALLEST))  # a worker's have started long ago
            start = cpu() + cpu_of_running()
            for pair in pairs:
                began = cpu() + cpu_of_running()
                _review(repository, bench, policy, pair)
                each.append((cpu() + cpu_of_running() - began) * 1000)
        total = (cpu() - start) * 1000  # the parsers have ended: what they cost to end is in it
    return {
        "reviews": len(pairs),
        "mean_ms": round(total / len(pairs), 1),
        "median_ms": round(median(each), 1),
        "each_ms": [round(one, 1) for one in each],
        "resident_mb": round(grown, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _review(repository: Repository, bench: Workbench, policy: PolicyFile, pair: tuple[str, str]) -> None:
    base, head = pair
    review_revisions(repository, Revisions(base, head, base=base), Description(), policy, bench)


def _resident() -> float:
    """What this process holds now, in MB (proc(5): the second number counts pages)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def main() -> None:
    """`python -m benchmarks.warm_reviews CLONE POLICY NUMBER` for the newest commits, or `… POLICY BASE HEAD…`."""
    gc.set_threshold(RARE_COLLECTIONS)  # as the service's own entry does
    clone, policy, *which = sys.argv[1:]
    if len(which) == 1:
        pairs = commits(Path(clone), int(which[0]))
    else:
        base, *heads = (git(Path(clone), "rev-parse", name).strip() for name in which)
        pairs = [(base, head) for head in heads]
    json.dump(measure(Path(clone), PolicyFile(Path(policy).read_bytes()), pairs), sys.stdout)


if __name__ == "__main__":
    main()
