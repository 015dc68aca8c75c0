"""Tools that go by the title of the pull request, and its labels."""

import pytest

from checks.versions import Bump, ProblemKind, SourceKind
from checks.versions.pull_request import label_bumps
from tests.versions.asking import Written, ask, package

SEMANTIC_RELEASE: Written = {"package.json": package(version="0.0.0-development"), ".releaserc.json": "{}"}
PLEASE = "release-please-config.json"


@pytest.mark.parametrize(
    ("title", "body", "level"),
    [
        ("feat!: drop Node 18", "", Bump.MAJOR),
        ("fix(api)!: x", "", Bump.MAJOR),
        ("refactor: x", "BREAKING CHANGE: the old name is gone", Bump.MAJOR),
        ("fix: x", "Why.\n\nBREAKING-CHANGE: y", Bump.MAJOR),
        ("feat(api): x", "", Bump.MINOR),
        ("Fix: x", "", Bump.PATCH),
        ("perf: x", "", Bump.PATCH),
        ('Revert "feat: x"', "", Bump.PATCH),
        ("docs: x", "", Bump.NONE),
        ("Drop Node 18", "", Bump.NONE),
        ("feat : x", "", Bump.NONE),
        ("fix: x", "<!-- BREAKING CHANGE: describe it -->", Bump.PATCH),
        ("fix: x", "```\nBREAKING CHANGE: y\n```", Bump.PATCH),
        ("fix: x", "# BREAKING CHANGE: none", Bump.PATCH),
        ("fix: x", "This is no BREAKING CHANGE: y", Bump.PATCH),
    ],
)
def test_conventional_titles(title: str, body: str, level: Bump) -> None:
    found = ask(SEMANTIC_RELEASE, SEMANTIC_RELEASE, title, body=body)
    assert (found.level, found.problem) == (level, None)


@pytest.mark.parametrize(
    "files",
    [
        {".releaserc": "branches: [main]\n"},
        {"release.config.js": "module.exports = {}"},
        {"package.json": package(release={"branches": ["main"]})},
        {"package.json": package(devDependencies={"semantic-release": "^24"})},
        {"lerna.json": {"version": "1.2.0", "command": {"version": {"conventionalCommits": True}}}},
        {"nx.json": {"release": {"version": {"conventionalCommits": True}}}},
        {".versionrc.json": "{}"},
        {"pyproject.toml": '[project]\nversion = "1.2.0"\n[tool.semantic_release]\nversion_toml = ["x"]\n'},
        {"pyproject.toml": '[project]\nversion = "1.2.0"\n[tool.commitizen]\nversion_provider = "pep621"\n'},
        {PLEASE: {"packages": {".": {"release-type": "node"}}}},
    ],
)
def test_the_tools(files: Written) -> None:
    every: Written = {"package.json": package(), **files}
    found = ask(every, every, "feat!: x")
    assert (found.level, found.problem) == (Bump.MAJOR, None)
    assert (found.sources[-1].kind, found.sources[-1].path) == (SourceKind.TITLE, next(iter(files)))


@pytest.mark.parametrize(
    "files",
    [
        {},
        {PLEASE: {"packages": {"packages/other": {}}}},
        {"pyproject.toml": '[project]\nversion = "1.2.0"\n[tool.commitizen]\nname = "cz_conventional_commits"\n'},
        {"lerna.json": {"version": "1.2.0"}},
    ],
)
def test_a_title_raises_nothing_without_a_tool_that_goes_by_it(files: Written) -> None:
    every: Written = {"package.json": package(), **files}
    assert ask(every, every, "feat!: x", labels=("major",)).level is Bump.NONE


@pytest.mark.parametrize(
    ("config", "version", "title", "level"),
    [
        ({"bump-minor-pre-major": True}, "0.4.0", "feat!: x", Bump.MINOR),
        ({}, "0.4.0", "feat!: x", Bump.MAJOR),
        ({"bump-minor-pre-major": True}, "1.4.0", "feat!: x", Bump.MAJOR),
        ({"bump-patch-for-minor-pre-major": True}, "0.4.0", "feat: x", Bump.PATCH),
        ({"versioning": "always-bump-patch"}, "1.4.0", "feat!: x", Bump.PATCH),
    ],
)
def test_release_please(config: dict[str, object], version: str, title: str, level: Bump) -> None:
    own: dict[str, object] = {"packages": {"p/x": config}}
    shared: dict[str, object] = {"packages": {"p/x": {}}, **config}
    for settings in (own, shared):
        files: Written = {PLEASE: settings, "p/x/package.json": package(version=version)}
        assert ask(files, files, title, folder="p/x").level is level


def test_release_as() -> None:
    files: Written = {PLEASE: {"packages": {".": {}}}, "package.json": package()}
    assert ask(files, files, "chore: x", body="Release-As: 2.0.0").level is Bump.MAJOR


@pytest.mark.parametrize(
    ("rule", "title", "level"),
    [
        ({"breaking": True, "release": "minor"}, "feat!: x", Bump.MINOR),
        ({"type": "docs", "scope": "readme", "release": "patch"}, "docs(README): x", Bump.PATCH),
        ({"type": "docs", "scope": "readme", "release": "patch"}, "docs: x", Bump.NONE),
        ({"type": "ref*", "release": "major"}, "refactor: x", Bump.MAJOR),
        ({"type": "feat", "release": False}, "feat: x", Bump.NONE),
    ],
)
def test_release_rules(rule: dict[str, object], title: str, level: Bump) -> None:
    plugins = [["@semantic-release/commit-analyzer", {"releaseRules": [rule]}]]
    files: Written = {"package.json": package(), ".releaserc.json": {"plugins": plugins}}
    assert ask(files, files, title).level is level


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("major", Bump.MAJOR),
        ("semver:major", Bump.MAJOR),
        ("semver-minor", Bump.MINOR),
        ("release/patch", Bump.PATCH),
        ("breaking", Bump.MAJOR),
        ("Breaking Change", Bump.MAJOR),
        ("kind/breaking-change", Bump.MAJOR),
        ("type: breaking", Bump.MAJOR),
        ("priority: major", None),
        ("non-breaking refactoring", None),
        ("none", None),
        ("", None),
    ],
)
def test_labels(label: str, level: Bump | None) -> None:
    assert label_bumps([label]) == (((label, level),) if level else ())


def test_a_label_that_says_less_than_the_title() -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\ndynamic = ["version"]\n[tool.setuptools_scm]\n'}
    found = ask(files, files, "feat!: x", labels=("semver:minor",))
    assert found.problem
    assert (found.problem.kind, found.problem.path, found.problem.line) == (
        ProblemKind.DISAGREEING,
        "pyproject.toml",
        4,
    )
    assert ask(files, files, "feat: x", labels=("semver:major",)).problem is None
