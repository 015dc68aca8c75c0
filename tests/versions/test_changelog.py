"""Whether the changelog says what a new version changes."""

import pytest

from checks.versions import ProblemKind, PullRequest, find_entry, missing_entry, raised
from tests.versions.asking import Written, package, texts

TOP = "# Changelog\n\nAll that matters.\n\n"
OLD = "## [1.2.0] - 2024-01-02\n\n### Fixed\n\n- A thing.\n"
NEW = "### Removed\n\n- `slugify`.\n\n"
RST = "Changes\n=======\n\n"
OLD_RST = "1.2.0 (2024-01-02)\n------------------\n\n- A thing.\n"


def entry(base: Written, head: Written, title: str = "", folder: str = "") -> tuple[str, int] | None:
    before, after = texts(base), texts(head)
    found = find_entry(folder, before, after, raised(folder, before, after, PullRequest(title)))
    return (found.path, found.line) if found else None


BASE: Written = {"package.json": package()}
RAISED: Written = {"package.json": package(version="2.0.0")}


@pytest.mark.parametrize(
    ("path", "before", "after", "line"),
    [
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## [2.0.0] - 2024-03-01\n\n{NEW}{OLD}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## 2.0.0 (2024-03-01)\n\n{NEW}{OLD}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}# @acme/x@2.0.0\n\n{NEW}{OLD}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}v2.0.0\n------\n\n{NEW}{OLD}", 5),
        ("CHANGELOG.md", "", f"{TOP}## 2.0.0\n\n{NEW}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## [Unreleased]\n\n{NEW}{OLD}", 5),
        ("CHANGELOG.md", f"{TOP}## [Unreleased]\n\n{NEW}{OLD}", f"{TOP}## [2.0.0]\n\n{NEW}{OLD}", 5),
        ("CHANGELOG.md", f"{TOP}## Unreleased\n\n- a\n\n{OLD}", f"{TOP}## Unreleased\n\n- a\n- b\n\n{OLD}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## Next release:\n\n{NEW}{OLD}", 5),
        ("docs/changelog.md", TOP + OLD, f"{TOP}## 2.0.0\n\n{NEW}{OLD}", 5),
        ("HISTORY.md", TOP + OLD, f"{TOP}## 2.0\n\n{NEW}{OLD}", 5),
        ("CHANGES.rst", RST + OLD_RST, f"{RST}2.0.0\n-----\n\n- Gone.\n\n{OLD_RST}", 4),
        ("CHANGES.rst", RST + OLD_RST, f"{RST}Version 2.0.0 (unreleased)\n~~~~~~~~~~~~~~~~~~~~~~~~~~\n\n- Gone.\n", 4),
        ("NEWS.txt", "", "2.0.0\n=====\nGone.\n", 1),
    ],
)
def test_an_entry(path: str, before: str, after: str, line: int) -> None:
    assert entry({**BASE, path: before}, {**RAISED, path: after}) == (path, line)


@pytest.mark.parametrize(
    ("path", "before", "after", "line"),
    [
        ("CHANGELOG.md", TOP + OLD, TOP + OLD, 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## 2.0.0\n\n{OLD}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## 2.0.0\n\n### Removed\n\n{OLD}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## 2.0.1\n\n{NEW}{OLD}", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}## Next.js and others\n\n{NEW}{OLD}", 9 + 2),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}{OLD}- Another thing of 1.2.0, and 2.0.0.\n", 5),
        ("CHANGELOG.md", TOP + OLD, f"{TOP}```\n## 2.0.0\nx\n```\n\n{OLD}", 10),
        ("CHANGELOG.md", f"{TOP}## Unreleased\n\n- a\n\n{OLD}", f"{TOP}## Unreleased\n\n- a\n\n{OLD}- b\n", 5),
        ("CHANGES.rst", RST + OLD_RST, RST + OLD_RST + "- b\n", 4),
    ],
)
def test_no_entry(path: str, before: str, after: str, line: int) -> None:
    base, head = texts({**BASE, path: before}), texts({**RAISED, path: after})
    found = missing_entry("", base, head, raised("", base, head))
    assert found
    assert (found.kind, found.path, found.line) == (ProblemKind.NO_ENTRY, path, line)
    assert found.sentence == f"{path} has no entry for 2.0.0, and nothing new under Unreleased"


def test_no_changelog_at_all_is_told_where_the_version_stands() -> None:
    base, head = texts(BASE), texts(RAISED)
    found = missing_entry("", base, head, raised("", base, head))
    assert found
    assert (found.path, found.line) == ("package.json", 3)
    assert found.sentence == "there is no changelog that tells what 2.0.0 changes"


PLAN = '---\n"@acme/x": major\n---\n'


@pytest.mark.parametrize(
    ("more", "title", "expected"),
    [
        ({".changeset/a.md": f"{PLAN}\nSlugify is gone.\n"}, "", (".changeset/a.md", 2)),
        ({".changeset/a.md": PLAN}, "", None),
        ({"newsfragments/12.removal.md": "Slugify is gone.\n"}, "", ("newsfragments/12.removal.md", 1)),
        ({"newsfragments/12.removal": "Slugify is gone.\n"}, "", ("newsfragments/12.removal", 1)),
        ({"newsfragments/README.md": "How to.\n"}, "", None),
        ({"newsfragments/12.feature.md": " \n"}, "", None),
        ({"changelog.d/+x.rst": "Gone.\n"}, "", ("changelog.d/+x.rst", 1)),
        ({".changes/unreleased/x.yaml": "kind: Removed\n"}, "", (".changes/unreleased/x.yaml", 1)),
        (
            {"towncrier.toml": '[tool.towncrier]\ndirectory = "notes"\n', "notes/1.removal.md": "Gone."},
            "",
            ("notes/1.removal.md", 1),
        ),
        ({"news/views.py": "x = 1\n"}, "", None),
        ({".releaserc": "{}"}, "feat!: x", (".releaserc", 1)),
        ({".releaserc": "{}"}, "docs: x", None),
    ],
)
def test_what_stands_for_an_entry(more: Written, title: str, expected: tuple[str, int] | None) -> None:
    assert entry(BASE, {**BASE, **more}, title) == expected


def test_a_fragment_of_before_is_no_entry() -> None:
    files: Written = {**BASE, "newsfragments/12.removal.md": "Slugify is gone.\n"}
    assert entry(files, files) is None


@pytest.mark.parametrize(("breaks", "is_missing"), [(False, False), (True, True)])
def test_a_version_that_stays_needs_an_entry_for_a_break_only(breaks: bool, is_missing: bool) -> None:
    files = texts({**BASE, "CHANGELOG.md": TOP + OLD})
    found = missing_entry("", files, files, raised("", files, files), breaks=breaks)
    assert (found is not None) is is_missing


def test_the_nearest_changelog_counts() -> None:
    base: Written = {"p/x/package.json": package(), "p/x/CHANGELOG.md": TOP + OLD, "CHANGELOG.md": TOP + OLD}
    head = {**base, "p/x/package.json": package(version="2.0.0"), "CHANGELOG.md": f"{TOP}## 2.0.0\n\n{NEW}{OLD}"}
    assert entry(base, head, folder="p/x") is None
    nearer: Written = {**head, "p/x/CHANGELOG.md": f"{TOP}## 2.0.0\n\n{NEW}{OLD}"}
    assert entry(base, nearer, folder="p/x") == ("p/x/CHANGELOG.md", 5)


@pytest.mark.parametrize(("now", "heading"), [("2.0.0rc1", "2.0.0"), ("2.0.0rc1", "2.0.0rc1"), ("2.0", "2.0.0")])
def test_a_heading_names_the_version(now: str, heading: str) -> None:
    manifest = '[project]\nname = "x"\nversion = "{}"\n'
    base: Written = {"pyproject.toml": manifest.format("1.2.0"), "CHANGELOG.md": TOP + OLD}
    head: Written = {"pyproject.toml": manifest.format(now), "CHANGELOG.md": f"{TOP}## {heading}\n\n{NEW}{OLD}"}
    assert entry(base, head) == ("CHANGELOG.md", 5)
