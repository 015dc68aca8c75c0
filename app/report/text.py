"""Plain text for a terminal: one line a finding, in the `path:line` form that editors follow."""

from collections.abc import Iterator

from app.report.markup import as_text
from app.report.prose import count
from app.report.titles import broken_since, override_line, preview_note, proposal_note, title
from app.report.wording import block, message
from checks import POLICY_FILE, Change, Edge, Graph, Preview, Review, Skipped, skipped


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
    yield from map(str, review.policy_issues)
    if review.broken_by:
        yield as_text(broken_since(review))
    for finding in review.findings:
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        yield f"{place}: {finding.status} [{finding.check}] {as_text(message(finding))}"
        yield from (f"    {line}" for line in block(finding).splitlines()[1:-1])
    for override in review.overrides:
        yield f"label {as_text(override_line(override))}"
    if review.overrides:
        yield "--label is trusted: nobody's permission to add it is checked here"
    yield from map(_skipped, review.skipped)
    yield from _of_policy(review)
    yield f"{title(review)} ({_counts(review)})"


def _of_policy(review: Review) -> Iterator[str]:
    """What there is to know of the policy and of what the change does to it."""
    yield from _unchecked(review)
    if review.proposal:
        yield proposal_note(review)
        yield from map(str, review.proposal.issues)
    if review.preview:
        yield from _preview(review.preview)
    if not review.has_policy and not review.is_policy_lost:
        yield f"commit a {POLICY_FILE} to start: docs/policy.md of adrift tells how"


def _counts(review: Review) -> str:
    found, delta = count(len(review.findings), "finding"), review.delta
    if review.is_audit:
        return found
    added = len(delta.added) + len(delta.added_external)
    removed = len(delta.removed) + len(delta.removed_external)
    return f"{count(added, 'edge')} added, {removed} removed, {len(delta.moved)} moved; {found}"


def _preview(preview: Preview) -> Iterator[str]:
    """What the proposed policy would change for this change."""
    yield preview_note(preview)
    for sign, findings in (("+", preview.appearing), ("-", preview.disappearing)):
        for finding in findings:
            yield f"{sign} {finding.path}:{finding.line or 1}: [{finding.check}] {as_text(message(finding))}"


def _unchecked(review: Review) -> Iterator[str]:
    """The words of the policy that nobody should rely on yet."""
    if review.unchecked_words:
        yield f"accepted in the policy, not checked by this version: {', '.join(review.unchecked_words)}"


def _edge(edge: Edge) -> str:
    lines = ",".join(map(str, edge.lines))
    kind = "" if edge.kind == "import" else f"  ({edge.kind})"
    return f"{edge.importer}:{lines} -> {edge.imported}{kind}"


def _skipped(one: Skipped) -> str:
    return f"? {one.path}: {one.reason}"
