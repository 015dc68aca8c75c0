"""What is raised against what a break needs."""

import pytest

from checks.versions import Bump, ProblemKind, judge, needed
from checks.versions.numbers import any_number
from tests.versions.asking import Written, ask, package

MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH
SMALL, LOWERED = ProblemKind.TOO_SMALL, ProblemKind.LOWERED


@pytest.mark.parametrize(
    ("was", "now", "allowed", "least", "problem"),
    [
        ("1.2.0", "2.0.0", MAJOR, MAJOR, None),
        ("1.2.0", "3.0.0", MAJOR, MAJOR, None),
        ("1.2.0", "1.3.0", MAJOR, MAJOR, SMALL),
        ("1.2.0", "1.2.1", MAJOR, MAJOR, SMALL),
        ("1.2.0", "1.2.0", MAJOR, MAJOR, SMALL),
        ("1.2.0", "1.1.0", MAJOR, MAJOR, LOWERED),
        ("1.2.0", "1.3.0", MINOR, MINOR, None),
        ("1.2.0", "1.2.1", MINOR, MINOR, SMALL),
        ("1.2.0", "1.2.1", PATCH, PATCH, None),
        ("1.2.0", "1.2.0", PATCH, PATCH, SMALL),
        ("1.2.0", "1.1.0", PATCH, PATCH, LOWERED),
        ("0.4.2", "0.5.0", MAJOR, MINOR, None),
        ("0.4.2", "1.0.0", MAJOR, MINOR, None),
        ("0.4.2", "0.4.3", MAJOR, MINOR, SMALL),
        ("0.4.2", "0.4.3", PATCH, PATCH, None),
        ("0.4.2", "0.4.1", MAJOR, MINOR, LOWERED),
        ("0.0.3", "0.0.4", MAJOR, PATCH, None),
        ("0.0.3", "0.0.3", MAJOR, PATCH, SMALL),
        ("2.0.0-rc.1", "2.0.0-rc.2", MAJOR, MAJOR, None),
        ("2.0.0-rc.1", "2.0.0-rc.1", MAJOR, MAJOR, None),
        ("2.1.0-rc.1", "2.1.0-rc.2", MAJOR, MAJOR, SMALL),
        ("2.1.0-rc.1", "3.0.0-rc.1", MAJOR, MAJOR, None),
        ("2.0.0-rc.2", "2.0.0-rc.1", MAJOR, MAJOR, LOWERED),
    ],
)
def test_enough(was: str, now: str, allowed: Bump, least: Bump, problem: ProblemKind | None) -> None:
    found = judge(ask({"package.json": package(version=was)}, {"package.json": package(version=now)}), allowed)
    assert (found.needed, found.problem and found.problem.kind, found.is_enough) == (least, problem, problem is None)
    if found.problem:
        assert (found.problem.path, found.problem.line) == ("package.json", 3)


UNENDED = "Expecting property name enclosed in double quotes"
FILES: Written = {"package.json": package()}
CHANGESET: Written = {".changeset/a.md": '---\n"@acme/x": minor\n---\n\nText.\n'}
BY_TITLE: Written = {".releaserc": "{}"}


@pytest.mark.parametrize(
    ("head", "title", "sentence"),
    [
        (FILES, "", "the version stays 1.2.0, a major bump is needed"),
        (
            {"package.json": package(version="1.3.0")},
            "",
            "package.json goes from 1.2.0 to 1.3.0, which is minor; a major bump is needed",
        ),
        (
            {"package.json": package(version="1.1.0")},
            "",
            "package.json lowers the version from 1.2.0 to 1.1.0",
        ),
        (
            {**FILES, **CHANGESET},
            "",
            ".changeset/a.md plans `minor`, which is minor; a major bump is needed",
        ),
        ({**FILES, **BY_TITLE}, "feat(a): x", "the title announces `feat(a)`, which is minor; a major bump is needed"),
        ({**FILES, **BY_TITLE}, "docs: x", "the version stays 1.2.0, a major bump is needed"),
        (
            {"package.json": package(version="next")},
            "",
            "`next` in package.json is no version by semver (it was `1.2.0`)",
        ),
        ({"package.json": '{"version": "1.2.0",'}, "", f"package.json is not valid JSON: {UNENDED}"),
        ({}, "", "the version 1.2.0 is gone from package.json"),
    ],
)
def test_what_is_said(head: Written, title: str, sentence: str) -> None:
    found = judge(ask(FILES, head, title))
    assert found.problem
    assert found.problem.sentence == sentence


def test_nothing_tells_a_version() -> None:
    found = judge(ask({}, {}))
    assert found.problem
    assert (found.problem.kind, found.problem.path) == (ProblemKind.MISSING, None)


PYPROJECT = '[project]\nname = "x"\nversion = "{}"\n'


@pytest.mark.parametrize(
    ("base", "head", "problem"),
    [
        (("1.2.0", "1.2.0"), ("2.0.0", "2.0.0"), None),
        (("1.2.0", "1.2.0"), ("2.0.0", "1.2.0"), ProblemKind.DISAGREEING),
        (("1.2.0", "1.2.0"), ("1.2.0", "2.0.0"), ProblemKind.DISAGREEING),
        (("1.2.0", "1.2.0"), ("1.1.0", "1.2.0"), ProblemKind.LOWERED),
        (("1.2.0", "1.1.0"), ("2.0.0", "1.1.0"), None),
        (("1.2.0", "1.1.0"), ("1.3.0", "1.1.0"), ProblemKind.TOO_SMALL),
        (("1.2.0", "1.2.0"), ("2.0.0rc1", "2.0.0rc1"), None),
        (("1.2.0", "1.2.0"), ("2.0.0rc1", "2.0.0rc2"), ProblemKind.DISAGREEING),
    ],
)
def test_two_files(base: tuple[str, str], head: tuple[str, str], problem: ProblemKind | None) -> None:
    def files(project: str, module: str) -> dict[str, str]:
        return {"pyproject.toml": PYPROJECT.format(project), "x/__init__.py": f'\n__version__ = "{module}"\n'}

    found = judge(ask(files(*base), files(*head))).problem
    assert (found and found.kind) == problem
    if found and found.kind is ProblemKind.DISAGREEING:
        assert (found.path, found.line) == ("x/__init__.py", 2)
        assert found.sentence == f"pyproject.toml says {head[0]}, x/__init__.py says {head[1]}"


def test_two_languages_write_one_pre_release() -> None:
    base: Written = {"pyproject.toml": PYPROJECT.format("1.2.0"), "package.json": package("x")}
    head: Written = {"pyproject.toml": PYPROJECT.format("2.0.0rc1"), "package.json": package("x", "2.0.0-rc.1")}
    assert judge(ask(base, head)).is_enough


def test_a_repaired_version_is_no_longer_a_problem() -> None:
    found = ask({"package.json": package(version="next")}, {"package.json": package(version="1.0.0")})
    assert (found.level, found.problem) == (MAJOR, None)


@pytest.mark.parametrize(
    ("standing", "expected"), [("1.0.0", MAJOR), ("0.1.0", MINOR), ("0.0.1", PATCH), ("1!0.1", MAJOR), (None, MAJOR)]
)
def test_needed(standing: str | None, expected: Bump) -> None:
    assert needed(any_number(standing) if standing else None) is expected
