"""A caller's own token at its edges: one host, no redirect, errors that callers can act on."""

from collections.abc import AsyncIterator

import httpx
import pytest
import respx
from pydantic import SecretStr

from app.github.errors import GitHubError, GoneError, RateLimitedError, UnavailableError
from app.github.failures import UnauthorizedError
from app.github.reading import ReadOnly
from app.github.token_client import TokenClient, token_client

API = "https://ghes.example/api/v3"


@pytest.fixture
async def client() -> AsyncIterator[TokenClient]:
    async with token_client(API, SecretStr("ghp_caller")) as found:
        yield found


async def test_a_request_carries_the_token(respx_mock: respx.MockRouter, client: TokenClient) -> None:
    route = respx_mock.get(f"{API}/x", params={"a": 1}).respond(json={"b": 2})
    assert await client.get("/x", a=1) == {"b": 2}
    assert route.calls.last.request.headers["authorization"] == "Bearer ghp_caller"


async def test_a_redirect_is_not_followed(respx_mock: respx.MockRouter, client: TokenClient) -> None:
    respx_mock.get(f"{API}/x").respond(301, headers={"Location": "https://evil.example/x"})
    with pytest.raises(GoneError):
        await client.get("/x")
    assert respx_mock.calls.call_count == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401), UnauthorizedError),
        (httpx.Response(404), GoneError),
        (httpx.Response(403, headers={"Retry-After": "7"}), RateLimitedError),
        (httpx.Response(502), UnavailableError),
        (httpx.Response(200, text="<html>"), UnavailableError),
    ],
)
async def test_what_goes_wrong(
    respx_mock: respx.MockRouter, client: TokenClient, answer: httpx.Response, error: type[GitHubError]
) -> None:
    respx_mock.get(f"{API}/x").mock(return_value=answer)
    with pytest.raises(error) as raised:
        await client.get("/x")
    assert "ghp_caller" not in str(raised.value)


async def test_no_connection(respx_mock: respx.MockRouter, client: TokenClient) -> None:
    respx_mock.get(f"{API}/x").mock(side_effect=httpx.ConnectError("no"))
    with pytest.raises(UnavailableError):
        await client.get("/x")


async def test_a_list_of_pages(respx_mock: respx.MockRouter, client: TokenClient) -> None:
    respx_mock.get(f"{API}/x", params={"page": 1}).respond(json=list(range(100)))
    respx_mock.get(f"{API}/x", params={"page": 2}).respond(json=[100])
    assert [one async for one in client.pages("/x")] == list(range(101))


def test_nothing_writes(client: TokenClient) -> None:
    assert not hasattr(client, "send")
    assert not hasattr(ReadOnly(client), "send")
