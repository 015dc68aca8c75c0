"""What is fuzzed: functions that take any bytes and may raise nothing but what they say."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from pydantic import ValidationError

from app.webhooks.events import jobs_of
from app.webhooks.payloads import Envelope
from checks import PolicyError, extract, load_policy
from checks.codebase.documents.decision_records import read_record
from checks.codebase.event_facts import event_dialect
from tests.events.reading import policy, read

EVENTS = ("pull_request", "check_run", "issue_comment", "merge_group", "push", "installation", "repository")
CATALOGS = ("e.md", "e.mdx", "e.yaml", "e.json", "events/X/index.mdx")
WORDS = frozenset({"publish", "subscribe", "OnEvent", "handlers"})


def webhook(content: bytes) -> None:
    """A signed delivery."""
    event, body = EVENTS[content[:1][0] % len(EVENTS)] if content else EVENTS[0], content[1:]
    for read_payload in (Envelope.model_validate_json, lambda payload: jobs_of(event, payload)):
        try:
            read_payload(body)
        except ValidationError:
            continue


def policy_file(content: bytes) -> None:
    """A policy."""
    with suppress(PolicyError):
        load_policy(content)


def record(content: bytes) -> None:
    """A decision record."""
    read_record("docs/adr/0001-x.md", content.decode("utf-8", "replace"))


def catalog(content: bytes) -> None:
    """An event catalog."""
    name = CATALOGS[content[:1][0] % len(CATALOGS)] if content else CATALOGS[0]
    read({name: content[1:].decode("utf-8", "replace")}, policy("publish: [bus.publish]", name), "")


def _source(dialect: str) -> Callable[[bytes], None]:
    def source(content: bytes) -> None:
        extract(dialect, content)
        extract(event_dialect(WORDS, dialect), content)

    return source


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "webhook": webhook,
    "policy": policy_file,
    "record": record,
    "catalog": catalog,
    "python": _source("python:python"),
    "typescript": _source("typescript:tsx"),
}
