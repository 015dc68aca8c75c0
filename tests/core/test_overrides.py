"""Which labels waive findings, and why others are refused."""

import pytest

from checks import Override
from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import PLAIN, SHOP

CROSSING: Changes = {"orders/api.py": "import billing.tax"}
ACCEPTED = "# 12. Orders may ask billing\n\nStatus: Accepted\n"
PROPOSED = "# 12. Orders may ask billing\n\nStatus: Proposed\n"
REJECTED = "# 12. Orders may ask billing\n\nStatus: Rejected\n"
SILENT = "# 12. Orders may ask billing\n"
FILE = "docs/adr/0012-orders.md"


def judged(label: str, base: Files, head: Changes) -> tuple[Override, str]:
    """What becomes of the label and of the finding."""
    change = PullRequest({**SHOP, **base}, {**CROSSING, **head}, policy=PLAIN, labels=[label])
    (override,), (finding,) = change.review.overrides, change.findings
    return override, finding.status.value


@pytest.mark.parametrize("label", ["adr:12", "adr:0012", "adr:ADR-0012", "ADR:12", " adr: 12 ", "adr:0012-orders"])
def test_any_spelling_of_an_accepted_record_counts(label: str) -> None:
    override, status = judged(label, {FILE: ACCEPTED}, {})
    assert (override.accepted, override.record and override.record.path, status) == (True, FILE, "overridden")


@pytest.mark.parametrize(
    ("base", "head", "accepted", "reason"),
    [
        pytest.param({}, {}, False, "there is no decision record `12`", id="no such record"),
        pytest.param({FILE: PROPOSED}, {}, False, f"{FILE} is not accepted (it says: Proposed)", id="proposed"),
        pytest.param({FILE: REJECTED}, {}, False, f"{FILE} is not accepted (it says: Rejected)", id="rejected"),
        pytest.param({FILE: SILENT}, {}, False, f"{FILE} is not accepted (it says: no status)", id="no status"),
        pytest.param({}, {FILE: ACCEPTED}, True, f"{FILE} is accepted", id="added"),
        pytest.param({}, {FILE: PROPOSED}, False, f"{FILE} is not accepted (it says: Proposed)", id="added, proposed"),
        pytest.param(
            {FILE: PROPOSED}, {FILE: ACCEPTED}, False, f"{FILE} is not accepted (it says: Proposed)", id="status edited"
        ),
        pytest.param({FILE: ACCEPTED}, {FILE: REJECTED}, True, f"{FILE} is accepted", id="status edited the other way"),
        pytest.param({FILE: ACCEPTED}, {FILE: None}, True, f"{FILE} is accepted", id="deleted"),
        pytest.param(
            {FILE: PROPOSED},
            {FILE: None, "docs/adr/0012-other.md": ACCEPTED},
            False,
            f"{FILE} is not accepted (it says: Proposed)",
            id="renamed and accepted",
        ),
        pytest.param(
            {FILE: ACCEPTED, "docs/adr/0012-twin.md": ACCEPTED},
            {},
            False,
            f"`12` names 2 records: {FILE}, docs/adr/0012-twin.md",
            id="two of that name",
        ),
    ],
)
def test_records(base: Files, head: Changes, *, accepted: bool, reason: str) -> None:
    override, status = judged("adr:12", base, head)
    assert (override.accepted, override.reason) == (accepted, reason)
    assert status == ("overridden" if accepted else "blocking")


def test_a_record_that_only_the_tip_has_counts() -> None:
    change = PullRequest(SHOP, CROSSING, tip={FILE: ACCEPTED}, policy=PLAIN, labels=["adr:12"])
    assert [one.override for one in change.findings] == ["adr:12"]


@pytest.mark.parametrize("label", ["bug", "adr", "adr-12", "my adr:12", ""])
def test_other_labels_are_not_ours(label: str) -> None:
    change = PullRequest({**SHOP, FILE: ACCEPTED}, CROSSING, policy=PLAIN, labels=[label])
    assert (change.review.overrides, [one.status.value for one in change.findings]) == ((), ["blocking"])


def test_a_label_without_a_name_is_refused() -> None:
    override, status = judged("adr:", {FILE: ACCEPTED}, {})
    assert (override.accepted, status) == (False, "blocking")


def test_one_refused_label_takes_nothing_from_an_accepted_one() -> None:
    change = PullRequest({**SHOP, FILE: ACCEPTED}, CROSSING, policy=PLAIN, labels=["adr:99", "adr:12"])
    assert [one.accepted for one in change.review.overrides] == [False, True]
    assert change.findings[0].override == "adr:12"
