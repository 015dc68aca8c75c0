"""Where one policy permits more than another."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checks import Change, Circumstances, DecisionRecords, PolicyError, Status, load_policy, review
from checks.policy.relaxations import relaxations
from tests.core.building import TODAY, PullRequest
from tests.policy.policies import ALL

BASE = """\
version: 1
adr: {path: docs/adr, cite: ADR-1}
components:
  orders:  {path: src/orders, depends_on: [shared], adr: ADR-2, encapsulates: [sqlalchemy]}
  billing: {path: src/billing, depends_on: {not: [orders], indirect: true}, layers: [api, app, domain]}
  plugins: {path: "plugins/{plugin}", depends_on: [shared], external: [requests, "io:env"], public: [api]}
  shared:  {path: src/shared, depends_on: [], used_by: [orders, tests], must_depend_on: []}
  ledger:  {path: src/ledger, must_depend_on: [shared], contains: [README.md], versioned: semver}
layers: [orders, shared]
exceptions: [{from: orders, to: billing, adr: ADR-3, expires: 2027-01-31}]
override: {role: maintain, teams: [core]}
mode: {default: block, cycle: warn}
branches: ["release/*"]
tests: ["**/tests/**"]
protected: [".github/**"]
events: {catalog: docs/events.md, publish: [bus.publish]}
workspace_protocol: "workspace:*"
unassigned: deny
dynamic: warn
"""


def found(before: str, after: str) -> list[tuple[str, tuple[str, ...], int, bool]]:
    """Word, names, line and whether that is a line of the head."""
    rows = relaxations(load_policy(before), load_policy(after))
    return [(one.word, one.names, one.line, one.is_at_head) for one in rows]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "src/orders, depends_on: [shared]",
            "src/orders, depends_on: [shared, billing]",
            [("components.orders.depends_on", ("billing",), 4, True)],
        ),
        (
            "depends_on: [shared], adr: ADR-2",
            "adr: ADR-2",
            [("components.orders.depends_on", ("depends_on",), 4, False)],
        ),
        ("not: [orders]", "not: [ledger]", [("components.billing.depends_on", ("orders",), 5, False)]),
        ("indirect: true", "indirect: false", [("components.billing.depends_on", ("indirect",), 5, False)]),
        (
            "indirect: true",
            "indirect: true, level: notice",
            [("components.billing.depends_on.level", ("notice",), 5, True)],
        ),
        (
            "path: src/orders,",
            "path: src/orders, level: warning,",
            [("components.orders.level", ("warning",), 4, True)],
        ),
        ("path: src/orders,", "path: src/orders, mode: shadow,", [("components.orders.mode", ("shadow",), 4, True)]),
        (
            "path: src/orders,",
            "path: src/orders/core,",
            [
                ("components.orders.path", ("src/orders",), 4, False),
                ("components.orders.path", ("src/orders/core",), 4, True),
            ],
        ),
        (", encapsulates: [sqlalchemy]", "", [("components.orders.encapsulates", ("encapsulates",), 4, False)]),
        (
            "path: src/ledger,",
            "path: src/ledger, encapsulates: [sqlalchemy.orm],",
            [("components.ledger.encapsulates", ("sqlalchemy.orm",), 8, True)],
        ),
        ("[api, app, domain]", "[app, api, domain]", [("components.billing.layers", ("app",), 5, False)]),
        ("[api, app, domain]", "[api, domain]", [("components.billing.layers", ("app",), 5, False)]),
        ("[requests, ", "[requests, django, ", [("components.plugins.external", ("django",), 6, True)]),
        (', "io:env"]', "]", [("components.plugins.external", ("io:env",), 6, False)]),
        ("public: [api]", "public: [api, models]", [("components.plugins.public", ("models",), 6, True)]),
        ("[orders, tests]", "[orders, tests, billing]", [("components.shared.used_by", ("billing",), 7, True)]),
        (
            "ledger, must_depend_on: [shared]",
            "ledger",
            [("components.ledger.must_depend_on", ("must_depend_on",), 8, False)],
        ),
        ("contains: [README.md]", "contains: [CHANGES.md]", [("components.ledger.contains", ("README.md",), 8, False)]),
        (", versioned: semver", "", [("components.ledger.versioned", ("versioned",), 8, False)]),
        (
            "versioned: semver",
            "versioned: {breaks: minor}",
            [("components.ledger.versioned", ("minor",), 8, True)],
        ),
        ("layers: [orders, shared]", "layers: [shared, orders]", [("layers", ("shared",), 9, False)]),
        ("to: billing,", "to: ledger,", [("exceptions", ("orders -> ledger",), 10, True)]),
        ("2027-01-31", "2027-02-01", [("exceptions", ("orders -> billing",), 10, True)]),
        (", expires: 2027-01-31", "", [("exceptions", ("orders -> billing",), 10, True)]),
        ("role: maintain", "role: write", [("override.role", ("write",), 11, True)]),
        ("[core]", "[core, apps]", [("override.teams", ("apps",), 11, True)]),
        (", teams: [core]", "", [("override", ("core",), 11, False)]),
        ("role: maintain", "role: maintain, author: true", [("override.author", ("author",), 11, True)]),
        ("default: block", "default: warn", [("mode", ("warn",), 12, True)]),
        ('branches: ["release/*"]', 'branches: ["release/1"]', [("branches", ("release/*",), 13, False)]),
        ('["**/tests/**"]', '["**/tests/**", "src/legacy/**"]', [("tests", ("src/legacy/**",), 14, True)]),
        (
            'protected: [".github/**"]',
            'protected: [".github/workflows/**"]',
            [("protected", (".github/**",), 15, False)],
        ),
        (", publish: [bus.publish]", "", [("events.publish", ("bus.publish",), 16, False)]),
        ('"workspace:*"', '["workspace:*", "^1"]', [("workspace_protocol", ("^1",), 17, True)]),
        ("unassigned: deny\n", "", [("unassigned", ("deny",), 18, False)]),
        ("dynamic: warn", "dynamic: allow", [("dynamic", ("allow",), 19, True)]),
        ("dynamic: warn", "dynamic: warn\ncycles: allow", [("cycles", ("allow",), 20, True)]),
        ("dynamic: warn", "dynamic: warn\nlevel: warning", [("level", ("warning",), 20, True)]),
        ("dynamic: warn", "dynamic: warn\nignore: ['src/later/**']", [("ignore", ("src/later/**",), 20, True)]),
        ("dynamic: warn", "dynamic: warn\ntype_imports: ignore", [("type_imports", ("ignore",), 20, True)]),
        (", cite: ADR-1", "", [("adr.cite", ("ADR-1",), 2, False)]),
        (", adr: ADR-2", ", adr: ADR-9", []),
    ],
)
def test_what_permits_more(old: str, new: str, expected: list[object]) -> None:
    assert BASE.count(old) == 1
    assert found(BASE, BASE.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("depends_on: [shared], adr: ADR-2", "depends_on: {only: [shared], reason: so}, adr: ADR-2"),
        ("[requests, ", "[ requests , "),
        ('["**/tests/**"]', '["{**/tests,**/tests/e2e}/**"]'),
        ("path: src/billing,", 'path: ["./src/billing"],'),
        ("branches:", "# governed\nbranches:"),
        ("[api, app, domain]", "[api, app, infra, domain]"),
        ("not: [orders]", "not: [orders, ledger]"),
        ("not: [orders]", "only: [ledger]"),
        ("[orders, tests]", "[orders]"),
        ("mode: {default: block, cycle: warn}", "mode: block"),
        ("exceptions:", "cycles: deny\nexceptions:"),
        ("2027-01-31", "2026-12-31"),
        ("dynamic: warn", "dynamic: deny"),
        ("layers: [orders, shared]", "layers: [orders, ledger, shared]"),
        ("dynamic: warn", "ignore: ['**/node_modules/**']"),
        ("  shared:", "  payments: {path: src/payments, depends_on: []}\n  shared:"),
        ("  shared:", "  core: {path: src/orders/core, depends_on: []}\n  shared:"),
    ],
)
def test_what_permits_no_more(old: str, new: str) -> None:
    assert BASE.count(old) == 1
    assert found(BASE, BASE.replace(old, new)) == []


@pytest.mark.parametrize(
    "more",
    [
        "core: {path: src/orders/core, mode: shadow}",
        "part: {path: src/billing/part}",  # the layers of billing are asked of what it owns
        "audit: {path: plugins/audit}",  # no member of the family any more
        "models: {path: 'src/*/models'}",
        "everything: {path: src}",  # parts of one component close no cycle
    ],
)
def test_a_new_component_that_takes_files_from_another(more: str) -> None:
    (name, path) = more.partition(":")[0], 7
    assert [(word, line) for word, _, line, _ in found(BASE, BASE.replace("  shared:", f"  {more}\n  shared:"))] == [
        (f"components.{name}.path", path)
    ]


def test_a_component_that_is_gone() -> None:
    text = "".join(line for line in BASE.splitlines(keepends=True) if not line.startswith("  ledger:"))
    assert found(BASE, text) == [("components.ledger", ("ledger",), 8, False)]


def test_a_record_that_is_only_proposed_takes_the_force_of_a_rule() -> None:
    before, after = load_policy(BASE), load_policy(BASE.replace("ADR-2", "ADR-9"))
    (one,) = relaxations(before, after, lambda adr: adr == "ADR-9")
    assert (one.word, one.names) == ("components.orders.adr", ("ADR-9",))
    assert relaxations(before, after, lambda adr: adr in {"ADR-2", "ADR-9"}) == ()


def test_record_and_level_are_those_of_the_old_rule() -> None:
    old = BASE.replace("depends_on: [shared], adr", "depends_on: {only: [shared], level: notice}, adr")
    (one,) = relaxations(load_policy(old), load_policy(old.replace("only: [shared]", "only: [shared, ledger]")))
    assert (one.adr, one.level, one.component) == ("ADR-2", "notice", "orders")


@pytest.mark.parametrize("text", [*ALL.values(), BASE], ids=[*ALL, "base"])
def test_a_policy_permits_no_more_than_itself(text: str) -> None:
    assert relaxations(load_policy(text), load_policy(f"# again\n{text}")) == ()


def test_very_long_lists_are_compared_in_bounded_time() -> None:
    """What is not surely the same counts as more."""
    before, after = (
        "version: 1\nignore:\n" + "".join(f"  - '{letter}{number}/*/x'\n" for number in range(5000)) for letter in "ab"
    )
    ((word, names, *_),) = found(before, after)
    assert (word, len(names)) == ("ignore", 5000)
    assert found(before, before) == []


FOLDERS = ["a", "a/api", "a/domain", "b", "b/inner", "c", "plugins/p", "plugins/q", "loose"]
IMPORTS = "".join(f"import {folder.replace('/', '.')}.m\n" for folder in FOLDERS) + "import sqlalchemy\nimport yaml\n"


@cache
def everything_uses_everything() -> Change:
    """Every file gets an import of every other."""
    parts = {"/".join(folder.split("/")[:end]) for folder in FOLDERS for end in (1, 2)}
    files = {f"{part}/__init__.py": "" for part in sorted(parts)} | {f"{folder}/m.py": "" for folder in FOLDERS}
    return PullRequest(base=files, head={f"{folder}/m.py": IMPORTS for folder in FOLDERS}).change


def blocked(text: str) -> set[tuple[str, int | None, str | None]]:
    """The imports that a policy blocks, by place and what they name."""
    told = Circumstances(TODAY, DecisionRecords())
    reviewed = review(everything_uses_everything(), load_policy(text), told)
    assume(not reviewed.policy_issues)
    blocking = reviewed.with_status(Status.BLOCKING)
    return {(one.path, one.line, getattr(one.evidence, "imported", None)) for one in blocking}


NAMES = ["a", "b", "c", "plugins", "part"]
PATHS = ["a", "b", "c", "a/domain", "b/*", "loose", "{a,b}/inner", "**/domain", "plugins/p"]
entries = st.lists(st.sampled_from([*NAMES, "plugins/p"]), max_size=3, unique=True)
rules = st.one_of(
    entries,
    st.fixed_dictionaries({"not": entries.filter(bool)}, optional={"level": st.sampled_from(["failure", "warning"])}),
    st.fixed_dictionaries({"only": entries, "not": entries}, optional={"indirect": st.booleans()}),
)
component = st.fixed_dictionaries(
    {"path": st.lists(st.sampled_from(PATHS), min_size=1, max_size=2, unique=True)},
    optional={
        "depends_on": rules,
        "used_by": rules,
        "layers": st.permutations(["api", "domain"]),
        "encapsulates": st.lists(st.sampled_from(["sqlalchemy", "b.inner"]), max_size=1),
        "external": st.lists(st.sampled_from(["yaml", "sqlalchemy"]), max_size=1),
        "public": st.lists(st.sampled_from(["m", "api"]), max_size=1),
        "level": st.sampled_from(["failure", "notice"]),
        "mode": st.sampled_from(["block", "warn"]),
    },
)
policies = st.fixed_dictionaries(
    {
        "version": st.just("1"),
        "components": st.dictionaries(st.sampled_from([*NAMES]), component, min_size=2, max_size=5),
    },
    optional={
        "layers": st.lists(st.sampled_from(NAMES), max_size=3, unique=True),
        "level": st.sampled_from(["failure", "warning"]),
        "cycles": st.sampled_from(["deny", "allow"]),
        "mode": st.sampled_from(["block", "warn"]),
        "tests": st.sampled_from([["a/**"], ["loose/**", "a/api/**"]]),
        "ignore": st.just(["c/**"]),
        "exceptions": st.just([{"from": "a", "to": "b", "adr": "ADR-1"}]),
    },
)


def edited(policy: dict[str, Any], other: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """The policy with one thing of another one: a word, a component, or a word of a component."""
    result = deepcopy(policy)
    words = sorted((policy.keys() | other.keys()) - {"version", "components"})
    names = sorted(policy["components"].keys() | other["components"].keys())
    target, source = result, other
    if names and data.draw(st.sampled_from([False, True, True, True])):
        name = data.draw(st.sampled_from(names))
        target, source = result["components"], other["components"]
        if name in target and name in source and data.draw(st.booleans()):
            target, source = target[name], source[name]
            words = sorted(target.keys() | source.keys())
        else:
            words = [name]
    assume(words)
    word = data.draw(st.sampled_from(words))
    if word in source:
        target[word] = source[word]
    else:
        target.pop(word, None)
    return result


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(policies, policies, st.data())
def test_whatever_is_allowed_and_was_forbidden_is_found(
    policy: dict[str, Any], other: dict[str, Any], data: st.DataObject
) -> None:
    for one in (policy, other):
        family = one["components"].get("plugins")
        if family is not None:
            family["path"] = ["plugins/{plugin}"]
    before, after = json.dumps(policy), json.dumps(edited(policy, other, data))
    try:
        old, new = load_policy(before), load_policy(after)
    except PolicyError:
        assume(False)
    if blocked(before) - blocked(after):
        assert relaxations(old, new) != ()
