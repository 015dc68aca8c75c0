"""Changesets, version plans and their like."""

import pytest

from checks.versions import Bump, ProblemKind
from tests.versions.asking import Written, ask, package, texts


def changeset(**bumps: str) -> str:
    return "---\n" + "".join(f'"@acme/{name}": {bump}\n' for name, bump in bumps.items()) + "---\n\nWhat changes.\n"


PACKAGES: Written = {"p/x/package.json": package(), "p/y/package.json": package("@acme/y")}
CONFIG: dict[str, object] = {"fixed": [], "linked": []}


@pytest.mark.parametrize(
    ("config", "changes", "level"),
    [
        (CONFIG, {"x": "major"}, Bump.MAJOR),
        (CONFIG, {"x": "minor", "y": "major"}, Bump.MINOR),
        (CONFIG, {"x": "none"}, Bump.NONE),
        (CONFIG, {"y": "major"}, Bump.NONE),
        ({"fixed": [["@acme/x", "@acme/y"]]}, {"y": "major"}, Bump.MAJOR),
        ({"fixed": [["@acme/*"]]}, {"y": "minor", "x": "patch"}, Bump.MINOR),
        ({"fixed": [["@acme/*", "!@acme/x"]]}, {"y": "major"}, Bump.NONE),
        ({"linked": [["@acme/x", "@acme/y"]]}, {"y": "major"}, Bump.NONE),
        ({"linked": [["@acme/x", "@acme/y"]]}, {"y": "major", "x": "patch"}, Bump.MAJOR),
        ({"ignore": ["@acme/x"]}, {"x": "major"}, Bump.NONE),
    ],
)
def test_changesets(config: dict[str, object], changes: dict[str, str], level: Bump) -> None:
    base: Written = {**PACKAGES, ".changeset/config.json": config}
    found = ask(base, {**base, ".changeset/brave-cats-sing.md": changeset(**changes)}, folder="p/x")
    assert (found.level, found.was, found.now, found.problem) == (level, "1.2.0", "1.2.0", None)


def test_where_a_changeset_says_it() -> None:
    found = ask(PACKAGES, {**PACKAGES, ".changeset/a.md": changeset(y="patch", x="major")}, folder="p/x")
    assert [(one.path, one.line, one.now) for one in found.sources[1:]] == [(".changeset/a.md", 3, "major")]


def test_a_changeset_that_waits_since_before_counts() -> None:
    files: Written = {**PACKAGES, ".changeset/a.md": changeset(x="major")}
    assert ask(files, files, folder="p/x").level is Bump.MAJOR


def test_the_release_takes_the_changesets_with_it() -> None:
    base: Written = {**PACKAGES, ".changeset/a.md": changeset(x="major")}
    head: Written = {**PACKAGES, "p/x/package.json": package(version="2.0.0")}
    assert ask(base, head, folder="p/x").level is Bump.MAJOR


@pytest.mark.parametrize(
    ("before", "level"), [("1.4.0", Bump.MAJOR), ("2.0.0-old.0", Bump.MAJOR), ("1.2.9", Bump.MAJOR)]
)
def test_pre_release_mode_counts_from_the_version_before_it(before: str, level: Bump) -> None:
    files: Written = {
        "p/x/package.json": package(version="2.0.0-next.3"),
        ".changeset/pre.json": {"mode": "pre", "tag": "next", "initialVersions": {"@acme/x": before}},
    }
    assert ask(files, files, folder="p/x").level is level


def test_pre_release_mode_of_a_feature_is_no_break() -> None:
    files: Written = {
        "p/x/package.json": package(version="1.3.0-next.3"),
        ".changeset/pre.json": {"mode": "pre", "tag": "next", "initialVersions": {"@acme/x": "1.2.0"}},
    }
    assert ask(files, files, folder="p/x").level is Bump.MINOR


def test_a_changeset_with_a_word_that_is_no_level() -> None:
    found = ask(PACKAGES, {**PACKAGES, ".changeset/a.md": changeset(x="breaking")}, folder="p/x")
    assert found.problem
    assert (found.problem.kind, found.problem.path, found.problem.line) == (
        ProblemKind.UNREADABLE,
        ".changeset/a.md",
        2,
    )
    assert found.problem.sentence == (
        ".changeset/a.md says `breaking` of @acme/x, which is neither major, minor, patch nor none"
    )


@pytest.mark.parametrize(
    ("release", "plan", "level"),
    [
        ({}, "x: major", Bump.MAJOR),
        ({}, "y: minor", Bump.MINOR),
        ({}, "__default__: major", Bump.MAJOR),
        ({}, "'@acme/x': feat!", Bump.MAJOR),
        ({}, "x: premajor", Bump.MAJOR),
        ({"projectsRelationship": "independent"}, "y: major", Bump.NONE),
        ({"projectsRelationship": "independent"}, "'@acme/x': fix", Bump.PATCH),
        ({"groups": {"g": {"projects": ["@acme/x", "@acme/y"]}}}, "g: major", Bump.MAJOR),
        ({"groups": {"g": {"projects": ["@acme/*"]}}}, "'@acme/y': major", Bump.MAJOR),
        ({"groups": {"g": {"projects": "@acme/y"}}}, "g: major", Bump.NONE),
        ({"groups": {"g": {"projects": ["@acme/*"], "projectsRelationship": "independent"}}}, "'@acme/y': major", 0),
    ],
)
def test_version_plans(release: dict[str, object], plan: str, level: Bump) -> None:
    base: Written = {**PACKAGES, "nx.json": {"release": {"versionPlans": True, **release}}}
    found = ask(base, {**base, ".nx/version-plans/version-plan-1.md": f"---\n{plan}\n---\n\nText.\n"}, folder="p/x")
    assert (found.level, found.problem) == (level, None)


@pytest.mark.parametrize(
    ("path", "plan"),
    [
        (".yarn/versions/1a2b.yml", 'releases:\n  "@acme/x": major\n'),
        ("change/@acme-x-1a2b.json", {"type": "major", "packageName": "@acme/x", "comment": "x"}),
        ("change/change-1a2b.json", {"changes": [{"type": "major", "packageName": "@acme/x", "comment": "x"}]}),
        ("common/changes/@acme/x/1a2b.json", {"changes": [{"type": "major", "packageName": "@acme/x"}]}),
        (".changeset/knope.md", "---\ndefault: major\n---\n\nText.\n"),
    ],
)
def test_plans_of_other_tools(path: str, plan: str) -> None:
    found = ask(PACKAGES, {**PACKAGES, path: plan}, folder="p/x")
    assert (found.level, found.sources[-1].path, found.sources[-1].now) == (Bump.MAJOR, path, "major")


def test_the_readme_of_the_changesets_plans_nothing() -> None:
    files = texts({**PACKAGES, ".changeset/README.md": changeset(x="major")})
    assert ask(PACKAGES, files, folder="p/x").level is Bump.NONE
