"""What is kept of the catalogs of events between reviews of a repository makes no difference to what they find."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.facts.store import NoStore
from app.git.process import Git
from app.git.repository import Repository
from app.parsing import Parsers
from app.reading.events import Commits, change_events
from app.reading.memory import RepositoryMemory
from app.reading.workbench import Workbench
from checks import Change, EventsOfChange, load_policy
from tests.stand_in import StandIn

POLICY = load_policy(
    b"version: 1\ncomponents: {orders: {path: orders}}\n"
    b'events: {catalog: ["docs/*.md", "docs/*.yaml"], publish: [bus.publish]}\n'
)
API = "asyncapi: 3.0.0\nchannels:\n  a:\n    address: order.sent\n    messages:\n      m: {{$ref: '{0}'}}\n"
TABLE = "| Event | Publisher |\n|-|-|\n| order.placed | orders |\n"
BASE = {
    "docs/events.md": TABLE,
    "docs/api.yaml": API.format("../messages/sent.yaml"),
    "messages/sent.yaml": "name: order.sent\npayload: {type: object, properties: {id: {type: string}}}\n",
    "messages/other.yaml": "name: order.shipped\n",
    "orders/a.py": 'bus.publish("order.placed")\n',
}
EDITS: list[dict[str, str | None]] = [
    {"orders/a.py": 'bus.publish("order.paid")\n'},
    {"docs/events.md": f"{TABLE}| order.paid | orders |\n"},
    {"messages/sent.yaml": "name: order.sent\npayload: {type: object, properties: {}}\n"},
    {"docs/api.yaml": API.format("../messages/other.yaml")},
    {"docs/events.md": None, "docs/more.md": TABLE.replace("placed", "kept")},
    {"README.md": "nothing that matters\n"},
    {"orders/a.py": 'bus.publish("order.kept")\n'},
]


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(processes=1, start="fork") as started:
        yield started


def listed(events: EventsOfChange | None) -> object:
    """What the catalogs of a change say."""
    return None if events is None else [one.catalogs.entries for one in (events.base, events.tip, events.head)]


def test_a_catalog_that_was_read_before_says_the_same(tmp_path: Path, parsers: Parsers) -> None:
    gh = StandIn(tmp_path)
    repo = gh.create_repository("acme/shop", files=BASE)
    clone, memory = Repository(Git(repo.path)), RepositoryMemory()
    commits = [clone.commit("main"), *(gh.push(repo, "main", files) for files in EDITS)]
    reader = Workbench.of_memory(parsers, NoStore(), memory).reader(clone, POLICY)
    seen = []
    for at, tip in enumerate(commits[:-1]):
        for head in commits[at + 1 : at + 3]:
            change = reader.change(tip, tip, head)
            sides = Commits(tip, tip, head)
            kept = listed(change_events(reader, change, sides, POLICY, memory))
            assert kept == listed(change_events(reader, change, sides, POLICY, RepositoryMemory()))
            seen.append(kept)
    assert len([one for one in seen if one is not None]) > len(EDITS)


def test_the_catalogs_of_the_base_branch_are_read_once(tmp_path: Path, parsers: Parsers) -> None:
    gh = StandIn(tmp_path)
    repo = gh.create_repository("acme/shop", files=BASE)
    clone, memory = Repository(Git(repo.path)), RepositoryMemory()
    base = clone.commit("main")
    head = gh.push(repo, "main", EDITS[1])
    reader = Workbench.of_memory(parsers, NoStore(), memory).reader(clone, POLICY)
    change: Change = reader.change(base, base, head)
    first = change_events(reader, change, Commits(base, base, head), POLICY, memory)
    assert first is not None
    assert memory.catalogs is not None
    snapshot = change.tip.codebase.snapshot
    assert memory.catalogs.wanted(snapshot) == frozenset()
    assert memory.catalogs.of(snapshot) is first.tip.catalogs
    own = {snapshot.entries[path].object_id for path in BASE if path.startswith(("docs", "messages/sent"))}
    assert memory.catalogs.texts.keys() == own  # and nothing of the head
