"""Ways of publishing and subscribing in TypeScript: what is written, and which events are found."""

import pytest

from tests.events.reading import TEXT, events_by_side, places

BUS = "publish: [outbox.publish], subscribe: [outbox.subscribe, handlers]"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("outbox.publish(tx, 'order.placed')", id="literal"),
        pytest.param("outbox.publish(tx, { name: 'order.placed', payload: {} })", id="member of an object"),
        pytest.param("const e = { type: 'order.placed' } as const; outbox.publish(e)", id="object with a name"),
        pytest.param("const NAME = 'order.placed'; outbox.publish(NAME)", id="constant"),
        pytest.param("enum E { A = 'order.placed' } outbox.publish(E.A)", id="enum"),
        pytest.param("const E = { A: { B: 'order.placed' } } as const; outbox.publish(E.A.B)", id="as const"),
        pytest.param("const E = Object.freeze({ A: 'order.placed' }); outbox.publish(E['A'])", id="frozen"),
        pytest.param("outbox.publish(ok ? 'order.placed' : 'order.placed')", id="ternary"),
        pytest.param("const p = 'order'; outbox.publish(`${p}.placed`)", id="template"),
        pytest.param("function f() { const name = 'order.placed'; outbox.publish(name) }", id="local variable"),
        pytest.param(
            "class A { name = 'order.placed'; f() { this.outbox.publish(this.name) } }", id="member of the class"
        ),
        pytest.param(
            "class A { constructor(private box: Outbox) {} f() { this.box.publish('order.placed') } }", id="type"
        ),
        pytest.param("outbox.publish(new Event('order.placed'))", id="argument of an object"),
        pytest.param("new outbox.publish({ Entries: [{ DetailType: 'order.placed' }] })", id="entries of a list"),
        pytest.param("const tell = (n: string) => outbox.publish(n); tell('order.placed')", id="wrapper"),
        pytest.param(
            "class A { f() { this.tell('order.placed') } tell(n) { outbox.publish({ name: n }) } }", id="method"
        ),
    ],
)
def test_a_text_is_found(written: str) -> None:
    assert events_by_side({"orders/a.ts": written}, BUS) == {(True, TEXT)}


NEST = "import { EventBus, EventsHandler } from '@nestjs/cqrs';\n"
EMITTER = "import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';\n"
PAID = "import { OrderPaid } from './events';\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(
            f"{NEST}{PAID}class A {{ constructor(private readonly bus: EventBus) {{}} "
            "f() { this.bus.publish(new OrderPaid(1)); } }",
            (True, ("OrderPaid",)),
            id="NestJS CQRS",
        ),
        pytest.param(
            f"{NEST}{PAID}@EventsHandler(OrderPaid)\nexport class H {{}}", (False, ("OrderPaid",)), id="its handler"
        ),
        pytest.param(
            f"{EMITTER}class A {{ constructor(private e: EventEmitter2) {{}} f() {{ this.e.emit('order.placed'); }} }}",
            (True, TEXT),
            id="EventEmitter2",
        ),
        pytest.param(
            f"{EMITTER}class A {{ @OnEvent('order.placed', {{ async: true }}) f() {{}} }}", (False, TEXT), id="OnEvent"
        ),
        pytest.param(
            "import { emitEventStep } from '@medusajs/medusa/core-flows';\n"
            "emitEventStep({ eventName: 'order.placed', data: {} });",
            (True, TEXT),
            id="medusa's workflows",
        ),
        pytest.param(
            "import type { SubscriberConfig } from '@medusajs/medusa';\n"
            "export const config: SubscriberConfig = { event: 'order.placed' };",
            (False, TEXT),
            id="medusa's subscribers",
        ),
        pytest.param("outbox.subscribe('order.placed', f);", (False, TEXT), id="configured"),
        pytest.param("const handlers = { 'order.placed': f };", (False, TEXT), id="handler table"),
        pytest.param(
            "const N = { P: 'order.placed' } as const; const handlers = { [N.P]: f };", (False, TEXT), id="computed key"
        ),
    ],
)
def test_frameworks(written: str, expected: tuple[bool, tuple[str, ...]]) -> None:
    files = {
        "orders/events.ts": "export class OrderPaid { constructor(readonly id: string) {} }\n",
        "orders/a.ts": written,
    }
    found = places(files, BUS)
    assert [(one[2], one[3]) for one in found if one[0] == "orders/a.ts"] == [expected]


def test_names_are_followed_through_packages_and_re_exports() -> None:
    files = {
        "package.json": '{"workspaces": ["packages/*"]}',
        "packages/events/package.json": '{"name": "@acme/events", "exports": {".": "./src/index.ts"}}',
        "packages/events/src/index.ts": "export * from './names';\n",
        "packages/events/src/names.ts": "export const Names = { PLACED: 'order.placed' } as const;\n",
        "packages/orders/package.json": '{"name": "@acme/orders", "dependencies": {"@acme/events": "*"}}',
        "packages/orders/src/a.ts": "import { Names as N } from '@acme/events';\noutbox.publish(N.PLACED);\n",
    }
    assert places(files, BUS) == [("packages/orders/src/a.ts", 2, True, TEXT)]


def test_frameworks_do_not_claim_what_is_not_theirs() -> None:
    written = "class A { constructor(private e: EventEmitter2) {} f() { this.e.emit('order.placed'); } }"
    assert places({"orders/a.ts": f"import {{ EventEmitter2 }} from './ours';\n{written}"}, BUS) == []


def test_a_constant_that_is_called_as_the_catalog_calls_the_event() -> None:
    names = "enum Names { OrderPaid = 'order paid', OrderLost = 'order lost' }\n"
    files = {
        "orders/a.ts": f"{names}outbox.publish(Names.OrderPaid, new Payload());\noutbox.publish(Names.OrderLost);\n"
    }
    assert places(files, BUS) == [
        ("orders/a.ts", 2, True, ("OrderPaid", "order paid")),
        ("orders/a.ts", 3, True, ("OrderLost", "order lost")),
    ]


def test_an_object_behind_a_name_is_its_payload() -> None:
    payload = "class PaidPayload { constructor(readonly id: string) {} }\n"
    files = {"orders/a.ts": f"{payload}outbox.publish('click', new PaidPayload('1'));\n"}
    assert places(files, BUS) == []


def test_members_of_a_parameter_are_seen_through() -> None:
    wrapper = "const put = (e: Entry) => outbox.publish({ topic: e.topic });\n"
    files = {"orders/a.ts": f"{wrapper}put({{ topic: 'order.placed' }});\n"}
    assert places(files, BUS) == [("orders/a.ts", 2, True, TEXT)]
