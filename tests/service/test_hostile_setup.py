"""The set-up under wild input: strangers get nowhere, and whoever has the token gets to GitHub or back to the form."""

import asyncio
import re
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings
from app.web.setup.application import SetUp, setup_application
from tests.forms import form_of
from tests.stand_in import StandIn

PUBLIC = "https://adrift.example"
HEADERS = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f")).map(
    lambda text: text.encode("latin-1")
)


@pytest.fixture(scope="module")
def setup(gh: StandIn, tmp_path_factory: pytest.TempPathFactory) -> SetUp:
    return SetUp(Settings(github_url=gh.url, data_dir=tmp_path_factory.mktemp("data")), lambda: None)


def answered(setup: SetUp, method: str, path: str, **request: Any) -> httpx.Response:
    """The answer to one request."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(setup_application(setup))
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as browser:
            return await browser.request(method, path, **request)

    return asyncio.run(ask())


@given(account=st.text(), public_url=st.one_of(st.text(), st.text().map("https://{}".format)))
def test_whatever_is_typed_leads_to_github_or_back_to_the_form(
    gh: StandIn, setup: SetUp, account: str, public_url: str
) -> None:
    wish = {"token": setup.attempts.token, "account": account, "public_url": public_url}
    body = urlencode({name: text.encode("utf-8", "replace") for name, text in wish.items()})
    page = answered(setup, "POST", "/setup", content=body)
    form = form_of(page.text)
    if page.status_code == 200:
        wanted = rf"{re.escape(gh.url)}(/organizations/[\w-]+)?/settings/apps/new\?state=[\w-]+"
        assert re.fullmatch(wanted, form.action or "")
        assert set(form.fields) == {"manifest"}
    else:
        assert page.status_code == 422
        assert set(form.fields) == {"token", "account", "public_url"}


@given(body=st.binary(), headers=st.tuples(HEADERS, HEADERS, HEADERS), query=st.text())
def test_strangers_are_answered_and_get_nowhere(
    setup: SetUp, body: bytes, headers: tuple[bytes, bytes, bytes], query: str
) -> None:
    host, origin, cookie = headers
    sent = {b"Host": host, b"Origin": origin, b"Cookie": b"adrift_setup=" + cookie}
    assert answered(setup, "POST", "/setup", content=body, headers=sent).status_code == 422
    parameters = urlencode({name: query.encode("utf-8", "replace") for name in ("code", "state")})
    assert answered(setup, "GET", f"/setup/registered?{parameters}", headers=sent).status_code == 403
