"""What `depends_on` forbids: base files, what the head changes, the expected findings."""

import pytest

from checks import Breach, ForbiddenEdge, Kind, Level, NotInList
from checks.findings import Citation
from tests.core.building import Changes, Link, PullRequest, Row
from tests.core.shop import PLAIN, SHOP, components

EDGE = "cross-domain-edge"
NO_LIST = components("orders: {path: orders}", "billing: {path: billing}")
NOT = components("orders: {path: orders, depends_on: {not: [billing]}}", "billing: {path: billing}")
ONLY = components("orders: {path: orders, depends_on: {only: [shared]}}", "shared: {path: shared}")
CROSSING: Changes = {"orders/api.py": "import os\nfrom billing.tax import rate\n"}
CROSSED = [(EDGE, "orders/api.py", 2, "orders", "billing", "blocking")]


@pytest.mark.parametrize(
    ("policy", "head", "expected"),
    [
        pytest.param(PLAIN, CROSSING, CROSSED, id="not in the list"),
        pytest.param(NO_LIST, CROSSING, [], id="without a list all is allowed"),
        pytest.param(NOT, CROSSING, CROSSED, id="named by not"),
        pytest.param(PLAIN, {"orders/api.py": "import shared.money"}, [], id="in the list"),
        pytest.param(NOT, {"orders/api.py": "import shared.money"}, [], id="not named by not"),
        pytest.param(PLAIN, {"orders/api.py": "import orders.model"}, [], id="its own component"),
        pytest.param(PLAIN, {"billing/tax.py": "import orders.api"}, [], id="of a component without a list"),
        pytest.param(
            PLAIN,
            {"orders/api.py": "import tools"},
            [(EDGE, "orders/api.py", 1, "orders", None, "blocking")],
            id="a file of no component, against a list",
        ),
        pytest.param(NOT, {"orders/api.py": "import tools"}, [], id="a file of no component, against not"),
        pytest.param(ONLY, {"tools/__init__.py": "import billing"}, [], id="the importer is of no component"),
        pytest.param(PLAIN, {"orders/tests/test_api.py": "import billing.tax"}, [], id="a test imports"),
        pytest.param(PLAIN, {"orders/conftest.py": "import billing.tax"}, [], id="a conftest imports"),
        pytest.param(
            PLAIN,
            {"billing/tests/fakes.py": "", "orders/api.py": "from billing.tests import fakes"},
            [(EDGE, "orders/api.py", 1, "orders", "billing", "blocking")],
            id="production imports a test file",
        ),
        pytest.param(
            PLAIN,
            {"orders/shared_tax": Link("../billing")},
            [(EDGE, "orders/shared_tax", 1, "orders", "billing", "blocking")],
            id="a link into another component",
        ),
        pytest.param(
            PLAIN,
            {"orders/api.py": "def lazy():\n    try:\n        import billing.tax\n    except ImportError: ..."},
            [(EDGE, "orders/api.py", 3, "orders", "billing", "blocking")],
            id="inside a function and a try",
        ),
        pytest.param(
            PLAIN,
            {"orders/api.py": 'from importlib import import_module as im\nim("billing.tax")'},
            [(EDGE, "orders/api.py", 2, "orders", "billing", "blocking")],
            id="by importlib",
        ),
        pytest.param(
            PLAIN,
            {"orders/api.py": "import billing.generated.client_pb2"},
            [(EDGE, "orders/api.py", 1, "orders", "billing", "blocking")],
            id="a module that only a build makes",
        ),
        pytest.param(
            PLAIN,
            {"orders/api.py": "from billing import model, tax"},
            [
                (EDGE, "orders/api.py", 1, "orders", "billing", "blocking"),
                (EDGE, "orders/api.py", 1, "orders", "billing", "blocking"),
            ],
            id="two files, two edges",
        ),
    ],
)
def test_depends_on(policy: str, head: Changes, expected: list[Row]) -> None:
    assert PullRequest(SHOP, head, policy=policy).rows == expected


FAMILY = {
    "domains/kyc/__init__.py": "",
    "domains/loans/__init__.py": "",
    "kernel/__init__.py": "",
}


@pytest.mark.parametrize(
    ("granted", "module", "target"),
    [
        ("[kernel]", "kernel", None),
        ("[kernel]", "domains.loans", "domains/loans"),
        ("[domains]", "domains.loans", None),
        ("[domains/loans]", "domains.loans", None),
        ("[domains/cards]", "domains.loans", "domains/loans"),
        ("{not: [domains]}", "domains.loans", "domains/loans"),
        ("{not: [domains/loans]}", "domains.loans", "domains/loans"),
        ("{not: [domains/cards]}", "domains.loans", None),
        ("{not: [domains]}", "domains.kyc.views", None),
    ],
)
def test_families_and_members(granted: str, module: str, target: str | None) -> None:
    policy = components(
        f'domains: {{path: "domains/{{domain}}", depends_on: {granted}}}',
        "kernel: {path: kernel}",
        "cards: {path: cards}",
    )
    change = {"domains/kyc/api.py": f"import {module}", "domains/kyc/views.py": ""}
    found = PullRequest(FAMILY, change, policy=policy).findings
    assert [(one.source, one.target) for one in found] == ([("domains/kyc", target)] if target else [])


PARTS = {
    "app/__init__.py": "",
    "app/core/__init__.py": "",
    "app/web/__init__.py": "",
    "app/web/views.py": "",
    "app/jobs/__init__.py": "",
    "other/__init__.py": "",
    "third/__init__.py": "",
}


@pytest.mark.parametrize(
    ("importer", "module", "expected"),
    [
        pytest.param("app/web/views.py", "app.core", [], id="a part to its parent, as the part's words allow"),
        pytest.param("app/jobs/run.py", "app.core", [("jobs", "app")], id="a part to its parent, against its words"),
        pytest.param("app/web/views.py", "app.jobs", [], id="a part to its sibling is inside the parent"),
        pytest.param("app/jobs/run.py", "app.web", [("jobs", "web")], id="a part to its sibling, against its words"),
        pytest.param("app/core/run.py", "app.web", [], id="a parent to its part"),
        pytest.param("app/web/views.py", "third", [("web", "third")], id="to the outside, against the part's words"),
        pytest.param("app/web/views.py", "other", [("app", "other")], id="to the outside, against the parent's words"),
        pytest.param("third/run.py", "app.web", [("third", "web")], id="into a part that is denied"),
        pytest.param("third/run.py", "app.core", [], id="into the parent of a part that is denied"),
        pytest.param("other/run.py", "app.web", [], id="into a part of what is granted"),
    ],
)
def test_parts(importer: str, module: str, expected: list[tuple[str, str]]) -> None:
    policy = components(
        "app: {path: app, depends_on: [third]}",
        "web: {path: app/web, depends_on: [app, other]}",
        "jobs: {path: app/jobs, depends_on: []}",
        "other: {path: other, depends_on: [app]}",
        "third: {path: third, depends_on: {not: [web]}}",
    )
    found = PullRequest(PARTS, {importer: f"import {module}"}, policy=policy).findings
    assert [(one.source, one.target) for one in found] == expected


def test_a_file_in_two_parts_obeys_both() -> None:
    policy = components(
        "app: {path: app}",
        "readers: {path: 'app/**/*_reader.py', depends_on: {not: [other]}}",
        "web: {path: 'app/web/**', depends_on: {not: [third]}}",
        "other: {path: other}",
        "third: {path: third}",
    )
    found = PullRequest(PARTS, {"app/web/x_reader.py": "import other, third"}, policy=policy).findings
    assert {(one.source, one.target) for one in found} == {("readers", "other"), ("web", "third")}


@pytest.mark.parametrize("lenient", ["mode: warn", "mode: shadow", "level: notice"])
def test_a_lenient_part_hides_no_strict_parent(lenient: str) -> None:
    policy = components(
        "app: {path: app, depends_on: []}",
        f"web: {{path: app/web, depends_on: [], {lenient}}}",
        "other: {path: other}",
    )
    found = PullRequest(PARTS, {"app/web/views.py": "import other"}, policy=policy).findings
    assert [(one.source, one.status.value) for one in found] == [("app", "blocking")]


TYPE_ONLY = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from billing.tax import rate\n"
RUNNING = "from billing.tax import rate\n"


@pytest.mark.parametrize(
    ("setting", "before", "after", "lines"),
    [
        ("count", "", TYPE_ONLY, [3]),
        ("ignore", "", TYPE_ONLY, []),
        ("ignore", "", TYPE_ONLY + RUNNING, [3]),
        ("count", TYPE_ONLY, RUNNING, []),
        ("ignore", TYPE_ONLY, RUNNING, [1]),
        ("ignore", TYPE_ONLY, 'from importlib import import_module\nimport_module("billing.tax")', [2]),
        ("ignore", RUNNING, TYPE_ONLY, []),
    ],
)
def test_type_only_imports(setting: str, before: str, after: str, lines: list[int]) -> None:
    policy = PLAIN + f"type_imports: {setting}\n"
    found = PullRequest({**SHOP, "orders/api.py": before}, {"orders/api.py": after}, policy=policy).findings
    assert [one.line for one in found] == lines


@pytest.mark.parametrize(
    ("rule", "component", "top", "expected"),
    [
        ("", "", "", Level.FAILURE),
        ("", "", "level: notice", Level.NOTICE),
        ("", "level: warning", "level: notice", Level.WARNING),
        ("level: failure", "level: warning", "level: notice", Level.FAILURE),
    ],
)
def test_the_nearest_level_counts(rule: str, component: str, top: str, expected: Level) -> None:
    orders = ", ".join(filter(None, ["path: orders", component]))
    depends_on = ", ".join(filter(None, ["only: [shared]", rule]))
    lines = f"orders: {{{orders}, depends_on: {{{depends_on}}}}}", "billing: {path: billing}", "shared: {path: shared}"
    (found,) = PullRequest(SHOP, CROSSING, policy=components(*lines, top=top)).findings
    assert found.level is expected


@pytest.mark.parametrize(
    ("rule", "component", "top", "cited"),
    [
        ("", "", "", None),
        ("", "", "adr: {cite: ADR-1}", "ADR-1"),
        ("", "adr: ADR-2", "adr: {cite: ADR-1}", "ADR-2"),
        ("adr: ADR-3", "adr: ADR-2", "adr: {cite: ADR-1}", "ADR-3"),
    ],
)
def test_the_nearest_record_is_cited(rule: str, component: str, top: str, cited: str | None) -> None:
    orders = ", ".join(filter(None, ["path: orders", component]))
    depends_on = ", ".join(filter(None, ["only: [shared]", rule]))
    lines = f"orders: {{{orders}, depends_on: {{{depends_on}}}}}", "billing: {path: billing}", "shared: {path: shared}"
    (found,) = PullRequest(SHOP, CROSSING, policy=components(*lines, top=top)).findings
    assert found.rule == Citation("depends_on", 4, cited, "orders")


@pytest.mark.parametrize(
    ("status", "level"),
    [("Proposed", Level.WARNING), ("Accepted", Level.FAILURE), ("Partially superseded by ADR-4", Level.FAILURE)],
)
def test_a_proposed_record_caps_at_warning(status: str, level: Level) -> None:
    base = {**SHOP, "docs/adr/0001-x.md": f"# 1. X\n\nStatus: {status}\n"}
    (found,) = PullRequest(base, CROSSING, policy=PLAIN + "adr: {cite: ADR-1}\n").findings
    assert found.level is level


def test_evidence_is_what_a_message_needs() -> None:
    base = {**SHOP, "orders/model.py": "import billing.model", "orders/tests/test_x.py": "import billing.model"}
    rule = "orders: {path: orders, depends_on: {only: [shared], reason: money first}}"
    policy = components(rule, "billing: {path: billing}", "shared: {path: shared}")
    (found,) = PullRequest(base, {"orders/api.py": "from billing.tax import rate, Band"}, policy=policy).findings
    symbols = ("Band", "rate")
    breach = Breach(
        "depends_on", "orders", NotInList(("shared",), ()), ".github/architecture.yml", 4, None, "money first"
    )
    assert found.evidence == ForbiddenEdge("orders/api.py", "billing/tax.py", Kind.IMPORT, symbols, breach, older=1)
    assert found.symbol == "Band, rate"
