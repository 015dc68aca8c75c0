"""GitHub as somebody sees it by a token of their own: it reads, it is sent to one host, and it is kept nowhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import httpx
from pydantic import SecretStr

from app.github.answers import json_of
from app.github.client import API_VERSION, TIMEOUT
from app.github.errors import GoneError, UnavailableError
from app.github.failures import failure
from app.github.reading import paged


class TokenClient:
    """Requests with a caller's own token; `client` knows the only host that there is. Redirects are not followed: where
    one leads is for GitHub to say, and not for a token to go."""

    def __init__(self, client: httpx.AsyncClient, token: SecretStr) -> None:
        self._client = client
        self._token = token

    async def get(self, path: str, /, **query: str | int) -> Any:
        """One answer. Raises GitHubError; of it GoneError for what has moved."""
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token.get_secret_value()}",
            "User-Agent": "adrift",
            "X-GitHub-Api-Version": API_VERSION,
        }
        try:
            answer = await self._client.get(path, params=query, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnavailableError(f"GitHub did not answer GET {path}: {type(error).__name__}") from None
        if answer.is_redirect:
            raise GoneError(f"GitHub has moved {path}: it has another name now")
        if answer.status_code != HTTPStatus.OK:
            raise failure("GET", path, answer)
        return json_of(f"GET {path}", answer)

    async def get_again(self, path: str, /, **query: str | int) -> Any:
        """As `get`: nothing is kept."""
        return await self.get(path, **query)

    def pages(self, path: str, /, **query: str | int) -> AsyncIterator[Any]:
        """The items of a paged list. Raises GitHubError."""
        return paged(self, path, **query)

    async def token(self) -> str:
        """The token for git."""
        return self._token.get_secret_value()


@asynccontextmanager
async def token_client(
    api_url: str, token: SecretStr, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[TokenClient]:
    """A client for as long as the block lasts. `transport` is replaced in tests."""
    async with httpx.AsyncClient(
        base_url=api_url, timeout=TIMEOUT, follow_redirects=False, transport=transport
    ) as client:
        yield TokenClient(client, token)
