"""dependency-cruiser's files and patterns, beyond the table of docs/import.md."""

import json

import pytest

from app.adoption.imported import SourceTree
from app.adoption.imported.path_patterns import PatternError, alternatives, globs, package_of
from tests.adoption.importing import FRONT, Imported

TREE = SourceTree(frozenset((*FRONT, "src/apple.ts")), {})


def cruise(configuration: dict[str, object]) -> Imported:
    return Imported({".dependency-cruiser.json": json.dumps(configuration)}, FRONT)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^src/ui/", ["src/ui"]),
        ("^src/ui", ["src/ui"]),
        ("^src/app", ["src/app*"]),
        ("^src/ui(/|$)", ["src/ui"]),
        ("^src/(ui|db)/.+", ["src/ui", "src/db"]),
        ("^src/ui/button[.]ts$", ["src/ui/button.ts"]),
        (r"^src\/ui\/button\.tsx?$", ["src/ui/button.tsx", "src/ui/button.ts"]),
        (r"[.](?:spec|test)[.]ts$", ["**/*.spec.ts", "**/*.test.ts"]),
        ("(^|/)ui/", ["**/ui"]),
        ("^src/[^/]+/index[.]ts$", ["src/*/index.ts"]),
        ("^src/.*/index[.]ts$", ["src/**/index.ts"]),
        (r"^src/.*\.ts$", ["src/**/*.ts"]),
        ("^src/[jt]s/", ["src/js", "src/ts"]),
    ],
)
def test_patterns_as_globs(pattern: str, expected: list[str]) -> None:
    assert list(globs(pattern, TREE)) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        r"^src/\w+/",
        "^src/(?!ui)",
        "^src/[a-z]+/",
        "^src/ui.*ts$",
        "^src/u{2}",
        "^src/(ui",
        "^src/ui)",
        "(a|b|c)" * 5,
        "^",
    ],
)
def test_patterns_that_say_more_than_globs(pattern: str) -> None:
    with pytest.raises(PatternError):
        globs(pattern, TREE)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^node_modules/react/", "react"),
        ("node_modules/@prisma/client", "@prisma/client"),
        ("(^|/)node_modules/lodash$", "lodash"),
        ("^node_modules/@angular/[^/]+", "@angular"),
        ("^node_modules/re[^/]+", None),
        ("node_modules", "*"),
        ("^fs$", "fs"),
        ("^node:fs$", "fs"),
        ("^src/fs", None),
    ],
)
def test_packages(pattern: str, expected: str | None) -> None:
    assert {package_of(one.tokens) for one in alternatives(pattern)} == {expected}


def test_a_list_of_what_is_allowed() -> None:
    rules = [
        {"from": {"path": "^src/ui/"}, "to": {"path": "^src/(app|db)/"}},
        {"from": {"path": "^src/app/"}, "to": {"path": "^src/db/"}},
        {"from": {}, "to": {"dependencyTypes": ["npm", "core"]}},
    ]
    imported = cruise({"allowed": rules, "allowedSeverity": "error"})
    assert imported.component("ui") == {"depends_on": ["app", "db"]}
    assert imported.component("app") == {"depends_on": ["db"]}


def test_a_list_of_what_is_allowed_is_whole_or_nothing() -> None:
    rules = [
        {"from": {"path": "^src/ui/"}, "to": {"path": "^src/db/"}},
        {"from": {"path": r"^src/\w+"}, "to": {"path": "^src/db/"}},
    ]
    imported = cruise({"allowed": rules})
    assert imported.policy.counts == (1, 0, 2)  # that type-only imports are not seen is a rule too
    assert all("depends_on" not in imported.component(name) for name in imported.names)


def test_the_gravest_level_of_one_list() -> None:
    rules = [
        {"name": "one", "severity": "warn", "from": {"path": "^src/ui/"}, "to": {"path": "^src/db/"}},
        {"name": "two", "severity": "error", "from": {"path": "^src/ui/"}, "to": {"path": "^src/app/"}},
    ]
    imported = cruise({"forbidden": rules})
    assert imported.component("ui") == {"depends_on": {"not": ["db", "app"]}}
    assert "forbidden one: its level for ui: it is a failure now, it was a warning" in imported.left_out


def test_must_and_may_not_do_not_contradict() -> None:
    must = {"name": "must", "module": {"path": "^src/ui/"}, "to": {"path": "^src/db/"}}
    may_not = {"name": "not", "from": {"path": "^src/ui/"}, "to": {"path": "^src/db/"}}
    imported = cruise({"required": [must], "forbidden": [may_not]})
    assert list(imported.component("ui")) == ["depends_on"]
    assert "required must: ui would have to depend on db" in imported.left_out


def test_a_family_that_lies_in_a_component() -> None:
    rules = [
        {"from": {"path": "^src/features/([^/]+)/"}, "to": {"path": "^src/features", "pathNot": "^src/features/$1/"}},
        {"from": {"path": "^src/ui/"}, "to": {"path": "^src/features/"}},
    ]
    imported = cruise({"forbidden": rules})
    assert imported.component("features", path=True)["path"] == "src/features/{folder}/**/*.*"
    assert imported.component("features-2", path=True)["path"] == "src/features"


def test_an_entry_point_of_folders_side_by_side_is_listed() -> None:
    source, target = "^src/features/([^/]+)/", ["^src/features/$1/", "^src/features/[^/]+/index.ts$"]
    imported = cruise({"forbidden": [{"from": {"path": source}, "to": {"path": source, "pathNot": target}}]})
    assert imported.names == []
    assert "public of a family names its entry points" in imported.left_out


def test_scripts_are_read_and_what_only_runs_know_is_listed() -> None:
    script = """
    const UI = '^src/ui/';
    export default {
      extends: 'dependency-cruiser/configs/recommended',
      forbidden: [
        { name: 'ui', severity: 'error', from: { path: UI }, to: { path: [String.raw`^src/db/`] } },
        { name: 'odd', from: { path: compute() }, to: { path: '^src/db' } },
        ...require('./more').rules,
      ],
      options: { exclude: { path: '^src/old/' } },
    };
    """
    imported = Imported({".dependency-cruiser.mjs": script}, FRONT)
    assert imported.component("ui") == {"depends_on": {"not": ["db"]}}
    assert imported.words["type_imports"] == "ignore"
    assert ".dependency-cruiser.mjs:7, forbidden odd: what only a run could tell: compute()" in imported.left_out
    assert "...require('./more').rules: what only a run could tell" in imported.left_out
    assert "extends dependency-cruiser/configs/recommended" in imported.left_out
    assert "src/old" in str(imported.words["ignore"])


def test_names_cannot_break_out_of_comments_or_strings() -> None:
    rule = {"name": "x\n  evil: {path: '**'}\u2028", "from": {"path": '^src/ui"#'}, "to": {"path": "^src/db/"}}
    imported = cruise({"forbidden": [rule]})
    assert "evil" not in imported.names
    assert imported.component(imported.names[0], path=True)["path"] == 'src/ui"#'
