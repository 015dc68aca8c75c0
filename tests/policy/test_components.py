import time

import pytest

from checks.policy import Components, load_policy
from tests.policy.policies import ALL, LENDING

LENDING_PATHS = [
    "apps/api/package.json",
    "apps/api/src/compliance/kyc-read.adapter.ts",
    "apps/api/src/ewa/payout.ts",
    "apps/api/src/products/ewa/income.adapter.ts",
    "apps/api/src/products/ewa/kyc.adapter.ts",
    "packages/README.md",
    "packages/kyc/src/index.ts",
    "packages/shared/README.md",
    "packages/shared/events/src/index.ts",
    "packages/shared/money/src/index.ts",
]


def components(policy: str, *paths: str) -> Components:
    return Components(load_policy(policy), paths)


def two(first: str, second: str, *paths: str) -> Components:
    return components(f"version: 1\ncomponents:\n  a: {{path: '{first}'}}\n  b: {{path: '{second}'}}\n", *paths)


@pytest.mark.parametrize(
    ("policy", "path", "owner"),
    [
        ("monstrino", "packages/core/core/enums.py", "core"),
        ("monstrino", "services/catalog/importer/main.py", "services/catalog/importer"),
        ("monstrino", "services/catalog/README.md", None),
        ("monstrino", "docs/index.md", None),
        ("decksmith", "packages/domain/src/deck.ts", "domain"),
        ("pynomaly", "src/packages/kernel/events.py", "kernel"),
        ("pynomaly", "src/packages/mlops/domain/model.py", "domains/mlops"),
        ("django", "packages/schema-orders/index.ts", "contracts"),
        ("django", "packages/auth-core/a.py", "packages/auth-core"),
        ("lending", "packages/kyc/src/index.ts", "domains/kyc"),
        ("lending", "packages/shared/money/a.ts", "shared/money"),
        ("lending", "packages/shared/events/a.ts", "outbox"),
        ("lending", "packages/shared/README.md", None),
        ("lending", "packages/README.md", None),
        ("lending", "apps/api/src/ewa/payout.ts", "payouts"),
    ],
)
def test_the_most_specific_component_owns_a_file(policy: str, path: str, owner: str | None) -> None:
    assert components(ALL[policy], path).owner(path) == owner


def test_a_file_in_two_parts_lies_in_both_and_in_their_parent() -> None:
    found = components(LENDING, *LENDING_PATHS)
    assert found.of("apps/api/src/products/ewa/kyc.adapter.ts") == ("reads", "gates", "apps/api")


def test_a_part_stands_for_its_parent_in_cycles() -> None:
    found = components(LENDING, *LENDING_PATHS)
    assert found.outermost("apps/api/src/ewa/payout.ts") == "apps/api"


def test_what_lies_in_no_component_stands_for_nothing() -> None:
    assert components(LENDING).outermost("docs/a.md") is None


def test_parents_are_the_components_around_a_part() -> None:
    found = components(LENDING, *LENDING_PATHS)
    assert {name: found.parents(name) for name in ("gates", "outbox", "apps/api")} == {
        "gates": ("apps/api",),
        "outbox": (),
        "apps/api": (),
    }


def test_overlapping_parts_are_not_parts_of_one_another() -> None:
    found = two("src/**/*kyc*.ts", "src/products/**/*.adapter.ts", "src/products/kyc.adapter.ts")
    assert found.parents("b") == ()


def test_a_component_inside_a_family_is_a_part_of_each_member() -> None:
    found = two("services/{s}", "services/*/container.py", "services/x/container.py", "services/x/a.py")
    assert found.of("services/x/container.py") == ("b", "a/x")
    assert found.outermost("services/x/container.py") == "a/x"


def test_a_folder_that_a_component_names_better_is_no_member() -> None:
    assert two("packages/{p}", "packages/schema-*", "packages/schema-a/x.ts").names == ("b",)


def test_a_folder_of_members_is_no_member_of_another_family() -> None:
    found = two("packages/{p}", "packages/shared/{library}", "packages/shared/x.ts", "packages/shared/money/x.ts")
    assert found.names == ("b/money",)


def test_a_folder_that_merely_holds_a_component_is_no_member() -> None:
    assert two("packages/{p}", "packages/shared/events", "packages/shared/events/x.ts").names == ("b",)


def test_a_folder_with_files_beside_a_part_is_a_member() -> None:
    found = two("packages/{p}", "packages/kyc/api", "packages/kyc/api/x.ts", "packages/kyc/x.ts")
    assert found.of("packages/kyc/api/x.ts") == ("b", "a/kyc")


def test_a_glob_that_happens_to_match_takes_no_member_away() -> None:
    found = two("packages/{p}", "packages/kyc/*.stories.ts", "packages/kyc/x.ts")
    assert found.owner("packages/kyc/x.ts") == "a/kyc"


def test_a_tie_is_reported_with_an_example() -> None:
    (tie,) = two("x-*", "*-y", "x-y/1.ts", "x-y/2.ts").ties
    assert (tie.path, tie.components) == ("x-y/1.ts", ("a", "b"))


def test_members_have_the_rules_of_their_family() -> None:
    found = components(LENDING, *LENDING_PATHS)
    assert found.rules("domains/kyc") is found.rules("domains")


def test_members_of_a_family_are_those_with_files() -> None:
    assert components(LENDING, *LENDING_PATHS).members("domains") == ("domains/kyc",)


def test_several_paths_make_one_member() -> None:
    policy = "version: 1\ncomponents: {d: {path: ['api/{d}', 'web/{d}']}}"
    assert components(policy, "api/kyc/a.py", "web/kyc/a.ts").names == ("d/kyc",)


@pytest.mark.parametrize(
    ("path", "is_test"),
    [
        ("a/tests/x.py", True),
        ("test_a.py", True),
        ("a/conftest.py", True),
        ("a/b.spec.ts", True),
        ("a/b.stories.tsx", True),
        ("__mocks__/b.ts", True),
        ("a/latest.py", False),
        ("a/contest.ts", False),
    ],
)
def test_default_test_files(path: str, is_test: bool) -> None:
    assert components("version: 1").is_test(path) is is_test


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("node_modules/x/index.js", True),
        ("web/dist/a.js", True),
        (".venv/lib/a.py", True),
        ("a/vendor/b.go", True),
        ("src/build/a.py", False),
        ("src/distance/a.py", False),
    ],
)
def test_default_ignored_files(path: str, ignored: bool) -> None:
    assert components("version: 1").is_ignored(path) is ignored


def test_given_globs_replace_the_defaults() -> None:
    found = components("version: 1\ntests: qa/**\nignore: [old/**]")
    assert (found.is_test("qa/a.py"), found.is_test("tests/a.py"), found.is_ignored("old/a.py")) == (True, False, True)


def test_a_large_repository_takes_no_time() -> None:
    rules = "".join(f"  c{n}: {{path: 'p{n}'}}\n  d{n}: {{path: 'p{n}/**/*{{a,b}}*.ts'}}\n" for n in range(25))
    paths = [f"p{n % 40}/src/m{n % 200}/f{n}a.ts" for n in range(10_000)]
    start = time.process_time()
    found = components(f"version: 1\ncomponents:\n{rules}", *paths)
    assert found.owner(paths[0]) == "d0"
    assert time.process_time() - start < 3
