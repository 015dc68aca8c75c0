"""A record that rules cite is made a mere proposal: they would not block any more, so it takes a decision."""

import pytest

from checks import DemotedRecord, Level
from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import PLAIN, SHOP, components

CITED = "docs/adr/0001-boundaries.md"
TWIN = "docs/adr/0001-twin.md"
ACCEPTED = "# 1. Boundaries\n\nStatus: Accepted\n"
PROPOSED = "# 1. Boundaries\n\nStatus: Proposed\n"
POLICY = PLAIN + "adr: {cite: ADR-0001}\n"


@pytest.mark.parametrize(
    ("base", "tip", "head", "place"),
    [
        pytest.param({CITED: ACCEPTED}, {}, {CITED: PROPOSED}, (CITED, "RIGHT"), id="another status"),
        pytest.param({}, {}, {CITED: PROPOSED}, (CITED, "RIGHT"), id="added as a proposal"),
        pytest.param(
            {CITED: ACCEPTED}, {}, {CITED: None, TWIN: PROPOSED}, (TWIN, "RIGHT"), id="one in the place of another"
        ),
        pytest.param(
            {CITED: ACCEPTED, TWIN: PROPOSED}, {}, {CITED: None}, (CITED, "LEFT"), id="the one that decided is gone"
        ),
        pytest.param({CITED: ACCEPTED}, {}, {TWIN: PROPOSED}, None, id="another of that name undoes nothing"),
        pytest.param({CITED: ACCEPTED}, {}, {"docs/adr/0002-x.md": PROPOSED.replace("1.", "2.")}, None, id="another"),
        pytest.param({CITED: ACCEPTED}, {}, {CITED: ACCEPTED + "\nMore.\n"}, None, id="edited"),
        pytest.param({CITED: PROPOSED}, {}, {CITED: PROPOSED + "\nMore.\n"}, None, id="a proposal before"),
        pytest.param({CITED: PROPOSED}, {CITED: ACCEPTED}, {}, None, id="accepted on the base meanwhile"),
        pytest.param({CITED: PROPOSED}, {}, {CITED: ACCEPTED}, None, id="accepted"),
        pytest.param({CITED: ACCEPTED}, {}, {CITED: ACCEPTED.replace("Acc", "Rej")}, None, id="rejected still blocks"),
    ],
)
def test_what_demotes_a_record(base: Files, tip: Changes, head: Changes, place: tuple[str, str] | None) -> None:
    found = PullRequest({**SHOP, **base}, head, tip=tip, policy=POLICY).findings
    assert [(one.path, one.side.value) for one in found] == ([place] if place else [])
    assert all((one.check, one.evidence) == ("policy", DemotedRecord("ADR-0001")) for one in found)


def test_two_pull_requests_do_not_take_the_edge_off_a_rule() -> None:
    """The first one adds nothing but a proposal that is called like the record that the rules cite."""
    base = {**SHOP, CITED: ACCEPTED, TWIN: PROPOSED}
    (found,) = PullRequest(base, {"orders/api.py": "import billing.tax"}, policy=POLICY).findings
    assert found.level is Level.FAILURE


def test_each_component_whose_rules_rest_on_it_has_its_own_finding() -> None:
    policy = components(
        "orders: {path: orders, depends_on: {only: [shared], adr: ADR-1}}",
        "billing: {path: billing, adr: ADR-1, level: warning}",
        "shared: {path: shared}",
    )
    found = PullRequest({**SHOP, CITED: ACCEPTED}, {CITED: PROPOSED}, policy=policy).findings
    assert {(one.source, one.level) for one in found} == {("orders", Level.FAILURE), ("billing", Level.WARNING)}


def test_it_takes_another_record_that_amends_it() -> None:
    decision = "# 2. Boundaries are discussed anew\n\nStatus: Accepted\n\nSupersedes ADR-0001\n"
    head = {CITED: PROPOSED, "docs/adr/0002-anew.md": decision}
    pull = PullRequest({**SHOP, CITED: ACCEPTED}, head, policy=POLICY, labels=["adr:2"])
    assert [one.status for one in pull.findings] == ["overridden"]
    pull = PullRequest({**SHOP, CITED: ACCEPTED}, {CITED: PROPOSED}, policy=POLICY, labels=["adr:1"])
    assert [one.status for one in pull.findings] == ["blocking"]
