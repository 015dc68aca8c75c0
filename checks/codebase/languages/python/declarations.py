"""What a `pyproject.toml` declares: every dependency with what says which one is meant, wherever it comes from."""

import re
from collections.abc import Callable, Iterator, Mapping

from checks.codebase.facts import Declared
from checks.codebase.languages.python.dependencies import (
    IN_PROJECT,
    LOCAL_FILE,
    REQUIREMENT,
    normalised,
    poetry_tables,
    requirements,
    table,
)
from checks.codebase.languages.python.toml_lines import Place

EXACT = re.compile(r"\d[\w.+!-]*")
"""What poetry takes for this version and no other."""


def declarations(document: Mapping[str, object], line: Callable[[Place], int]) -> Iterator[Declared]:
    """All dependencies of a manifest, as they stand at the `line` of their place."""
    sources = {normalised(name): source for name, source in table(document, "tool", "uv", "sources").items()}
    for group, requirement, place in requirements(document):
        if parts := REQUIREMENT.fullmatch(requirement):
            name = normalised(parts["name"])
            written = _of_requirement(requirement, parts["rest"])
            for specifier in _sourced(sources.get(name), written):
                yield Declared(name, group, specifier, line(place))
    for group, names, place in poetry_tables(document):
        for name, source in names.items():
            if name != "python":
                for specifier in _sourced(source, ""):
                    yield Declared(normalised(name), group, specifier, line((*place, name)))


def lists_all(document: Mapping[str, object]) -> bool:
    """Whether a manifest says all that its project depends on: nothing is left to a `setup.py` or to a plugin."""
    project = table(document, "project")
    dynamic = project.get("dynamic")
    left = {"dependencies", "optional-dependencies"}.intersection(
        map(str, dynamic if isinstance(dynamic, list) else ())
    )
    return bool(project and not left) or bool(table(document, "tool", "poetry", "dependencies"))


def _of_requirement(requirement: str, rest: str) -> str:
    """What follows a name as in PEP 508, less its marker."""
    if place := IN_PROJECT.search(requirement) or LOCAL_FILE.search(requirement):
        return f"path:{place['path']}"
    address = rest.removeprefix("@").split(";")[0].strip()
    if not rest.startswith("@"):
        return address.strip("()")
    return address.partition("#")[0] if address.startswith("git+") else f"url:{address}"


def _sourced(source: object, written: str) -> Iterator[str]:
    """What a source of uv's or poetry's says: a version, a table, or several of them; `written` where it says none."""
    for one in source if isinstance(source, list) else [source]:
        if isinstance(one, str):
            yield _version(one)
        elif isinstance(one, dict):
            yield _of_table(one, written)
        else:
            yield written


def _of_table(source: Mapping[str, object], written: str) -> str:
    if source.get("workspace") is True:
        return "workspace"
    for key, prefix in (("path", "path:"), ("url", "url:"), ("file", "url:")):
        if key in source:
            return f"{prefix}{source[key]}"
    if "git" in source:
        revision = source.get("rev") or source.get("tag")
        return f"git+{source['git']}@{revision}" if revision else f"git+{source['git']}"
    version = source.get("version")
    return _version(version) if isinstance(version, str) else written


def _version(written: str) -> str:
    """A version as poetry writes it, so that it means the same as in PEP 508."""
    return f"=={written}" if EXACT.fullmatch(written) else written
