"""Who may override which finding, and what a label is bound to."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checks import (
    Bound,
    Inherited,
    Involvement,
    Label,
    Override,
    Person,
    PersonKind,
    Put,
    load_policy,
    named_teams,
)
from tests.core.building import Changes, Files, PullRequest
from tests.core.shop import PLAIN, SHOP

CROSSING: Changes = {"orders/api.py": "import billing.tax"}
FILE = "docs/adr/0012-orders.md"
BASE: Files = {**SHOP, FILE: "# 12. Orders may ask billing\n\nStatus: Accepted\n"}
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BOB = Person("bob", permission="write", role_name="write")
BOT = replace(BOB, kind=PersonKind.BOT, login="x[bot]")
(FOUND,) = PullRequest(BASE, CROSSING, policy=PLAIN).findings
SEEN = Bound(frozenset({FOUND.fingerprint}))


def judged(put: Put, override: str = "", component: str = "") -> Override:
    """What becomes of a label on a crossing, with the policy's `override` and that of `billing`."""
    text = PLAIN + (f"override: {override}\n" if override else "")
    text = text.replace("path: billing}", f"path: billing, override: {component}}}") if component else text
    change = PullRequest(BASE, CROSSING, policy=text, labels=[Label("adr:12", put)])
    (one,), (finding,) = change.review.overrides, change.findings
    assert (finding.status.value == "overridden") == one.accepted
    return one


def by(person: Person, override: str = "", component: str = "") -> Override:
    return judged(Put(person, AT, SEEN), override, component)


def test_who_may_write_and_has_no_part_in_it() -> None:
    found = by(BOB)
    assert (found.accepted, found.actor, found.at, found.fingerprints) == (True, "bob", AT, (FOUND.fingerprint,))


@pytest.mark.parametrize(
    ("permission", "role_name", "needed", "accepted"),
    [
        ("admin", "admin", "admin", True),
        ("write", "maintain", "maintain", True),
        ("write", "write", "maintain", False),
        ("write", "write", "write", True),
        ("read", "triage", "write", False),
        ("read", "triage", "triage", True),
        ("read", "read", "triage", False),
        ("read", "read", "read", True),
        ("none", "none", "read", False),
        ("none", "", "read", False),
        ("write", "release captain", "write", True),
        ("write", "release captain", "maintain", False),
        ("read", "auditor", "write", False),
        ("admin", "owner of all", "admin", True),
        ("write", None, "write", True),
        (None, None, "read", False),
    ],
)
def test_roles(permission: str | None, role_name: str | None, needed: str, *, accepted: bool) -> None:
    person = replace(BOB, permission=permission, role_name=role_name)
    assert by(person, f"{{role: {needed}}}").accepted == accepted


@pytest.mark.parametrize("involvement", [one for one in Involvement if one is not Involvement.NONE])
def test_who_has_a_part_in_it_may_only_where_the_policy_says_so(involvement: Involvement) -> None:
    person = replace(BOB, involvement=involvement)
    assert [by(person).accepted, by(person, "{author: true}").accepted] == [False, True]


@pytest.mark.parametrize(
    ("person", "override", "accepted"),
    [
        (replace(BOB, kind=PersonKind.BOT, login="x[bot]"), "{role: read}", False),
        (replace(BOB, kind=PersonKind.BOT, login="x[bot]"), "{users: ['@X[bot]']}", True),
        (
            replace(BOB, kind=PersonKind.BOT, login="x[bot]", permission=None, role_name=None),
            "{users: ['x[bot]']}",
            True,
        ),
        (replace(BOB, kind=PersonKind.APP, app="x[bot]"), "{role: read}", False),
        (replace(BOB, kind=PersonKind.APP, app="x[bot]"), "{users: [bob]}", False),
        (replace(BOB, kind=PersonKind.APP, app="x[bot]"), "{users: ['x[bot]']}", True),
    ],
)
def test_apps_and_bots(person: Person, override: str, *, accepted: bool) -> None:
    assert by(person, override).accepted == accepted


@pytest.mark.parametrize(
    ("override", "teams", "accepted"),
    [
        ("{users: [bob]}", (), True),
        ("{users: ['@Bob']}", (), True),
        ("{users: [carol]}", (), False),
        ("{teams: [core]}", ("core",), True),
        ("{teams: [core]}", (), False),
        ("{teams: [core, acme/ops]}", ("acme/ops",), True),
        ("{teams: [core], users: [bob]}", (), True),
        ("{teams: [core], users: [carol]}", ("core",), True),
        ("{teams: [core], role: admin}", ("core",), False),
    ],
)
def test_teams_and_users_narrow_the_role(override: str, teams: tuple[str, ...], *, accepted: bool) -> None:
    assert by(replace(BOB, teams=frozenset(teams)), override).accepted == accepted


def test_a_team_of_which_nothing_is_known() -> None:
    found = by(replace(BOB, unknown_teams=frozenset({"core"})), "{teams: [core]}")
    assert found.reason == "whether `bob` belongs to `core` cannot be told: the App needs to read members for it"


@pytest.mark.parametrize(
    ("component", "top", "accepted"),
    [
        ("{users: [bob]}", "{users: [carol]}", True),
        ("{users: [carol]}", "{users: [bob]}", False),
        ("", "{users: [bob]}", True),
        ("{role: read}", "{users: [carol]}", True),
    ],
)
def test_the_owners_of_what_is_imported_decide(component: str, top: str, *, accepted: bool) -> None:
    assert by(BOB, top, component).accepted == accepted


def test_the_teams_of_a_policy_are_those_of_its_components_too() -> None:
    text = PLAIN.replace("path: billing}", "path: billing, override: {teams: [money]}}")
    assert named_teams(load_policy(text + "override: {teams: [acme/core, ops]}\n")) == {"money", "acme/core", "ops"}


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        (Put(None, AT, SEEN), "who put the label cannot be told"),
        (Put(BOB, AT, None), "no review was complete when the label was put"),
        (Put(BOB, AT, Bound(frozenset({"0" * 16}))), "this was not found yet when the label was put"),
        (Put(BOB, AT, replace(SEEN, records={FILE: "0" * 16})), f"{FILE} was not yet as it is now"),
        (Put(BOB, AT, replace(SEEN, records={})), f"{FILE} was not yet as it is now"),
    ],
)
def test_what_a_label_is_bound_to(put: Put, reason: str) -> None:
    found = judged(put)
    assert (found.accepted, found.reason.startswith(reason)) == (False, True)


def test_a_record_that_is_as_it_was() -> None:
    records = PullRequest(BASE, CROSSING, policy=PLAIN).review.records
    assert judged(Put(BOB, AT, replace(SEEN, records=records))).accepted


def test_labels_of_one_name_on_several_pull_requests_of_a_group() -> None:
    labels = [Label("adr:12", Put(BOB, AT, SEEN)), Label("adr:12", Put(BOB, AT, Bound(frozenset())))]
    change = PullRequest(BASE, CROSSING, policy=PLAIN, labels=labels)
    assert [one.accepted for one in change.review.overrides] == [True, False]
    assert change.review.conclusion.value == "success"


# what comes with a cherry-pick

DECIDED = Inherited(FOUND.fingerprint, 7, "a" * 40, "adr:3", "docs/adr/0003-x.md", "bob", AT)


def test_a_decision_that_came_with_a_cherry_pick() -> None:
    found = PullRequest(SHOP, CROSSING, policy=PLAIN, inherited=[DECIDED]).review
    (override,) = found.overrides
    assert (found.conclusion.value, found.findings[0].override) == ("success", "adr:3")
    assert (override.inherited_from, override.actor, override.fingerprints) == (7, "bob", (FOUND.fingerprint,))
    assert override.reason == f"decided for #7 by docs/adr/0003-x.md; its commit {'a' * 12} is cherry-picked here"


def test_a_decision_on_something_else_brings_nothing() -> None:
    other = replace(DECIDED, fingerprint="0" * 16)
    found = PullRequest(SHOP, CROSSING, policy=PLAIN, inherited=[other]).review
    assert (found.conclusion.value, found.overrides) == ("failure", ())


def test_a_label_of_its_own_comes_first() -> None:
    found = PullRequest(BASE, CROSSING, policy=PLAIN, labels=["adr:12"], inherited=[DECIDED]).review
    assert [(one.label, one.inherited_from) for one in found.overrides] == [("adr:12", None)]


def test_what_is_imported_by_a_decision_should_be_declared() -> None:
    policy = "version: 1\ncomponents:\n  a: {path: a, depends_on: []}\n  b: {path: b}\n"
    files = {
        "a/pyproject.toml": '[project]\nname = "a"\ndependencies = []\n',
        "a/src/a/__init__.py": "",
        "b/pyproject.toml": '[project]\nname = "b"\n',
        "b/src/b/__init__.py": "",
        "c/pyproject.toml": '[project]\nname = "c"\ndependencies = ["b"]\n',
        FILE: "# 12. a may use b\n\nStatus: Accepted\n",
    }
    head = {"a/src/a/__init__.py": "import b\n"}
    blocked = PullRequest(files, head, policy=policy)
    assert [(one.check, one.status.value) for one in blocked.findings] == [("cross-domain-edge", "blocking")]
    decided = PullRequest(files, head, policy=policy, labels=[Label("adr:12", Put(BOB, AT, bound(blocked)))])
    assert {one.check: one.status.value for one in decided.findings} == {
        "cross-domain-edge": "overridden",
        "manifest": "advice",
    }


def bound(seen: PullRequest) -> Bound:
    return Bound(frozenset(one.fingerprint for one in seen.findings))
