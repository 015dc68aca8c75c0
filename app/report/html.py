"""One self-contained HTML page, for CI artifacts."""

from html import escape

from app.report.component_picture import Row, rows
from app.report.markup import as_html
from app.report.titles import override_line, title
from app.report.wording import message
from checks import Finding, Review

HEAD = "<tr><th>from<th>to<th>at base<th>at head<th></tr>"
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328}
h1{font-size:1.4rem}li{margin:.6rem 0}code{background:#f3f4f6;padding:.1rem .3rem;border-radius:4px}
td,th{text-align:left;padding:.2rem 1rem .2rem 0}
.tag{font-size:.8rem;padding:.1rem .5rem;border-radius:1rem;background:#ddd}
.blocking .tag{background:#ffd7d5}.overridden .tag{background:#fff8c5}.success{color:#1a7f37}.failure{color:#cf222e}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}code{background:#21262d}.tag{color:#1f2328}}
"""


def review_html(review: Review) -> str:
    """The review as a page; every text is escaped."""
    findings = "".join(_finding(finding) for finding in review.findings)
    issues = "".join(f"<li>{escape(str(issue))}</li>" for issue in review.policy_issues)
    labels = "".join(f"<li>{as_html(override_line(override))}</li>" for override in review.overrides)
    skipped = "".join(f"<li><code>{escape(one.path)}</code>: {escape(one.reason)}</li>" for one in review.skipped)
    edges = "".join(_edge(row) for row in rows(review))
    parts = (("Policy errors", issues), ("Findings", findings), ("Labels", labels), ("Skipped", skipped))
    body = "".join(f"<h2>{heading}</h2><ul>{items}</ul>" for heading, items in parts if items)
    body += f"<h2>Edges between components</h2><table>{HEAD}{edges}</table>" if edges else ""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>adrift: {escape(title(review))}</title><style>{STYLE}</style>"
        f'<h1 class="{review.conclusion}">{escape(title(review))}</h1>'
        f"<p><code>{escape(review.base)}</code> … <code>{escape(review.head)}</code></p>{body}</html>"
    )


def _finding(finding: Finding) -> str:
    tag = f'<span class="tag">{finding.status} · {escape(finding.check)}</span>'
    return f'<li class="{finding.status}">{tag} {as_html(message(finding))}</li>'


def _edge(row: Row) -> str:
    names = f"<td><code>{escape(row.source)}</code><td><code>{escape(row.target)}</code>"
    return f"<tr>{names}<td>{row.before}<td>{row.after}<td>{escape(row.what)}</tr>"
