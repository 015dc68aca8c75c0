"""A pull request that edits the policy: judged by the base's, and for what it permits by comparing the two."""

from dataclasses import replace

import pytest

from checks import (
    Circumstances,
    DecisionRecords,
    Finding,
    Level,
    PolicyProposal,
    RelaxedPolicy,
    Review,
    load_policy,
    preview,
    proposal,
    review,
    trusted_labels,
)
from tests.core.building import TODAY, PullRequest

FILE = ".github/architecture.yml"
POLICY = """\
version: 1
components:
  orders:  {path: orders,  depends_on: [shared], adr: ADR-7}
  billing: {path: billing, depends_on: [shared]}
  shared:  {path: shared,  depends_on: []}
"""
WIDER = POLICY.replace("orders,  depends_on: [shared]", "orders,  depends_on: [shared, billing]")
BASE = {"orders/__init__.py": "", "orders/api.py": "", "billing/__init__.py": "", "billing/models.py": ""}
CROSSING = {"orders/api.py": "from billing.models import Invoice\n"}


def reviewed(
    head: str | None,
    *,
    base: str = POLICY,
    tip: str | None = None,
    records: DecisionRecords | None = None,
    label: str = "",
) -> Review:
    """The review of a crossing that comes with another policy."""
    proposed = proposal(base.encode(), head.encode() if head is not None else None)
    if proposed and tip:
        proposed = replace(proposed, tip=load_policy(tip))
    told = Circumstances(TODAY, records or DecisionRecords(), trusted_labels([label]), proposal=proposed)
    return review(PullRequest(BASE, CROSSING, policy=base).change, load_policy(tip or base), told)


def of_policy(found: Review) -> list[Finding]:
    return [one for one in found.findings if one.check == "policy"]


def test_what_permits_more_blocks_beside_what_it_would_permit() -> None:
    found = reviewed(WIDER)
    assert [(one.check, one.path, one.line, one.status) for one in found.findings] == [
        ("policy", FILE, 3, "blocking"),
        ("cross-domain-edge", "orders/api.py", 1, "blocking"),
    ]
    (one,) = of_policy(found)
    assert one.evidence == RelaxedPolicy("components.orders.depends_on", ("billing",), is_taken_away=False)
    assert (one.rule.adr, one.source, one.side) == ("ADR-7", "orders", "RIGHT")


def test_what_is_taken_away_stands_on_the_left() -> None:
    (one,) = of_policy(reviewed(POLICY.replace(",  depends_on: []", "")))
    assert (one.path, one.line, one.side) == (FILE, 5, "LEFT")


def test_the_file_itself() -> None:
    (one,) = of_policy(reviewed(None))
    assert (one.path, one.line, one.side, one.level) == (FILE, 1, "LEFT", Level.FAILURE)


def test_two_pull_requests_do_not_defeat_it() -> None:
    """The folder that is ignored does not exist yet."""
    (one,) = of_policy(reviewed(POLICY + "ignore: [orders/later/**]\n"))
    assert isinstance(one.evidence, RelaxedPolicy)
    assert one.evidence.word == "ignore"


def test_what_the_base_branch_permits_meanwhile_is_not_this_authors() -> None:
    assert of_policy(reviewed(WIDER, tip=WIDER)) == []
    assert len(of_policy(reviewed(WIDER, tip=POLICY))) == 1


@pytest.mark.parametrize(
    ("more", "level", "status"), [("mode: {policy: warn}", "failure", "advice"), ("level: notice", "notice", "advice")]
)
def test_mode_and_level_are_those_of_the_policy_that_judges(more: str, level: str, status: str) -> None:
    (one,) = of_policy(reviewed(f"{WIDER}{more}\n", base=f"{POLICY}{more}\n"))
    assert (one.level, one.status) == (level, status)


def test_a_tighter_or_a_broken_policy_is_no_finding() -> None:
    assert of_policy(reviewed(POLICY.replace("depends_on: [shared], adr", "depends_on: [], adr"))) == []
    assert of_policy(reviewed(POLICY + "foo: 1\n")) == []


def test_a_fingerprint_outlives_moved_lines() -> None:
    (one,), (other,) = of_policy(reviewed(WIDER)), of_policy(reviewed(f"# a comment\n{WIDER}"))
    assert (one.fingerprint, one.line, other.line) == (other.fingerprint, 3, 4)


def previewed(head: str, base: str | None = POLICY) -> Review:
    change = PullRequest(BASE, CROSSING, policy=base or "version: 1").change
    proposed = proposal(base.encode() if base else None, head.encode())
    assert isinstance(proposed, PolicyProposal)
    told = Circumstances(TODAY, proposal=proposed)
    judged = review(change, load_policy(base or "version: 1"), told)
    assert proposed.after is not None
    return preview(replace(judged, proposal=proposed), change, proposed.before, proposed.after, told)


def test_a_preview_says_what_would_come_and_go() -> None:
    found = previewed(WIDER).preview
    assert found is not None
    assert ([one.path for one in found.disappearing], found.appearing, found.reassigned) == (["orders/api.py"], (), 0)
    other = previewed(
        POLICY.replace("path: orders", "path: sales") + "  sales: {path: orders, depends_on: []}\n"
    ).preview
    assert other is not None
    assert (other.appearing, other.disappearing, other.reassigned) == ((), (), 2)


def test_a_first_policy_is_previewed_too() -> None:
    found = previewed(POLICY, base=None).preview
    assert found is not None
    assert [one.path for one in found.appearing] == ["orders/api.py"]


def test_a_policy_that_the_files_show_to_be_ambiguous() -> None:
    text = POLICY.replace("path: billing", "path: '*/api.py'").replace("path: shared", "path: 'orders/*'")
    found = previewed(text)
    assert found.preview is None
    assert found.proposal is not None
    assert "belongs to" in found.proposal.issues[0].message
