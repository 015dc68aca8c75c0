"""The graph between components as a Mermaid flow chart."""

from collections import Counter
from collections.abc import Callable

from app.report.prose import printable
from checks import Graph

MOST_NODES = 60
"""More makes an unreadable picture; the components with the fewest edges are left out, and counted."""

LONGEST_LABEL = 60


def mermaid(graph: Graph, owner: Callable[[str], str | None]) -> str:
    """`flowchart LR` with one node a component and the number of file edges on each arrow."""
    pairs = Counter((owner(edge.importer), owner(edge.imported)) for edge in graph.edges.values())
    between = {(a, b): number for (a, b), number in pairs.items() if a is not None and b is not None and a != b}
    weight = Counter[str]()
    for (source, target), number in between.items():
        weight[source] += number
        weight[target] += number
    kept = [name for name, _ in weight.most_common(MOST_NODES)]
    ids = {name: f"c{position}" for position, name in enumerate(sorted(kept))}
    lines = [f'  {ids[name]}["{label(name)}"]' for name in sorted(kept)]
    lines += [
        f"  {ids[source]} -->|{number}| {ids[target]}"
        for (source, target), number in sorted(between.items())
        if source in ids and target in ids
    ]
    if len(weight) > len(kept):
        lines.append(f"  %% {len(weight) - len(kept)} more components are not shown")
    return "\n".join(["flowchart LR", *lines])


def label(name: str) -> str:
    """A component's name in a node: Mermaid's own entity codes for what would end the label or start markup, without
    control characters, and short enough to be read."""
    shown = printable(name, instead="\N{REPLACEMENT CHARACTER}")
    shown = shown if len(shown) <= LONGEST_LABEL else shown[: LONGEST_LABEL - 1] + "…"
    return "".join(one if one.isalnum() or one in "-_/ …" else f"#{ord(one)};" for one in shown)
