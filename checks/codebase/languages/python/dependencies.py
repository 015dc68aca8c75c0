"""The dependencies in a `pyproject.toml` that the repository itself may provide: an import of kind manifest for each.

Its module is a distribution's normalised name, or where the manifest names a folder that path from its own, `./…` or
`../…`. What it takes from git, from an address or from an index of its own is none.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.python.toml_lines import Place

SHIPPED, EXTRA, GROUP, DEVELOPMENT = "dependencies", "optional-dependencies", "dependency-groups", "dev-dependencies"
"""The groups. What stands in `dependency-groups`, in one of poetry's, and in `dev-dependencies` is never shipped."""

DEVELOPMENT_EXTRAS = frozenset({"dev", "develop", "development", "test", "tests", "testing", "lint", "docs", "doc"})
REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?P<rest>.*)", re.DOTALL)
IN_PROJECT = re.compile(r"(?:file:/{2,})?(?:\$\{PROJECT_ROOT\}|\{root:uri\}|\{root\})/+(?P<path>[^#\s;]+)")
LOCAL_FILE = re.compile(r"file:(?P<path>\.\.?/[^#\s;]*)")

Listed = tuple[str, str, Place]
"""A group, a requirement, and where it stands."""


def dependencies(document: Mapping[str, object], line: Callable[[Place], int]) -> Iterator[Import]:
    """The dependencies that a manifest lists, as they stand at the `line` of their place."""
    sources = table(document, "tool", "uv", "sources")
    by_name = {normalised(name): source for name, source in sources.items()}
    for group, requirement, place in requirements(document):
        for module in _required(requirement, by_name):
            yield Import(module, (group,), line(place), Kind.MANIFEST)
    for group, names, place in poetry_tables(document):
        for name, source in names.items():
            if name != "python":
                for module in _sourced(normalised(name), source):
                    yield Import(module, (group,), line((*place, name)), Kind.MANIFEST)


def normalised(name: str) -> str:
    """The name of a distribution as names compare (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def table(value: object, *keys: str) -> Mapping[str, object]:
    """The table at `keys`, empty where there is none or something else: a manifest may say anything."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def requirements(document: Mapping[str, object]) -> Iterator[Listed]:
    """All that is written as in PEP 508, with its group and place."""
    project = table(document, "project")
    yield from _listed(SHIPPED, project.get("dependencies"), ("project", "dependencies"))
    for name, listed in table(project, "optional-dependencies").items():
        group = DEVELOPMENT if normalised(name) in DEVELOPMENT_EXTRAS else EXTRA
        yield from _listed(group, listed, ("project", "optional-dependencies", name))
    for name, listed in table(document, "dependency-groups").items():
        yield from _listed(GROUP, listed, ("dependency-groups", name))
    yield from _listed(
        DEVELOPMENT, table(document, "tool", "uv").get("dev-dependencies"), ("tool", "uv", "dev-dependencies")
    )
    for name, listed in table(document, "tool", "pdm", "dev-dependencies").items():
        yield from _listed(DEVELOPMENT, listed, ("tool", "pdm", "dev-dependencies", name))
    for name, settings in table(document, "tool", "hatch", "envs").items():
        for key in ("dependencies", "extra-dependencies"):
            yield from _listed(DEVELOPMENT, table(settings).get(key), ("tool", "hatch", "envs", name, key))


def _listed(group: str, listed: object, place: Place) -> Iterator[Listed]:
    for index, requirement in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(requirement, str):
            yield group, requirement, (*place, index)


def poetry_tables(document: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object], Place]]:
    """Poetry's tables of dependencies, each with its group."""
    poetry = table(document, "tool", "poetry")
    above: Place = ("tool", "poetry")
    yield SHIPPED, table(poetry, "dependencies"), (*above, "dependencies")
    yield DEVELOPMENT, table(poetry, "dev-dependencies"), (*above, "dev-dependencies")
    for name, group in table(poetry, "group").items():
        kind = SHIPPED if name == "main" else DEVELOPMENT if normalised(name) in DEVELOPMENT_EXTRAS else GROUP
        yield kind, table(group, "dependencies"), (*above, "group", name, "dependencies")


def _required(requirement: str, sources: Mapping[str, object]) -> Iterator[str]:
    """What one requirement means, with the sources that uv takes names from."""
    parts = REQUIREMENT.fullmatch(requirement)
    place = IN_PROJECT.search(requirement) or LOCAL_FILE.search(requirement)
    if place:
        yield _path(place["path"])
    elif parts and not parts["rest"].startswith(("@", ":", "/")):
        name = normalised(parts["name"])
        yield from _sourced(name, sources.get(name, ""))


def _sourced(name: str, source: object) -> Iterator[str]:
    """What a name means from a source: a version, a table, or several of them."""
    for one in source if isinstance(source, list) else [source]:
        if not isinstance(one, dict) or one.get("workspace") is True:
            yield name
        elif isinstance(path := one.get("path"), str):
            yield _path(path)
        elif not {"git", "url", "file", "index", "source", "hg", "svn", "bzr"} & one.keys():
            yield name


def _path(path: str) -> str:
    """A path from the manifest's folder, as no distribution can be called."""
    found = posixpath.normpath(path)
    return found if found.startswith(("../", "/")) or found == ".." else f"./{found}"
