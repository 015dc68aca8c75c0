"""A pull request's files may say anything."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.versions import Bump, PullRequest, is_unversioned, judge, missing_entry, raised, wanted

PATHS = [
    *(
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "package.json",
        "lerna.json",
        "nx.json",
        "hatch.toml",
        "x/__init__.py",
    ),
    *(".changeset/a.md", ".changeset/config.json", ".changeset/pre.json", ".nx/version-plans/a.md", "change/a.json"),
    *("release-please-config.json", ".release-please-manifest.json", ".releaserc", ".yarn/versions/a.yml"),
    *("CHANGELOG.md", "CHANGES.rst", "news/1.md", "common/changes/x/a.json"),
]
PIECES = [
    *('"version"', "version", "[project]", "dynamic", "[tool.hatch.version]", "path", "pattern", "[metadata]", "attr:"),
    *("{", "}", "[", "]", ":", "=", ",", '"', "'", "\n", "---\n", "\0", "\ud800", "(" * 300, "[" * 3_000, "9" * 5_000),
    *("1.2.0", "2.0.0", "setup(version=", ")", "__version__", "from . import x", "@acme/x", "major", "release", "##"),
    *(
        "packages",
        "projects",
        "groups",
        "fixed",
        "plugins",
        "releaseRules",
        "initialVersions",
        "mode",
        "&a",
        "*a",
        "<<",
    ),
    *("null", "true", "-", " ", "\t", "=====\n", "Unreleased", "try:\n", "``", '{"a": [1, {"b": null}]}', "\u2028"),
]
wild = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40)
repositories = st.dictionaries(st.sampled_from(PATHS), wild, max_size=8)


@given(repositories, repositories, wild, wild)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_raises(base: dict[str, str], head: dict[str, str], title: str, body: str) -> None:
    found = raised("", base, head, PullRequest(title, body, (title,)))
    assert judge(found).needed in {Bump.PATCH, Bump.MINOR, Bump.MAJOR}
    missing_entry("", base, head, found, breaks=True)
    is_unversioned(head, "")
    assert wanted(frozenset(head), [""], base) <= head.keys()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"name": ["x"], "version": {"major": 1}, "private": "yes", "release": 3}'),
        ("package.json", "[1]"),
        ("pyproject.toml", "project = 3\n[tool]\nhatch = [1]\npoetry = 'x'\n"),
        ("pyproject.toml", "[project]\nversion = 1.2\nname = ['x']\n"),
        ("nx.json", '{"release": {"groups": [1], "version": "x", "projectsRelationship": []}}'),
        ("nx.json", '{"release": {"groups": {"a": 1, "b": {"projects": {"x": 1}}}}}'),
        ("release-please-config.json", '{"packages": {".": [], "x": 1}}'),
        ("release-please-config.json", '{"packages": {".": {"versioning": {"x": 1}}}}'),
        (".changeset/config.json", '{"fixed": [1, ["x", 2]], "linked": "x", "ignore": {"x": 1}}'),
        (".changeset/a.md", "---\n- x\n---\n"),
        (".releaserc", 'plugins: [["@semantic-release/commit-analyzer", {releaseRules: [1, {release: [x]}]}]]'),
    ],
)
def test_wrong_shapes_say_nothing(path: str, text: str) -> None:
    files = {path: text}
    assert raised("", files, files, PullRequest("feat: x")).level in {Bump.NONE, Bump.MINOR}


def test_a_module_that_hands_its_version_round_in_circles() -> None:
    files = {
        "pyproject.toml": '[project]\ndynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = {attr = "x.v"}\n',
        "x/__init__.py": "from .y import v\n",
        "x/y.py": "from . import v\n",
    }
    assert raised("", files, files).was is None


def test_names_that_stand_for_each_other() -> None:
    files = {"setup.py": "a = b\nb = a\nsetup(version=a)\n"}
    assert raised("", files, files).was is None
