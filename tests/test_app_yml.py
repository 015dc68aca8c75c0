"""`app.yml` asks for exactly what the code uses: what its requests and its events need, and nothing beside."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from app.installing.asked import LOST
from app.webhooks.events import READERS
from tests.stand_in.auth import LEVELS
from tests.stand_in.events import ALWAYS_SENT, EVENT_NEEDS
from tests.stand_in.host import EVENTS, ROUTES
from tests.stand_in.host import PERMISSIONS as STAND_IN_PERMISSIONS
from tests.stand_in.rest import Request

ROOT = Path(__file__).parents[1]
ASKED = yaml.safe_load((ROOT / "app.yml").read_text())
PERMISSIONS: dict[str, str] = ASKED["default_permissions"]
SENT_TO_ALL = ALWAYS_SENT | {"check_suite", "installation", "installation_repositories"}
"""Events that no App subscribes to: they come with a permission, or to every App."""
NO_PERMISSION = {"app", "nobody", ""}
METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}


@cache
def requests() -> tuple[Request, ...]:
    """Each request that the code sends, with something in the place of what it fills in."""
    found = [
        Request(method, path, {}, b"", "")
        for file in sorted((ROOT / "app").rglob("*.py"))
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for path in paths(function)
        for method in methods(function)
    ]
    return tuple(found)


def paths(function: ast.AST) -> Iterator[str]:
    filled_in = [node for node in ast.walk(function) if isinstance(node, ast.JoinedStr)]
    inner = {id(part) for node in filled_in for part in node.values}
    plain = [node for node in ast.walk(function) if isinstance(node, ast.Constant) and id(node) not in inner]
    for node in (*filled_in, *plain):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        if re.match(r"/(app|orgs|installation|repos|repositories)\b[^ ]*$", text):
            yield text.partition("?")[0].replace("/repos/{}", "/repos/acme/shop", 1).replace("{}", "1")


def methods(function: ast.AST) -> set[str]:
    said = {node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and node.value in METHODS}
    return {str(method) for method in said} or {"GET"}


def needs(request: Request) -> str | None:
    """The permission for a request, None where GitHub has no such request."""
    return next((route.needs for route in ROUTES if route.match(request) is not None), None)


def all_needs() -> set[str]:
    """What requests, events and git need: `name:level`, or alternatives `name|name:level`."""
    sent = {found for request in requests() if (found := needs(request)) is not None}
    heard = {EVENT_NEEDS[event] for event in READERS if event in EVENT_NEEDS}
    return (sent | heard | {"contents:read", "metadata:read"}) - NO_PERMISSION


def missing(permissions: dict[str, str]) -> set[str]:
    def covers(need: str) -> bool:
        names, _, level = need.partition(":")
        return any(LEVELS[permissions.get(name, "")] >= LEVELS[level] for name in names.split("|"))

    return {need for need in all_needs() if not covers(need)}


def test_every_request_of_the_code_is_one_that_github_has() -> None:
    assert len(requests()) > 15
    assert [request for request in requests() if needs(request) is None] == []


def test_nothing_is_missing() -> None:
    assert missing(PERMISSIONS) == set()


@pytest.mark.parametrize("name", PERMISSIONS)
def test_no_permission_is_asked_for_that_nothing_needs(name: str) -> None:
    lower = next(level for level, place in LEVELS.items() if place == LEVELS[PERMISSIONS[name]] - 1)
    assert missing({**PERMISSIONS, name: lower})


def test_exactly_the_events_that_are_read_are_subscribed_to() -> None:
    assert set(ASKED["default_events"]) == READERS.keys() - SENT_TO_ALL


def test_the_tests_of_the_service_run_with_exactly_these() -> None:
    assert (PERMISSIONS, sorted(ASKED["default_events"])) == (STAND_IN_PERMISSIONS, sorted(EVENTS))


def test_what_is_lost_without_a_permission_can_be_said() -> None:
    assert LOST.keys() >= PERMISSIONS.keys()


def test_every_permission_and_every_event_says_why() -> None:
    lines = (ROOT / "app.yml").read_text().partition("default_permissions:")[2].splitlines()
    assert [line for line in lines if line.startswith("  ") and "#" not in line] == []


def test_nothing_may_be_written_but_checks_and_pull_requests() -> None:
    assert {name for name, level in PERMISSIONS.items() if level != "read"} == {"checks", "pull_requests"}
