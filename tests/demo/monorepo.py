"""The demo's repository: a small shop, its back end in Python and its front end in TypeScript."""

POLICY = """\
version: 1
adr: {path: docs/adr, cite: ADR-0001}

components:
  domains:   {path: "services/{domain}", depends_on: [contracts]}   # never another domain
  contracts: {path: packages/contracts,  depends_on: []}
  ui:        {path: packages/ui,         depends_on: []}
  web:       {path: apps/web,            depends_on: [ui, contracts]}
"""

BOUNDARIES = """\
# 1. Domains do not know each other

## Status

Accepted

## Decision

Orders, billing and shipping are developed and released by three teams. They share contracts and nothing else.
"""

EXCEPTION = """\
---
status: accepted
allows: domains/orders -> domains/billing
---
# 2. Orders shows the open invoices until the event feed is there

Amends ADR-0001. `domains/orders` may read the invoices of `domains/billing` until the feed of ADR-0003 is built.
"""

FILES: dict[str, str] = {
    ".github/architecture.yml": POLICY,
    "docs/adr/0001-domains-do-not-know-each-other.md": BOUNDARIES,
    "docs/adr/0002-orders-shows-open-invoices.md": EXCEPTION,
    "services/orders/orders/__init__.py": "",
    "services/orders/orders/api.py": '''\
"""What the shop asks of orders."""

from contracts.money import Money


def total(lines: list[Money]) -> Money:
    return Money(sum(line.cents for line in lines))
''',
    "services/orders/pyproject.toml": '[project]\nname = "orders"\nversion = "1.0.0"\ndependencies = ["contracts"]\n',
    "services/billing/billing/__init__.py": "",
    "services/billing/billing/invoices.py": """\
from contracts.money import Money


class Invoice:
    amount: Money


def open_invoices(customer: str) -> list[Invoice]:
    return []
""",
    "services/billing/pyproject.toml": '[project]\nname = "billing"\nversion = "1.0.0"\ndependencies = ["contracts"]\n',
    "packages/contracts/contracts/__init__.py": "",
    "packages/contracts/contracts/money.py": """\
class Money:
    def __init__(self, cents: int) -> None:
        self.cents = cents
""",
    "packages/contracts/pyproject.toml": '[project]\nname = "contracts"\nversion = "1.0.0"\n',
    "package.json": '{"name": "shop", "private": true, "workspaces": ["packages/*", "apps/*"]}\n',
    "packages/contracts/package.json": '{"name": "@shop/contracts", "version": "1.0.0", "exports": "./src/index.ts"}\n',
    "packages/contracts/src/index.ts": "export interface Money {\n  cents: number;\n}\n",
    "packages/ui/package.json": '{"name": "@shop/ui", "version": "1.0.0", "main": "dist/index.js"}\n',
    "packages/ui/src/index.ts": "export { Button } from './button';\n",
    "packages/ui/src/button.tsx": "export const Button = () => <button>Pay</button>;\n",
    "apps/web/package.json": '{"name": "@shop/web", "private": true}\n',
    "apps/web/src/cart.tsx": """\
import { Button } from "@shop/ui";
import type { Money } from "@shop/contracts";

export const Cart = (props: { total: Money }) => <Button />;
""",
}

CLEAN: dict[str, str] = {
    "services/orders/orders/discounts.py": """\
from contracts.money import Money


def discounted(price: Money, percent: int) -> Money:
    return Money(price.cents * (100 - percent) // 100)
""",
    "services/orders/orders/api.py": '''\
"""What the shop asks of orders."""

from contracts.money import Money
from orders.discounts import discounted


def total(lines: list[Money], percent: int = 0) -> Money:
    return discounted(Money(sum(line.cents for line in lines)), percent)
''',
}

CROSSING: dict[str, str] = {
    "services/billing/billing/invoices.py": """\
from contracts.money import Money
from orders.api import total


class Invoice:
    amount: Money


def open_invoices(customer: str) -> list[Invoice]:
    return []


def bill(lines: list[Money]) -> Money:
    return total(lines)
""",
    "packages/ui/src/price.tsx": """\
import type { Money } from "@shop/contracts";

export const Price = (props: { money: Money }) => <b>{props.money.cents / 100}</b>;
""",
}

OVERRIDDEN: dict[str, str] = {
    "services/orders/orders/open_invoices.py": '''\
"""What a customer still has to pay, beside the order."""

from billing.invoices import Invoice, open_invoices


def unpaid(customer: str) -> list[Invoice]:
    return open_invoices(customer)
''',
}
