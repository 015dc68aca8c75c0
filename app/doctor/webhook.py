"""The App's webhook: where GitHub sends events, and what became of the last ones."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlsplit

from app.doctor.line import Findings
from app.github.answers import parse
from app.github.client import AppClient
from app.github.models import Answer

PATH = "/webhooks/github"
LAST = 100
"""Deliveries that are looked at: one answer of GitHub's."""
NO_ANSWER = 0
ADVICE: Mapping[int, str] = {
    NO_ANSWER: "GitHub gets no answer: is the service up, and let in from outside?",
    401: "the secret in the App's settings is not ADRIFT_WEBHOOK_SECRET",
    400: "set the webhook's content type to application/json",
    404: f"something else answers at this address: the path is {PATH}",
    503: "the service's database was away; GitHub can send these again",
}


class _Hook(Answer):
    url: str = ""
    content_type: str = ""
    insecure_ssl: str | float = "0"
    secret: str | None = None


class _Delivery(Answer):
    status_code: int
    event: str = ""


async def examine_webhook(findings: Findings, github: AppClient, public_url: str | None) -> None:
    """How the webhook is set. Raises GitHubError."""
    hook = parse(_Hook, await github.as_app("GET", "/app/hook/config"))
    in_settings = "in the App's settings, under Webhook"
    if not hook.url:
        findings.problem("the webhook has no URL: nothing is ever heard", f"set https://YOUR.HOST{PATH} {in_settings}")
        return
    if hook.content_type != "json":
        findings.problem(
            f"the webhook's content type is {hook.content_type or 'not JSON'}", f"choose JSON {in_settings}"
        )
    if not hook.secret:
        findings.problem(
            "the webhook has no secret: every event is refused", f"set ADRIFT_WEBHOOK_SECRET's {in_settings}"
        )
    if str(hook.insecure_ssl) not in {"0", "0.0"}:
        findings.warning("GitHub does not verify the receiver's certificate", f"enable SSL verification {in_settings}")
    url = urlsplit(hook.url)
    if url.scheme != "https":
        findings.warning("webhooks are sent without TLS: anybody between may read them", f"use https {in_settings}")
    if public_url and hook.url != f"{public_url}{PATH}":
        findings.warning(f"webhooks go to {hook.url}, ADRIFT_PUBLIC_URL is {public_url}", "correct one of them")
    elif not url.path.endswith(PATH):
        findings.warning(f"webhooks go to {hook.url}", f"unless a proxy changes the path, it ends with {PATH}")
    if not findings.lines:
        findings.ok(f"set to {hook.url}, JSON, with a secret, TLS verified")


async def examine_deliveries(findings: Findings, github: AppClient) -> None:
    """What became of the last webhooks. Raises GitHubError."""
    answers = await github.as_app("GET", f"/app/hook/deliveries?per_page={LAST}")
    found = [parse(_Delivery, answer) for answer in answers]
    failed = Counter(one.status_code for one in found if not 200 <= one.status_code < 300)
    if not found:
        findings.warning("GitHub has sent nothing in the last days", "install the App, or push to a pull request")
    elif not failed:
        findings.ok(f"the last {len(found)} webhooks were taken")
    else:
        _failed(findings, failed, len(found), is_newest=not 200 <= found[0].status_code < 300)


def _failed(findings: Findings, failed: Counter[int], count: int, *, is_newest: bool) -> None:
    ways = ", ".join(f"{number} with {status or 'no answer'}" for status, number in failed.most_common())
    most = failed.most_common(1)[0][0]
    say = findings.problem if is_newest else findings.warning
    newest = "the newest failed" if is_newest else "the newest was taken"
    say(
        f"of the last {count} webhooks {failed.total()} failed ({ways}); {newest}",
        ADVICE.get(most, "look at the App's Recent deliveries, and at the service's log"),
    )
