"""`used_by`, `layers`, `encapsulates` and `distribution`: base files, what the head changes, the expected findings."""

import pytest

from checks import AgainstLayers, Encapsulated, ForbiddenEdge, Level, Mode
from tests.core.building import Changes, Files, PullRequest, Row
from tests.core.shop import SHOP, components

EDGE = "cross-domain-edge"
IMPORT: Changes = {"orders/api.py": "from billing.tax import rate\n"}
CROSSED = [(EDGE, "orders/api.py", 1, "orders", "billing", "blocking")]
USED_BY = components("orders: {path: orders}", "billing: {path: billing, used_by: [tools]}", "tools: {path: tools}")
BY_TESTS = components("orders: {path: orders}", "billing: {path: billing, used_by: [tests]}")
USED_BY_OTHERS = components("orders: {path: orders}", "billing: {path: billing, used_by: {not: [orders]}}")


@pytest.mark.parametrize(
    ("policy", "head", "expected"),
    [
        pytest.param(USED_BY, IMPORT, CROSSED, id="not in the list"),
        pytest.param(USED_BY, {"tools/x.py": "import billing.tax"}, [], id="in the list"),
        pytest.param(USED_BY, {"billing/model.py": "import billing.tax"}, [], id="itself"),
        pytest.param(USED_BY, {"shared/money.py": "import billing.tax"}, [], id="the importer is of no component"),
        pytest.param(USED_BY_OTHERS, IMPORT, CROSSED, id="named by not"),
        pytest.param(USED_BY_OTHERS, {"tools/x.py": "import billing.tax"}, [], id="not named by not"),
        pytest.param(
            USED_BY,
            {"orders/tests/test_api.py": "import billing.tax"},
            [(EDGE, "orders/tests/test_api.py", 1, "orders", "billing", "blocking")],
            id="a test of another component",
        ),
        pytest.param(BY_TESTS, {"orders/tests/test_api.py": "import billing.tax"}, [], id="tests are admitted"),
        pytest.param(BY_TESTS, IMPORT, CROSSED, id="production code is no test"),
        pytest.param(
            USED_BY,
            {"orders/api.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import billing.tax"},
            [(EDGE, "orders/api.py", 3, "orders", "billing", "blocking")],
            id="for type checkers",
        ),
        pytest.param(
            USED_BY + "type_imports: ignore\n",
            {"orders/api.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import billing.tax"},
            [],
            id="for type checkers, ignored",
        ),
    ],
)
def test_used_by(policy: str, head: Changes, expected: list[Row]) -> None:
    assert PullRequest(SHOP, head, policy=policy).rows == expected


def test_the_developments_own_dependencies_are_used_by_too() -> None:
    manifests = {"a/package.json": '{"name": "a"}', "b/package.json": '{"name": "b"}'}
    head = {"a/package.json": '{"name": "a",\n"devDependencies": {"b": "workspace:*"}}'}
    policy = components("a: {path: a, depends_on: []}", "b: {path: b, used_by: []}")
    assert PullRequest(manifests, head, policy=policy).rows == [(EDGE, "a/package.json", 2, "a", "b", "blocking")]


DOMAIN: Files = {
    **{f"{name}/__init__.py": "" for name in ("sales", "sales/domain", "sales/app", "sales/web", "sales/tools")},
    "sales/domain/order.py": "",
    "sales/app/place.py": "",
    "sales/web/views.py": "",
    "sales/tools/clock.py": "",
    "sales/container.py": "",
}
LAYERED = components("sales: {path: sales, layers: [web, [app, application], domain]}")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param({"sales/web/views.py": "import sales.app.place"}, [], id="downwards"),
        pytest.param({"sales/web/views.py": "import sales.domain.order"}, [], id="down past a layer"),
        pytest.param({"sales/domain/order.py": "import sales.domain.money"}, [], id="within a layer"),
        pytest.param(
            {"sales/domain/order.py": "import sales.app.place"},
            [(EDGE, "sales/domain/order.py", 1, "sales", "sales", "blocking")],
            id="upwards",
        ),
        pytest.param(
            {"sales/domain/order.py": "from sales.application import x", "sales/application.py": "x = 1"},
            [(EDGE, "sales/domain/order.py", 1, "sales", "sales", "blocking")],
            id="upwards to a module by another name of the layer",
        ),
        pytest.param({"sales/tools/clock.py": "import sales.web.views"}, [], id="a file without a layer is free"),
        pytest.param({"sales/domain/order.py": "import sales.tools.clock"}, [], id="and may be used by any"),
        pytest.param({"sales/domain/test_order.py": "import sales.web.views"}, [], id="a test is not judged"),
    ],
)
def test_layers_inside_a_component(head: Changes, expected: list[Row]) -> None:
    assert PullRequest(DOMAIN, head, policy=LAYERED).rows == expected


def test_the_layers_of_a_family_are_those_of_each_member() -> None:
    base = {f"src/packages/{name}": "" for name in ("kyc/src/kyc/domain/a.py", "kyc/src/kyc/web/b.py")}
    base["src/packages/kyc/pyproject.toml"] = '[project]\nname = "kyc"\n'
    policy = components('domains: {path: "src/packages/{domain}", layers: [web, domain]}')
    found = PullRequest(base, {"src/packages/kyc/src/kyc/domain/a.py": "import kyc.web.b"}, policy=policy).findings
    assert [(one.source, one.target) for one in found] == [("domains/kyc", "domains/kyc")]
    assert isinstance(found[0].evidence, ForbiddenEdge)
    assert found[0].evidence.breach.ban == AgainstLayers("domain", "web", "domains/kyc")


def test_a_part_is_exempt_from_the_layers_around_it() -> None:
    policy = components(
        "sales: {path: sales, layers: [web, domain]}", "wiring: {path: sales/domain/wiring.py, depends_on: [sales]}"
    )
    base = {**DOMAIN, "sales/domain/wiring.py": ""}
    assert PullRequest(base, {"sales/domain/wiring.py": "import sales.web.views"}, policy=policy).rows == []


def test_a_move_into_a_lower_layer_makes_an_edge_a_finding() -> None:
    base = {**DOMAIN, "sales/app/helper.py": "import sales.app.place"}
    pull = PullRequest(base, renames={"sales/app/helper.py": "sales/domain/helper.py"}, policy=LAYERED)
    assert pull.rows == [(EDGE, "sales/domain/helper.py", 1, "sales", "sales", "blocking")]


OVER = components(
    "apps: {path: 'apps/{app}'}",
    "core: {path: core}",
    "tools: {path: tools}",
    "extra: {path: core/extra}",
    top="layers: [apps, [core, tools]]",
)
TREE = dict.fromkeys(("apps/web/a.py", "core/b.py", "core/extra/c.py", "tools/d.py", "other/e.py"), "")


@pytest.mark.parametrize(
    ("importer", "imported", "expected"),
    [
        ("apps/web/a.py", "core.b", []),
        ("core/b.py", "apps.web.a", [(EDGE, "core/b.py", 1, "core", "apps/web", "blocking")]),
        ("core/b.py", "tools.d", []),
        ("tools/d.py", "core.b", []),
        ("core/extra/c.py", "apps.web.a", [(EDGE, "core/extra/c.py", 1, "core", "apps/web", "blocking")]),
        ("other/e.py", "apps.web.a", []),
        ("core/b.py", "other.e", []),
    ],
)
def test_layers_over_components(importer: str, imported: str, expected: list[Row]) -> None:
    assert PullRequest(TREE, {importer: f"import {imported}"}, policy=OVER).rows == expected


MODELS: Files = {
    **{f"{name}/__init__.py": "" for name in ("models", "models/orm", "models/dto", "repos", "web")},
    "models/orm/user.py": "",
    "models/dto/user.py": "",
    "repos/users.py": "",
    "web/views.py": "",
}
SEALED = components(
    "models: {path: models, encapsulates: [models.orm]}",
    "repos: {path: repos, encapsulates: [models.orm]}",
    "web: {path: web}",
)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({"web/views.py": "from models.dto import user"}, []),
        (
            {"web/views.py": "from models.orm import user"},
            [(EDGE, "web/views.py", 1, "web", "models", "blocking")],
        ),
        ({"repos/users.py": "from models.orm.user import User"}, []),
        ({"models/dto/user.py": "from models.orm.user import User"}, []),
        ({"web/test_views.py": "from models.orm.user import User"}, []),
    ],
)
def test_encapsulated_modules(head: Changes, expected: list[Row]) -> None:
    assert PullRequest(MODELS, head, policy=SEALED).rows == expected


def test_the_homes_of_an_encapsulated_module_are_named() -> None:
    (found,) = PullRequest(MODELS, {"web/views.py": "import models.orm.user"}, policy=SEALED).findings
    assert isinstance(found.evidence, ForbiddenEdge)
    assert found.evidence.breach.ban == Encapsulated("models.orm", ("models", "repos"))


PINNED = components(
    "services: {path: 'services/{service}', depends_on: [core]}",
    "core: {distribution: [acme-core]}",
    "models: {distribution: [acme-models, '@acme/models'], used_by: [core]}",
)
SERVICES = {"services/a/x.py": "", "services/a/y.ts": ""}


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ({"services/a/x.py": "import acme_core.money"}, None),
        ({"services/a/x.py": "import acme_models.orm"}, "models"),
        ({"services/a/x.py": "import acme_models_extra"}, None),
        ({"services/a/y.ts": 'import { x } from "@acme/models/orm"'}, "models"),
        ({"services/a/y.ts": 'import { x } from "@acme/models-extra"'}, None),
    ],
)
def test_code_that_comes_back_as_a_package(head: Changes, target: str | None) -> None:
    found = [one for one in PullRequest(SERVICES, head, policy=PINNED).findings if one.check == EDGE]
    assert [one.target for one in found] == ([target] if target else [])


def test_the_gravest_rule_speaks_and_the_others_are_named() -> None:
    policy = components(
        "orders: {path: orders, depends_on: {only: [shared], level: warning}}",
        "billing: {path: billing, used_by: [shared], adr: ADR-7}",
        "shared: {path: shared}",
    )
    (found,) = PullRequest(SHOP, IMPORT, policy=policy).findings
    assert isinstance(found.evidence, ForbiddenEdge)
    assert (found.rule.word, found.rule.component, found.rule.adr) == ("used_by", "billing", "ADR-7")
    assert found.level is Level.FAILURE
    assert [one.word for one in found.evidence.also] == ["depends_on"]


@pytest.mark.parametrize(("mode", "status"), [(Mode.BLOCK, "blocking"), (Mode.WARN, "advice")])
def test_the_mode_is_that_of_the_component_whose_rule_it_is(mode: Mode, status: str) -> None:
    policy = components("orders: {path: orders}", f"billing: {{path: billing, used_by: [], mode: {mode.value}}}")
    assert [row[5] for row in PullRequest(SHOP, IMPORT, policy=policy).rows] == [status]
