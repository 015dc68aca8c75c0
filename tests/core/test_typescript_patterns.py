"""Imports of names that only the running program completes: every file that fits is used, whenever it comes or goes."""

import pytest

from tests.core.building import Files, PullRequest

POLICY = """
version: 1
components:
  orders: {path: packages/orders, depends_on: []}
  billing: {path: packages/billing}
"""
BASE: Files = {
    "package.json": '{"workspaces": ["packages/*"]}',
    "packages/orders/package.json": '{"name": "@acme/orders"}',
    "packages/billing/package.json": '{"name": "@acme/billing"}',
    "packages/billing/src/plans/a.ts": "",
    "packages/billing/src/plans/b.ts": "",
}
MAIN = "packages/orders/src/main.ts"


def added(source: str, base: Files = BASE) -> list[str]:
    return [edge.imported for edge in PullRequest(base, {MAIN: source}).change.delta.added]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import(`../../billing/src/plans/${x}.ts`)", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("import(`../../billing/src/plans/${x}.js`)", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("import(`../../billing/src/plans/${x}`)", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("require('../../billing/src/' + name)", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("require('../../billing/src/' + name + '/a')", ["src/plans/a.ts"]),
        ("import(`../../billing/src/${x}/b.ts`)", ["src/plans/b.ts"]),
        ("import(`@acme/billing/src/plans/${x}`)", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("import(`@acme/billing/plans/${x}`)", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("import(`@acme/billing/${x}`)", ["package.json", "src/plans/a.ts", "src/plans/b.ts"]),
        ("import(`@acme/b${x}`)", ["package.json"]),
        ("import(`../../billing/generated/${x}`)", ["package.json"]),
        ("import.meta.glob('../../billing/src/plans/*.ts')", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("import.meta.glob('../../billing/**/{a,b}.ts')", ["src/plans/a.ts", "src/plans/b.ts"]),
        ("require.context('../../billing/src', true, /\\.ts$/)", ["src/plans/a.ts", "src/plans/b.ts"]),
        (
            "new Worker(new URL(`../../billing/src/plans/${x}.ts`, import.meta.url))",
            ["src/plans/a.ts", "src/plans/b.ts"],
        ),
    ],
)
def test_what_fits(source: str, expected: list[str]) -> None:
    assert added(source) == [f"packages/billing/{path}" for path in expected]


def test_a_file_that_comes_to_fit_is_an_edge_of_a_file_that_did_not_change() -> None:
    base = {**BASE, MAIN: "import(`../../billing/src/plans/${x}`)"}
    pull = PullRequest(base, {"packages/billing/src/plans/deep/c.ts": ""})
    assert [edge.imported for edge in pull.change.delta.added] == ["packages/billing/src/plans/deep/c.ts"]


def test_a_file_that_goes_takes_its_edge_along() -> None:
    base = {**BASE, MAIN: "import(`../../billing/src/plans/${x}`)"}
    pull = PullRequest(base, {"packages/billing/src/plans/a.ts": None})
    assert [edge.imported for edge in pull.change.delta.removed] == ["packages/billing/src/plans/a.ts"]


def test_a_crossing_by_a_pattern_is_a_finding() -> None:
    pull = PullRequest(BASE, {MAIN: "\nrequire('../../billing/src/' + name)"}, policy=POLICY)
    assert {(one.check, one.line, one.target) for one in pull.findings} == {("cross-domain-edge", 2, "billing")}


def test_many_files_do_not_hide_a_crossing() -> None:
    many = {f"packages/billing/src/plans/{i // 30}/p{i}.ts": "" for i in range(300)}
    found = added("import(`../../billing/src/plans/${x}`)", {**BASE, **many})
    assert len(found) == 11
    assert all(path.startswith("packages/billing/src/plans/") for path in found)


def test_many_folders_do_not_hide_a_crossing() -> None:
    many = {f"packages/orders/src/plugins/p{i}/{j}/x.ts": "" for i in range(60) for j in range(3)}
    found = added("import(`./plugins/${x}`)", {**BASE, **many})
    assert len({path.split("/")[4] for path in found}) == 60


@pytest.mark.parametrize("source", ["import(name)", "import(`./nothing/${x}`)", "import(`../${x}`)"])
def test_what_cannot_be_told_is_counted(source: str) -> None:
    (found,) = PullRequest(BASE, {MAIN: source}).change.delta.added_unknown
    assert (found.importer, found.count, found.lines) == (MAIN, 1, (1,))
