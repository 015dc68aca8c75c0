"""Registering an App from a manifest: GitHub's two pages, and the exchange of the code for the App's credentials
(GitHub's documentation, "Registering a GitHub App from a manifest")."""

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tests.stand_in import openapi
from tests.stand_in import payloads_accounts as payloads
from tests.stand_in.refusals import NOT_FOUND
from tests.stand_in.rest import Answer, Call, Route
from tests.stand_in.state import Json, Registration, World

CODE_HOLDS = timedelta(hours=1)
LONGEST_NAME = 34
KNOWN = {
    "name": str,
    "url": str,
    "hook_attributes": dict,
    "redirect_url": str,
    "callback_urls": list,
    "setup_url": str,
    "description": str,
    "public": bool,
    "default_events": list,
    "default_permissions": dict,
    "request_oauth_on_install": bool,
    "setup_on_update": bool,
}


class RegistrationPages:
    """What a person sees who is signed in and may register Apps."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def show(self, request: Request) -> Response:
        """POST of a manifest: it is shown, and the person may give the App another name."""
        account = request.path_params.get("org")
        sent = await form(request)
        problem = problem_of(sent.get("manifest", ""))
        if problem:
            self.world.violations.append(f"manifest: {problem}")
            return HTMLResponse(f"<p>Error: {escape(problem)}</p>", 422)
        name = json.loads(sent["manifest"])["name"]
        return HTMLResponse(
            f'<form method="post" action="/settings/apps?{escape(urlencode({"account": account or "owner"}))}">'
            f'<input type="hidden" name="manifest" value="{escape(sent["manifest"])}">'
            f'<input type="hidden" name="state" value="{escape(request.query_params.get("state", ""))}">'
            f'<input name="name" value="{escape(name)}"><button>Create GitHub App</button></form>'
        )

    async def create(self, request: Request) -> Response:
        """The person's click: the App exists, and the browser carries a code back."""
        sent = await form(request)
        manifest, code = json.loads(sent["manifest"]), secrets.token_hex(20)
        manifest["name"] = sent["name"]
        with self.world.lock:
            kind = "User" if request.query_params["account"] == "owner" else "Organization"
            owner = self.world.user(request.query_params["account"], kind=kind)
            self.world.registrations[code] = Registration(manifest, owner, self.world.clock())
        query = {"code": code} | ({"state": sent["state"]} if sent.get("state") else {})
        return RedirectResponse(f"{manifest['redirect_url']}?{urlencode(query)}", 302)


async def form(request: Request) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}


def problem_of(text: str) -> str | None:
    try:
        manifest = json.loads(text)
    except ValueError:
        return "it is not JSON"
    return next(problems(manifest), None)


def problems(manifest: Json) -> Iterator[str]:
    """What GitHub does not take about a manifest, and what it would ignore and a test must not."""
    for name, value in manifest.items():
        if not isinstance(value, KNOWN.get(name, ())):
            yield f"{name} is unknown or of the wrong type"
    if missing := {"name", "url", "redirect_url", "hook_attributes"} - set(manifest):
        yield f"missing: {missing}"
        return
    addresses = [manifest["url"], manifest["redirect_url"], manifest["hook_attributes"].get("url", "")]
    if not all(urlsplit(address).scheme in {"http", "https"} for address in addresses):
        yield "an address is none"
    if len(manifest["name"]) > LONGEST_NAME:
        yield f"the name has more than {LONGEST_NAME} characters"
    allowed = openapi.validator({"$ref": "#/components/schemas/app-permissions"})
    levels = manifest.get("default_permissions", {})
    unknown = set(levels) - set(openapi.description()["components"]["schemas"]["app-permissions"]["properties"])
    if unknown or list(allowed.iter_errors(levels)):
        yield f"permissions: {unknown or levels}"


def convert(call: Call) -> Answer:
    """The code for the credentials, once, within the hour. From then on the one App of this GitHub is the new one."""
    found = call.world.registrations.pop(call.path["code"], None)
    if found is None or call.world.clock() - found.created_at > CODE_HOLDS:
        raise NOT_FOUND
    take_over(call, found.manifest)
    answer: Json = payloads.app(call.world) | {
        "owner": payloads.user(call.world, found.owner),
        "name": found.manifest["name"],
        "client_secret": secrets.token_hex(20),
        "webhook_secret": call.webhooks.secret,
        "pem": call.authenticator.private_key_pem,
    }
    return Answer(201, answer)


def take_over(call: Call, manifest: Json) -> None:
    world = call.world
    world.app_slug = re.sub(r"[^a-z0-9]+", "-", manifest["name"].lower()).strip("-")
    world.app_permissions.clear()
    world.app_permissions.update(manifest.get("default_permissions", {}))
    world.app_events[:] = manifest.get("default_events", [])
    call.webhooks.url = manifest["hook_attributes"]["url"]


ROUTES = [Route("POST", "/app-manifests/{code}/conversions", "nobody", convert)]
