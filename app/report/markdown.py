"""The review as GitHub-flavoured Markdown: the summary of the check run, and `--format markdown`."""

import shlex
from collections.abc import Iterator, Sequence
from textwrap import indent

from app.report.affected import affected_text
from app.report.events import touched_table
from app.report.prose import code, count
from app.report.titles import broken_since, override_line, preview_note, proposal_note, title
from app.report.wording import block, message
from checks import POLICY_FILE, Edge, Finding, Mode, PolicyIssue, Review, Status

LONGEST_SUMMARY = 65_535
"""Characters that GitHub takes for a check run's summary (its OpenAPI description, checks/create)."""
MOST_LISTED = 100
"""Edges or files shown in one folded list; the command line shows all of them."""
CUT = "\n\n…cut: run the command below for all of it."

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


def review_markdown(review: Review) -> str:
    """The whole review with its title as a heading."""
    return f"## adrift: {title(review)}\n\n{summary(review)}"


def summary(review: Review) -> str:
    """The review without its title, cut so that GitHub takes it; the last line is always the local command."""
    command = _command(review)
    body = "\n\n".join(part for part in _parts(review) if part)
    room = LONGEST_SUMMARY - len(command) - len(CUT) - 2
    return f"{body if len(body) <= room else body[:room] + CUT}\n\n{command}"


def _parts(review: Review) -> Iterator[str]:
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
    yield _findings("Blocking", review.with_status(Status.BLOCKING))
    yield _findings("Overridden", review.with_status(Status.OVERRIDDEN))
    yield _findings("For information", review.with_status(Status.ADVICE))
    if review.overrides:
        yield _section("Labels", [f"- {override_line(override)}" for override in review.overrides])
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


def _findings(heading: str, findings: Sequence[Finding]) -> str:
    return _section(heading, [_finding(finding) for finding in findings])


def _finding(finding: Finding) -> str:
    below = block(finding)
    return f"- {message(finding)} ({code(finding.fingerprint)})" + (f"\n\n{indent(below, '  ')}\n" if below else "")


def _section(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([f"### {heading}", *lines]) if lines else ""


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


def _command(review: Review) -> str:
    """To be copied into a shell: anybody who may label chose the labels' text."""
    if review.is_audit:
        return f"Locally: {code(f'adrift audit --repo . --rev {review.head}')}"
    own = (override.label.strip() for override in review.overrides if override.inherited_from is None)
    labels = "".join(f" --label {shlex.quote(label)}" for label in own)
    return f"Locally: {code(f'adrift review --repo . --base {review.base} --head {review.head}{labels}')}"
