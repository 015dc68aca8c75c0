"""Plain text for a terminal: one line a finding, in the `path:line` form that editors follow."""

from collections.abc import Iterator

from app.report.markup import as_text
from app.report.wording import count, message, override_line, title
from checks import Change, Edge, Graph, Review, Skipped, skipped


def review_text(review: Review) -> str:
    """What a person reads after `adrift review`."""
    return "\n".join(_review_lines(review))


def delta_text(change: Change) -> str:
    """The edges that appear (+), go (-), move (=) and are skipped (?)."""
    delta = change.delta
    lines = [f"+ {_edge(edge)}" for edge in (*delta.added, *delta.added_external)]
    lines += [f"- {_edge(edge)}" for edge in (*delta.removed, *delta.removed_external)]
    lines += [f"= {_edge(move.before)}  is now  {_edge(move.after)}" for move in delta.moved]
    lines += [f"~ {_edge(one.after)}  was {one.before.kind}" for one in delta.changed]
    lines += [_skipped(one) for one in delta.skipped]
    return "\n".join(lines) or "no edge appears, goes or moves"


def graph_text(graph: Graph) -> str:
    """All edges of one commit, external ones after those between files."""
    edges = [*sorted(graph.edges.items()), *sorted(graph.external.items())]
    return "\n".join([_edge(edge) for _, edge in edges] + [_skipped(one) for one in skipped(graph)])


def _review_lines(review: Review) -> Iterator[str]:
    for issue in review.policy_issues:
        yield str(issue)
    for finding in review.findings:
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        yield f"{place}: {finding.status} [{finding.check}] {as_text(message(finding))}"
    for override in review.overrides:
        yield f"label {as_text(override_line(override))}"
    if review.overrides:
        yield "labels on the command line are taken as put by a permitted person"
    for one in review.skipped:
        yield _skipped(one)
    delta = review.delta
    yield (
        f"{title(review)} ({count(len(delta.added), 'edge')} added, {len(delta.removed)} removed, "
        f"{len(delta.moved)} moved; {count(len(review.findings), 'finding')})"
    )


def _edge(edge: Edge) -> str:
    lines = ",".join(map(str, edge.lines))
    kind = "" if edge.kind == "import" else f"  ({edge.kind})"
    return f"{edge.importer}:{lines} -> {edge.imported}{kind}"


def _skipped(one: Skipped) -> str:
    return f"? {one.path}: {one.reason}"
