"""`event-catalog`: base files, what the head changes, the findings."""

from collections.abc import Mapping

import pytest

from checks import Drift, EventDrift, Side
from tests.core.building import Changes, Files, PullRequest

CATALOG = "docs/events.md"
POLICY = """\
version: 1
components:
  orders:  {path: orders}
  billing: {path: billing}
  mail:    {path: mail}
events:
  catalog: docs/events.md
  types: [DomainEvent]
  publish: [bus.publish]
  subscribe: [bus.subscribe]
"""
TABLE = """\
# Events

| Event | Publisher | Subscribers | Status |
|---|---|---|---|
| order.placed | orders | billing | |
| order.lost | orders | | planned |
| stock.counted | warehouse partner | | |
"""
BASE: Files = {
    CATALOG: TABLE,
    "orders/a.py": 'bus.publish("order.placed")\n',
    "orders/b.py": "",
    "billing/a.py": 'bus.subscribe("order.placed", f)\n',
    "mail/a.py": "",
}

Row = tuple[str, str, str | None, str, int | None, str]


def rows(pull_request: PullRequest) -> list[Row]:
    """The drift, event, component, path, line and level of each finding."""
    found = []
    for one in pull_request.findings:
        if isinstance(one.evidence, EventDrift):
            drift = one.evidence
            found.append((drift.drift.value, drift.event, drift.component, one.path, one.line, one.level.value))
    return found


def publishes(name: str) -> str:
    return f'bus.publish("{name}")\n'


def row(name: str, owner: str = "orders", subscribers: str = "", status: str = "") -> str:
    return f"{TABLE}| {name} | {owner} | {subscribers} | {status} |\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            {"orders/b.py": publishes("order.paid")},
            [("uncatalogued", "order.paid", "orders", "orders/b.py", 1, "failure")],
            id="published and not in the catalog",
        ),
        pytest.param({"orders/b.py": publishes("order.paid"), CATALOG: row("order.paid")}, [], id="with its row"),
        pytest.param({"orders/b.py": publishes("order.paid"), CATALOG: row("OrderPaidEvent")}, [], id="spelling"),
        pytest.param({"orders/b.py": publishes("order.placed")}, [], id="one place more"),
        pytest.param({"orders/a.py": "", "orders/b.py": publishes("order.placed")}, [], id="from another file"),
        pytest.param({"tests/test_a.py": publishes("order.paid")}, [], id="in a test"),
        pytest.param(
            {"orders/a.py": ""},
            [("entry-left", "order.placed", "orders", CATALOG, 5, "warning")],
            id="publisher removed, entry left",
        ),
        pytest.param(
            {"orders/a.py": "", CATALOG: TABLE.replace("| order.placed | orders | billing | |\n", "")},
            [("unpublished", "order.placed", "billing", "billing/a.py", 1, "warning")],
            id="publisher and entry removed, subscriber left",
        ),
        pytest.param(
            {CATALOG: TABLE.replace("| order.placed | orders | billing | |\n", "")},
            [("uncatalogued", "order.placed", "orders", CATALOG, 5, "failure")],
            id="entry removed, publisher left",
        ),
        pytest.param(
            {"billing/a.py": ""},
            [("subscriber-left", "order.placed", "billing", CATALOG, 5, "warning")],
            id="listed subscriber gone",
        ),
        pytest.param(
            {"orders/b.py": publishes("order.lost")},
            [("planned", "order.lost", "orders", "orders/b.py", 1, "warning")],
            id="planned and published",
        ),
        pytest.param(
            {CATALOG: TABLE.replace("billing | |", "billing | deprecated |")},
            [("deprecated", "order.placed", "orders", "orders/a.py", 1, "warning")],
            id="deprecated and published",
        ),
        pytest.param(
            {"billing/a.py": publishes("order.placed")},
            [
                ("other-owner", "order.placed", "billing", "billing/a.py", 1, "notice"),
                ("subscriber-left", "order.placed", "billing", CATALOG, 5, "warning"),
            ],
            id="published by another than the owner",
        ),
        pytest.param(
            {"mail/a.py": 'bus.subscribe("order.paid", f)\n'},
            [("unpublished", "order.paid", "mail", "mail/a.py", 1, "warning")],
            id="subscribed, published by nobody",
        ),
        pytest.param({"mail/a.py": 'bus.subscribe("stock.counted", f)\n'}, [], id="subscribed, published outside"),
        pytest.param({"mail/a.py": 'bus.subscribe("order.placed", f)\n'}, [], id="subscriber not listed"),
        pytest.param(
            {"orders/b.py": "bus.publish(make())\n"},
            [("unknown-name", "", "orders", "orders/b.py", 1, "notice")],
            id="nobody can tell",
        ),
        pytest.param({"orders/a.py": f"\n\n{publishes('order.placed')}"}, [], id="moved within the file"),
        pytest.param(
            {"orders/b.py": "class OrderLost: ...\n", CATALOG: row("OrderLost")},
            [("no-event-type", "OrderLost", "orders", "orders/b.py", 1, "failure")],
            id="a listed class that derives from nothing",
        ),
        pytest.param({CATALOG: TABLE.replace("# Events", "# All events")}, [], id="nothing to do with it"),
    ],
)  # fmt: skip
def test_what_a_change_brings(head: Changes, expected: list[Row]) -> None:
    assert rows(PullRequest(BASE, head, policy=POLICY)) == expected


def test_old_debt_is_not_reported() -> None:
    base = {**BASE, "orders/b.py": publishes("order.paid")}
    assert rows(PullRequest(base, {"orders/b.py": f"x = 1\n{publishes('order.paid')}"}, policy=POLICY)) == []
    assert (
        rows(PullRequest(base, {"orders/a.py": f"{publishes('order.placed')}{publishes('order.paid')}"}, policy=POLICY))
        == []
    )


def test_what_the_base_branch_has_meanwhile_is_not_news() -> None:
    more = {"orders/b.py": publishes("order.paid")}
    assert rows(PullRequest(BASE, more, tip=more, policy=POLICY)) == []


def test_what_cannot_be_read_has_not_stopped_publishing() -> None:
    assert rows(PullRequest(BASE, {"orders/a.py": "def\n"}, policy=POLICY)) == []


def test_a_renamed_file_keeps_its_debt() -> None:
    base = {**BASE, "orders/b.py": "bus.publish(make())\n"}
    assert rows(PullRequest(base, renames={"orders/b.py": "orders/c.py"}, policy=POLICY)) == []


def test_a_subscriber_has_to_be_listed_where_the_policy_asks_for_it() -> None:
    asking = f"{POLICY}  subscribers: listed\n"
    head = {"mail/a.py": 'bus.subscribe("order.placed", f)\n'}
    assert rows(PullRequest(BASE, head, policy=asking)) == [
        ("unlisted-subscriber", "order.placed", "mail", "mail/a.py", 1, "notice")
    ]


def test_where_something_unknown_is_published_nothing_is_said_to_be_published_by_nobody() -> None:
    base = {**BASE, "orders/b.py": "bus.publish(make())\n"}
    assert rows(PullRequest(base, {"mail/a.py": 'bus.subscribe("order.paid", f)\n'}, policy=POLICY)) == []


EVENT = "class DomainEvent: ...\n\n\nclass OrderPlaced(DomainEvent):\n    version = {version}\n    {fields}\n"


@pytest.mark.parametrize(
    ("version", "fields", "names"),
    [
        pytest.param(1, "order: int", ("-amount",), id="a field goes"),
        pytest.param(1, "order: int; amount: int; tax: int", ("+tax",), id="one is required more"),
        pytest.param(1, "order: int; amount: int; tax: int = 0", None, id="one more that is not required"),
        pytest.param(2, "order: int", None, id="another version"),
    ],
)
def test_the_payload_of_an_event_changes_with_its_version(
    version: int, fields: str, names: tuple[str, ...] | None
) -> None:
    base = {
        **BASE,
        CATALOG: row("OrderPlaced").replace("| order.placed | orders | billing | |\n", ""),
        "billing/a.py": "",
        "orders/events.py": EVENT.format(version=1, fields="order: int; amount: int"),
        "orders/a.py": "from orders.events import OrderPlaced\n\nbus.publish(OrderPlaced())\n",
    }
    head = {"orders/events.py": EVENT.format(version=version, fields=fields)}
    found = [one.evidence for one in PullRequest(base, head, policy=POLICY).findings]
    assert [one.names for one in found if isinstance(one, EventDrift) and one.drift is Drift.PAYLOAD] == (
        [names] if names else []
    )


API = """\
asyncapi: 3.0.0
info: {{version: {version}}}
channels:
  order.placed:
    messages:
      OrderPlaced: {{payload: {{properties: {{id: {{}}, {more}}}, required: [id]}}}}
"""


def test_the_payload_in_the_catalog_counts_too() -> None:
    policy = POLICY.replace("docs/events.md", "api.yaml")
    base = {**BASE, "api.yaml": API.format(version=1, more="amount: {}")}
    less = {"api.yaml": API.format(version=1, more="")}
    (found,) = rows(PullRequest(base, less, policy=policy))
    assert found == ("payload", "OrderPlaced", None, "orders/a.py", 1, "failure")
    assert rows(PullRequest(base, {"api.yaml": API.format(version=2, more="")}, policy=policy)) == []


BY, OWNED = "- Publisher: orders", "    producer: orders"
MESSAGE = """\
  order.paid:
    address: order.paid
    messages:
      order.paid:
        name: order.paid
        payload:
          type: object"""
NEW = {"orders/b.py": publishes("order.paid"), "mail/a.py": 'bus.subscribe("order.paid", f)\n'}


@pytest.mark.parametrize(
    ("name", "catalog", "text"),
    [
        ("e.md", TABLE, "| order.paid | orders | mail |  |"),
        ("e.md", f"### order.placed\n\n{BY}\n", f"### order.paid\n\n{BY}\n- Subscribers: mail"),
        ("e.md", "* `order.placed`: by orders\n", "* `order.paid`: published by orders"),
        ("e.yaml", f"events:\n  - name: order.placed\n{OWNED}\n", f"  - name: order.paid\n{OWNED}"),
        ("e.yaml", f"events:\n  order.placed:\n{OWNED}\n", f"  order.paid:\n{OWNED}"),
        ("e.yaml", "events:\n  - order.placed\n", "  - order.paid"),
        ("e.json", '{"events": [{"name": "order.placed"}]}', '{"name": "order.paid"}'),
        (
            "e.yaml",
            API.format(version=1, more=""),
            MESSAGE,
        ),
    ],
)  # fmt: skip
def test_the_entry_to_add_is_in_the_catalogs_own_format(name: str, catalog: str, text: str) -> None:
    policy = POLICY.replace("docs/events.md", name)
    assert _entries(PullRequest({**BASE, name: catalog}, NEW, policy=policy)) == {name: text}


def test_the_entry_of_a_folder_is_a_file() -> None:
    policy = POLICY.replace("docs/events.md", "catalog")
    base = {**BASE, "catalog/events/order.placed/index.mdx": "---\nid: order.placed\nversion: 1.0.0\n---\n"}
    ((path, text),) = _entries(PullRequest(base, NEW, policy=policy)).items()
    assert path == "catalog/events/order.paid/index.mdx"
    assert text.startswith("---\nid: order.paid\n")


def test_it_is_a_suggestion_where_the_catalog_is_in_the_diff() -> None:
    head = {**NEW, CATALOG: row("order.sent", status="planned")}
    (finding,) = PullRequest(BASE, head, policy=POLICY).findings
    assert isinstance(finding.evidence, EventDrift)
    assert finding.evidence.entry is not None
    assert (finding.path, finding.line, finding.side) == (CATALOG, 8, Side.RIGHT)
    assert finding.evidence.entry.below == "| order.sent | orders |  | planned |"


def test_of_several_catalogs_that_of_the_owner_is_meant() -> None:
    policy = POLICY.replace("docs/events.md", "docs/*.md")
    base = {**BASE, CATALOG: "", "docs/billing.md": TABLE.replace("orders", "billing"), "docs/orders.md": TABLE}
    assert list(_entries(PullRequest(base, NEW, policy=policy))) == ["docs/orders.md"]


def test_a_catalog_that_cannot_be_read_is_said() -> None:
    policy = POLICY.replace("docs/events.md", "e.yaml")
    found = rows(PullRequest({**BASE, "e.yaml": "[order.placed]"}, {"e.yaml": "["}, policy=policy))
    assert ("unreadable", "", None, "e.yaml", None, "warning") in found


def test_without_a_catalog_nothing_is_judged() -> None:
    assert PullRequest(BASE, NEW, policy=POLICY.replace("  catalog: docs/events.md\n", "")).findings == ()


def test_the_review_lists_the_events_that_the_change_touches() -> None:
    review = PullRequest(BASE, {**NEW, "orders/a.py": ""}, policy=POLICY).review
    assert [(one.name, one.publishers, one.subscribers, one.catalog, one.drift) for one in review.events] == [
        ("order.paid", ("orders",), ("mail",), None, (Drift.UNCATALOGUED,)),
        ("order.placed", (), ("billing",), (CATALOG, 5), (Drift.UNPUBLISHED, Drift.ENTRY_LEFT)),
    ]


def test_a_gate_that_becomes_an_event_is_told_of() -> None:
    policy = POLICY.replace("orders:  {path: orders}", "orders:  {path: orders, must_depend_on: [billing]}")
    base = {**BASE, "orders/gate.py": "import billing.a\n", CATALOG: row("order.checked")}
    (finding,) = PullRequest(base, {"orders/gate.py": publishes("order.checked")}, policy=policy).findings
    assert getattr(finding.evidence, "events", None) == ("order.checked",)


def _entries(pull_request: PullRequest) -> Mapping[str, str]:
    evidence = (one.evidence for one in pull_request.findings)
    return {one.entry.path: one.entry.text for one in evidence if isinstance(one, EventDrift) and one.entry}
