"""Tools that raise the version at the release, by the title of what was merged: which of them a repository uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from checks.versions.bumps import BY_WORD, Bump
from checks.versions.documents import Document, Files, above, join, read_json, read_toml, read_yaml
from checks.versions.node_manifests import below
from checks.versions.pull_request import Header

SEMANTIC_RELEASE = "semantic-release"
SEMANTIC_RELEASE_FILES = (
    ".releaserc",
    ".releaserc.json",
    ".releaserc.yaml",
    ".releaserc.yml",
    ".releaserc.js",
    ".releaserc.cjs",
    ".releaserc.mjs",
    "release.config.js",
    "release.config.cjs",
    "release.config.mjs",
    "release.config.ts",
)
STANDARD_VERSION_FILES = (".versionrc", ".versionrc.json", ".versionrc.js", ".versionrc.cjs")
COMMITIZEN_VERSIONS = frozenset({"version", "version_provider", "version_files"})
"""Without one of them commitizen only checks how commit messages are written."""

ANALYZER = "@semantic-release/commit-analyzer"

BREAKS_ARE_MINOR: Mapping[Bump, Bump] = {Bump.MAJOR: Bump.MINOR}
FEATURES_ARE_PATCHES: Mapping[Bump, Bump] = {Bump.MINOR: Bump.PATCH}
ALWAYS = {
    "always-bump-patch": Bump.PATCH,
    "always-bump-minor": Bump.MINOR,
    "always-bump-major": Bump.MAJOR,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One of semantic-release's rules: what a commit has to be (an empty text: anything), and what it raises then."""

    type: str
    scope: str
    is_breaking: bool
    is_revert: bool
    bump: Bump

    def fits(self, header: Header) -> bool:
        return (
            (header.is_breaking or not self.is_breaking)
            and (header.is_revert or not self.is_revert)
            and (not self.type or fnmatchcase(header.type, self.type))
            and (not self.scope or fnmatchcase(header.scope, self.scope))
        )


@dataclass(frozen=True, slots=True)
class Convention:
    """A tool that goes by titles, and where that is set up. `below_one` is what it makes of a level while the version
    is 0.x; `always` the level that it takes whatever the title; `rules` come before those that all share."""

    tool: str
    path: str
    line: int
    below_one: Mapping[Bump, Bump]
    rules: tuple[Rule, ...] = ()
    always: Bump | None = None

    def bump(self, header: Header, *, is_below_one: bool) -> Bump:
        """How far a title raises the version."""
        fitting = [rule.bump for rule in self.rules if rule.fits(header)]
        level = max(fitting) if fitting else header.bump
        if self.always is not None:
            level = self.always
        return self.below_one.get(level, level) if is_below_one else level


def convention(files: Files, folder: str) -> Convention | None:
    """The tool that releases the package in a folder: the first that is set up there or around it."""
    for root in above(folder):
        for reader in (_release_please, _semantic_release, _python, _lerna, _nx, _standard_version):
            found = next(reader(files, root, folder), None)
            if found:
                return found
    return None


def _release_please(files: Files, root: str, folder: str) -> Iterator[Convention]:
    path = join(root, "release-please-config.json")
    if path not in files:
        return
    document = read_json(files[path])
    inside = below(root, folder)
    own = document.table("packages").get(inside)
    if not isinstance(own, dict):
        return

    def said(key: str) -> object:
        return own.get(key, document.at(key))

    below_one = {
        **(BREAKS_ARE_MINOR if said("bump-minor-pre-major") is True else {}),
        **(FEATURES_ARE_PATCHES if said("bump-patch-for-minor-pre-major") is True else {}),
    }
    always = ALWAYS.get(str(said("versioning")))
    yield Convention("release-please", path, document.line("packages", inside), below_one, (), always)


def _semantic_release(files: Files, root: str, _folder: str) -> Iterator[Convention]:
    for name in SEMANTIC_RELEASE_FILES:
        path = join(root, name)
        if path in files:
            is_data = name.endswith(("rc", ".json", ".yaml", ".yml"))
            document = _data(files[path]) if is_data else Document()
            yield Convention(SEMANTIC_RELEASE, path, 1, {}, _rules(document.at("plugins")))
    path = join(root, "package.json")
    if path in files:
        document = read_json(files[path])
        for place in (("release",), ("devDependencies", SEMANTIC_RELEASE), ("dependencies", SEMANTIC_RELEASE)):
            if document.at(*place) is not None:
                rules = _rules(document.at("release", "plugins"))
                yield Convention(SEMANTIC_RELEASE, path, document.line(*place), {}, rules)


def _data(text: str) -> Document:
    """`.releaserc` is JSON or YAML."""
    document = read_json(text)
    return read_yaml(text) if document.problem else document


def _rules(plugins: object) -> tuple[Rule, ...]:
    """The `releaseRules` of the plugin that analyses commits, where they are written out."""
    for plugin in plugins if isinstance(plugins, list) else []:
        if isinstance(plugin, list) and len(plugin) > 1 and plugin[0] == ANALYZER and isinstance(plugin[1], dict):
            listed = plugin[1].get("releaseRules")
            return tuple(_rule(rule) for rule in (listed if isinstance(listed, list) else []) if isinstance(rule, dict))
    return ()


def _rule(rule: Mapping[str, object]) -> Rule:
    release = rule.get("release")
    return Rule(
        str(rule.get("type", "")).lower(),
        str(rule.get("scope", "")).lower(),
        rule.get("breaking") is True,
        rule.get("revert") is True,
        BY_WORD.get(release, Bump.PATCH) if isinstance(release, str) else Bump.NONE,
    )


def _python(files: Files, root: str, _folder: str) -> Iterator[Convention]:
    path = join(root, "pyproject.toml")
    if path not in files:
        return
    document = read_toml(files[path])
    table = document.table("tool", "semantic_release")
    if table:
        below_one = BREAKS_ARE_MINOR if table.get("major_on_zero") is False else {}
        yield Convention("python-semantic-release", path, document.line("tool", "semantic_release"), below_one)
    table = document.table("tool", "commitizen")
    if table.keys() & COMMITIZEN_VERSIONS:
        below_one = BREAKS_ARE_MINOR if table.get("major_version_zero") is True else {}
        yield Convention("commitizen", path, document.line("tool", "commitizen"), below_one)


def _lerna(files: Files, root: str, _folder: str) -> Iterator[Convention]:
    path = join(root, "lerna.json")
    if path in files:
        document = read_json(files[path])
        for place in (("command", "version", "conventionalCommits"), ("command", "publish", "conventionalCommits")):
            if document.at(*place) is True:
                yield Convention("lerna", path, document.line(*place), BREAKS_ARE_MINOR)


def _nx(files: Files, root: str, _folder: str) -> Iterator[Convention]:
    path = join(root, "nx.json")
    if path in files:
        document = read_json(files[path])
        place = ("release", "version", "conventionalCommits")
        if document.at(*place) is True or document.at("release", "conventionalCommits") is True:
            lowers = document.at("release", "version", "adjustSemverBumpsForZeroMajorVersion") is True
            below_one = {**BREAKS_ARE_MINOR, **FEATURES_ARE_PATCHES} if lowers else {}
            yield Convention("nx", path, document.line(*place), below_one)


def _standard_version(files: Files, root: str, _folder: str) -> Iterator[Convention]:
    for name in STANDARD_VERSION_FILES:
        if join(root, name) in files:
            yield Convention("standard-version", join(root, name), 1, BREAKS_ARE_MINOR)
