"""Records of every usual form override: MADR, Nygard, adr-tools, log4brains, Docusaurus; and by records of these forms
the rules of the five architectures that adrift is built for are amended."""

import pytest

from tests.core.building import PullRequest
from tests.core.shop import PLAIN, SHOP
from tests.seeds.cases import REPOSITORIES

CITED = "docs/adr/0005-boundaries.md", "# 5. Boundaries\n\n## Status\n\nAccepted\n"

NYGARD = """# 9. Orders reads invoices

Date: 2026-11-21

## Status

Accepted

Amends [5. Boundaries](0005-boundaries.md)

## Context

An order shows what is open.

## Decision

`orders` may import `billing`.
"""
ADR_TOOLS_ENDED = NYGARD.replace("Amends", "Superseded by [12. Events](0012-events.md)\n\nAmends")
MADR_2 = """# Orders reads invoices

* Status: accepted
* Deciders: ann, bob

## Decision Outcome

Chosen option: "orders imports billing", because it is small.

## Links

* Amends [ADR-0005](0005-boundaries.md)
"""
MADR_4 = """---
status: "accepted"
date: 2026-11-21
decision-makers: [ann]
amends: ADR-0005
allows: orders -> billing
---

# Orders reads invoices

## Decision Outcome

Chosen option: one import.
"""
MADR_UNFILLED = MADR_4.replace('"accepted"', '"{proposed | rejected | accepted | deprecated}"')
LOG4BRAINS = """# Orders reads invoices

- Status: accepted
- Date: 2026-11-21
- Tags: orders, billing

## Links

- Relates to [Boundaries](0005-boundaries.md)
"""
DOCUSAURUS = """---
id: adr-009-orders-reads-invoices
title: ADR-009 â€” Orders reads invoices
sidebar_label: ADR-009 Orders
---

import Tabs from '@theme/Tabs';

> **Status:** Accepted
> **Scope:** orders, billing

---

Relates to: ADR-005
"""
TABLE = """# ADR 9: Orders reads invoices

| Field | Value |
|---|---|
| Status | Approved |
| Amends | ADR-5 |

orders → billing
"""
COPIED = """Skip to main content

ADR-009: orders may import billing

  • Status: Accepted
  • Date: 2026-11-21
  • Relates to: ADR-001, ADR-005
"""
ONE_LINE = """ADR-0009: Orders and Billing β
Last Updated: 2026-11-21 Status: Active Context: Shop
Amends ADR-0005
"""


def citing(record: str) -> str:
    """The policy whose rules rest on a record."""
    return PLAIN.replace("version: 1\n", f"version: 1\nadr: {{cite: {record}}}\n")


def overrides(path: str, text: str, label: str, cited: str = "ADR-0005") -> bool:
    base = {**SHOP, CITED[0]: CITED[1], path: text}
    head = {"orders/api.py": "import billing.tax"}
    change = PullRequest(base, head, policy=citing(cited), labels=[label])
    return [one.status.value for one in change.findings] == ["overridden"]


@pytest.mark.parametrize(
    ("path", "text", "label"),
    [
        pytest.param("docs/adr/0009-orders.md", NYGARD, "adr:9", id="Nygard, adr-tools"),
        pytest.param("docs/adr/0009-orders.md", NYGARD.replace("\n", "\r\n"), "adr:9", id="Windows lines"),
        pytest.param("docs/adr/0009-orders.md", MADR_2, "adr:0009", id="MADR 2"),
        pytest.param("docs/adr/0009-orders.md", MADR_4, "adr:ADR-0009", id="MADR 4"),
        pytest.param("docs/adr/20261121-orders.md", LOG4BRAINS, "adr:20261121-orders", id="log4brains"),
        pytest.param("docs/adr/20261121-orders.md", LOG4BRAINS, "adr:20261121", id="log4brains by its date"),
        pytest.param("docs/adr/adr-009-orders.mdx", DOCUSAURUS, "adr:9", id="Docusaurus"),
        pytest.param("docs/adr/adr-9.md", TABLE, "adr:9", id="a table"),
        pytest.param("docs/adr/orders.md", COPIED, "adr:ADR-009", id="copied from a page"),
        pytest.param("docs/adr/orders.md", ONE_LINE, "adr:9", id="all in one line"),
    ],
)
def test_forms(path: str, text: str, label: str) -> None:
    assert overrides(path, text, label)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ADR_TOOLS_ENDED, "ended"),
        (MADR_UNFILLED, "a template that nobody filled in"),
        (MADR_4.replace("amends: ADR-0005\n", ""), "it amends nothing"),
        (LOG4BRAINS.replace("Tags: orders, billing", "Tags: none"), "it names nothing"),
        (NYGARD.replace("Accepted", "To be accepted"), "a condition"),
    ],
)
def test_what_does_not_override(text: str, why: str) -> None:
    assert not overrides("docs/adr/0009-orders.md", text, "adr:9"), why


@pytest.mark.parametrize(
    ("cited", "path"),
    [
        ("ADR-001", "monstrino/monstrino-docs/dev-notes/decisions/adr-001-shared-domain-packages.md"),
        ("ADR-0005", "decksmith/apps/docs/adr/0005-package-boundaries.md"),
        ("ADR-021", "pynomaly/docs/architecture/ADR-021-multi-package-domain-organization.md"),
        ("ADR-011", "lending/docs/adr/ADR-011-cross-domain-communication-is-event-only.md"),
        ("ADR-004", "packages/docs/adr/0004-packages.md"),
    ],
)
def test_the_records_of_the_five_architectures_are_amended_and_do_not_lift_their_own_rules(
    cited: str, path: str
) -> None:
    text = (REPOSITORIES / path).read_text()
    amending = f"# 30. Orders reads billing\n\nStatus: Accepted\n\nAmends {cited}\n"
    base = {**SHOP, f"docs/adr/{path.rpartition('/')[2]}": text + "\norders, billing\n", "docs/adr/0030-x.md": amending}

    def label(name: str) -> list[str]:
        head = {"orders/api.py": "import billing.tax"}
        return [one.status.value for one in PullRequest(base, head, policy=citing(cited), labels=[name]).findings]

    is_proposed = "proposed" in text.casefold()
    assert label("adr:30") == ["advice" if is_proposed else "overridden"]
    assert label(f"adr:{cited}") == ["advice" if is_proposed else "blocking"]
