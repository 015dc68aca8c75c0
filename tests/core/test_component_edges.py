"""The edges between components that a change touches, and those beside them, with their numbers at base and head."""

import pytest

from checks import ComponentEdge
from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import SHOP, components

FREE = components("orders: {path: orders}", "billing: {path: billing}", "shared: {path: shared}")
USED: Files = {**SHOP, "orders/api.py": "import billing.tax"}


def said(edges: tuple[ComponentEdge, ...]) -> list[str]:
    """`orders -> billing 0 1`, in brackets where it only stands beside."""
    texts = ((f"{one.source} -> {one.target} {one.before} {one.after}", one.is_touched) for one in edges)
    return [text if is_touched else f"({text})" for text, is_touched in texts]


@pytest.mark.parametrize(
    ("base", "head", "edges"),
    [
        pytest.param(SHOP, {"orders/api.py": "import billing.tax"}, ["orders -> billing 0 1"], id="new"),
        pytest.param(USED, {"orders/api.py": "import os"}, ["orders -> billing 1 0"], id="gone"),
        pytest.param(USED, {"orders/model.py": "import billing.tax"}, ["orders -> billing 1 2"], id="more"),
        pytest.param(
            USED,
            {"billing/tax.py": "import shared.money"},
            ["billing -> shared 0 1", "(orders -> billing 1 1)"],
            id="one hop beside",
        ),
        pytest.param(USED, {"orders/model.py": "import orders.api"}, [], id="within a component"),
        pytest.param(USED, {"billing/tests/test_x.py": "import orders"}, [], id="a test's"),
        pytest.param(USED, {"tools/run.py": "import orders"}, [], id="of no component"),
    ],
)
def test_edges_between_components(base: Files, head: Changes, edges: list[str]) -> None:
    found = PullRequest({**base, "shared/money.py": ""}, head, policy=FREE).review.component_edges
    assert said(found) == edges


def test_the_chain_of_a_cycle_is_touched() -> None:
    found = PullRequest(USED, {"billing/tax.py": "import orders.model"}, policy=FREE).review.component_edges
    assert said(found) == ["billing -> orders 0 1", "orders -> billing 1 1"]
