"""The client at its edges: tokens, errors that callers can act on, paging, and what is never repeated."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import respx
from pydantic import SecretStr

from app.github.answers import parse
from app.github.client import API_VERSION, AppClient, InstallationClient
from app.github.errors import GitHubError, GoneError, RateLimitedError, RefusedError, UnavailableError
from app.github.models import PullRequest
from app.github.pull_requests import comparison
from app.settings import Credentials
from tests.stand_in.auth import Authenticator
from tests.stand_in.state import World

API = "https://api.github.com"
TOKENS = f"{API}/app/installations/9/access_tokens"


def token(text: str = "ghs_one", minutes: float = 60) -> httpx.Response:
    expires = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat(timespec="microseconds")
    return httpx.Response(201, json={"token": text, "expires_at": expires})


@pytest.fixture
def github() -> Any:
    with respx.mock(assert_all_called=False) as router:
        router.post(TOKENS).mock(return_value=token())
        yield router


@pytest.fixture
async def app(github: respx.MockRouter) -> AsyncIterator[AppClient]:
    key = Authenticator(World(4711, "adrift")).private_key_pem
    client = AppClient(Credentials(4711, SecretStr(key), SecretStr("secret")), API)
    yield client
    await client.close()


@pytest.fixture
def client(app: AppClient) -> InstallationClient:
    return app.installation(9)


async def test_twenty_cold_calls_ask_for_one_token(github: respx.MockRouter, client: InstallationClient) -> None:
    github.get(f"{API}/x").mock(return_value=httpx.Response(200, json={}))
    await asyncio.gather(*(client.get("/x") for _ in range(20)))
    assert github.calls.call_count == 21


async def test_an_answer_is_remembered_for_one_installation_only(github: respx.MockRouter, app: AppClient) -> None:
    github.post(f"{API}/app/installations/8/access_tokens").mock(return_value=token("ghs_two"))
    route = github.get(f"{API}/x").mock(return_value=httpx.Response(200, json={"a": 1}, headers={"ETag": '"1"'}))
    await app.installation(9).get_again("/x")
    await app.installation(8).get_again("/x")
    sent = [(one.request.headers["authorization"], one.request.headers.get("if-none-match")) for one in route.calls]
    assert sent == [("Bearer ghs_one", None), ("Bearer ghs_two", None)]


async def test_a_request_carries_token_and_version(github: respx.MockRouter, client: InstallationClient) -> None:
    route = github.get(f"{API}/x").mock(return_value=httpx.Response(200, json={"a": 1}))
    assert await client.get("/x") == {"a": 1}
    sent = route.calls.last.request.headers
    assert (sent["Authorization"], sent["X-GitHub-Api-Version"]) == ("Bearer ghs_one", API_VERSION)


async def test_a_token_about_to_expire_is_renewed(github: respx.MockRouter, client: InstallationClient) -> None:
    github.post(TOKENS).mock(side_effect=[token("ghs_old", minutes=4), token("ghs_new")])
    assert [await client.token() for _ in range(3)] == ["ghs_old", "ghs_new", "ghs_new"]


async def test_a_revoked_token_is_renewed_once(github: respx.MockRouter, client: InstallationClient) -> None:
    github.post(TOKENS).mock(side_effect=[token("ghs_old"), token("ghs_new")])
    revoked = httpx.Response(401, json={"message": "Bad credentials"})
    github.get(f"{API}/x").mock(side_effect=[revoked, httpx.Response(200, json={"a": 1})])
    assert await client.get("/x") == {"a": 1}
    assert await client.token() == "ghs_new"


async def test_a_token_that_is_never_taken_is_refused(github: respx.MockRouter, client: InstallationClient) -> None:
    route = github.get(f"{API}/x").mock(return_value=httpx.Response(401, json={"message": "Bad credentials"}))
    with pytest.raises(RefusedError, match="401: Bad credentials"):
        await client.get("/x")
    assert route.call_count == 2


async def test_twenty_calls_with_a_revoked_token_renew_it_once(
    github: respx.MockRouter, client: InstallationClient
) -> None:
    mint = github.post(TOKENS).mock(side_effect=[token("ghs_old"), token("ghs_new")])

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200 if "ghs_new" in request.headers["Authorization"] else 401, json={})

    github.get(f"{API}/x").mock(side_effect=answer)
    await asyncio.gather(*(client.get("/x") for _ in range(20)))
    assert mint.call_count == 2


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, GoneError),
        (410, GoneError),
        (451, GoneError),
        (403, RefusedError),
        (409, RefusedError),
        (422, RefusedError),
        (500, UnavailableError),
        (502, UnavailableError),
        (503, UnavailableError),
        (504, UnavailableError),
        (408, UnavailableError),
        (429, RateLimitedError),
    ],
)
async def test_what_a_status_means(
    github: respx.MockRouter, client: InstallationClient, status: int, expected: type[GitHubError]
) -> None:
    github.get(f"{API}/x").mock(return_value=httpx.Response(status, json={"message": "Words"}))
    with pytest.raises(expected, match=f"GET /x with {status}: Words"):
        await client.get("/x")


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (httpx.Response(429, headers={"Retry-After": "7"}), 7),
        (httpx.Response(403, headers={"Retry-After": "7"}), 7),
        (httpx.Response(403, json={"message": "You have exceeded a secondary rate limit."}), 60),
        (httpx.Response(403, json={"message": "API rate limit exceeded"}, headers={"X-RateLimit-Remaining": "5"}), 60),
        (httpx.Response(429), 60),
    ],
)
async def test_how_long_a_limit_lasts(
    github: respx.MockRouter, client: InstallationClient, answer: httpx.Response, seconds: float
) -> None:
    github.get(f"{API}/x").mock(return_value=answer)
    with pytest.raises(RateLimitedError) as caught:
        await client.get("/x")
    assert caught.value.retry_after == seconds


async def test_the_primary_limit_lasts_until_its_reset(github: respx.MockRouter, client: InstallationClient) -> None:
    reset = str(int(datetime.now(UTC).timestamp()) + 2999)
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    github.get(f"{API}/x").mock(return_value=httpx.Response(403, json={"message": "x"}, headers=headers))
    with pytest.raises(RateLimitedError) as caught:
        await client.get("/x")
    assert 2990 < caught.value.retry_after <= 3000


@pytest.mark.parametrize("date", ["Wed, 21 Oct 2026 07:28:00 GMT", "soon", ""])
async def test_a_limit_with_an_unreadable_end(github: respx.MockRouter, client: InstallationClient, date: str) -> None:
    github.get(f"{API}/x").mock(return_value=httpx.Response(429, json={}, headers={"Retry-After": date}))
    with pytest.raises(RateLimitedError):
        await client.get("/x")


@pytest.mark.parametrize(
    "problem", [httpx.ReadTimeout("x"), httpx.ConnectError("x"), httpx.RemoteProtocolError("x"), httpx.ReadError("x")]
)
async def test_no_answer(github: respx.MockRouter, client: InstallationClient, problem: Exception) -> None:
    github.get(f"{API}/x").mock(side_effect=problem)
    with pytest.raises(UnavailableError, match=f"did not answer GET /x: {type(problem).__name__}"):
        await client.get("/x")


@pytest.mark.parametrize("problem", [httpx.Response(502), httpx.ReadTimeout("x"), httpx.Response(429)])
async def test_a_post_is_never_repeated(github: respx.MockRouter, client: InstallationClient, problem: object) -> None:
    effect = [problem] if isinstance(problem, Exception) else None
    route = github.post(f"{API}/x").mock(return_value=None if effect else problem, side_effect=effect)  # type: ignore[arg-type]
    with pytest.raises(GitHubError):
        await client.send("POST", "/x", {})
    assert route.call_count == 1


@pytest.mark.parametrize("text", ["<html>Unicorn!</html>", "", "{"])
async def test_an_answer_that_is_no_json(github: respx.MockRouter, client: InstallationClient, text: str) -> None:
    github.get(f"{API}/x").mock(return_value=httpx.Response(200, text=text))
    with pytest.raises(UnavailableError, match="not JSON"):
        await client.get("/x")


async def test_an_error_page_that_is_no_json(github: respx.MockRouter, client: InstallationClient) -> None:
    github.get(f"{API}/x").mock(return_value=httpx.Response(502, text="<html>Unicorn!</html>"))
    with pytest.raises(UnavailableError, match=r"with 502$"):
        await client.get("/x")


@pytest.mark.parametrize("answer", [None, [], {}, {"number": 1}, "x", {"number": "x", "state": 1}])
def test_an_answer_of_another_shape(answer: object) -> None:
    with pytest.raises(UnavailableError, match="not as documented"):
        parse(PullRequest, answer)


async def test_all_pages_are_read(github: respx.MockRouter, client: InstallationClient) -> None:
    pages = [[{"n": n} for n in range(100)], [{"n": n} for n in range(100)], [{"n": 7}]]
    route = github.get(f"{API}/x").mock(side_effect=[httpx.Response(200, json=page) for page in pages])
    assert len([item async for item in client.pages("/x", state="open")]) == 201
    assert [call.request.url.params["page"] for call in route.calls] == ["1", "2", "3"]


async def test_a_page_that_is_no_list(github: respx.MockRouter, client: InstallationClient) -> None:
    github.get(f"{API}/x").mock(return_value=httpx.Response(200, json={"message": "?"}))
    with pytest.raises(UnavailableError, match="not a list"):
        _ = [item async for item in client.pages("/x")]


async def test_a_renamed_repository_is_followed(github: respx.MockRouter, client: InstallationClient) -> None:
    there = httpx.Response(301, headers={"Location": f"{API}/repositories/7"})
    github.get(f"{API}/repos/a/b").mock(return_value=there)
    github.get(f"{API}/repositories/7").mock(return_value=httpx.Response(200, json={"id": 7}))
    assert await client.get("/repos/a/b") == {"id": 7}


async def test_a_redirect_to_strangers_is_not_followed(github: respx.MockRouter, client: InstallationClient) -> None:
    github.get(f"{API}/x").mock(return_value=httpx.Response(302, headers={"Location": "https://evil.example/x"}))
    evil = github.get("https://evil.example/x").mock(return_value=httpx.Response(200, json={}))
    with pytest.raises(UnavailableError, match="redirects"):
        await client.get("/x")
    assert evil.call_count == 0


@pytest.mark.parametrize("status", [301, 307, 308])
async def test_what_is_written_to_an_old_name_is_written_to_the_new_one(
    github: respx.MockRouter, client: InstallationClient, status: int
) -> None:
    moved = httpx.Response(status, headers={"Location": f"{API}/repositories/7/check-runs"})
    github.post(f"{API}/repos/a/old/check-runs").mock(return_value=moved)
    route = github.post(f"{API}/repositories/7/check-runs").mock(return_value=httpx.Response(201, json={"id": 1}))
    assert await client.send("POST", "/repos/a/old/check-runs", {"name": "adrift"}) == {"id": 1}
    assert route.calls.last.request.content == b'{"name":"adrift"}'


async def test_redirects_without_end_are_given_up(github: respx.MockRouter, client: InstallationClient) -> None:
    route = github.get(f"{API}/x").mock(return_value=httpx.Response(301, headers={"Location": f"{API}/x"}))
    with pytest.raises(UnavailableError, match="redirects"):
        await client.get("/x")
    assert route.call_count < 10


async def test_after_a_limit_nothing_is_asked_until_it_is_over(
    github: respx.MockRouter, app: AppClient, client: InstallationClient
) -> None:
    limit = httpx.Response(429, headers={"Retry-After": "100"})
    route = github.get(f"{API}/x").mock(side_effect=[limit, httpx.Response(200, json={})])
    for _ in range(3):
        with pytest.raises(RateLimitedError) as limited:
            await client.get("/x")
        assert 90 < limited.value.retry_after <= 100
    assert route.call_count == 1
    app._paused_until[9] -= 100
    assert await client.get("/x") == {}


async def test_a_limit_on_tokens_holds_for_its_installation_only(
    github: respx.MockRouter, app: AppClient, client: InstallationClient
) -> None:
    github.post(TOKENS).mock(return_value=httpx.Response(429, headers={"Retry-After": "100"}))
    github.post(f"{API}/app/installations/8/access_tokens").mock(return_value=token())
    github.get(f"{API}/x").mock(return_value=httpx.Response(200, json={}))
    for _ in range(2):
        with pytest.raises(RateLimitedError):
            await client.token()
    assert await app.installation(8).get("/x") == {}
    assert [call.request.url.path.rpartition("/")[2] for call in github.calls] == ["access_tokens"] * 2 + ["x"]


async def test_an_answer_is_kept_by_its_query(github: respx.MockRouter, client: InstallationClient) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        tag = f'W/"{request.url.query.decode()}"'
        if request.headers.get("If-None-Match") == tag:
            return httpx.Response(304)
        return httpx.Response(200, json={"page": request.url.params["page"]}, headers={"ETag": tag})

    route = github.get(url__startswith=f"{API}/x").mock(side_effect=answer)
    found = [await client.get_again("/x", page=page) for page in (1, 2, 1, 2)]
    assert found == [{"page": "1"}, {"page": "2"}] * 2
    assert [call.response.status_code for call in route.calls] == [200, 200, 304, 304]


@pytest.mark.parametrize(("status", "expected"), [(404, GoneError), (403, RefusedError), (502, UnavailableError)])
async def test_no_token(
    github: respx.MockRouter, client: InstallationClient, status: int, expected: type[GitHubError]
) -> None:
    github.post(TOKENS).mock(return_value=httpx.Response(status, json={}))
    with pytest.raises(expected):
        await client.get("/x")


async def test_after_a_failure_the_next_call_asks_for_a_token_again(
    github: respx.MockRouter, client: InstallationClient
) -> None:
    github.post(TOKENS).mock(side_effect=[httpx.Response(502), token()])
    with pytest.raises(UnavailableError):
        await client.token()
    assert await client.token() == "ghs_one"


async def test_no_token_is_logged_or_shown(
    github: respx.MockRouter, client: InstallationClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    github.get(f"{API}/x").mock(side_effect=httpx.ReadError("x"))
    with pytest.raises(UnavailableError) as caught:
        await client.get("/x")
    assert "ghs_one" not in caplog.text + repr(caught.value)


async def test_who_the_app_is(github: respx.MockRouter, app: AppClient) -> None:
    route = github.get(f"{API}/app").mock(return_value=httpx.Response(200, json={"slug": "adrift"}))
    assert [await app.login() for _ in range(2)] == ["adrift[bot]"] * 2
    assert route.call_count == 1


async def test_a_comparison_is_asked_for_without_the_files(
    github: respx.MockRouter, client: InstallationClient
) -> None:
    answer = {"base_commit": {"sha": "b"}, "merge_base_commit": {"sha": "m"}, "commits": []}
    route = github.get(url__regex=r".*/compare/").mock(return_value=httpx.Response(200, json=answer))
    found = await comparison(client, "acme/shop", "release/1#%", "abc")
    assert (found.base_commit.sha, found.merge_base_commit.sha) == ("b", "m")
    asked = route.calls.last.request.url.raw_path.decode()
    assert asked == "/repos/acme/shop/compare/release%2F1%23%25...abc?per_page=1&page=2"


async def test_a_comparison_without_a_merge_base(github: respx.MockRouter, client: InstallationClient) -> None:
    github.get(url__regex=r".*/compare/").mock(return_value=httpx.Response(200, json={"base_commit": {"sha": "b"}}))
    with pytest.raises(UnavailableError, match="merge_base_commit"):
        await comparison(client, "acme/shop", "main", "abc")
