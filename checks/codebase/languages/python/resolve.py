"""What a Python import means: a file of the repository, something external, or a name with two meanings.

The rules are those of docs/edges.md: the importer's own project first; a name that several other projects
offer is ambiguous; the standard library wins unless the importer's own project has that name; `from a import b` is
`a/b.py` if that is a module, else `a`. What a nearer root may hide of an enclosing project: `_absolute`.
"""

import posixpath
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.language import Target
from checks.codebase.languages.python.marks import APP, DOTTED, FILE, OF_FILE
from checks.codebase.languages.python.projects import Projects, below, parent
from checks.codebase.languages.python.source_roots import SourceRoots
from checks.codebase.lookups import Known, Lookups

OTHER_VERSIONS = (
    "__future__ aifc annotationlib asynchat asyncore audioop cgi cgitb chunk compression crypt distutils imghdr imp "
    "lib2to3 mailcap msilib nis nntplib ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib"
)
"""Standard modules that Python 3.11 to 3.14 do not all have: no answer may depend on the interpreter that runs us."""

STANDARD_LIBRARY = frozenset(sys.stdlib_module_names) | frozenset(OTHER_VERSIONS.split())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a dotted name leads: a file, a folder of modules, both, something external, or several files.

    `is_above` marks the file of the nearest package above a module that is not there. `is_namespace` marks a folder
    that no regular package holds: Python looks for its modules in installed distributions too.
    """

    path: str | None = None
    folder: str | None = None
    external: str | None = None
    candidates: tuple[str, ...] = ()
    is_above: bool = False
    is_namespace: bool = False

    @property
    def is_file(self) -> bool:
        """Whether the name itself leads to a file, or to one of several."""
        return (self.path is not None or bool(self.candidates)) and not self.is_above


class PythonResolver:
    """Resolves the imports of one codebase. Answers are remembered per folder and name."""

    def __init__(self, lookups: Lookups, projects: Projects) -> None:
        self._lookups = lookups
        self._roots = SourceRoots(lookups, projects)
        self._known: dict[tuple[str, str], Known[_Place]] = {}
        self._places: dict[tuple[str, str], Known[_Place]] = {}
        self._modules: dict[tuple[str, str], Known[str | None]] = {}

    def resolve(self, importer: str, statement: Import) -> Iterator[Target]:
        """One target for each file that the statement reaches, or the external module."""
        if statement.kind is Kind.MANIFEST or statement.kind is Kind.DYNAMIC:
            special = self._special(importer, statement)
            if special is not None:
                yield from special
                return
        place = self._place(importer, statement.module)
        taken: list[str] = []
        for name in statement.names:
            below = None if name == "*" or place.is_above else self._submodule(importer, statement.module, place, name)
            if below is None:
                taken.append(name)
            else:
                symbols = (name,) if below.candidates else ()
                yield Target(below.path, below.external, below.candidates, symbols)
        if taken or not statement.names:
            yield from _provided(importer, place, tuple(taken))

    def _special(self, importer: str, statement: Import) -> list[Target] | None:
        """What an import means that is written as no import statement can be; None for any other."""
        module, folder = statement.module, parent(importer)
        if statement.kind is Kind.MANIFEST:
            return _either(self._manifests(module, folder), importer, statement.names)
        if module.startswith(APP):
            return _either(self._roots.models(module.removeprefix(APP), folder), importer, statement.names)
        if module.startswith(FILE):
            return _either(self._files(module, folder), importer, ())
        if module.startswith(DOTTED):
            return self._dotted(importer, module.removeprefix(DOTTED))
        if module.endswith(".") and module.strip("."):
            return self._partly_known(importer, module.removesuffix("."))
        return [] if statement.is_unknown else None

    def _manifests(self, module: str, folder: str) -> list[str]:
        """The manifests of a dependency: at a path, or of the distribution that goes by the name."""
        if module.startswith(("./", "../")) or module == "..":
            path = posixpath.normpath(posixpath.join(folder, module))
            found = None if path.startswith("../") else self._roots.manifest("" if path == "." else path)
            return [found] if found else []
        return self._roots.manifests(module, folder)

    def _files(self, module: str, folder: str) -> list[str]:
        """The files at a path, which counts from the importer or from where the program may run."""
        project = self._roots.enclosing(folder)[0]
        bases = [folder] if module.startswith(OF_FILE) else [folder, project.folder, ""]
        paths = [posixpath.normpath(posixpath.join(base, module.removeprefix(FILE))) for base in bases]
        for path in paths:
            self._lookups.note_file(path)
        return [path for path in paths if path in self._lookups.entries]

    def _dotted(self, importer: str, name: str) -> list[Target]:
        """A name that may be a module, something in one, or neither: only modules of the repository count."""
        place = self._place(importer, name)
        module, _, symbol = name.rpartition(".")
        symbols: tuple[str, ...] = ()
        if not place.is_file and module:
            place, symbols = self._place(importer, module), (symbol,)
        return [Target(place.path, None, place.candidates, symbols)] if place.is_file else []

    def _partly_known(self, importer: str, package: str) -> list[Target]:
        """Something in a package: a use of the package, and unknown beyond; a package's own files stay in it."""
        place = self._place(importer, package)
        is_own = place.folder is not None and importer.startswith(f"{place.folder}/")
        if is_own or place.external:
            return [] if is_own else [Target(external=place.external)]
        return [Target(place.path, None, place.candidates, is_partial=True)]

    def _submodule(self, importer: str, module: str, place: _Place, name: str) -> _Place | None:
        """Where the module `module.name` is, or between which files it is ambiguous; None where it is no module."""
        if place.folder is not None and not place.is_namespace:
            found = self._module((place.folder, name))
            return _Place(found) if found else None
        below = self._place(importer, f"{module}.{name}")
        return below if below.is_file or (place.is_namespace and below.external) else None

    def _place(self, importer: str, module: str) -> _Place:
        answer = self._relative if module.startswith(".") else self._absolute
        return self._lookups.remember(self._known, (parent(importer), module), answer)

    def _relative(self, asked: tuple[str, str]) -> _Place:
        folder, module = asked
        name = module.lstrip(".")
        for _ in range(len(module) - len(name) - 1):
            if not folder:
                return _Place()
            folder = parent(folder)
        return self._at(folder, name) if name else _Place(self._roots.init(folder), folder)

    def _module(self, asked: tuple[str, str]) -> str | None:
        return self._lookups.remember(self._modules, asked, lambda wanted: self._roots.module(*wanted))

    def _at(self, root: str, name: str) -> _Place:
        return self._lookups.remember(self._places, (root, name), self._find)

    def _find(self, asked: tuple[str, str]) -> _Place:
        root, name = asked
        path = self._module(asked)
        folder = below(root, name.replace(".", "/"))
        is_folder = self._roots.is_folder(folder)
        if path or is_folder:
            return _Place(path, folder if is_folder else None)
        above = name.rpartition(".")[0]
        place = self._at(root, above) if above else _Place()
        return _Place(place.path, is_above=True)

    def _absolute(self, asked: tuple[str, str]) -> _Place:
        """The module that is asked for in a folder: in the folder's own roots, nearest first, else outside or in other
        projects.

        Being nearer does not hide what an enclosing project's root holds: a folder or an empty manifest is easily
        added. The nearest root has the last word only if it is certain (`SourceRoots.is_certain`). Until then the
        next ones are asked too: a root without the whole module gives way to one with it, a mere folder to a regular
        package (as in Python), and what is left is ambiguous.
        """
        folder, module = asked
        top = module.partition(".")[0]
        held: list[tuple[_Place, bool]] = []
        folders: list[_Place] = []
        for root in self._open_roots(folder, module):
            place = self._at(root, module)
            is_certain = self._roots.is_certain(folder, root, top)
            is_closed = self._roots.is_closed(root, top)
            if place.is_file or is_closed:
                held.append((place, is_certain or is_closed))
                if is_certain:
                    break
            elif place.folder:
                folders.append(place)
        whole = [one for one in held if one[0].is_file] or held
        strong = [place for place, is_strong in whole if is_strong] or [place for place, _ in whole]
        if strong:
            return _any_of(strong)
        added = self._added(folder, module) if top not in STANDARD_LIBRARY else None
        if added is not None:
            return added
        if top in STANDARD_LIBRARY or self._roots.is_required(folder, top):
            return _Place(external=module)
        return self._elsewhere(module, top, folders)

    def _open_roots(self, folder: str, module: str) -> Iterator[str]:
        """The folder's roots that may hold the module. A name of the standard library can only be a package of its
        own project. So can a name that it requires, or else a package that really has the module, in the root of a
        project around it: a line in a manifest makes nothing external that is there."""
        top = module.partition(".")[0]
        standard, required = top in STANDARD_LIBRARY, self._roots.is_required(folder, top)
        project = self._roots.enclosing(folder)[0]
        for root in self._roots.own(folder):
            closed = self._roots.is_closed(root, top)
            if standard:
                is_open = closed and root in project.roots
            elif required and root not in project.roots:
                is_open = closed and self._at(root, module).is_file and self._roots.is_declared(folder, root)
            else:
                is_open = True
            if is_open:
                yield root

    def _added(self, folder: str, module: str) -> _Place | None:
        """The module in the folders that files of the nearest project add to `sys.path`, where no own root has it."""
        for roots in self._roots.added(folder):
            found = [place for root in roots if (place := self._at(root, module)).is_file]
            if found:
                return _any_of(found)
        return None

    def _elsewhere(self, module: str, top: str, folders: list[_Place]) -> _Place:
        """The module in other projects: in their declared roots, else in folders that look like roots."""
        declared = [self._at(root, module) for root in self._roots.declared(top)]
        found = [place for place in declared if place.is_file]
        if not found and not folders:
            inferred = [self._at(root, module) for root in self._roots.inferred(top)]
            found = [place for place in inferred if place.is_file] or [place for place in declared if place.path]
        if found:
            return _any_of(found)
        return replace(folders[0], is_namespace=True) if folders else _Place(external=module)


def _any_of(places: list[_Place]) -> _Place:
    """The one place, or an ambiguity of several; all of them hold the module, or none does."""
    paths = {place.path for place in places if place.path}
    if len(paths) <= 1:
        return next((place for place in places if place.path), places[0])
    return _Place(candidates=tuple(sorted(paths)), is_above=places[0].is_above)


def _either(paths: list[str], importer: str, symbols: tuple[str, ...]) -> list[Target]:
    """The one file of several that may be meant, or an ambiguity between them; the importer itself is none."""
    others = tuple(sorted({path for path in paths if path != importer}))
    if len(others) > 1:
        return [Target(candidates=others, symbols=symbols)]
    return [Target(path=others[0], symbols=symbols)] if others else []


def _provided(importer: str, place: _Place, symbols: tuple[str, ...]) -> Iterator[Target]:
    """What provides the symbols that are no modules of their own: nothing, for a mere folder. What is missing from a
    package (generated, compiled) is a use of that package, except from within."""
    is_own = place.is_above and place.path and importer.startswith(parent(place.path) + "/")
    if (place.path and not is_own) or place.external or place.candidates:
        yield Target(place.path, place.external, place.candidates, symbols)
