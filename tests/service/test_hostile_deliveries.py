"""Whatever comes signed is stored or refused: the receiver does not fail, nor ask for it again.

A stolen webhook secret, or a GitHub that changes its payloads, brings anything.
"""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.webhooks.signature import sign
from tests.service.conftest import query
from tests.service.test_receiver import SECRET

EVENTS = (
    *("pull_request", "check_run", "check_suite", "merge_group", "issue_comment", "installation", "repository", "push"),
    *("installation_repositories", "installation_target", "ping", "nothing", "é\0"),
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([2**31, 2**63, -1, 0, 1e308]), st.text(max_size=8),
    st.sampled_from(["\0", "\ud800", "opened", "created", "refs/heads/main", "1" * 40, "acme/shop", "/adrift recheck"]),
)  # fmt: skip
KEYS = st.sampled_from(
    [
        *("action", "number", "repository", "installation", "pull_request", "check_run", "check_suite", "merge_group"),
        *("id", "full_name", "default_branch", "head", "base", "sha", "ref", "before", "after", "pull_requests"),
        *("changes", "comment", "issue", "body", "user", "login", "sender", "label", "name", "pusher", "commits"),
    ]
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=20
)
KNOWN = {"repository": {"id": 7, "full_name": "acme/shop", "default_branch": "main"}, "installation": {"id": 9}}
PAYLOADS = st.dictionaries(KEYS, ANYTHING, max_size=8) | st.dictionaries(KEYS, ANYTHING, max_size=6).map(
    lambda found: {**KNOWN, **found}
)


def answer(url: str, event: str, body: bytes, guid: str = "") -> int:
    headers = {
        b"X-GitHub-Event": event.encode("utf-8", "replace").replace(b"\0", b"0"),
        b"X-GitHub-Delivery": (guid or str(uuid4())).encode(),
        b"X-Hub-Signature-256": sign(SECRET, body).encode(),
    }
    return httpx.post(f"{url}/webhooks/github", content=body, headers=headers, trust_env=False).status_code


@pytest.fixture(autouse=True)
def _nobody_works(receiver: str, database_url: str) -> Any:
    yield
    query(database_url, "delete from delivery")


quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.sampled_from(EVENTS), st.binary(max_size=200))
@quick
def test_any_bytes(receiver: str, event: str, body: bytes) -> None:
    assert answer(receiver, event, body) in {202, 400}


@given(st.sampled_from(EVENTS), PAYLOADS)
@example("pull_request", {"action": "\0"})
@example("pull_request", {"action": "\ud800"})
@example("pull_request", {**KNOWN, "action": "opened", "number": 2**63})
@example("pull_request", {**KNOWN, "action": "opened", "number": 1, "repository": {"id": 7, "full_name": "a/\0"}})
@example("ping", {"installation": {"id": 2**63}})
@quick
def test_any_payload(receiver: str, event: str, payload: dict[str, Any]) -> None:
    assert answer(receiver, event, json.dumps(payload).encode()) in {202, 400}


@given(st.binary(min_size=1, max_size=260).map(lambda raw: raw.hex()[:260]))
@quick
def test_any_delivery_id(receiver: str, guid: str) -> None:
    assert answer(receiver, "ping", b"{}", guid) in {202, 400}


def test_a_deeply_nested_payload(receiver: str) -> None:
    assert answer(receiver, "ping", b'{"a":' * 100_000 + b"1" + b"}" * 100_000) in {202, 400}
