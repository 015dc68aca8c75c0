"""The packages that a change touches and whose versions the policy is about."""

from dataclasses import dataclass

from checks.codebase.delta import Change
from checks.codebase.packed import differing
from checks.codebase.snapshot import Snapshot
from checks.codebase.sources import source_of
from checks.policy import Components, Policy, Statement, statements
from checks.policy.statements import is_stated

WORDS = ("versioned", "changelog")
PYTHON, TYPESCRIPT = "python", "typescript"
MANIFESTS = {
    "pyproject.toml": PYTHON,
    "setup.py": PYTHON,
    "setup.cfg": PYTHON,
    "package.json": TYPESCRIPT,
}
NOT_SHIPPED = frozenset({"docs", "doc", "examples", "example", "samples", "benchmarks", "scripts", "tools"})
"""Folders beside a package's code that nobody installs."""


@dataclass(frozen=True, slots=True)
class Package:
    """The code of one language that one component has in one package: `folder` is that of the manifest, or the
    component's own without one. `differing` are its files that are not the same at base and head."""

    component: str
    folder: str
    language: str
    differing: frozenset[str]

    def is_in(self, snapshot: Snapshot) -> bool:
        """Whether a commit has anything of it: of a new package nothing breaks."""
        manifests = [f"{self.folder}/{name}".lstrip("/") for name, of in MANIFESTS.items() if of == self.language]
        return any(path in snapshot for path in manifests) or any(path in snapshot for path in self.differing)

    def holds(self, path: str) -> bool:
        """Whether a path lies in its folder."""
        return not self.folder or path.startswith(f"{self.folder}/")


def wants_versions(policy: Policy) -> bool:
    """Whether the policy wants a component to be `versioned`, or to have a changelog."""
    return bool(_versioned(policy))


def touched_packages(change: Change, policy: Policy, components: Components) -> list[Package]:
    """The packages of components that are `versioned`, or have a changelog to keep, with files that differ."""
    names = _versioned(policy)
    if not names:
        return []
    found = dict[tuple[str, str, str], set[str]]()
    folders = _Folders(change.base.codebase.snapshot, change.head.codebase.snapshot)
    for path in differing_paths(change.base.codebase.snapshot, change.head.codebase.snapshot):
        owners = [one for one in components.of(path) if one.partition("/")[0] in names and stating(policy, one)]
        language = _language(change, path) if owners else None
        if language is None or components.is_test(path):
            continue
        folder = folders.around(path, language)
        if folder is None:
            folder = components.folder(owners[0], path) or ""
        found.setdefault((owners[0], folder, language), set()).add(path)
    return [Package(*key, frozenset(paths)) for key, paths in sorted(found.items())]


def stating(policy: Policy, component: str) -> list[Statement]:
    """The statements that a component is versioned, or has to tell what changes."""
    return [one for one in statements(policy, component) if one.rules.versioned or one.rules.changelog]


def differing_paths(base: Snapshot, head: Snapshot) -> set[str]:
    """The paths at which something else lies."""
    if head.derived_from is base.identity:
        return set(head.edits)
    paths = differing(base.entries, head.entries)
    return {path for path in paths if base.entries.get(path) != head.entries.get(path)}


def is_shipped(package: Package, path: str) -> bool:
    """Whether a file of the package is no example, tool or the like beside its code."""
    inside = path[len(package.folder) :].lstrip("/") if package.holds(path) else path
    return not NOT_SHIPPED.intersection(inside.split("/")[:1])


def _versioned(policy: Policy) -> set[str]:
    return {name for name in policy.components if any(is_stated(policy, name, word) for word in WORDS)}


def _language(change: Change, path: str) -> str | None:
    """The language of a source file, or the one whose manifest it is."""
    name = path.rpartition("/")[2]
    if name in MANIFESTS:
        return MANIFESTS[name]
    sides = (change.head.codebase.snapshot, change.base.codebase.snapshot)
    entry = next((side.entries[path] for side in sides if path in side), None)
    source = source_of(path, entry) if entry else None
    language, _, dialect = source.dialect.partition(":") if source else ("", "", "")
    return language if language in {PYTHON, TYPESCRIPT} and dialect in CODE else None


CODE = frozenset({"python", "typescript", "tsx", "bundler", "bundler-js", "vue", "svelte", "astro"})
"""Dialects of files that offer something to others."""


class _Folders:
    """The nearest folder with a manifest of a language, on either side."""

    def __init__(self, *snapshots: Snapshot) -> None:
        self._snapshots = snapshots
        self._known: dict[tuple[str, str], str | None] = {}

    def around(self, path: str, language: str) -> str | None:
        folder = path.rpartition("/")[0]
        key = (folder, language)
        if key not in self._known:
            self._known[key] = self._nearest(folder, language)
        return self._known[key]

    def _nearest(self, folder: str, language: str) -> str | None:
        names = [name for name, one in MANIFESTS.items() if one == language]
        while True:
            paths = [f"{folder}/{name}" if folder else name for name in names]
            if any(path in snapshot for snapshot in self._snapshots for path in paths):
                return folder
            if not folder:
                return None
            folder = folder.rpartition("/")[0]
