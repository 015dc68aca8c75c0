"""What the checks cost beside the delta that they judge, and questions about a whole repository.

    python -m benchmarks.checks CLONE POLICY [--commits 20]
    python -m benchmarks.checks --edges 25000

The first replays the newest commits with all checks of POLICY; CPU of this process only, in milliseconds. The second
asks a generated graph for cycles and for chains that `indirect: true` forbids, once to load what that takes.
"""

import argparse
import gc
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from time import process_time

import checks
from app.facts.store import NoStore
from app.git.repository import Repository
from app.parsing.parsers import Parsers
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench
from benchmarks.measuring import commits
from checks import (
    Circumstances,
    Codebase,
    Entry,
    EntryKind,
    FileFacts,
    Policy,
    Snapshot,
    build_graph,
    compare,
    derivation,
    derive_graph,
)
from checks import load_policy as load

FILES_PER_COMPONENT = 25
TODAY = datetime.now(UTC).date()
RARE_COLLECTIONS = 500_000


def main() -> None:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clone", nargs="?", type=Path)
    parser.add_argument("policy", nargs="?", type=Path)
    parser.add_argument("--commits", type=int, default=20)
    parser.add_argument("--edges", type=int)
    chosen = parser.parse_args()
    gc.set_threshold(RARE_COLLECTIONS)
    if chosen.edges:
        print(whole(chosen.edges))
    else:
        print(replayed(chosen.clone, load(chosen.policy.read_bytes()), chosen.commits))


def replayed(clone: Path, policy: Policy, number: int) -> str:
    """Delta and checks of the newest commits, each merged before the next."""
    repository, memory = Repository.at(clone), RepositoryMemory()
    deltas, judged, findings = [], [], 0
    with Parsers(processes=2, start="fork") as parsers:
        bench = Workbench.of_memory(parsers, NoStore(), memory)
        reader = bench.reader(repository, policy)
        for base, head in commits(clone, number):
            began = process_time()
            change = reader.change(base, base, head)
            between = process_time()
            review = checks.review(change, policy, Circumstances(TODAY), memory.baseline(change.tip, policy))
            deltas.append((between - began) * 1000)
            judged.append((process_time() - between) * 1000)
            findings += len(review.findings)
    deltas, judged = deltas[1:], judged[1:]  # the first one reads the repository
    return (
        f"{len(judged)} commits, {findings} findings: delta {mean(deltas):.1f} ms (median {median(deltas):.1f}), "
        f"checks {mean(judged):.1f} ms (median {median(judged):.1f}), ratio {mean(judged) / mean(deltas):.2f}"
    )


def whole(edges: int) -> str:
    """A change of one file that closes a cycle and a forbidden chain over all components."""
    files = edges // 5
    components = max(4, files // FILES_PER_COMPONENT)
    names = [f"c{number % components}/m{number}.py" for number in range(files)]
    texts = {name: _imports(names, number, components) for number, name in enumerate(names)}
    policy = load(_policy(components))
    base = build_graph(_codebase(texts))
    head = _codebase({**texts, names[-1]: [*texts[names[-1]], "c0.m0"]})
    change = compare(base, base, derive_graph(base, head, derivation(base, head, {names[-1]})), {})
    baseline = checks.Baseline.of(base, policy)
    assert baseline.pairs
    checks.review(change, policy, Circumstances(TODAY), baseline)
    began = process_time()
    review = checks.review(change, policy, Circumstances(TODAY), baseline)
    spent = (process_time() - began) * 1000
    found = sorted({finding.check for finding in review.findings})
    return (
        f"{len(base.edges):,} edges, {components} components: {spent:.0f} ms, {len(review.findings)} findings {found}"
    )


def _imports(names: list[str], number: int, components: int) -> list[str]:
    """Five others, each of the same component or of a later one: no cycle."""
    own = number % components
    others = [number + components * step for step in (1, 2)] + [
        number + step for step in (1, 2, 3) if own + step < components
    ]
    return [names[one].removesuffix(".py").replace("/", ".") for one in others if one < len(names)]


def _codebase(texts: dict[str, list[str]]) -> Codebase:
    source = {path: "\n".join(f"import {module}" for module in modules).encode() for path, modules in texts.items()}
    packages = {f"{path.partition('/')[0]}/__init__.py": b"" for path in texts}
    facts: dict[str, FileFacts] = {
        path: checks.extract("python:py", text) for path, text in {**source, **packages}.items()
    }
    entries = {path: Entry(EntryKind.FILE, f"{hash(text):040x}") for path, text in {**source, **packages}.items()}
    return Codebase(Snapshot("x", entries), facts)


def _policy(components: int) -> str:
    listed = "".join(f"  c{number}: {{path: c{number}}}\n" for number in range(1, components))
    return f"version: 1\ncomponents:\n  c0: {{path: c0}}\n{listed}".replace(
        f"c{components - 2}: {{path: c{components - 2}}}",
        f"c{components - 2}: {{path: c{components - 2}, depends_on: {{not: [c0], indirect: true}}}}",
    )


if __name__ == "__main__":
    main()
