"""What a `pyproject.toml` says about where packages lie and what the project is called and uses."""

import re
import tomllib
from collections.abc import Iterator, Mapping

from checks.codebase.facts import FileFacts, Problem
from checks.codebase.languages.python.declarations import declarations, lists_all
from checks.codebase.languages.python.dependencies import dependencies, table
from checks.codebase.languages.python.toml_lines import lines

PLACE = re.compile(r"at line ([0-9]+)")


def extract_pyproject(source: bytes) -> FileFacts:
    """`settings`: {"name": str | None, "is_built": bool, "lists_all": bool, "roots": [folder, …],
    "dependencies": [requirement, …]}; `imports`: the dependencies that the repository may provide; `declared`: all of
    them. Never raises."""
    try:
        text = source.decode("utf-8-sig")
        document = tomllib.loads(text)
        places = lines(text)
        found = dependencies(document, lambda place: places.get(place, 1))
        imports = sorted(dict.fromkeys(found), key=lambda one: one.line)
        declared = sorted(declarations(document, lambda place: places.get(place, 1)), key=lambda one: one.line)
        return FileFacts(imports=tuple(imports), settings=_settings(document), declared=tuple(declared))
    except (ValueError, RecursionError) as error:  # ValueError: bad TOML, bad UTF-8, an integer of 5,000 digits
        place = PLACE.search(str(error))
        return FileFacts(settings={}, problem=Problem(f"not valid TOML: {error}", int(place[1]) if place else None))


def _settings(document: Mapping[str, object]) -> dict[str, object]:
    project, poetry = table(document, "project"), table(document, "tool", "poetry")
    requirements = [
        *_strings(project.get("dependencies")),
        *_nested(table(project, "optional-dependencies")),
        *_nested(table(document, "dependency-groups")),
        *table(poetry, "dependencies"),
        *table(poetry, "dev-dependencies"),
        *(name for group in table(poetry, "group").values() for name in table(group, "dependencies")),
    ]
    name = project.get("name") or poetry.get("name")
    return {
        "name": name if isinstance(name, str) else None,
        "is_built": isinstance(name, str) or "build-system" in document,
        "lists_all": lists_all(document),
        "roots": list(_roots(document)),
        "dependencies": requirements,
    }


def _roots(document: Mapping[str, object]) -> Iterator[str]:
    """Folders below the manifest that hold top-level packages, as setuptools, poetry, hatch, pdm and uv name them."""
    setuptools = table(document, "tool", "setuptools")
    yield from _strings(table(setuptools, "packages", "find").get("where"))
    yield from _strings([table(setuptools, "package-dir").get("")])
    packages = table(document, "tool", "poetry").get("packages")
    for package in packages if isinstance(packages, list) else []:
        yield from _strings([table(package).get("from")])
    for target in table(document, "tool", "hatch", "build", "targets").values():
        sources = table(target).get("sources")
        yield from _strings(list(sources) if isinstance(sources, dict) else sources)
        yield from (path.rpartition("/")[0] for path in _strings(table(target).get("packages")) if "/" in path)
    yield from _strings([table(document, "tool", "pdm", "build").get("package-dir")])
    yield from _strings([table(document, "tool", "uv", "build-backend").get("module-root")])
    yield from _strings([table(document, "tool", "maturin").get("python-source")])
    paths = table(document, "tool", "pytest", "ini_options").get("pythonpath")
    yield from paths.split() if isinstance(paths, str) else _strings(paths)


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _nested(table: Mapping[str, object]) -> list[str]:
    return [item for group in table.values() for item in _strings(group)]
