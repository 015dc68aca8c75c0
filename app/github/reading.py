"""Reading GitHub in whoever's name: what is given a `Client` can change nothing there."""

from collections.abc import AsyncIterator
from typing import Any, Protocol

from app.github.errors import UnavailableError

PAGE = 100
"""Items of a list in one request; GitHub gives no more."""


class Client(Protocol):
    """Requests that only read, and the token for git."""

    async def get(self, path: str, /, **query: str | int) -> Any:
        """One answer. Raises GitHubError."""
        ...

    async def get_again(self, path: str, /, **query: str | int) -> Any:
        """One answer that may be the same as the last time. Raises GitHubError."""
        ...

    def pages(self, path: str, /, **query: str | int) -> AsyncIterator[Any]:
        """The items of a paged list. Raises GitHubError."""
        ...

    async def token(self) -> str:
        """The token for git. Raises GitHubError."""
        ...


class ReadOnly:
    """Another client, of which nothing but reading is left: there is no way to write, not even by mistake."""

    def __init__(self, client: Client) -> None:
        self.get = client.get
        self.get_again = client.get_again
        self.pages = client.pages
        self.token = client.token


async def paged(client: Client, path: str, /, **query: str | int) -> AsyncIterator[Any]:
    """The items of a paged list, a hundred a request. Raises GitHubError."""
    page, size = 1, PAGE
    while True:
        items = await client.get(path, **query, per_page=size, page=page)
        if not isinstance(items, list):
            raise UnavailableError(f"GitHub's answer to GET {path} is not a list")
        for item in items:
            yield item
        if len(items) < size:
            return
        page += 1
