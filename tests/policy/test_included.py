"""Policy files inside components."""

from collections.abc import Mapping

import pytest

from checks import PolicyError, included_paths, load_policy, with_included
from checks.policy import homes_by_name, statements
from checks.policy.relaxations import relaxations

POLICY = """\
version: 1
include: ["**/architecture.yml"]
components:
  orders: {path: src/orders, depends_on: [shared, billing]}
  billing: {path: src/billing}
  shared: {path: src/shared}
  domains: {path: "domains/{domain}"}
"""
ORDERS = "version: 1\ncomponent: orders\ndepends_on: [shared]\n"


def issues(files: Mapping[str, bytes | None], policy: str = POLICY) -> list[tuple[str, int, int, str]]:
    with pytest.raises(PolicyError) as caught:
        with_included(load_policy(policy), files)
    return [(one.file, one.line, one.column, one.message) for one in caught.value.issues]


def test_the_files_are_those_that_the_globs_name() -> None:
    paths = [
        "src/orders/architecture.yml",
        "src/orders/a.py",
        ".github/architecture.yml",
        "domains/kyc/architecture.yml",
    ]
    assert included_paths(load_policy(POLICY), paths) == (paths[3], paths[0])
    assert included_paths(load_policy("version: 1"), paths) == ()


def test_its_rules_hold_beside_those_of_the_policy() -> None:
    files: dict[str, bytes | None] = {
        "src/orders/architecture.yml": ORDERS.encode(),
        "domains/kyc/architecture.yml": b"version: 1\ncomponent: domains/kyc\npublic: [api]\n",
    }
    policy = with_included(load_policy(POLICY), files)
    of_orders = [(one.file, one.rules.depends_on and one.rules.depends_on.only) for one in statements(policy, "orders")]
    assert of_orders == [
        (".github/architecture.yml", ("shared", "billing")),
        ("src/orders/architecture.yml", ("shared",)),
    ]
    assert [one.line_of("depends_on") for one in statements(policy, "orders")] == [4, 3]
    assert len(list(statements(policy, "domains/kyc"))) == 2
    assert len(list(statements(policy, "domains/aml"))) == 1


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("version: 1\ncomponent: billing\n", 2, 1, "this file lies in 'orders', and can say nothing of 'billing'"),
        ("version: 1\ncomponent: orders\npath: src\n", 3, 1, "unknown word 'path'; did you mean 'adr'?"),
        ("version: 1\ncomponent: orders\nmode: shadow\n", 3, 1, "unknown word 'mode'"),
        (
            "version: 1\ncomponent: orders\ndepends_on: [shard]\n",
            3,
            14,
            "there is no component 'shard'; did you mean 'shared'?",
        ),
        (
            "version: 1\ncomponent: orders\ndepend_on: []\n",
            3,
            1,
            "unknown word 'depend_on'; did you mean 'depends_on'?",
        ),
        (
            "version: 1\ncomponent: orders\ncontains: ['a[']\n",
            3,
            12,
            "'a[' is no glob: `[` without `]`; a literal bracket is written `[[]`",
        ),
        ("version: 1\n", 1, 1, "`component` is missing"),
        ("component: orders\n", 1, 1, "add `version: 1` at the top"),
        ("- a\n", 1, 1, "a policy is a mapping that starts with `version: 1` and `components:`"),
    ],
)
def test_mistakes_stand_in_the_file_itself(text: str, line: int, column: int, message: str) -> None:
    (found,) = issues({"src/orders/architecture.yml": text.encode()})
    assert found[:3] == ("src/orders/architecture.yml", line, column)
    assert found[3].startswith(message.partition("; did you mean 'adr'")[0])


def test_a_file_of_no_component_says_nothing() -> None:
    (found,) = issues({"docs/architecture.yml": ORDERS.encode()})
    assert found[3] == "this file lies in no component, and can say nothing of one"


def test_a_link_is_no_policy_file() -> None:
    assert issues({"src/orders/architecture.yml": None})[0][3].startswith("an included policy file is a regular file")


def test_a_file_that_is_named_has_to_be_there() -> None:
    policy = POLICY.replace("**/architecture.yml", "src/orders/architecture.yml")
    assert issues({}, policy) == [(".github/architecture.yml", 2, 11, "there is no file 'src/orders/architecture.yml'")]
    assert with_included(load_policy(POLICY), {}).included == ()


def test_too_many_and_too_large() -> None:
    many = {f"src/orders/{number}/architecture.yml": ORDERS.encode() for number in range(501)}
    assert issues(many)[0][3] == "more than 500 files are included"
    assert issues({"src/orders/architecture.yml": b"#" * (1 << 20) + b"\n"})[0][3].startswith("the included files are")
    braces = "contains: ['" + "{a,b}" * 9 + "/{}']\n"
    wide = {
        f"src/orders/{number}/architecture.yml": f"version: 1\ncomponent: orders\n{braces.replace('{}', str(number))}".encode()  # noqa: E501
        for number in range(20)
    }
    assert issues(wide)[0][3] == "the included globs are more than 10,000 alternatives"


def test_a_rule_that_moves_into_an_included_file_is_kept() -> None:
    before = load_policy(POLICY.replace("[shared, billing]", "[shared]"))
    moved = load_policy(POLICY.replace(", depends_on: [shared, billing]", ""))
    after = with_included(moved, {"src/orders/architecture.yml": ORDERS.encode()})
    assert relaxations(before, after) == ()
    assert [one.word for one in relaxations(before, moved)] == ["components.orders.depends_on"]


def test_an_included_file_that_goes_or_says_less_permits_more() -> None:
    policy = load_policy(POLICY)
    before = with_included(policy, {"src/orders/architecture.yml": ORDERS.encode()})
    (gone,) = relaxations(before, policy)
    assert (gone.word, gone.file, gone.line, gone.is_at_head) == (
        "components.orders.depends_on", "src/orders/architecture.yml", 3, False,
    )  # fmt: skip
    wider = {"src/orders/architecture.yml": ORDERS.replace("[shared]", "[shared, billing]").encode()}
    (more,) = relaxations(before, with_included(policy, wider))
    assert (more.names, more.file, more.line, more.is_at_head) == (("billing",), "src/orders/architecture.yml", 3, True)
    assert relaxations(policy, before) == ()


def test_what_the_policy_keeps_to_others_is_not_opened() -> None:
    policy = load_policy(POLICY.replace("src/billing}", "src/billing, encapsulates: [sqlalchemy]}"))
    said = b"version: 1\ncomponent: orders\nencapsulates: [sqlalchemy.orm, stripe]\n"
    homes = homes_by_name(with_included(policy, {"src/orders/architecture.yml": said}))
    assert homes == {"sqlalchemy": ("billing",), "sqlalchemy.orm": ("billing",), "stripe": ("orders",)}
