"""What a change does to the edges between components: as a table, and as a Mermaid flow chart.

GitHub's documentation names issues, discussions, pull requests, wikis and Markdown files as what shows Mermaid, and not
check runs: there the table speaks, and the picture is folded away below it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.report.mermaid import label
from app.report.prose import code, count
from checks import ComponentEdge, Review, Status, pairs_of

MOST_NODES = 20
"""Components in the picture; beyond, nobody can read it."""
MOST_ROWS = 50
LEGEND = (
    "Red: new, or part of a forbidden chain. Thick: asks for a decision record. Amber: overridden by one. "
    "Dashed: gone. Grey: as before."
)
RED, AMBER, GREY = "stroke:#cf222e,color:#cf222e", "stroke:#bf8700,color:#9a6700", "stroke:#8c959f,color:#656d76"


class Verdict(StrEnum):
    """What the findings say of an edge between two components."""

    BLOCKING = "needs an ADR"
    OVERRIDDEN = "overridden"
    ADVICE = "advice"
    CHAIN = "part of that chain"


@dataclass(frozen=True, slots=True)
class Row:
    """One edge that the change touches, in words."""

    source: str
    target: str
    before: int
    after: int
    what: str


def rows(review: Review) -> Sequence[Row]:
    """The edges between components that the change touches: those with a verdict first, then those that come or go."""
    verdicts = _verdicts(review)
    touched = [edge for edge in review.component_edges if edge.is_touched]
    touched.sort(key=lambda edge: (_weight(edge, verdicts), edge.source, edge.target))
    return [Row(one.source, one.target, one.before, one.after, _what(one, verdicts)) for one in touched]


def picture_table(review: Review) -> str:
    """Those rows as a Markdown table; empty for none."""
    found = rows(review)
    if not found:
        return ""
    lines = [
        "### Edges between components",
        "",
        "| from | to | at base | at head | |",
        "|---|---|---:|---:|---|",
        *(f"| {_cell(one.source)} | {_cell(one.target)} | {one.before} | {one.after} | {one.what} |" for one in found),
    ]
    more = [f"\nand {len(found) - MOST_ROWS} more"] if len(found) > MOST_ROWS else []
    return "\n".join(lines[: MOST_ROWS + 4] + more)


def picture(review: Review) -> str:
    """A Mermaid flow chart of the touched edges and of those beside them, without the latter where they are too many;
    empty where nothing between components comes, goes or is found, and where even that is too much for a picture."""
    verdicts = _verdicts(review)
    if not any(_is_worth_a_look(edge, verdicts) for edge in review.component_edges):
        return ""
    touched = [edge for edge in review.component_edges if edge.is_touched]
    for edges in (review.component_edges, touched):
        names = sorted({name for edge in edges for name in (edge.source, edge.target)})
        if len(names) <= MOST_NODES:
            return _chart(names, edges, verdicts)
    return ""


def _chart(names: Sequence[str], edges: Iterable[ComponentEdge], verdicts: dict[tuple[str, str], Verdict]) -> str:
    ids = {name: f"c{position}" for position, name in enumerate(names)}
    lines = [f'  {ids[name]}["{label(name)}"]' for name in names]
    styles: dict[str, list[int]] = {}
    for position, edge in enumerate(edges):
        arrow, style = _drawn(edge, verdicts)
        lines.append(f"  {ids[edge.source]} {arrow} {ids[edge.target]}")
        styles.setdefault(style, []).append(position)
    lines += [f"  linkStyle {','.join(map(str, numbers))} {style}" for style, numbers in styles.items()]
    return "\n".join(["flowchart LR", *lines])


def _drawn(edge: ComponentEdge, verdicts: dict[tuple[str, str], Verdict]) -> tuple[str, str]:
    """Arrow and style; thick where a finding asks for it to go."""
    verdict = verdicts.get((edge.source, edge.target))
    if edge.after == 0 and edge.before and verdict is None:
        return '-.->|"gone"|', GREY
    if verdict is None and (edge.before or not edge.is_touched):
        return "-->", GREY
    words = _what(edge, verdicts)
    arrow, width = ("==>", "4px") if verdict and verdict is not Verdict.CHAIN else ("-->", "2px")
    return f'{arrow}|"{words}"|', f"{AMBER if verdict is Verdict.OVERRIDDEN else RED},stroke-width:{width}"


def _what(edge: ComponentEdge, verdicts: dict[tuple[str, str], Verdict]) -> str:
    if edge.before == edge.after:
        changed = ""
    elif not edge.before:
        changed = "new"
    elif not edge.after:
        changed = "gone"
    else:
        changed = f"{count(abs(edge.after - edge.before), 'edge')} {'more' if edge.after > edge.before else 'less'}"
    return ", ".join(part for part in (changed, verdicts.get((edge.source, edge.target))) if part)


def _is_worth_a_look(edge: ComponentEdge, verdicts: dict[tuple[str, str], Verdict]) -> bool:
    return (edge.source, edge.target) in verdicts or bool(edge.before) != bool(edge.after)


def _verdicts(review: Review) -> dict[tuple[str, str], Verdict]:
    """The gravest for each pair. Of a chain the first edge is the one to be decided on."""
    found: dict[tuple[str, str], Verdict] = {}
    links = [pair for finding in review.findings for pair in pairs_of(finding)[1:]]
    for status, verdict in (
        (Status.BLOCKING, Verdict.BLOCKING),
        (Status.OVERRIDDEN, Verdict.OVERRIDDEN),
        (Status.ADVICE, Verdict.ADVICE),
    ):
        for finding in review.with_status(status):
            for source, target in pairs_of(finding)[:1]:
                if source and target:
                    found.setdefault((source, target), verdict)
    for source, target in links:
        if source and target:
            found.setdefault((source, target), Verdict.CHAIN)
    return found


def _weight(edge: ComponentEdge, verdicts: dict[tuple[str, str], Verdict]) -> int:
    order = list(Verdict)
    verdict = verdicts.get((edge.source, edge.target))
    if verdict:
        return order.index(verdict)
    return len(order) + (bool(edge.before) == bool(edge.after))


def _cell(name: str) -> str:
    return code(name).replace("|", "\\|")
