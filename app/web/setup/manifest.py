"""The manifest of the App: what `app.yml` asks for, and the addresses of this service."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import app

WEBHOOKS = "/webhooks/github"
LONGEST_NAME = 34
"""Characters that GitHub takes for an App's name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the App asks for: `permissions` is name -> level."""

    permissions: dict[str, str]
    events: tuple[str, ...]


def asked() -> Asked:
    """The permissions and events of `app.yml`."""
    return Asked(_app_yml()["default_permissions"], tuple(_app_yml()["default_events"]))


def manifest(name: str, public_url: str, redirect_url: str) -> str:
    """The manifest as GitHub takes it (JSON). `redirect_url` is where the browser brings the code back to."""
    addresses = {
        "redirect_url": redirect_url,
        "hook_attributes": {"url": f"{public_url}{WEBHOOKS}", "active": True},
    }
    return json.dumps({**_app_yml(), "name": name[:LONGEST_NAME], **addresses})


@cache
def _app_yml() -> dict[str, Any]:
    """The file lies in the installed package, and above the package in a clone."""
    package = Path(app.__file__).parent
    places = (package / "app.yml", package.parent / "app.yml")
    found: dict[str, Any] = yaml.safe_load(next(place for place in places if place.is_file()).read_text())
    return found
