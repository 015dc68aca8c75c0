"""What a Python import means: a file of the repository, something external, or a name with two meanings.

The rules are DESIGN.md's, "Edges: what counts": the importer's own project first; a name that several other projects
offer is ambiguous; the standard library wins unless the importer's own project has that name; `from a import b` is
`a/b.py` if that is a module, else `a`.
"""

import posixpath
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.facts import FileFacts, Import
from checks.codebase.languages.language import Target
from checks.codebase.languages.python.packages import SourceRoots
from checks.codebase.snapshot import Snapshot

OTHER_VERSIONS = (
    "__future__ aifc annotationlib asynchat asyncore audioop cgi cgitb chunk compression crypt distutils imghdr imp "
    "lib2to3 mailcap msilib nis nntplib ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib"
)
"""Standard modules that Python 3.11 to 3.14 do not all have: no answer may depend on the interpreter that runs us."""

STANDARD_LIBRARY = frozenset(sys.stdlib_module_names) | frozenset(OTHER_VERSIONS.split())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a dotted name leads: a file, a folder of modules, both, something external, or several files.

    `is_above` marks the file of the nearest package above a module that is not there.
    """

    path: str | None = None
    folder: str | None = None
    external: str | None = None
    candidates: tuple[str, ...] = ()
    is_above: bool = False

    @property
    def is_file(self) -> bool:
        """Whether the name itself leads to a file."""
        return self.path is not None and not self.is_above


class PythonResolver:
    """Resolves the imports of one snapshot. Answers are remembered per source roots and name."""

    def __init__(self, snapshot: Snapshot, facts: Mapping[str, FileFacts]) -> None:
        self._roots = SourceRoots(snapshot, facts)
        self._known: dict[tuple[tuple[str, ...], str], _Place] = {}

    def resolve(self, importer: str, statement: Import) -> Iterator[Target]:
        """One target for each file that the statement reaches, or the external module."""
        place = self._place(importer, statement.module)
        if place.candidates:
            yield Target(candidates=place.candidates, symbols=statement.names)
            return
        taken: list[str] = []
        for name in statement.names:
            below = None if name == "*" or place.is_above else self._submodule(importer, statement.module, place, name)
            if below is None:
                taken.append(name)
            elif below.path:
                yield Target(path=below.path)
            else:
                yield Target(candidates=below.candidates, symbols=(name,))
        if taken or not statement.names:
            yield from _provided(importer, place, tuple(taken))

    def _submodule(self, importer: str, module: str, place: _Place, name: str) -> _Place | None:
        """Where the module `module.name` is, or between which files it is ambiguous; None where it is no module."""
        if place.folder is not None:
            found = self._roots.module(place.folder, name)
            if found or place.path or module.startswith("."):
                return _Place(found) if found else None
        below = self._place(importer, f"{module}.{name}")  # a namespace package lies in several folders
        return below if below.candidates or below.is_file else None

    def _place(self, importer: str, module: str) -> _Place:
        if module.startswith("."):
            return self._relative(importer, module)
        own = self._roots.own(importer)
        key = (own, module)
        if key not in self._known:
            self._known[key] = self._absolute(importer, own, module)
        return self._known[key]

    def _relative(self, importer: str, module: str) -> _Place:
        name = module.lstrip(".")
        folder = posixpath.dirname(importer)
        for _ in range(len(module) - len(name) - 1):
            if not folder:
                return _Place()
            folder = posixpath.dirname(folder)
        return self._at(folder, name) if name else _Place(self._roots.init(folder), folder)

    def _at(self, root: str, name: str) -> _Place:
        path = self._roots.module(root, name)
        folder = posixpath.join(root, name.replace(".", "/"))
        if path or folder in self._roots.folders:
            return _Place(path, folder if folder in self._roots.folders else None)
        above = name.rpartition(".")[0]
        place = self._at(root, above) if above else _Place()
        return _Place(place.path, is_above=True)

    def _absolute(self, importer: str, own: tuple[str, ...], module: str) -> _Place:
        top = module.partition(".")[0]
        standard, required = top in STANDARD_LIBRARY, self._roots.is_required(importer, top)
        project = next(self._roots.enclosing(posixpath.dirname(importer)))
        folders: list[_Place] = []
        for root in own:
            closed = self._roots.is_closed(root, top)
            if (standard or required) and root not in project.roots:
                continue
            if standard and not closed:
                continue
            place = self._at(root, module)
            if place.is_file or closed:
                return place
            if place.folder:
                folders.append(place)
        if standard or required:
            return _Place(external=module)
        return self._elsewhere(module, top, folders)

    def _elsewhere(self, module: str, top: str, folders: list[_Place]) -> _Place:
        """The module in other projects: in their declared roots, else in folders that look like roots."""
        declared = [self._at(root, module) for root in self._roots.declared.get(top, ())]
        found = {place.path: place for place in declared if place.is_file}
        if not found and not folders:
            inferred = [self._at(root, module) for root in self._roots.inferred.get(top, ())]
            found = {place.path: place for place in inferred if place.is_file}
            found = found or {place.path: place for place in declared if place.path}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return _Place(candidates=tuple(sorted(path for path in found if path)))
        return folders[0] if folders else _Place(external=module)


def _provided(importer: str, place: _Place, symbols: tuple[str, ...]) -> Iterator[Target]:
    """What provides the symbols that are no modules of their own: nothing, for a mere folder. What is missing from a
    package (generated, compiled) is a use of that package, except from within."""
    is_own = place.is_above and place.path and importer.startswith(posixpath.dirname(place.path) + "/")
    if (place.path and not is_own) or place.external:
        yield Target(path=place.path, external=place.external, symbols=symbols)
