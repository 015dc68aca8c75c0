"""The verdict: modes, conclusions, policies that cannot be used."""

import pytest

from checks import PolicyError, PolicyIssue, load_policy, review_with_broken_policy, review_without_policy
from tests.core.building import Changes, PullRequest
from tests.core.shop import PLAIN, SHOP, components

CROSSING: Changes = {"orders/api.py": "import billing.tax"}


def policy(top: str = "", orders: str = "") -> str:
    return components(f"orders: {{path: orders, depends_on: [] {orders}}}", "billing: {path: billing}", top=top)


@pytest.mark.parametrize(
    ("top", "orders", "status", "conclusion"),
    [
        ("", "", "blocking", "failure"),
        ("mode: block", "", "blocking", "failure"),
        ("mode: warn", "", "advice", "success"),
        ("mode: shadow", "", "advice", "neutral"),
        ("mode: {cross-domain-edge: warn}", "", "advice", "success"),
        ("mode: {cross-domain-edge: shadow}", "", "advice", "success"),
        ("mode: {cycle: shadow}", "", "blocking", "failure"),
        ("mode: {default: shadow, cross-domain-edge: block}", "", "blocking", "failure"),
        ("mode: shadow", ", mode: block", "blocking", "failure"),
        ("", ", mode: shadow", "advice", "success"),
        ("", ", mode: {cross-domain-edge: warn}", "advice", "success"),
        ("", ", mode: {cycle: warn}", "blocking", "failure"),
        ("level: warning", "", "advice", "success"),
        ("level: notice", "", "advice", "success"),
    ],
)
def test_modes_and_levels(top: str, orders: str, status: str, conclusion: str) -> None:
    found = PullRequest(SHOP, CROSSING, policy=policy(top, orders)).review
    assert ([one.status.value for one in found.findings], found.conclusion.value) == ([status], conclusion)


@pytest.mark.parametrize(("top", "conclusion"), [("", "success"), ("mode: shadow", "neutral")])
def test_without_findings(top: str, conclusion: str) -> None:
    assert PullRequest(SHOP, policy=policy(top)).review.conclusion.value == conclusion


def test_an_overridden_finding_does_not_block() -> None:
    base = {**SHOP, "docs/adr/0001-x.md": "# 1. Orders use billing\n\nStatus: Accepted\n"}
    assert PullRequest(base, CROSSING, policy=policy(), labels=["adr:1"]).review.conclusion.value == "success"


def test_old_debt_is_not_reported() -> None:
    assert (
        PullRequest({**SHOP, "orders/api.py": "import billing.tax"}, {"orders/model.py": ""}, policy=policy()).rows
        == []
    )


def test_findings_are_in_the_order_of_the_files() -> None:
    head = {"orders/model.py": "import billing.tax", "orders/api.py": "\n\nimport billing.tax\nimport billing.model"}
    rows = PullRequest(SHOP, head, policy=PLAIN).rows
    assert [(path, line) for _, path, line, *_ in rows] == [
        ("orders/api.py", 3),
        ("orders/api.py", 4),
        ("orders/model.py", 1),
    ]


def test_a_review_says_what_was_compared() -> None:
    found = PullRequest(SHOP, CROSSING, policy=policy()).review
    assert (found.base, found.head, found.has_policy) == ("base", "head", True)


def test_no_policy_is_neutral_and_still_has_a_delta() -> None:
    found = review_without_policy(PullRequest(SHOP, CROSSING).change)
    assert (found.conclusion.value, found.has_policy, len(found.delta.added)) == ("neutral", False, 1)


def test_a_broken_policy_fails() -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy("version: 1\ncomponents: {orders: {pth: orders}}")
    found = review_with_broken_policy(PullRequest(SHOP, CROSSING).change, caught.value.issues)
    assert (found.conclusion.value, found.policy_issues) == ("failure", caught.value.issues)


def test_a_tie_between_components_is_a_broken_policy() -> None:
    tied = components("a: {path: 'orders/a*.py'}", "b: {path: 'orders/*i.py'}")
    found = PullRequest(SHOP, CROSSING, policy=tied).review
    message = "`orders/api.py` belongs to `a` and to `b` equally well: make one path more specific"
    assert found.policy_issues == (PolicyIssue(".github/architecture.yml", 4, 7, message),)
    assert (found.conclusion.value, found.findings) == ("failure", ())
