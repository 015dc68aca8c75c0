"""Where npm packages and workspaces state their version."""

import pytest

from checks.versions import Bump, ProblemKind, is_unversioned
from tests.versions.asking import Written, ask, instead, package, texts


@pytest.mark.parametrize(
    ("now", "level"),
    [
        ("1.2.0", Bump.NONE),
        ("1.2.1", Bump.PATCH),
        ("1.3.0", Bump.MINOR),
        ("2.0.0", Bump.MAJOR),
        ("2.0.0-next.0", Bump.MAJOR),
        ("1.1.9", Bump.LOWERED),
        ("1.2.0-rc.1", Bump.LOWERED),
    ],
)
def test_a_package(now: str, level: Bump) -> None:
    found = ask({"package.json": package()}, {"package.json": package(version=now)})
    assert (found.level, found.was, found.now) == (level, "1.2.0", now)
    assert [(one.path, one.line) for one in found.sources] == [("package.json", 3)]


def test_a_new_package_is_major() -> None:
    found = ask({}, {"packages/x/package.json": package(version="0.1.0")}, folder="packages/x")
    assert (found.level, found.was, found.now, found.problem) == (Bump.MAJOR, None, "0.1.0", None)


@pytest.mark.parametrize(
    "files",
    [
        {
            "package.json": package("root", None, private=True),
            "lerna.json": {"version": "1.2.0"},
            "p/x/package.json": {},
        },
        {"package.json": package("root"), "p/x/package.json": package(version=None)},
        {"package.json": package("root"), "p/x/package.json": package(version="0.0.0-PLACEHOLDER")},
    ],
)
def test_a_version_of_the_whole_workspace(files: Written) -> None:
    found = ask(files, instead(files, "1.2.0", "2.0.0"), folder="p/x")
    assert (found.level, found.was, found.now, found.problem) == (Bump.MAJOR, "1.2.0", "2.0.0", None)


FIXED: Written = {"lerna.json": {"version": "1.2.0"}, "p/x/package.json": package()}
RELEASED: Written = {".release-please-manifest.json": {"p/x": "1.2.0", "p/y": "3.0.0"}, "p/x/package.json": package()}


@pytest.mark.parametrize(("files", "path"), [(FIXED, "lerna.json"), (RELEASED, ".release-please-manifest.json")])
def test_a_workspace_file_agrees_with_the_package(files: Written, path: str) -> None:
    both = ask(files, instead(files, "1.2.0", "1.3.0"), folder="p/x")
    assert (both.level, both.problem) == (Bump.MINOR, None)
    one = ask(files, {**texts(files), **texts({"p/x/package.json": package(version="1.3.0")})}, folder="p/x")
    assert one.problem
    assert (one.problem.kind, one.problem.path, one.problem.line) == (ProblemKind.DISAGREEING, path, 2)
    assert one.problem.sentence == f"p/x/package.json says 1.3.0, {path} says 1.2.0"


def test_a_package_may_lag_behind_lerna() -> None:
    found = ask(FIXED, {**FIXED, "lerna.json": {"version": "1.3.0"}}, folder="p/x")
    assert (found.level, found.problem) == (Bump.NONE, None)


def test_independent_packages_are_not_held_to_lerna() -> None:
    files: Written = {"lerna.json": {"version": "independent"}, "p/x/package.json": package()}
    assert ask(files, instead(files, "1.2.0", "2.0.0"), folder="p/x").problem is None


def test_a_manifest_with_comments_and_a_mark() -> None:
    text = '\ufeff{\n  // ours\n  "name": "x",\n  "version": "1.2.0",\n}'
    found = ask({"package.json": text}, {"package.json": text.replace("1.2", "1.3")})
    assert (found.level, found.sources[0].line) == (Bump.MINOR, 4)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"package.json": package(version="0.0.0", private=True)}, True),
        ({"package.json": package(version=None, private=True)}, True),
        ({"package.json": package(version="0.0.0-development", private=True)}, True),
        ({"package.json": package(version="0.0.1", private=True)}, False),
        ({"package.json": package(version="0.0.0")}, False),
        ({"package.json": package(version="1.0.0", private=True)}, False),
        (
            {"pyproject.toml": '[project]\nname = "x"\nversion = "0"\nclassifiers = ["Private :: Do Not Upload"]\n'},
            True,
        ),
        ({"pyproject.toml": '[project]\nname = "x"\nversion = "0.0"\n[tool.uv]\npackage = false\n'}, True),
        ({"pyproject.toml": '[project]\nname = "x"\nversion = "0.0"\n'}, False),
        ({"setup.py": 'setup(name="x", version="0.0.0", classifiers=["Private :: x"])'}, True),
        ({}, False),
    ],
)
def test_what_is_private_and_still_without_a_version(files: Written, expected: bool) -> None:
    assert is_unversioned(texts(files), "") is expected
