"""The manifest of the App: what `app.yml` asks for, and the addresses of this service."""

import json

from app.installing.asked import app_yml

WEBHOOKS = "/webhooks/github"
LONGEST_NAME = 34
"""Characters that GitHub takes for an App's name."""


def manifest(name: str, public_url: str, redirect_url: str) -> str:
    """The manifest as GitHub takes it (JSON). `redirect_url` is where the browser brings the code back to."""
    addresses = {
        "redirect_url": redirect_url,
        "hook_attributes": {"url": f"{public_url}{WEBHOOKS}", "active": True},
    }
    return json.dumps({**app_yml(), "name": name[:LONGEST_NAME], **addresses})
