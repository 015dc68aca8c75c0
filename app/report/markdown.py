"""The review as GitHub-flavoured Markdown: what the check run shows, and `--format markdown`."""

import shlex
from collections.abc import Iterator, Sequence
from textwrap import indent

from app.report.affected import affected_text
from app.report.comments import MANY, groups_of
from app.report.component_picture import LEGEND, picture, picture_table
from app.report.decisions import decisions
from app.report.finding_details import details
from app.report.prose import code, count, place
from app.report.titles import broken_since, override_line, preview_note, proposal_note, title
from app.report.touched_events import touched_table
from app.report.web_place import WebPlace
from app.report.wording import block, message
from checks import POLICY_FILE, Edge, Finding, Mode, Override, PolicyIssue, Review, Status

MOST_LISTED = 100
"""Edges or files shown in one folded list; the command line shows all of them."""

START = f"""\
This repository has no `{POLICY_FILE}`, so nothing was judged. To start, commit one that names your components:

```yaml
version: 1
components:
  orders:  {{path: src/orders,  depends_on: [shared]}}
  billing: {{path: src/billing, depends_on: [shared]}}
  shared:  {{path: src/shared,  depends_on: []}}
```
"""


def review_markdown(review: Review, web: WebPlace | None = None) -> str:
    """The whole review with its title as a heading; the picture is open to the eye."""
    drawn = picture(review)
    shown = [f"{_fenced(drawn)}\n\n{LEGEND}"] if drawn else []
    return "\n\n".join([f"## adrift: {title(review)}", *shown, *blocks(review, web), command(review)])


def blocks(review: Review, web: WebPlace | None) -> Sequence[str]:
    """The review without its title, in pieces that make sense alone: no list folded and not unfolded, no code begun and
    not ended. What matters most comes first."""
    return [part for part in _parts(review, web) if part]


def folded_picture(review: Review) -> str:
    """The picture for a page that may not draw it: folded away, below the table that says the same."""
    drawn = picture(review)
    return _folded("The same as a picture (Mermaid)", [_fenced(drawn), "", LEGEND]) if drawn else ""


def command(review: Review) -> str:
    """How to see the same locally. To be copied into a shell: anybody who may label chose the labels' text."""
    if review.is_audit:
        return f"Locally: {code(f'adrift audit --repo . --rev {review.head}')}"
    own = (override.label.strip() for override in review.overrides if override.inherited_from is None)
    labels = "".join(f" --label {shlex.quote(label)}" for label in own)
    return f"Locally: {code(f'adrift review --repo . --base {review.base} --head {review.head}{labels}')}"


def _parts(review: Review, web: WebPlace | None) -> Iterator[str]:
    if review.is_policy_lost:
        yield f"The base branch had a `{POLICY_FILE}` and has none any more. Put it back: until then nothing passes."
    elif not review.has_policy:
        yield START
    if review.policy_issues:
        yield "The policy of the base branch cannot be used; until it is mended nothing passes."
        yield "\n".join(f"- {_issue(issue)}" for issue in review.policy_issues)
    yield broken_since(review)
    if review.mode is Mode.SHADOW:
        yield "The policy is in shadow mode: nothing blocks."
    yield from _findings("Blocking", review, Status.BLOCKING, web)
    yield decisions(review, web)
    yield picture_table(review)
    if web:
        yield folded_picture(review)
    yield from _findings("Overridden", review, Status.OVERRIDDEN, web)
    if review.overrides:
        yield "\n".join(["### Labels", *(f"- {_label(override, review, web)}" for override in review.overrides)])
    yield from _findings("For information", review, Status.ADVICE, web)
    yield touched_table(review.events)
    yield _affected(review)
    yield _proposal(review)
    yield _preview(review)
    if not review.is_audit:
        yield _delta(review)
    skipped = [f"- {code(one.path)}: {code(one.reason)}" for one in review.skipped]
    yield _folded(f"{count(len(skipped), 'file')} skipped", skipped)
    if review.unchecked_words:
        words = ", ".join(code(word) for word in review.unchecked_words)
        yield f"Accepted in the policy, not checked by this version: {words}."


def _proposal(review: Review) -> str:
    issues = review.proposal.issues if review.proposal else ()
    return "\n".join([proposal_note(review), *(f"- {_issue(issue)}" for issue in issues)])


def _preview(review: Review) -> str:
    """What the proposed policy would change for this very pull request."""
    preview = review.preview
    if preview is None:
        return ""
    more, less = (
        [f"- {message(one)} ({code(one.fingerprint)})" for one in findings]
        for findings in (preview.appearing, preview.disappearing)
    )
    parts = (preview_note(preview), _folded("Would be found", more), _folded("Would be found no more", less))
    return "\n".join(part for part in parts if part)


def _issue(issue: PolicyIssue) -> str:
    return f"{code(f'{issue.file}:{issue.line}:{issue.column}')} {code(issue.message)}"


def _findings(heading: str, review: Review, status: Status, web: WebPlace | None) -> Iterator[str]:
    """One piece for each finding, or for many of one group; the heading with the first."""
    told = [part for group in groups_of(review.with_status(status)) for part in _told(group, review, web)]
    for position, part in enumerate(told):
        yield (f"### {heading}\n\n" if position == 0 else "") + part


def _told(group: Sequence[Finding], review: Review, web: WebPlace | None) -> Iterator[str]:
    if len(group) < MANY:
        yield from (_finding(one, review, web) for one in group)
        return
    others = [f"- {place(one)} ({code(one.fingerprint)})" for one in group[1:]]
    folded = _folded(f"The same holds for {count(len(others), 'other place')}", others)
    yield f"{_finding(group[0], review, web)}\n\n{indent(folded, '  ')}"


def _finding(finding: Finding, review: Review, web: WebPlace | None) -> str:
    below = [part for part in (block(finding), details(finding, review, web)) if part]
    first = f"- {message(finding)} ({code(finding.fingerprint)})"
    return "\n\n".join([first, *(indent(part, "  ") for part in below)])


def _label(override: Override, review: Review, web: WebPlace | None) -> str:
    record = override.record
    if record is None or web is None:
        return override_line(override)
    revision = web.base if any(one.path == record.path for one in review.decision_records.base) else web.head
    return f"{override_line(override)} ([{code(record.path)}]({web.file(revision, record.path)}))"


def _fenced(chart: str) -> str:
    return f"```mermaid\n{chart}\n```"


def _affected(review: Review) -> str:
    """What a break reaches: what `adrift affected` prints."""
    if review.affected is None:
        return ""
    lines = affected_text(review.affected).splitlines()
    return _folded(lines[-1], [f"- {code(line)}" for line in lines[:-1]])


def _delta(review: Review) -> str:
    delta = review.delta
    added = [f"- {_edge(edge)}" for edge in (*delta.added, *delta.added_external)]
    removed = [f"- {_edge(edge)}" for edge in (*delta.removed, *delta.removed_external)]
    moved = [f"- {_edge(move.before)} is now {_edge(move.after)}" for move in delta.moved]
    parts = (
        _folded(f"{count(len(added), 'edge')} added", added),
        _folded(f"{count(len(removed), 'edge')} removed", removed),
        _folded(f"{count(len(moved), 'edge')} moved", moved),
    )
    return "\n".join(part for part in parts if part) or "The dependency graph does not change."


def _folded(heading: str, lines: Sequence[str]) -> str:
    """A folded list: there for who wants it, one line for who does not."""
    if not lines:
        return ""
    shown = [*lines[:MOST_LISTED], *([f"- and {len(lines) - MOST_LISTED} more"] if len(lines) > MOST_LISTED else [])]
    return "\n".join([f"<details><summary>{heading}</summary>", "", *shown, "", "</details>"])


def _edge(edge: Edge) -> str:
    kind = "" if edge.kind == "import" else f" ({edge.kind})"
    return f"{code(f'{edge.importer}:{edge.lines[0]}')} -> {code(edge.imported)}{kind}"
