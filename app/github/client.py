"""The App's connection to GitHub: one shared HTTP client, authentication, and errors that callers can act on.

githubkit makes the App's JWT and sends requests. Its other conveniences are switched off, each for a measured reason:
the cache keeps every body, the retries repeat a POST that may have arrived, the default has no timeout, installation
tokens are requested once for each concurrent call and never renewed when revoked.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
from githubkit import GitHub
from githubkit.auth import AppAuthStrategy, UnauthAuthStrategy
from githubkit.auth.app import AppAuth
from githubkit.exception import GitHubException, RequestError, RequestFailed
from pydantic import BaseModel

from app.github.answers import json_of, parse
from app.github.counted import counted, forgotten, remaining
from app.github.errors import RateLimitedError, RefusedError, UnavailableError
from app.github.failures import UnauthorizedError, failure
from app.github.models import Identity
from app.github.reading import paged
from app.observing.traces import span
from app.settings import Credentials

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
"""Seconds; GitHub itself gives up on a request after 10 (GHES after 30)."""
API_VERSION = "2022-11-28"
"""The oldest REST version that github.com and every supported GHES know."""
RENEWED_BEFORE = timedelta(minutes=5)
"""A token lives an hour; one that is about to end is not begun with."""


MOST_REMEMBERED = 500
"""Answers that are kept to be asked for again (`get_again`)."""
MOST_REDIRECTS = 3
"""A repository that was renamed twice is redirected to its number once."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    """An answer, and the entity tag under which GitHub says whether it still holds."""

    tag: str
    response: httpx.Response


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    body: Mapping[str, object] | None = None
    query: Mapping[str, str | int] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class _Token(BaseModel):
    token: str
    expires_at: datetime
    permissions: dict[str, str] | None = None


class _SharedClient(GitHub[UnauthAuthStrategy]):
    """githubkit with one HTTP client for all tasks; its own way makes one in every task that did not open it."""

    _shared: httpx.AsyncClient | None = None

    @asynccontextmanager
    async def get_async_client(self) -> AsyncIterator[httpx.AsyncClient]:
        if self._shared is None:
            self._shared = await self._create_async_client()
            self._shared.event_hooks["response"] = [counted]
        yield self._shared

    def _check_rate_limit(self, response: object) -> None:
        """Limits are read with all other errors: githubkit's own reading stumbles over a date and misses some."""

    async def close(self) -> None:
        if self._shared is not None:
            await self._shared.aclose()


class AppClient:
    """The App at one GitHub. `transport` is replaced in tests."""

    def __init__(
        self, credentials: Credentials, api_url: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._github = _SharedClient(
            base_url=api_url,
            timeout=TIMEOUT,
            http_cache=False,
            auto_retry=False,
            follow_redirects=False,  # it would make a GET of a redirected POST
            user_agent="adrift",
            async_transport=transport,
        )
        key = credentials.private_key.get_secret_value()
        jwt = AppAuthStrategy(credentials.app_id, key).get_auth_flow(self._github)
        assert isinstance(jwt, AppAuth)
        self._jwt = jwt
        self._tokens: dict[int, _Token] = {}
        self._minting: dict[int, asyncio.Lock] = {}
        self._login: str | None = None
        self._remembered: dict[tuple[int, str], _Remembered] = {}
        self._paused_until: dict[int, float] = {}

    async def close(self) -> None:
        """Close the connections."""
        await self._github.close()

    def installation(self, installation_id: int) -> "InstallationClient":
        """The App as one installation."""
        return InstallationClient(self, installation_id)

    async def login(self) -> str:
        """The name under which the App comments. Raises GitHubError."""
        if self._login is None:
            self._login = f"{parse(Identity, await self.as_app('GET', '/app')).slug}[bot]"
        return self._login

    def forget(self, installation_id: int) -> None:
        """Let go of an installation's token and of what was remembered of its answers."""
        self._tokens.pop(installation_id, None)
        forgotten(installation_id)
        self._remembered = {key: one for key, one in self._remembered.items() if key[0] != installation_id}

    async def as_app(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """One request as the App itself. Raises GitHubError."""
        request = _Request(method, path, body)
        return json_of(str(request), await self._answer(request, await self._jwt.aget_jwt()))

    async def pages(self, path: str, /, **query: str | int) -> AsyncIterator[list[Any]]:
        """A paged list of the App's, a hundred items a page, each page as GitHub's answer to the one before leads to
        it. Raises GitHubError."""
        asked: Mapping[str, str | int] | None = {**query, "per_page": 100}
        while asked is not None:
            request = _Request("GET", path, query=asked)
            response = await self._answer(request, await self._jwt.aget_jwt())
            items = json_of(str(request), response)
            if not isinstance(items, list):
                raise UnavailableError(f"GitHub's answer to {request} is not a list")
            yield items
            following = response.links.get("next", {}).get("url")
            # where to go on, not whom to ask: the host stays ours
            asked = dict(httpx.URL(following).params) if following else None

    async def as_installation(self, installation_id: int, request: _Request) -> Any:
        """One request as an installation. Raises GitHubError."""
        return json_of(str(request), await self._authorized(installation_id, request))

    async def as_installation_again(self, installation_id: int, request: _Request) -> Any:
        """A GET whose answer is kept: while GitHub says that it still holds (304), it costs no rate limit and is not
        sent anew. Raises GitHubError."""
        key = (installation_id, str(httpx.URL(request.path, params=request.query)))
        known = self._remembered.get(key)
        response = await self._authorized(installation_id, request, known.tag if known else None)
        if known and response.status_code == HTTPStatus.NOT_MODIFIED:
            return json_of(str(request), known.response)
        self._remembered.pop(key, None)
        if tag := response.headers.get("etag"):
            if len(self._remembered) >= MOST_REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[key] = _Remembered(tag, response)
        return json_of(str(request), response)

    def forget_token(self, installation_id: int) -> None:
        """The next request asks for a new token, which knows of repositories and permissions added since."""
        self._tokens.pop(installation_id, None)

    async def token(self, installation_id: int) -> str:
        """The installation's token, asked for once however many callers wait. Raises GitHubError."""
        return (await self._token(installation_id)).token

    async def granted(self, installation_id: int) -> Mapping[str, str] | None:
        """The permissions (name -> level) that came with the installation's token; None where GitHub does not say.
        Raises GitHubError."""
        return (await self._token(installation_id)).permissions

    async def _token(self, installation_id: int) -> _Token:
        async with self._minting.setdefault(installation_id, asyncio.Lock()):
            known = self._tokens.get(installation_id)
            if known is None or known.expires_at - datetime.now(UTC) < RENEWED_BEFORE:
                path = f"/app/installations/{installation_id}/access_tokens"
                with self._within_limits(installation_id):
                    known = parse(_Token, await self.as_app("POST", path, {}))
                self._tokens[installation_id] = known
            return known

    async def _authorized(self, installation_id: int, request: _Request, tag: str | None = None) -> httpx.Response:
        """The answer to a request with a token; one that GitHub takes no more is renewed once."""
        with self._within_limits(installation_id):
            token = await self.token(installation_id)
            try:
                return remaining(installation_id, await self._answer(request, token, tag))
            except UnauthorizedError:
                known = self._tokens.get(installation_id)
                if known is not None and known.token == token:
                    self.forget_token(installation_id)
            try:
                return await self._answer(request, await self.token(installation_id), tag)
            except UnauthorizedError as error:
                raise RefusedError(str(error)) from None

    @contextmanager
    def _within_limits(self, installation_id: int) -> Iterator[None]:
        """Once GitHub has said that it is too much, this installation asks nothing until then, whoever wants to: to go
        on asking may have the App banned (GitHub's documentation, "Rate limits")."""
        rest = self._paused_until.get(installation_id, 0.0) - time.monotonic()
        if rest > 0:
            raise RateLimitedError("GitHub wants no requests for now: a rate limit of this installation", rest)
        try:
            yield
        except RateLimitedError as error:
            self._paused_until[installation_id] = time.monotonic() + error.retry_after
            raise

    async def _answer(self, request: _Request, token: str, tag: str | None = None) -> httpx.Response:
        """The answer, also where a repository has another name by now: GitHub redirects to its number."""
        headers = {"Authorization": f"Bearer {token}", "X-GitHub-Api-Version": API_VERSION}
        if tag:
            headers["If-None-Match"] = tag
        response = await self._once(request, headers)
        for _ in range(MOST_REDIRECTS):
            if not response.has_redirect_location:
                return response
            target = response.url.join(response.headers["location"])
            if (target.scheme, target.netloc) != (response.url.scheme, response.url.netloc):
                break  # the token is not for strangers
            response = await self._once(_Request(request.method, str(target), request.body), headers)
        raise UnavailableError(f"GitHub redirects {request} to somewhere else")

    async def _once(self, request: _Request, headers: Mapping[str, str]) -> httpx.Response:
        try:
            with span("github", method=request.method, path=request.path):
                answer = await self._github.arequest(
                    request.method, request.path, json=request.body, params=request.query, headers=headers
                )
        except RequestFailed as error:
            raise failure(request.method, request.path, error.response.raw_response) from None
        except RequestError as error:
            raise UnavailableError(f"GitHub did not answer {request}: {type(error.exc).__name__}") from None
        except (GitHubException, ValueError) as error:
            raise UnavailableError(f"{request} could not be sent: {type(error).__name__}") from None
        return answer.raw_response


class InstallationClient:
    """The App as one installation: requests with its token, and the token for git."""

    def __init__(self, app: AppClient, installation_id: int) -> None:
        self._app = app
        self.installation_id = installation_id

    async def get(self, path: str, /, **query: str | int) -> Any:
        """One answer. Raises GitHubError."""
        return await self._app.as_installation(self.installation_id, _Request("GET", path, query=query))

    async def get_again(self, path: str, /, **query: str | int) -> Any:
        """One answer that may be the same as the last time. Raises GitHubError."""
        return await self._app.as_installation_again(self.installation_id, _Request("GET", path, query=query))

    def pages(self, path: str, /, **query: str | int) -> AsyncIterator[Any]:
        """The items of a paged list, a hundred a request. Raises GitHubError."""
        return paged(self, path, **query)

    async def send(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """One request that changes something. Never repeated here: it may have arrived. Raises GitHubError."""
        return await self._app.as_installation(self.installation_id, _Request(method, path, body))

    async def granted(self) -> Mapping[str, str] | None:
        """The permissions that the installation has granted; None where GitHub does not say. Raises GitHubError."""
        return await self._app.granted(self.installation_id)

    async def token(self) -> str:
        """The token for git. Raises GitHubError."""
        return await self._app.token(self.installation_id)
