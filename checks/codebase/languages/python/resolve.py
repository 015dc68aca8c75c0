"""What a Python import means: a file of the repository, something external, or a name with two meanings.

The rules are DESIGN.md's, "Edges: what counts": the importer's own project first; a name that several other projects
offer is ambiguous; the standard library wins unless the importer's own project has that name; `from a import b` is
`a/b.py` if that is a module, else `a`.
"""

import posixpath
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property

from checks.codebase.facts import FileFacts, Import
from checks.codebase.languages.language import Target
from checks.codebase.languages.python.packages import SourceRoots
from checks.codebase.snapshot import Snapshot

STANDARD_LIBRARY = frozenset(sys.stdlib_module_names) | {"__future__"}


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
            submodule = None if name == "*" else self._submodule(importer, statement.module, place, name)
            if submodule is None:
                taken.append(name)
            elif isinstance(submodule, str):
                yield Target(path=submodule)
            else:
                yield Target(candidates=submodule, symbols=(name,))
        if taken or not statement.names:
            yield from place.target(tuple(taken))

    def _submodule(self, importer: str, module: str, place: "_Place", name: str) -> str | tuple[str, ...] | None:
        """The file of `module.name`, the files between which it is ambiguous, or None where it is no module."""
        if place.folder is not None:
            found = self._roots.module(place.folder, name)
            if found or place.path or module.startswith("."):
                return found
        below = self._place(importer, f"{module}.{name}")  # a namespace package lies in several folders
        return below.path or below.candidates or None

    def _place(self, importer: str, module: str) -> "_Place":
        if module.startswith("."):
            return self._relative(importer, module)
        own = self._roots.own(importer)
        key = (own, module)
        if key not in self._known:
            self._known[key] = self._absolute(importer, own, module)
        return self._known[key]

    def _relative(self, importer: str, module: str) -> "_Place":
        name = module.lstrip(".")
        folder = posixpath.dirname(importer)
        for _ in range(len(module) - len(name) - 1):
            if not folder:
                return _Place()
            folder = posixpath.dirname(folder)
        if not name:
            return _Place(self._roots.init(folder), folder)
        return self._at(folder, name)

    def _at(self, root: str, name: str) -> "_Place":
        path = self._roots.module(root, name)
        folder = posixpath.join(root, name.replace(".", "/"))
        return _Place(path, folder if folder in self._roots.folders else None)

    def _absolute(self, importer: str, own: tuple[str, ...], module: str) -> "_Place":
        top = module.partition(".")[0]
        standard = top in STANDARD_LIBRARY
        declared = self._declared
        folders: list[_Place] = []
        for root in own:
            if standard and not (root in declared and self._roots.is_closed(root, top)):
                continue
            place = self._at(root, module)
            if place.path:
                return place
            if place.folder:
                folders.append(place)
            if self._roots.is_closed(root, top):
                return place
        if standard:
            return _Place(external=module)
        return self._elsewhere(importer, module, top, folders)

    @cached_property
    def _declared(self) -> frozenset[str]:
        return frozenset(self._roots.declared)

    def _elsewhere(self, importer: str, module: str, top: str, folders: "list[_Place]") -> "_Place":
        """The module in other projects: in their declared roots, else in folders that look like roots, unless the
        importer's project declares a requirement of that name."""
        found = self._among(self._roots.declared, module)
        declared_outside = any(
            top.lower() in project.requirements for project in self._roots.enclosing(posixpath.dirname(importer))
        )
        if not found and not folders and not declared_outside:
            found = self._among(self._roots.inferred, module)
        if len(found) == 1:
            return self._at(*found.popitem()[1])
        if found:
            return _Place(candidates=tuple(sorted(found)))
        return folders[0] if folders else _Place(external=module)

    def _among(self, roots: tuple[str, ...], module: str) -> dict[str, tuple[str, str]]:
        """The files that `module` names under the roots, each with root and module."""
        found = {}
        for root in roots:
            path = self._roots.module(root, module)
            if path:
                found[path] = (root, module)
        return found


class _Place:
    """Where a dotted name leads: a file, a folder of modules, both, something external, or several files."""

    __slots__ = ("candidates", "external", "folder", "path")

    def __init__(
        self,
        path: str | None = None,
        folder: str | None = None,
        *,
        external: str | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        self.path = path
        self.folder = folder
        self.external = external
        self.candidates = candidates

    def target(self, symbols: tuple[str, ...]) -> Iterator[Target]:
        """What provides the symbols that are no modules of their own: nothing, for a mere folder."""
        if self.path or self.external:
            yield Target(path=self.path, external=self.external, symbols=symbols)
