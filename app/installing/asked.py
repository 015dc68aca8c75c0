"""What the App asks for (`app.yml`), and what does not work where an installation has not granted it.

A new version may ask for more than the last one did: each installation has to accept that, and until then has less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import app

LEVELS = {"": 0, "read": 1, "write": 2, "admin": 3}
LOST = {
    "checks": "no verdict can be shown",
    "contents": "the code cannot be read, and nothing is reviewed",
    "issues": "commands in comments are not heard",
    "members": "labels by members of a team that the policy names are refused",
    "merge_queues": "what a merge queue wants to merge gets no verdict, and the queue waits for it",
    "metadata": "nothing can be read",
    "pull_requests": "there are no inline comments and no answers to commands",
}
"""What each permission is for, by what is lost without it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the App asks for: `permissions` is name -> level."""

    permissions: dict[str, str]
    events: tuple[str, ...]


def asked() -> Asked:
    """The permissions and events of `app.yml`."""
    found = app_yml()
    return Asked(found["default_permissions"], tuple(found["default_events"]))


def missing_permissions(granted: Mapping[str, str] | None) -> dict[str, str]:
    """What is asked for and not granted (`members: read`), with what does not work without it. `granted` is name ->
    level; where GitHub does not say, nothing is known to be missing."""
    return {
        f"{name}: {level}": LOST[name]
        for name, level in sorted(asked().permissions.items())
        if granted is not None and LEVELS.get(granted.get(name, ""), 0) < LEVELS[level]
    }


@cache
def app_yml() -> dict[str, Any]:
    """The file lies in the installed package, and above the package in a clone."""
    package = Path(app.__file__).parent
    places = (package / "app.yml", package.parent / "app.yml")
    found: dict[str, Any] = yaml.safe_load(next(place for place in places if place.is_file()).read_text())
    return found
