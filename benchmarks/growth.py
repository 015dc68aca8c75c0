"""How a warm review grows: with the files that a change edits, and with the files of the repository.

python -m benchmarks.growth [--sizes 1000,10000,50000] [--changed 1,10,100,1000]
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from benchmarks.generated import commit_change, make_repository
from benchmarks.measuring import PYTHON

POLICY = """\
version: 1
components:
  service: {path: "services/{service}", depends_on: [service]}
  package: {path: "packages/{package}", depends_on: [package]}
cycles: allow
"""
REPEATED = 3


def main() -> None:
    """Print one row for each size of repository and of change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--changed", default="1,10,100,1000")
    chosen = parser.parse_args()
    print("| files | changed | review, CPU ms | resident MB | peak MB |")
    print("|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="adrift-benchmark-") as folder:
        for size in map(int, chosen.sizes.split(",")):
            clone = make_repository(Path(folder), size)
            for changed in map(int, chosen.changed.split(",")):
                row = review(clone, size, changed, Path(folder, "policy.yml"))
                print(
                    f"| {size:,} | {changed:,} | {row['mean_ms']} | {row['resident_mb']} | {row['peak_mb']} |",
                    flush=True,
                )


def review(clone: Path, size: int, changed: int, policy: Path) -> dict[str, float]:
    """Warm reviews of changes of one size, in a process of their own."""
    policy.write_text(POLICY)
    heads = [commit_change(clone, size, changed, salt) for salt in range(REPEATED)]
    command = [PYTHON, "-m", "benchmarks.warm_reviews", str(clone), str(policy), "refs/heads/main", *heads]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    found: dict[str, float] = json.loads(answer.stdout)
    return found


if __name__ == "__main__":
    main()
