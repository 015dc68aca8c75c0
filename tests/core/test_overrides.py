"""Which labels override findings by the record that they name, and why others are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import Components, Override, load_policy
from checks.overrides.naming import RecordText
from checks.overrides.subjects import Subject
from tests.core.building import Changes, Files, Link, PullRequest
from tests.core.shop import PLAIN, SHOP, components

CROSSING: Changes = {"orders/api.py": "import billing.tax"}
ACCEPTED = "# 12. Orders may ask billing\n\nStatus: Accepted\n"
PROPOSED = "# 12. Orders may ask billing\n\nStatus: Proposed\n"
REJECTED = "# 12. Orders may ask billing\n\nStatus: Rejected\n"
SILENT = "# 12. Orders may ask billing\n"
FILE = "docs/adr/0012-orders.md"
RULE = "docs/adr/0001-boundaries.md"
CITING = PLAIN.replace("version: 1\n", "version: 1\nadr: {cite: ADR-0001}\n")


def judged(label: str, base: Files, head: Changes, policy: str = PLAIN) -> tuple[Override, str]:
    """What becomes of the label and of the finding."""
    change = PullRequest({**SHOP, **base}, {**CROSSING, **head}, policy=policy, labels=[label])
    (override,), (finding,) = change.review.overrides, change.findings
    assert finding.override == (label if override.accepted else None)
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
        pytest.param({}, {"notes/0012-x.md": ACCEPTED}, False, "there is no decision record `12`", id="elsewhere"),
        pytest.param(
            {"notes/x.md": ACCEPTED},
            {FILE: Link("../../notes/x.md")},
            False,
            "there is no decision record `12`",
            id="link",
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


def test_a_label_where_nothing_blocks() -> None:
    change = PullRequest({**SHOP, FILE: ACCEPTED}, {"orders/api.py": "x = 1"}, policy=PLAIN, labels=["adr:12"])
    (override,) = change.review.overrides
    assert (override.accepted, override.reason) == (True, f"{FILE} is accepted; nothing blocks that it could override")


# what the record has to refer to


@pytest.mark.parametrize(
    ("link", "accepted"),
    [
        ("Amends ADR-0001.", True),
        ("Supersedes [1. Boundaries](0001-boundaries.md)", True),
        ("- Relates to: ADR-7, ADR-1", True),
        ("## Links\n\n* Amends [ADR-0001](0001-boundaries.md)", True),
        ("Superseded by ADR-0001.", False),
        ("Amends ADR-0011.", False),
        ("This is about ADR-0001.", False),
        ("", False),
    ],
)
def test_it_refers_to_the_record_on_which_the_rule_rests(link: str, *, accepted: bool) -> None:
    base = {RULE: "# 1. Boundaries\n\nStatus: Accepted\n", FILE: f"{ACCEPTED}\n{link}\n"}
    override, _ = judged("adr:12", base, {}, CITING)
    assert override.accepted == accepted
    if not accepted:
        assert override.reason == f"{FILE} does not amend, supersede or relate to ADR-0001, on which the rule rests"


def test_the_record_on_which_the_rule_rests_does_not_lift_it() -> None:
    override, status = judged("adr:1", {RULE: "# 1. Orders, billing\n\nStatus: Accepted\n"}, {}, CITING)
    assert (override.reason, status) == (
        "the rule rests on ADR-0001 itself: it takes another record that amends it",
        "blocking",
    )


def test_a_cited_record_that_is_gone_is_amended_by_its_name() -> None:
    override, _ = judged("adr:12", {FILE: f"{ACCEPTED}\nAmends ADR-0001.\n"}, {}, CITING)
    assert override.accepted


# what it has to name


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("orders may import billing", True),
        ("`orders/` reads from `billing`", True),
        ("The package billing is open to ORDERS.", True),
        ("orders -> billing", True),
        ("| from | to |\n|---|---|\n| orders | billing |", True),
        ("orders may do this", False),
        ("billing may do this", False),
        ("order-book and billing-ui", False),
        ("reorders and billings", False),
        ("orders\n\n```\nbilling\n```", False),
        ("orders and ~~billing~~", False),
        ("orders <!-- billing -->", False),
    ],
)
def test_the_text_names_both_components(text: str, *, accepted: bool) -> None:
    override, _ = judged("adr:12", {FILE: f"# 12. It\n\nStatus: Accepted\n\n{text}\n"}, {})
    assert override.accepted == accepted
    if not accepted:
        assert override.reason == f"{FILE} does not decide this: its text does not name `orders -> billing`"


@given(st.text(max_size=30), st.text(max_size=60))
def test_no_text_and_no_name_is_too_wild_to_be_read(name: str, text: str) -> None:
    said = RecordText((), text)
    components = Components(load_policy(PLAIN), ())
    assert not said.names(Subject(("orders",), (name,)), components) or "orders" in text.casefold()
    if not name.strip("-_ "):
        assert not RecordText((), "orders").names(Subject(("orders",), (name,)), components)


@pytest.mark.parametrize(
    ("allows", "accepted"),
    [
        ("orders -> billing", True),
        ("[shared -> orders, 'Orders → billing']", True),
        ("billing -> orders", False),
        ("orders -> shared", False),
    ],
)
def test_what_the_front_matter_allows_is_all_that_it_allows(allows: str, *, accepted: bool) -> None:
    text = f"---\nstatus: accepted\nallows: {allows}\n---\n# 12. Orders may ask billing\n"
    override, _ = judged("adr:12", {FILE: text}, {})
    assert override.accepted == accepted


FAMILY = components("domains: {path: 'pkg/{domain}', depends_on: []}", "core: {path: libs/shop-core, depends_on: []}")
MEMBERS = ("pkg/kyc/__init__.py", "pkg/kyc/a.py", "pkg/loans/__init__.py", "pkg/loans/b.py", "pkg/__init__.py")


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        ("domains/kyc uses domains/loans", True),
        ("kyc uses loans", True),
        ("pkg/kyc uses @shop/loans", True),
        ("kyc uses other domains", False),
        ("the domains use each other", False),
    ],
)
def test_how_members_of_a_family_are_named(said: str, *, accepted: bool) -> None:
    base = {**dict.fromkeys(MEMBERS, ""), FILE: f"# 12. It\n\nStatus: Accepted\n\n{said}\n"}
    change = PullRequest(base, {"pkg/kyc/a.py": "import pkg.loans.b"}, policy=FAMILY, labels=["adr:12"])
    assert [one.accepted for one in change.review.overrides] == [accepted]


@pytest.mark.parametrize("said", ["domains -> domains", "domains/kyc -> domains", "kyc -> loans"])
def test_a_family_in_allows_is_all_of_its_members(said: str) -> None:
    record = f"---\nstatus: accepted\nallows: {said}\n---\n# 12. It\n"
    base = {**dict.fromkeys(MEMBERS, ""), FILE: record}
    change = PullRequest(base, {"pkg/kyc/a.py": "import pkg.loans.b"}, policy=FAMILY, labels=["adr:12"])
    assert [one.accepted for one in change.review.overrides] == [True]


@pytest.mark.parametrize("said", ["core", "shop-core", "libs/shop-core", "Shop Core"])
def test_a_component_is_named_by_its_folder_too(said: str) -> None:
    base = {
        **dict.fromkeys(MEMBERS, ""),
        FILE: f"# 12. It\n\nStatus: Accepted\n\nkyc uses {said}\n",
        "libs/shop-core/shop_core/__init__.py": "",
        "libs/shop-core/pyproject.toml": '[project]\nname="shop-core"',
    }
    change = PullRequest(base, {"pkg/kyc/a.py": "import shop_core"}, policy=FAMILY, labels=["adr:12"])
    edges = [one for one in change.findings if one.check == "cross-domain-edge"]
    assert [one.status.value for one in edges] == ["overridden"]


EXTERNAL = components("orders: {path: orders, external: [], depends_on: []}", "billing: {path: billing}")


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        ("orders may use sqlalchemy", True),
        ("orders may use `sqlalchemy.orm`", True),
        ("orders may use requests", False),
        ("sqlalchemy is fine", False),
    ],
)
def test_a_package_is_named_with_its_component(said: str, *, accepted: bool) -> None:
    base = {**SHOP, FILE: f"# 12. It\n\nStatus: Accepted\n\n{said}\n"}
    change = PullRequest(base, {"orders/api.py": "import sqlalchemy.orm"}, policy=EXTERNAL, labels=["adr:12"])
    assert [one.accepted for one in change.review.overrides] == [accepted]


def test_a_package_in_allows() -> None:
    base = {**SHOP, FILE: "---\nstatus: accepted\nallows: orders -> sqlalchemy\n---\n# 12. It\n"}
    change = PullRequest(base, {"orders/api.py": "import sqlalchemy.orm"}, policy=EXTERNAL, labels=["adr:12"])
    assert [one.accepted for one in change.review.overrides] == [True]


def test_each_finding_is_judged_by_itself() -> None:
    head = {"orders/api.py": "import sqlalchemy\nimport billing.tax"}
    change = PullRequest({**SHOP, FILE: ACCEPTED}, head, policy=EXTERNAL, labels=["adr:12"])
    (override,) = change.review.overrides
    edge, package = sorted(change.findings, key=lambda one: one.check)
    assert [one.status.value for one in (edge, package)] == ["overridden", "blocking"]
    assert (override.accepted, override.fingerprints) == (True, (edge.fingerprint,))
    assert [one.fingerprints for one in override.refusals] == [(package.fingerprint,)]
    assert override.reason == (
        f"{FILE} is accepted for 1 finding, not for others: {FILE} does not decide this: "
        "its text does not name `orders` with `sqlalchemy` (1 finding)"
    )


def test_two_labels_share_the_findings() -> None:
    head = {"orders/api.py": "import sqlalchemy\nimport billing.tax"}
    other = "# 13. Orders use sqlalchemy\n\nStatus: Accepted\n"
    base = {**SHOP, FILE: ACCEPTED, "docs/adr/0013-x.md": other}
    change = PullRequest(base, head, policy=EXTERNAL, labels=["adr:12", "adr:13"])
    assert sorted(one.override or "" for one in change.findings) == ["adr:12", "adr:13"]
    assert change.review.conclusion.value == "success"
