"""Whether adrift sees the edges that independent tools see, on clones that are at hand.

    python -m benchmarks.agreement python CLONE --package saleor [--package …] [--revision REV]
    python -m benchmarks.agreement typescript CLONE --depcruise node_modules/.bin/depcruise [--revision REV]
    python -m benchmarks.agreement deltas CLONE [--commits 100]

`python` compares with `grimp.build_graph`, `typescript` with dependency-cruiser, each file edge for file edge; every
difference is put into a class (docs/edges.md says who is right in each), and what fits no class is printed. `deltas`
derives the graph of each commit from that of its parent and compares with one built from nothing.
"""

import argparse
from pathlib import Path

from benchmarks.agreement_python import compare_with_grimp
from benchmarks.agreement_typescript import compare_with_dependency_cruiser
from benchmarks.differences import Differences
from benchmarks.replayed import compare_deltas

SHOWN = 20


def main() -> None:
    """Run one comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("python", "typescript", "deltas"))
    parser.add_argument("clone", type=Path)
    parser.add_argument("--revision", default="HEAD")
    parser.add_argument("--package", action="append", default=[], help="a root package, as src/pkg or pkg; repeatable")
    parser.add_argument("--depcruise", type=Path, help="the executable of dependency-cruiser")
    parser.add_argument("--commits", type=int, default=100)
    chosen = parser.parse_args()
    clone = chosen.clone.resolve()
    if chosen.what == "deltas":
        for line in compare_deltas(clone, chosen.commits):
            print(line, flush=True)
    elif chosen.what == "python":
        show(compare_with_grimp(clone, chosen.revision, chosen.package), "grimp")
    else:
        show(compare_with_dependency_cruiser(clone, chosen.revision, chosen.depcruise.resolve()), "dependency-cruiser")


def show(found: Differences, peer: str) -> None:
    """Print counts by class, and what is unexplained."""
    print(f"{found.common:,} edges in common")
    for title, classes in (("only adrift", found.ours), (f"only {peer}", found.theirs)):
        for reason, pairs in sorted(classes.items(), key=lambda item: -len(item[1])):
            print(f"{title}: {len(pairs):,} {reason or 'UNEXPLAINED'}")
            for importer, imported in sorted(pairs)[: SHOWN if not reason else 1]:
                print(f"    {importer} -> {imported}")


if __name__ == "__main__":
    main()
