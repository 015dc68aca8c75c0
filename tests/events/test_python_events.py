"""Ways of publishing and subscribing in Python: what is written, and which events are found."""

import pytest

from tests.events.reading import TEXT, events_by_side, places

BUS = "publish: [event_bus.publish, outbox.publish], subscribe: [event_bus.subscribe, HANDLERS, '@handles']"
TYPES = f"{BUS}, types: [kernel.DomainEvent]"

KERNEL = "class DomainEvent:\n    pass\n\nclass OrderPaid(DomainEvent):\n    pass\n"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('event_bus.publish("order.placed")', id="literal"),
        pytest.param('event_bus.publish(topic="order.placed")', id="keyword"),
        pytest.param('NAME = "order.placed"\nevent_bus.publish(NAME)', id="constant"),
        pytest.param('class Names:\n    PLACED = "order.placed"\nevent_bus.publish(Names.PLACED)', id="class-level"),
        pytest.param('class Names(str, Enum):\n    A = "order.placed"\nevent_bus.publish(Names.A.value)', id="enum"),
        pytest.param('event_bus.publish("order.placed" if ok else "order.placed")', id="ternary"),
        pytest.param('def f():\n    name = "order.placed"\n    event_bus.publish(name)', id="local variable"),
        pytest.param('P = "order"\nevent_bus.publish(f"{P}.placed")', id="f-string"),
        pytest.param('P = "order"\nevent_bus.publish(P + ".placed")', id="sum"),
        pytest.param('event_bus.publish({"name": "order.placed", "payload": {}})', id="member of an object"),
        pytest.param('e = {"type": "order.placed"}\nevent_bus.publish(e)', id="member of an object with a name"),
        pytest.param('event_bus.publish(Event(name="order.placed"))', id="argument of an object"),
        pytest.param('self.event_bus.publish("order.placed")', id="attribute"),
        pytest.param('get_event_bus().publish("order.placed") or eventBus.publish("order.placed")', id="spelling"),
        pytest.param("class S:\n    def __init__(self, b: EventBus):\n        self.b = b\n    def f(self):\n"
                     '        self.b.publish("order.placed")', id="a receiver by its type"),
        pytest.param('outbox.publish(None, "order.placed")', id="any argument"),
        pytest.param('from shared.outbox import publish\npublish("order.placed")', id="an imported function"),
    ],
)  # fmt: skip
def test_a_text_is_found(written: str) -> None:
    files = {"orders/a.py": f"from enum import Enum\n{written}\n"}
    assert events_by_side(files, BUS) == {(True, TEXT)}


@pytest.mark.parametrize(
    ("written", "names"),
    [
        pytest.param("event_bus.publish(OrderPaid())", ("OrderPaid",), id="object"),
        pytest.param("event_bus.publish(OrderPaid.of(1))", ("OrderPaid",), id="object of a factory"),
        pytest.param("def f(e: OrderPaid):\n    event_bus.publish(e)", ("OrderPaid",), id="annotated parameter"),
        pytest.param("def f():\n    e = OrderPaid()\n    event_bus.publish(e)", ("OrderPaid",), id="local variable"),
        pytest.param("for e in [OrderPaid()]:\n    pass\nevent_bus.publish([OrderPaid()])", ("OrderPaid",), id="list"),
    ],
)
def test_an_object_is_an_event_by_its_class(written: str, names: tuple[str, ...]) -> None:
    files = {"kernel.py": KERNEL, "orders/a.py": f"from kernel import OrderPaid\n{written}\n"}
    found = [one for one in places(files, TYPES) if one[0] == "orders/a.py"]
    assert [(one[2], one[3]) for one in found] == [(True, names)]


def test_a_class_carries_the_name_of_its_event() -> None:
    kernel = 'class DomainEvent: ...\nclass Placed(DomainEvent):\n    event_name = "order.placed"\n'
    files = {"kernel.py": kernel, "orders/a.py": "from kernel import Placed\nevent_bus.publish(Placed())\n"}
    assert places(files, TYPES) == [("orders/a.py", 2, True, ("Placed", "order.placed"))]


def test_names_are_followed_through_re_exports() -> None:
    files = {
        "shared/__init__.py": "from shared.names import *\n",
        "shared/names.py": "from shared.texts import PLACED as ORDER_PLACED\n",
        "shared/texts.py": 'PLACED = "order.placed"\n',
        "orders/a.py": "import shared\nevent_bus.publish(shared.ORDER_PLACED)\n",
    }
    assert places(files, BUS) == [("orders/a.py", 2, True, TEXT)]


def test_one_wrapper_is_seen_through() -> None:
    wrapper = "def tell(name, payload):\n    event_bus.publish(name)\n\n"
    written = f'{wrapper}tell("order.placed", {{}})\ntell(payload=1, name="order.paid")\n'
    assert places({"orders/a.py": written}, BUS) == [
        ("orders/a.py", 4, True, TEXT),
        ("orders/a.py", 5, True, ("order.paid",)),
    ]


def test_what_nobody_can_tell_is_said() -> None:
    assert places({"orders/a.py": "event_bus.publish(make())\n"}, BUS) == [("orders/a.py", 1, True, ())]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('other.publish("order.placed")', id="another callee"),
        pytest.param('event_bus.publish("click")', id="a text unlike the catalog's names"),
        pytest.param(
            "class EventBus:\n    def publish(self, event):\n        event_bus.publish(event)", id="the bus itself"
        ),
        pytest.param("event_bus.publish", id="no call"),
    ],
)
def test_what_publishes_nothing(written: str) -> None:
    assert places({"orders/a.py": f"{written}\n"}, BUS) == []


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('event_bus.subscribe("order.placed", f)', id="call"),
        pytest.param('@handles("order.placed")\ndef f(): ...', id="decorator"),
        pytest.param('HANDLERS = {"order.placed": [f]}', id="handler table"),
        pytest.param(
            'class Names:\n    P = "order.placed"\nHANDLERS = {Names.P: [f]}', id="handler table of constants"
        ),
        pytest.param('HANDLERS = ["order.placed"]', id="list"),
    ],
)
def test_subscribers(written: str) -> None:
    assert events_by_side({"orders/a.py": f"{written}\n"}, BUS) == {(False, TEXT)}


def test_an_argument_can_be_named() -> None:
    files = {"orders/a.py": 'bus.send("order.placed", topic="order.paid")\n'}
    assert places(files, '"publish": ["bus.send(topic)"]') == [("orders/a.py", 1, True, ("order.paid",))]
    assert places(files, '"publish": ["bus.send(0)"]') == [("orders/a.py", 1, True, TEXT)]


def test_signals_that_are_declared_by_a_call() -> None:
    declared = 'PLACED = OpenEdxPublicSignal(event_type="order.placed", data={})\n'
    files = {
        "signals.py": f"from openedx_events.tooling import OpenEdxPublicSignal\n\n{declared}",
        "orders/a.py": "from signals import PLACED\n\nPLACED.send_event(order=1)\n",
        "billing/a.py": "from signals import PLACED\n\nPLACED.connect(f)\n",
    }
    events = '"publish": ["send_event(receiver)"], "subscribe": ["connect(receiver)"]'
    assert places(files, events) == [("billing/a.py", 3, False, TEXT), ("orders/a.py", 3, True, TEXT)]


def test_a_class_that_derives_from_no_event_type_does_not_count() -> None:
    files = {"kernel.py": KERNEL, "orders/a.py": "class OrderLost: ...\n\nevent_bus.publish(OrderLost())\n"}
    assert places(files, TYPES) == [("orders/a.py", 3, True, ())]


def test_entries_of_a_list_are_events_each() -> None:
    entries = '[{"DetailType": "order.placed"}, {"DetailType": "order.paid"}]'
    files = {"orders/a.py": f"client.put_events(Entries={entries})\n"}
    assert places(files, '"publish": [put_events]') == [
        ("orders/a.py", 1, True, TEXT),
        ("orders/a.py", 1, True, ("order.paid",)),
    ]


COPIES = {
    "backend/shared/__init__.py": "",
    "backend/shared/types.py": 'class Names:\n    PLACED = "order.placed"\n',
    "backend/prm/shared/__init__.py": "",
    "backend/prm/shared/types.py": '# a copy\nclass Names:\n    PLACED = "order.placed"\n',
    "backend/orders/main.py": "from shared.types import Names\nevent_bus.publish(Names.PLACED)\n",
}


@pytest.mark.parametrize(("other", "names"), [("order.placed", TEXT), ("order.kept", ())])
def test_an_ambiguous_name_counts_where_all_that_it_may_mean_say_the_same(other: str, names: tuple[str, ...]) -> None:
    copy = COPIES["backend/prm/shared/types.py"].replace("order.placed", other)
    (site,) = places({**COPIES, "backend/prm/shared/types.py": copy}, BUS)
    assert site == ("backend/orders/main.py", 2, True, names)
