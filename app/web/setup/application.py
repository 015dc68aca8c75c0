"""The application that runs while there are no credentials: the set-up, and health that says so."""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from app import stored_credentials as stored
from app.github.errors import GitHubError, UnavailableError
from app.github.registration import Registered
from app.github.registration import registered as registered_app
from app.installing.asked import asked
from app.settings import Settings, web_address
from app.web.health import healthz
from app.web.setup import pages
from app.web.setup.attempt import HOLDS, Attempt, Attempts
from app.web.setup.manifest import WEBHOOKS, manifest
from app.web.setup.pages import Wish

COOKIE = "adrift_setup"
LARGEST_FORM = 10_000
"""Bytes, many times what the form can hold."""
ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
"""An account's name at GitHub; enterprises put `_` and a short name behind."""
CODE = re.compile(r"[A-Za-z0-9_-]{1,200}")
HEADERS = {
    # no form-action: on the way GitHub may send the browser to an identity provider, and browsers hold it to that too
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{pages.STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger(__name__)


class SetUp:
    """The endpoints. `done` is called once credentials are stored, by these pages or by another process."""

    def __init__(self, settings: Settings, done: Callable[[], None]) -> None:
        self._settings = settings
        self._done = done
        self._one_at_a_time = asyncio.Lock()
        self.attempts = Attempts()

    async def ask(self, request: Request) -> Response:
        """The form."""
        if self._is_over():
            return _over()
        return _page(pages.ask(Wish(public_url=self._settings.public_url or _origin(request)), {}))

    async def begin(self, request: Request) -> Response:
        """The filled-in form: the way to GitHub for whoever knows the token."""
        if self._is_over():
            return _over()
        form = await _form(request)
        wish = Wish(form.get("account", "").strip(), self._settings.public_url or form.get("public_url", "").strip())
        problems = _problems(wish)
        attempt = None if problems else self.attempts.begin(form.get("token", "").strip())
        if attempt is None:
            problems = problems or {
                "token": "This is not the token in the log. Each start of the server makes a new one."
            }
            return _page(pages.ask(wish, problems), HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._confirm(request, wish, attempt)

    async def end(self, request: Request) -> Response:
        """The browser, back from GitHub with a code."""
        if self._is_over():
            return _over()
        code, state = request.query_params.get("code", ""), request.query_params.get("state", "")
        async with self._one_at_a_time:
            if not self.attempts.is_under_way(state, request.cookies.get(COOKIE, "")) or not CODE.fullmatch(code):
                explanation = (
                    "This answer does not belong to a registration that this browser has begun within the hour."
                )
                return _failed("Not accepted", f"{explanation} Begin again at /setup.", HTTPStatus.FORBIDDEN)
            try:
                return await self._exchange(code)
            except UnavailableError as error:
                return _failed("GitHub is not available", f"{error}. Reload this page to ask again.")
            except GitHubError as error:
                self.attempts.end()
                return _failed("Not registered", f"{error}. Begin again at /setup.", HTTPStatus.BAD_GATEWAY)

    async def later(self, _: Request) -> JSONResponse:
        """A webhook, or whoever asks for readiness: nothing can be stored or reviewed yet."""
        self._is_over()
        return JSONResponse({"status": "adrift is not registered with GitHub yet"}, HTTPStatus.SERVICE_UNAVAILABLE)

    def _is_over(self) -> bool:
        if stored.stored_in(self._settings.data_dir) is None:
            return False
        self._done()
        return True

    def _confirm(self, request: Request, wish: Wish, attempt: Attempt) -> Response:
        public_url, origin = web_address(wish.public_url), _origin(request)
        back = public_url if _origin_of(public_url) == origin else origin
        name = f"adrift-{wish.account or secrets.token_hex(3)}"
        owner = f"/organizations/{wish.account}" if wish.account else ""
        action = f"{self._settings.github_url}{owner}/settings/apps/new?{urlencode({'state': attempt.state})}"
        shown = {
            "Owner": wish.account or "your own account",
            "GitHub": self._settings.github_url,
            "Webhooks to": f"{public_url}{WEBHOOKS}",
        }
        page = _page(pages.confirm(action, manifest(name, public_url, f"{back}/setup/registered"), shown, asked()))
        secure = origin.startswith("https:")
        page.set_cookie(COOKIE, attempt.cookie, max_age=int(HOLDS), secure=secure, httponly=True, samesite="lax")
        return page

    async def _exchange(self, code: str) -> Response:
        """The code for the credentials, and these into their place. Raises GitHubError."""
        try:  # GitHub gives them once: it is not asked where nothing can be stored
            prepared = await asyncio.to_thread(stored.prepare, self._settings.data_dir)
        except OSError as error:
            return _not_stored(error, "Make room for them and reload this page.")
        try:
            new = await registered_app(self._settings.api_url, code)
        except GitHubError:
            prepared.rmdir()
            raise
        self.attempts.end()
        try:
            folder = await asyncio.to_thread(stored.store, prepared, _values(new))
        except OSError as error:
            return _not_stored(error, f"Delete the App {new.html_url} and begin again at /setup.")
        log.info("registered as %s (App %d); the credentials are in %s", new.html_url, new.id, folder)
        ours = new.html_url.startswith(f"{self._settings.github_url}/")
        page = pages.registered(new.name, f"{new.html_url}/installations/new" if ours else None)
        return HTMLResponse(page, headers=HEADERS, background=BackgroundTask(self._done))


def setup_application(setup: SetUp) -> Starlette:
    """The ASGI application of a service that is not registered yet."""

    async def to_setup(_: Request) -> Response:
        return RedirectResponse("setup", HTTPStatus.SEE_OTHER)

    return Starlette(
        routes=[
            Route("/", to_setup),
            Route("/setup", setup.ask),
            Route("/setup", setup.begin, methods=["POST"]),
            Route("/setup/registered", setup.end),
            Route(WEBHOOKS, setup.later, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", setup.later),
        ]
    )


def _problems(wish: Wish) -> dict[str, str]:
    problems = {}
    if wish.account and not ACCOUNT.fullmatch(wish.account):
        problems["account"] = "An account's name at GitHub has letters, digits and hyphens only."
    try:
        web_address(wish.public_url)
    except ValueError as error:
        problems["public_url"] = f"{str(error).capitalize()}."
    return problems


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once; of a body that is larger than any form of ours, none."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _origin(request: Request) -> str:
    """The address under which the browser sees this server: with a form it says so itself, also behind a proxy that
    speaks TLS for us."""
    host, said = request.headers.get("host", ""), request.headers.get("origin", "")
    return said if said in {f"http://{host}", f"https://{host}"} else f"{request.scope['scheme']}://{host}"


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _values(new: Registered) -> dict[str, str]:
    return {
        stored.APP_ID: str(new.id),
        stored.PRIVATE_KEY: new.pem.get_secret_value(),
        stored.WEBHOOK_SECRET: new.webhook_secret.get_secret_value(),
        stored.CLIENT_ID: new.client_id,
        stored.CLIENT_SECRET: new.client_secret.get_secret_value(),
    }


def _page(text: str, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    return HTMLResponse(text, status, HEADERS)


def _failed(title: str, explanation: str, status: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE) -> HTMLResponse:
    return _page(pages.failed(title, explanation), status)


def _not_stored(error: OSError, advice: str) -> HTMLResponse:
    log.error("the credentials could not be stored: %s", error)
    return _failed("Not stored", f"The credentials could not be stored ({error.strerror}). {advice}")


def _over() -> HTMLResponse:
    return _failed("adrift is registered", "The service is starting; there is nothing to set up any more.")
