"""The first-run set-up: an App is registered from the pages, by whoever knows the token and by nobody else."""

import json
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import yaml

from app import stored_credentials as stored
from app.settings import Settings
from app.web.setup import attempt
from app.web.setup.application import LARGEST_FORM, SetUp, setup_application
from tests.forms import Form, form_of
from tests.stand_in import StandIn

PUBLIC = "https://adrift.example"
APP_YML = Path(__file__).parents[2] / "app.yml"
HOSTILE = '"><script>alert(1)</script>'


@dataclass
class Server:
    """A service that is not registered, and a browser that looks at it."""

    setup: SetUp
    browser: httpx.AsyncClient
    data_dir: Path
    times_done: list[None]

    async def begin(self, **fields: str) -> httpx.Response:
        """The first form, filled in."""
        known = {"token": self.setup.attempts.token, "account": "acme", "public_url": PUBLIC}
        return await self.browser.post("/setup", data=known | fields, headers={"Origin": PUBLIC})

    async def back(self, code: str, state: str) -> httpx.Response:
        return await self.browser.get("/setup/registered", params={"code": code, "state": state})


@pytest.fixture
async def server(gh: StandIn, tmp_path: Path) -> AsyncIterator[Server]:
    done: list[None] = []
    setup = SetUp(Settings(github_url=gh.url, data_dir=tmp_path / "data"), lambda: done.append(None))
    transport = httpx.ASGITransport(setup_application(setup))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as browser:
        yield Server(setup, browser, tmp_path / "data", done)


async def at_github(form: Form) -> tuple[str, str]:
    """The person's click at GitHub: the code and the state that the browser is sent back with."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        shown = await browser.post(form.action or "", data=form.fields)
        confirm = form_of(shown.text)
        sent_back = await browser.post(str(shown.url.join(confirm.action or "")), data=confirm.fields)
    query = parse_qs(urlsplit(sent_back.headers["location"]).query)
    return query["code"][0], query["state"][0]


async def test_an_app_is_registered(gh: StandIn, server: Server) -> None:
    form = form_of((await server.begin()).text)
    assert urlsplit(form.action or "").path == "/organizations/acme/settings/apps/new"
    page = await server.back(*await at_github(form))
    assert page.status_code == 200
    assert f"{gh.url}/github-apps/{gh.world.app_slug}/installations/new" in page.text
    assert len(server.times_done) == 1
    credentials = Settings(data_dir=server.data_dir).credentials()
    assert credentials.app_id == gh.app_id
    assert credentials.private_key.get_secret_value() == gh.private_key_pem.strip()
    assert credentials.webhook_secrets() == (gh.webhook_secret,)


async def test_the_app_asks_for_what_app_yml_says(gh: StandIn, server: Server) -> None:
    form = form_of((await server.begin()).text)
    manifest, wanted = json.loads(form.fields["manifest"]), yaml.safe_load(APP_YML.read_text())
    assert {name: manifest[name] for name in wanted} == wanted | {"name": "adrift-acme"}
    assert manifest["hook_attributes"]["url"] == f"{PUBLIC}/webhooks/github"
    await server.back(*await at_github(form))
    assert gh.webhook_url == f"{PUBLIC}/webhooks/github"
    gh.webhook_url = None


async def test_an_own_account(server: Server) -> None:
    form = form_of((await server.begin(account="")).text)
    assert urlsplit(form.action or "").path == "/settings/apps/new"
    assert (await server.back(*await at_github(form))).status_code == 200


@pytest.mark.parametrize(
    ("public_url", "origin", "expected"),
    [
        (PUBLIC, PUBLIC, f"{PUBLIC}/setup/registered"),
        (f"{PUBLIC}/adrift/", PUBLIC, f"{PUBLIC}/adrift/setup/registered"),
        ("https://elsewhere.example", PUBLIC, f"{PUBLIC}/setup/registered"),
        (PUBLIC, "http://adrift.example", "http://adrift.example/setup/registered"),
        (PUBLIC, "https://evil.example", f"{PUBLIC}/setup/registered"),
        (PUBLIC, "null", f"{PUBLIC}/setup/registered"),
    ],
)
async def test_the_browser_comes_back_to_where_it_is(
    server: Server, public_url: str, origin: str, expected: str
) -> None:
    data = {"token": server.setup.attempts.token, "account": "acme", "public_url": public_url}
    page = await server.browser.post("/setup", data=data, headers={"Origin": origin})
    assert json.loads(form_of(page.text).fields["manifest"])["redirect_url"] == expected


async def test_only_the_service_may_read_what_is_stored(server: Server) -> None:
    await server.back(*await at_github(form_of((await server.begin()).text)))
    folder = server.data_dir / stored.FOLDER
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    files = (stored.APP_ID, stored.PRIVATE_KEY, stored.WEBHOOK_SECRET, stored.CLIENT_ID, stored.CLIENT_SECRET)
    assert modes == {stored.FOLDER: 0o700} | dict.fromkeys(files, 0o600)
    assert [path.name for path in server.data_dir.iterdir()] == [stored.FOLDER]


@pytest.mark.parametrize("token", ["", "wrong", "é", "\0", HOSTILE])
async def test_without_the_token_nothing_begins(server: Server, token: str) -> None:
    page = await server.begin(token=token)
    assert page.status_code == 422
    assert "state=" not in page.text
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": HOSTILE},
        {"account": "../x"},
        {"account": "a/b"},
        {"account": "a?b"},
        {"public_url": "javascript:alert(1)"},
        {"public_url": f"x{HOSTILE}"},
        {"public_url": ""},
        {"public_url": "https://[x"},
        {"public_url": "https://user:password@adrift.example"},
        {"public_url": "https://adrift.example/?x"},
    ],
)
async def test_what_is_typed_is_looked_at_and_escaped(server: Server, wrong: dict[str, str]) -> None:
    page = await server.begin(**wrong)
    assert page.status_code == 422
    assert "<script" not in page.text
    name, value = next(iter(wrong.items()))
    assert form_of(page.text).fields[name] == value


async def test_a_large_form_is_not_read(server: Server) -> None:
    assert (await server.begin(account="a" * LARGEST_FORM)).status_code == 422


async def test_a_hostile_host_is_escaped(server: Server) -> None:
    page = await server.browser.get("/setup", headers={"Host": HOSTILE})
    assert "<script" not in page.text


async def test_the_name_that_github_tells_is_escaped(server: Server) -> None:
    form = form_of((await server.begin()).text)
    manifest = json.loads(form.fields["manifest"]) | {"name": HOSTILE}
    page = await server.back(*await at_github(Form(form.action, {"manifest": json.dumps(manifest)})))
    assert page.status_code == 200
    assert "<script" not in page.text


@pytest.mark.parametrize("state", ["", "wrong", "é", HOSTILE])
async def test_an_answer_with_another_state_is_refused(gh: StandIn, server: Server, state: str) -> None:
    code, _ = await at_github(form_of((await server.begin()).text))
    page = await server.back(code, state)
    assert (page.status_code, stored.stored_in(server.data_dir)) == (403, None)
    assert "<script" not in page.text
    assert not asked_github(gh)


async def test_an_answer_in_another_browser_is_refused(gh: StandIn, server: Server) -> None:
    answer = await at_github(form_of((await server.begin()).text))
    server.browser.cookies.clear()
    assert (await server.back(*answer)).status_code == 403
    assert not asked_github(gh)


async def test_the_answer_to_an_earlier_attempt_is_refused(gh: StandIn, server: Server) -> None:
    answer = await at_github(form_of((await server.begin()).text))
    await server.begin()
    assert (await server.back(*answer)).status_code == 403
    assert not asked_github(gh)


async def test_an_answer_after_more_than_an_hour_is_refused(
    gh: StandIn, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await at_github(form_of((await server.begin()).text))
    monkeypatch.setattr(attempt, "HOLDS", 0.0)
    assert (await server.back(*answer)).status_code == 403
    assert not asked_github(gh)


@pytest.mark.parametrize("code", ["", "../../app", "a/b", "a?b", "a" * 201, HOSTILE])
async def test_a_code_that_is_none_is_not_sent_to_github(gh: StandIn, server: Server, code: str) -> None:
    _, state = await at_github(form_of((await server.begin()).text))
    assert (await server.back(code, state)).status_code == 403
    assert not asked_github(gh)


async def test_a_code_that_github_refuses_ends_the_attempt(server: Server) -> None:
    code, state = await at_github(form_of((await server.begin()).text))
    assert (await server.back("0" * 40, state)).status_code == 502
    assert (await server.back(code, state)).status_code == 403
    assert list(server.data_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("status", "body"), [(502, None), (429, None), (None, None), (201, {"id": 1}), (201, "no JSON")]
)
async def test_where_github_is_not_available_the_page_may_be_asked_for_again(
    gh: StandIn, server: Server, status: int | None, body: object
) -> None:
    answer = await at_github(form_of((await server.begin()).text))
    gh.fail_next("POST", "conversions", status=status, body=body, drop_connection=status is None)
    assert (await server.back(*answer)).status_code == 503
    assert (await server.back(*answer)).status_code == 200


async def test_an_answer_counts_once(gh: StandIn, server: Server) -> None:
    answer = await at_github(form_of((await server.begin()).text))
    await server.back(*answer)
    assert "registered" in (await server.back(*answer)).text
    assert len(asked_github(gh)) == 1


async def test_once_registered_the_pages_are_gone(server: Server) -> None:
    await server.back(*await at_github(form_of((await server.begin()).text)))
    for page in (await server.browser.get("/setup"), await server.begin()):
        assert page.status_code == 503
        assert "<form" not in page.text


async def test_another_process_was_faster(server: Server) -> None:
    prepared = stored.prepare(server.data_dir)
    stored.store(prepared, {stored.APP_ID: "1"})
    assert (await server.browser.get("/readyz")).status_code == 503
    assert server.times_done
    with pytest.raises(OSError, match="not empty"):
        stored.store(stored.prepare(server.data_dir), {stored.APP_ID: "2"})
    assert (server.data_dir / stored.FOLDER / stored.APP_ID).read_text() == "1"


async def test_where_nothing_can_be_stored_github_is_not_asked(gh: StandIn, server: Server) -> None:
    answer = await at_github(form_of((await server.begin()).text))
    server.data_dir.write_text("a file is in the way")
    assert (await server.back(*answer)).status_code == 503
    assert not asked_github(gh)
    server.data_dir.unlink()
    assert (await server.back(*answer)).status_code == 200


async def test_what_it_answers_meanwhile(server: Server) -> None:
    answers = {path: (await server.browser.get(path)).status_code for path in ("/healthz", "/readyz", "/", "/setup")}
    assert answers == {"/healthz": 200, "/readyz": 503, "/": 303, "/setup": 200}
    assert (await server.browser.post("/webhooks/github", content=b"{}")).status_code == 503


async def test_the_pages_load_and_run_nothing(server: Server) -> None:
    for page in (await server.browser.get("/setup"), await server.begin()):
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert not [word for word in ("<script", "src=", "@import", "url(", " style=") if word in page.text]


async def test_the_cookie(server: Server) -> None:
    cookie = (await server.begin()).headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "secure"))


@pytest.mark.parametrize("origin", ["http://adrift.example"])
async def test_the_cookie_where_there_is_no_tls(server: Server, origin: str) -> None:
    data = {"token": server.setup.attempts.token, "account": "acme", "public_url": PUBLIC}
    page = await server.browser.post("/setup", data=data, headers={"Origin": origin})
    assert "secure" not in page.headers["set-cookie"].lower()


async def test_the_public_address_may_be_a_setting(gh: StandIn, tmp_path: Path) -> None:
    setup = SetUp(Settings(github_url=gh.url, data_dir=tmp_path, public_url=f"{PUBLIC}/"), lambda: None)
    transport = httpx.ASGITransport(setup_application(setup))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as browser:
        assert form_of((await browser.get("/setup")).text).fields["public_url"] == PUBLIC
        data = {"token": setup.attempts.token, "account": "acme", "public_url": "https://other.example"}
        manifest = json.loads(form_of((await browser.post("/setup", data=data)).text).fields["manifest"])
    assert manifest["hook_attributes"]["url"] == f"{PUBLIC}/webhooks/github"
    assert manifest["redirect_url"] == "http://localhost:8000/setup/registered"


def asked_github(gh: StandIn) -> list[str]:
    return [one.path for one in gh.requests if one.path.endswith("/conversions")]
