"""Catalogs of every format: what they list, and where."""

import json
from collections.abc import Mapping

import pytest

from checks import CatalogEntry
from tests.events.reading import policy, read

Row = tuple[tuple[str, ...], int, tuple[str, ...], tuple[str, ...], str, str | None]

PLACED: Row = (("order.placed",), 3, ("orders",), ("billing", "mail"), "active", None)

TABLE = "| Event | Publisher | Consumers |\n|---|---|---|\n| `order.placed` | orders | billing, mail |\n"
HEADINGS = (
    "# Events\n\n### OrderPlaced\n\n**Producer:** orders\n**Consumers:** billing, mail\n\n- `order_id`: the order\n"
)
LIST = "# Events\n\n- **order.placed**: when somebody buys\n- `order.paid` (planned)\n"
WORDS = "**OrderPlaced**: somebody buys\n**OrderPaid**: somebody pays\n"
MDX = """\
---
title: x
---
import X from 'y'

<Tabs>

| Event | Owner |
|---|---|
| OrderPlaced | orders |

</Tabs>
"""


def rows(files: Mapping[str, str], catalog: str) -> list[Row]:
    """The entries of the catalogs that the policy names."""
    return [_row(one) for one in read(files, policy("", catalog)).catalogs.entries]


def _row(one: CatalogEntry) -> Row:
    return one.names, one.line, one.owners, one.subscribers, one.standing.value, one.version


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TABLE, [PLACED], id="table"),
        pytest.param(f"# A\n\ntext\n\n{TABLE}", [(PLACED[0], 7, *PLACED[2:])], id="anywhere"),
        pytest.param(HEADINGS, [(("OrderPlaced",), *PLACED[1:])], id="headings"),
        pytest.param(
            LIST,
            [(("order.placed",), 3, (), (), "active", None), (("order.paid",), 4, (), (), "planned", None)],
            id="list",
        ),
        pytest.param(
            WORDS,
            [(("OrderPlaced",), 1, (), (), "active", None), (("OrderPaid",), 2, (), (), "active", None)],
            id="lines",
        ),
        pytest.param(MDX, [(("OrderPlaced",), 10, ("orders",), (), "active", None)], id="MDX"),
        pytest.param(
            "| Event | Topic | Status | Version |\n|-|-|-|-|\n| OrderPlaced | `order.placed` | Deprecated | 2 |\n",
            [(("OrderPlaced", "order.placed"), 3, (), (), "deprecated", "2")],
            id="a topic beside the class",
        ),
        pytest.param("| Field | Type |\n|-|-|\n| orderId | string |\n", [], id="a table of fields"),
        pytest.param("## Order placed\n\nText on `order.placed` in passing.\n", [], id="prose"),
        pytest.param(TABLE.replace("`order.placed`", "~~order.placed~~"), [], id="struck out"),
    ],
)  # fmt: skip
def test_markdown(text: str, expected: list[Row]) -> None:
    assert rows({"docs/events.mdx": text}, "docs/*.mdx") == expected


def test_a_folder_of_eventcatalog() -> None:
    placed = "id: OrderPlaced\nname: order.placed\nversion: 1.2.0\nproducers:\n  - orders\n"
    billing = "id: Billing\nreceives:\n  - id: OrderPlaced\n    version: 1.2.0\nsends:\n  - id: OrderPaid\n"
    files = {
        "catalog/events/OrderPlaced/index.mdx": f"---\n{placed}---\n",
        "catalog/events/OrderPlaced/versioned/1.0.0/index.mdx": "---\nid: OrderPlaced\nversion: 1.0.0\n---\n",
        "catalog/domains/d/events/OrderPaid/index.md": "---\nid: OrderPaid\nversion: 2.0.0\ndeprecated: true\n---\n",
        "catalog/services/Billing/index.mdx": f"---\n{billing}---\n",
    }
    assert rows(files, "catalog") == [
        (("OrderPaid",), 1, ("Billing",), (), "deprecated", "2.0.0"),
        (("OrderPlaced", "order.placed"), 1, ("orders",), ("Billing",), "active", "1.2.0"),
    ]


ASYNCAPI_2 = """\
asyncapi: 2.6.0
info: {title: Orders, version: 1.0.0}
channels:
  order.placed:
    publish:
      message: {$ref: 'messages.yaml#/OrderPlaced'}
      x-producer: orders
      x-consumers: [{service: billing}]
  order.paid:
    subscribe:
      message:
        oneOf:
          - {$ref: '#/components/messages/Paid'}
components:
  messages:
    Paid: {name: OrderPaid, x-status: planned}
"""
ASYNCAPI_3 = """\
asyncapi: 3.0.0
info: {version: 2.0.0}
channels:
  placed:
    address: order.placed
    messages:
      OrderPlaced: {$ref: '#/components/messages/OrderPlaced'}
components:
  messages:
    OrderPlaced: {payload: {type: object, properties: {id: {type: string}}, required: [id]}}
    Unused: {name: OrderPaid}
"""


def test_asyncapi_2() -> None:
    files = {"api/a.yaml": ASYNCAPI_2, "api/messages.yaml": "OrderPlaced: {payload: {properties: {id: {}}}}\n"}
    assert rows(files, "api/a.yaml") == [
        (("OrderPlaced", "order.placed"), 4, ("orders",), ("billing",), "active", "1.0.0"),
        (("OrderPaid", "Paid", "order.paid"), 9, (), (), "planned", "1.0.0"),
    ]


def test_asyncapi_3() -> None:
    assert rows({"api.yml": ASYNCAPI_3}, "api.yml") == [
        (("OrderPlaced", "order.placed", "placed"), 4, (), (), "active", "2.0.0"),
        (("OrderPaid", "Unused"), 11, (), (), "active", "2.0.0"),
    ]


def test_a_reference_in_a_circle_ends() -> None:
    files = {
        "a.yaml": "asyncapi: 3.0.0\nchannels: {c: {$ref: 'b.yaml#/c'}}\n",
        "b.yaml": "c: {$ref: 'a.yaml#/channels/c'}\n",
    }
    assert [names for names, *_ in rows(files, "a.yaml")] == [("c",)]


MORE = "producer: orders\n    consumers: [billing, mail]"
ITEM = {"name": "order.placed", "producer": "orders", "consumers": ["billing", "mail"]}


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        pytest.param("e.yaml", f"events:\n  - name: order.placed\n    {MORE}\n", 2, id="items"),
        pytest.param("e.yaml", f"events:\n  order.placed:\n    {MORE}\n", 2, id="by name"),
        pytest.param("e.yaml", "- event: order.placed\n  owner: orders\n  handlers: billing, mail\n", 1, id="a list"),
        pytest.param("e.json", json.dumps({"events": [ITEM]}, indent=2), 3, id="JSON"),
        pytest.param("e.json", json.dumps({"events": [ITEM]}, indent="\t"), 1, id="JSON with tabs"),
    ],
)  # fmt: skip
def test_plain_lists(name: str, text: str, line: int) -> None:
    assert rows({name: text}, name) == [(("order.placed",), line, ("orders",), ("billing", "mail"), "active", None)]


def test_names_alone() -> None:
    assert [names for names, *_ in rows({"e.yaml": "events: [order.placed, order.paid]\n"}, "e.yaml")] == [
        ("order.placed",),
        ("order.paid",),
    ]


def test_what_cannot_be_read_is_said() -> None:
    assert "not valid YAML" in read({"e.yaml": "events: [\n"}, policy("", "e.yaml")).catalogs.problems["e.yaml"]
