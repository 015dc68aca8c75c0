"""The pages of the set-up as HTML: without scripts and without anything from elsewhere. Every text is escaped."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape

from app.installing.asked import Asked

STYLE = """
:root{color-scheme:light dark;--text:#1f2328;--soft:#59636e;--ground:#f6f8fa;--card:#fff;--line:#d1d9e0;--main:#1f6feb;
--bad:#cf222e;--bad-ground:#ffebe9;--code:#eff1f3}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9198a1;--ground:#0d1117;--card:#151b23;--line:#3d444d;
--main:#4493f8;--bad:#f85149;--bad-ground:#2d1618;--code:#212830}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:38rem;margin:3.5rem auto;padding:0 1rem}
.name{font-weight:700;letter-spacing:.01em;margin:0 0 .75rem}
.name span{color:var(--soft);font-weight:400}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.75rem 2rem 2rem}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.5rem 0}
.soft,small{color:var(--soft)}
small{display:block;font-size:.875rem}
label{display:block;font-weight:600;margin-top:1.25rem}
input{width:100%;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:6px;
padding:.5rem .75rem;margin:.3rem 0}
input[aria-invalid]{border-color:var(--bad)}
button,.button{display:inline-block;font:inherit;font-weight:600;color:#fff;background:#1f6feb;border:0;border-radius:6px;
padding:.6rem 1.25rem;margin-top:1.5rem;cursor:pointer;text-decoration:none}
button:hover,.button:hover{filter:brightness(1.1)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.error{color:var(--bad);background:var(--bad-ground);border-radius:6px;font-size:.9rem}
.error{padding:.35rem .75rem;margin:.1rem 0 .35rem}
code{font:.9em ui-monospace,monospace;background:var(--code);border-radius:4px;padding:.1rem .3rem}
code,dd{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.25rem;margin:.75rem 0}
dt{color:var(--soft)}dd{margin:0}
ol.steps{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;list-style:none;padding:0;margin:0 0 1.25rem}
ol.steps{font-size:.875rem;color:var(--soft)}
ol.steps [aria-current]{color:var(--text);font-weight:600}
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HINTS = {
    "token": "It stands in this server's log, and shows that the server is yours.",
    "account": "Its name on GitHub. Leave it empty to register the App on your own account.",
    "public_url": "Where GitHub reaches this server. Webhooks go to <code>/webhooks/github</code> below it.",
}
STEPS = ("Where", "Register on GitHub", "Install")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person has typed. `account` is empty for the person's own."""

    account: str = ""
    public_url: str = ""


def ask(wish: Wish, problems: dict[str, str]) -> str:
    """Where to register. `problems` is field -> what is wrong with it."""
    plain = 'autocomplete="off" spellcheck="false"'
    fields = (
        _field("token", "Set-up token", "", problems, f'type="password" {plain} required')
        + _field("account", "Organisation", wish.account, problems, plain)
        + _field("public_url", "Public address", wish.public_url, problems, f'type="url" {plain} required')
    )
    return _page(
        "Register adrift with GitHub",
        "<p>This server has no credentials yet. Register it as a GitHub App: it takes a minute, and nothing has to be "
        f'copied by hand.</p><form method="post">{fields}<button>Continue</button></form>',
        step=0,
    )


def confirm(action: str, manifest: str, shown: dict[str, str], asked: Asked) -> str:
    """What will be registered, and the form that carries it to GitHub. `shown` is name -> value."""
    facts = "".join(f"<dt>{escape(name)}</dt><dd><code>{escape(value)}</code></dd>" for name, value in shown.items())
    rights = "".join(
        f"<dt>{escape(_words(name))}</dt><dd>{escape(level)}</dd>" for name, level in asked.permissions.items()
    )
    events = ", ".join(escape(_words(event)) for event in asked.events)
    return _page(
        "Register on GitHub",
        "<p>GitHub shows you the App once more, lets you change its name, and sends you back here.</p>"
        f"<dl>{facts}</dl><h2>Permissions</h2><dl>{rights}</dl><h2>Events</h2><p>{events}</p>"
        f'<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="manifest" value="{escape(manifest)}">'
        "<button>Register on GitHub</button></form>",
        step=1,
    )


def registered(name: str, install_url: str | None) -> str:
    """It is done. `install_url` is where the App is installed."""
    link = f'<a class="button" href="{escape(install_url)}">Install it on repositories</a>' if install_url else ""
    return _page(
        "adrift is registered",
        f"<p><strong>{escape(name)}</strong> exists, its credentials are stored on this server, and the service is "
        f"starting. These pages are gone from now on.</p><p>What is left: install the App on the repositories that it "
        f"should review.</p>{link}",
        step=2,
    )


def failed(title: str, explanation: str) -> str:
    """Something is in the way; the explanation says what to do."""
    return _page(title, f'<p role="alert">{escape(explanation)}</p>')


def _field(name: str, label: str, value: str, problems: dict[str, str], attributes: str) -> str:
    problem = problems.get(name)
    told = f'<p class="error" role="alert" id="{name}-error">{escape(problem)}</p>' if problem else ""
    wrong = " aria-invalid=true autofocus" if problem else ""
    described = f'aria-describedby="{name}-hint{f" {name}-error" if problem else ""}"'
    box = f'<input id="{name}" name="{name}" value="{escape(value)}" {attributes} {described}{wrong}>'
    return f'<label for="{name}">{label}</label>{box}{told}<small id="{name}-hint">{HINTS[name]}</small>'


def _words(name: str) -> str:
    return name.replace("_", " ")


def _page(title: str, body: str, *, step: int | None = None) -> str:
    steps = "" if step is None else _steps(step)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f'<p class="name">adrift <span>set-up</span></p><div class="card">{steps}<h1>{escape(title)}</h1>{body}</div>'
        "</main></body></html>"
    )


def _steps(current: int) -> str:
    items = (
        f"<li{' aria-current=step' if number == current else ''}>{number + 1}. {name}</li>"
        for number, name in enumerate(STEPS)
    )
    return f'<ol class="steps" aria-label="Steps">{"".join(items)}</ol>'
