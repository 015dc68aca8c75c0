"""An App registered from a manifest."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.forms import form_of
from tests.stand_in import StandIn
from tests.stand_in.state import utc_now

MANIFEST = {
    "name": "Adrift for acme",
    "url": "https://adrift.example",
    "redirect_url": "https://adrift.example/setup/registered",
    "hook_attributes": {"url": "https://adrift.example/webhooks/github"},
    "default_permissions": {"checks": "write"},
    "default_events": ["pull_request"],
}


def registered(gh: StandIn, manifest: object = MANIFEST, path: str = "/organizations/acme/settings/apps/new") -> str:
    """Where the browser is sent after the person's click."""
    with httpx.Client(base_url=gh.url, trust_env=False) as browser:
        page = browser.post(path, params={"state": "s&1"}, data={"manifest": json.dumps(manifest)})
        assert page.status_code == 200, page.text
        shown = form_of(page.text)
        return browser.post(shown.action or "", data=shown.fields).headers["location"]


def code_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["code"][0]


def convert(gh: StandIn, code: str) -> httpx.Response:
    return httpx.post(f"{gh.api_url}/app-manifests/{code}/conversions", trust_env=False)


def test_the_browser_comes_back_with_a_code_and_the_state(gh: StandIn) -> None:
    address = registered(gh)
    assert address.startswith("https://adrift.example/setup/registered?code=")
    assert parse_qs(urlsplit(address).query)["state"] == ["s&1"]


@pytest.mark.parametrize(
    ("path", "owner"), [("/organizations/acme/settings/apps/new", "acme"), ("/settings/apps/new", "owner")]
)
def test_a_code_gives_the_credentials_once(gh: StandIn, path: str, owner: str) -> None:
    code = code_of(registered(gh, path=path))
    answer = convert(gh, code)
    assert answer.status_code == 201
    given = answer.json()
    assert (given["id"], given["pem"], given["webhook_secret"]) == (gh.app_id, gh.private_key_pem, gh.webhook_secret)
    assert (given["slug"], given["name"], given["owner"]["login"]) == ("adrift-for-acme", "Adrift for acme", owner)
    assert gh.webhook_url == "https://adrift.example/webhooks/github"
    assert convert(gh, code).status_code == 404
    assert gh.violations == []


def test_a_code_holds_for_an_hour(tmp_path: Path) -> None:
    now = [utc_now()]

    def clock() -> datetime:
        return now[0]

    with StandIn(tmp_path, clock=clock) as gh:
        gh.start()
        code = code_of(registered(gh))
        now[0] += timedelta(minutes=61)
        assert convert(gh, code).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * 35},
        {"hook_attributes": {}},
        {"hook_attributes": {"url": "javascript:alert(1)"}},
        {"default_permissions": {"chekcs": "write"}},
        {"default_permissions": {"checks": "admin"}},
        {"webhook_secret": "s"},
        {"public": "no"},
    ],
)
def test_a_manifest_that_github_would_not_take_is_a_violation(gh: StandIn, change: dict[str, object]) -> None:
    data = {"manifest": json.dumps(MANIFEST | change)}
    assert httpx.post(f"{gh.url}/settings/apps/new", data=data, trust_env=False).status_code == 422
    assert len(gh.violations) == 1
