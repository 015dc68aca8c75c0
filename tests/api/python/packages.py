"""The breaks between two small packages, given as sources by path, or as one text with a comment before each module."""

import posixpath
import re
from collections.abc import Mapping

from checks.codebase.api.breaks import Break
from checks.codebase.api.facade import Modules
from checks.codebase.api.python_breaks import Side, find_breaks
from checks.codebase.api.surface import Member, ModuleApi
from checks.codebase.languages.python.api import extract_api

MODULE = "billing.py"
HEADING = re.compile(r"^# (\S+\.pyi?)\n", re.MULTILINE)
Sources = str | Mapping[str, str]


def read(source: str) -> ModuleApi:
    """The API of one module."""
    return extract_api(source.encode())


def member(source: str, name: str) -> Member:
    """A member of one module, or of a class in it (`Invoice.pay`)."""
    api = read(source)
    first, *rest = name.split(".")
    found = api.by_name[first]
    for one in rest:
        found = {each.name: each for each in found.members}[one]
    return found


def files_of(sources: Sources) -> Mapping[str, str]:
    """The modules in a text."""
    if not isinstance(sources, str):
        return sources
    before, *others = HEADING.split(sources)
    modules = dict(zip(others[::2], others[1::2], strict=True))
    return modules or {MODULE: before}


def side(sources: Sources, entries: Mapping[str, str] | None = None) -> Side:
    """One side with no module read. Entries are all modules at the top and the packages there."""
    files = files_of(sources)
    known = _Read(files)
    found = entries or {
        path.removesuffix("/__init__.py").removesuffix(".py"): path
        for path in files
        if path.removesuffix("/__init__.py").count("/") == 0
    }
    return Side(Modules(known, lambda importer, module: resolve(files, importer, module), files), found)


def breaks_of(before: Sources, after: Sources, entries: Mapping[str, str] | None = None) -> list[Break]:
    """The breaks between two sides."""
    return find_breaks(side(before, entries), side(after, entries))


def told(before: Sources, after: Sources, entries: Mapping[str, str] | None = None) -> list[str]:
    """Each break in a line: `parameter-removed billing.pay`, with a `?` where it is a notice."""
    found = breaks_of(before, after, entries)
    return [f"{each.id}{'' if each.certain else '?'} {each.name}" for each in found]


def resolve(files: Mapping[str, str], importer: str, module: str) -> str | None:
    """What an import means among the files."""
    dots = len(module) - len(module.lstrip("."))
    folder = posixpath.dirname(importer)
    for _ in range(dots - 1):
        folder = posixpath.dirname(folder)
    stem = posixpath.join(folder if dots else "", *filter(None, module.split(".")))
    candidates = (posixpath.join(stem, "__init__.py"), f"{stem}.py", f"{stem}.pyi")
    return next((path for path in candidates if path in files), None)


class _Read(dict[str, ModuleApi | None]):
    """All files, read when they are asked for."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(dict.fromkeys(files))
        self._files = files

    def __getitem__(self, path: str) -> ModuleApi | None:
        return read(self._files[path])
