"""Versions of Python packages: `pyproject.toml` of any build backend, `setup.cfg`, `setup.py`, and the module that a
package's `__version__` stands in."""

import re
from collections.abc import Iterator
from dataclasses import replace

from checks.codebase.languages.python.dependencies import normalised
from checks.versions.attributes import attribute_in, text_after
from checks.versions.documents import Document, Files, above, join, read_json, read_toml
from checks.versions.numbers import Scheme
from checks.versions.setup_files import (
    MODULE_NAMES,
    PRIVATE,
    ROOTS,
    setup_cfg,
    setup_py,
    stated,
    stated_attribute,
    stated_file,
)
from checks.versions.stated import FromTags, OwnName, Stated, Told, Unread

MODULES = ("__init__", "_version", "version", "__about__", "__version__", "about")
"""Where a package says its own version, by use."""

BY_TAGS = (
    (("tool", "setuptools_scm"), "setuptools-scm"),
    (("tool", "setuptools-scm"), "setuptools-scm"),
    (("tool", "vcs-versioning"), "vcs-versioning"),
    (("tool", "versioningit"), "versioningit"),
    (("tool", "versioneer"), "versioneer"),
    (("tool", "setuptools-git-versioning"), "setuptools-git-versioning"),
    (("tool", "uv-dynamic-versioning"), "uv-dynamic-versioning"),
    (("tool", "dunamai"), "dunamai"),
)
REQUIRED_BY_TAGS = frozenset(
    {"setuptools-scm", "hatch-vcs", "versioningit", "versioneer", "pbr", "uv-dynamic-versioning"}
)
"""Build requirements that read git's tags."""

HATCH_FILES = frozenset({"regex", "code", "regex_commit", "nodejs"})
"""Version sources of hatch that read a file; any other counts from tags or is computed."""

ESCAPES = re.compile(r"\\.")
ASSIGNED = re.compile(r"([A-Za-z_]\w*)[^\w=:]*[=:]")
LETTERS = re.compile(r"^[A-Za-z]+(?=[0-9])")


def python_versions(files: Files, folder: str) -> Iterator[Told]:
    """All that the Python project in a folder says of its version, the one that counts first."""
    path = join(folder, "pyproject.toml")
    text = files.get(path)
    project = read_toml(text) if text is not None else Document()
    if project.problem:
        yield Unread(path, project.problem_line, project.problem)
    told = [*_pyproject(files, folder, path, project), *setup_cfg(files, folder), *setup_py(files, folder)]
    yield from told
    names = tuple(one.name for one in told if isinstance(one, OwnName))
    yield from _module_version(files, folder, project, names)
    for place in (("tool", "bumpversion", "current_version"), ("tool", "commitizen", "version")):
        yield from _stated(path, project, place)


def _pyproject(files: Files, folder: str, path: str, project: Document) -> Iterator[Told]:
    name = project.text("project", "name") or project.text("tool", "poetry", "name")
    if name:
        yield OwnName(name, _is_private(project))
    yield from _stated(path, project, ("project", "version"))
    is_counted = project.at("tool", "poetry-dynamic-versioning", "enable") is True
    if is_counted:
        line = project.line("tool", "poetry-dynamic-versioning")
        yield FromTags(path, line, "poetry-dynamic-versioning")
    else:
        yield from _stated(path, project, ("tool", "poetry", "version"))
    yield from _hatch(files, folder, path, project, ("tool", "hatch", "version"))
    alone = join(folder, "hatch.toml")
    if alone in files:
        yield from _hatch(files, folder, alone, read_toml(files[alone]), ("version",))
    yield from _setuptools(files, folder, project)
    yield from _pdm(files, folder, path, project)
    yield from _flit(files, folder, project)
    yield from _scikit_build(files, folder, project)
    yield from _maturin(files, folder, project)
    yield from _from_tags(path, project)


def _stated(path: str, document: Document, place: tuple[str, ...]) -> Iterator[Stated]:
    text = document.text(*place)
    if text is not None:
        yield Stated(path, document.line(*place), ".".join(place), text, Scheme.PEP440)


def _is_private(project: Document) -> bool:
    classifiers = (*project.texts("project", "classifiers"), *project.texts("tool", "poetry", "classifiers"))
    is_no_package = (
        project.at("tool", "uv", "package") is False or project.at("tool", "poetry", "package-mode") is False
    )
    return is_no_package or any(classifier.startswith(PRIVATE) for classifier in classifiers)


def _hatch(files: Files, folder: str, path: str, document: Document, place: tuple[str, ...]) -> Iterator[Told]:
    if not document.table(*place):
        return
    source = document.text(*place, "source") or "regex"
    named = document.text(*place, "path") or ("package.json" if source == "nodejs" else None)
    if source not in HATCH_FILES and named is None:
        yield FromTags(path, document.line(*place), f"hatch ({source})")
    elif named and named.endswith(".json"):
        yield from _of_json(files, join(folder, named))
    elif named:
        pattern = document.text(*place, "pattern") or ""
        expression = document.texts(*place, "expression")
        for one in _of_file(files, folder, named, (*_searched(pattern), *expression, *MODULE_NAMES)):
            yield replace(one, text=LETTERS.sub("", one.text)) if pattern else one


def _searched(pattern: str) -> tuple[str, ...]:
    """The name that a pattern searches for. It is not run, for it may take forever; letters that it leaves out before
    the version are cut off."""
    found = ASSIGNED.search(ESCAPES.sub(" ", pattern[:1_000]))
    return (found[1],) if found else ()


def _of_file(files: Files, folder: str, named: str, names: tuple[str, ...]) -> Iterator[Stated]:
    path = join(folder, named.removeprefix("./"))
    if path.endswith((".py", ".pyi")):
        found = attribute_in(files, path, names, folder)
        if found:
            yield stated(found, "attribute")
        return
    for name in names:
        place = text_after(files.get(path, ""), name)
        if place:
            yield Stated(path, place[0], name, place[1], Scheme.PEP440)
            return
    yield from stated_file(files, folder, named)


def _of_json(files: Files, path: str) -> Iterator[Stated]:
    text = files.get(path)
    document = read_json(text) if text is not None else Document()
    version = document.text("version")
    if version is not None:
        yield Stated(path, document.line("version"), "version", version, Scheme.SEMVER)


def _setuptools(files: Files, folder: str, project: Document) -> Iterator[Told]:
    place = ("tool", "setuptools", "dynamic", "version")
    dotted = project.text(*place, "attr")
    if dotted:
        yield from stated_attribute(files, folder, dotted, (*_roots(project), *ROOTS))
    for name in project.texts(*place, "file")[:1]:
        yield from stated_file(files, folder, name)


def _roots(project: Document) -> tuple[str, ...]:
    named = project.texts("tool", "setuptools", "packages", "find", "where")
    mapped = project.table("tool", "setuptools", "package-dir").get("")
    return (*named, *([mapped] if isinstance(mapped, str) else []))


def _pdm(files: Files, folder: str, path: str, project: Document) -> Iterator[Told]:
    place = ("tool", "pdm", "version")
    source, named = project.text(*place, "source"), project.text(*place, "path")
    if source == "file" and named:
        yield from _of_file(files, folder, named, MODULE_NAMES)
    elif source:
        yield FromTags(path, project.line(*place), f"pdm ({source})")


def _flit(files: Files, folder: str, project: Document) -> Iterator[Told]:
    module = project.text("tool", "flit", "module", "name") or project.text("project", "name")
    if (project.text("build-system", "build-backend") or "").startswith("flit") and module and _is_dynamic(project):
        yield from stated_attribute(files, folder, f"{module.replace('-', '_')}.__version__")


def _scikit_build(files: Files, folder: str, project: Document) -> Iterator[Told]:
    named = project.text("tool", "scikit-build", "metadata", "version", "input")
    if named:
        yield from _of_file(files, folder, named, MODULE_NAMES)


def _maturin(files: Files, folder: str, project: Document) -> Iterator[Told]:
    """A crate that is built into a Python package gives it its version, or the workspace of the crate does."""
    if project.text("build-system", "build-backend") != "maturin" or project.text("project", "version"):
        return
    for around in above(folder):
        path = join(around, "Cargo.toml")
        crate = read_toml(files[path]) if path in files else Document()
        for place in (("package", "version"), ("workspace", "package", "version")):
            version = crate.text(*place)
            if version is not None:
                yield Stated(path, crate.line(*place), ".".join(place), version, Scheme.SEMVER)
                return


def _is_dynamic(project: Document) -> bool:
    return "version" in project.texts("project", "dynamic")


def _from_tags(path: str, project: Document) -> Iterator[FromTags]:
    for place, tool in BY_TAGS:
        if isinstance(project.at(*place), dict):
            yield FromTags(path, project.line(*place), tool)
            return
    if _is_dynamic(project) or not project.table("project"):
        for requirement in project.texts("build-system", "requires"):
            name = normalised(re.split(r"[^A-Za-z0-9._-]", requirement.strip(), maxsplit=1)[0])
            if name in REQUIRED_BY_TAGS:
                yield FromTags(path, project.line("build-system", "requires"), name)
                return


def _module_version(files: Files, folder: str, project: Document, names: tuple[str, ...]) -> Iterator[Stated]:
    """The `__version__` of the package that is called as its project, or as poetry and hatch say."""
    included = project.at("tool", "poetry", "packages")
    tables = included if isinstance(included, list) else []
    packages = [table.get("include") for table in tables if isinstance(table, dict)]
    packages += project.texts("tool", "hatch", "build", "targets", "wheel", "packages")
    modules = [name.replace("-", "_").replace(".", "/") for name in (*names, *(n.lower() for n in names))]
    for package in dict.fromkeys((*modules, *(one for one in packages if isinstance(one, str)))):
        for root in ROOTS:
            around = "/".join(filter(None, (folder, root)))
            for module in MODULES:
                found = attribute_in(files, join(around, f"{package}/{module}.py"), MODULE_NAMES[:1], around)
                if found:
                    yield stated(found, "__version__")
                    return
