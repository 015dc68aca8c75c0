"""Where Python looks for top-level names: the source roots that serve a file, and the modules in them."""

import posixpath
from collections.abc import Iterator

from checks.codebase.languages.python.projects import SOURCE_SUFFIXES, Projects
from checks.codebase.lookups import Known, Lookups


class SourceRoots:
    """The source roots of one codebase. All that an answer rests on is noted in the lookups, less the projects."""

    def __init__(self, lookups: Lookups, projects: Projects) -> None:
        self.projects = projects
        self._lookups = lookups
        self._own: dict[str, Known[tuple[str, ...]]] = {}

    def is_folder(self, folder: str) -> bool:
        """Whether a folder has Python source somewhere below it."""
        self._lookups.note(f"{folder}/")
        return folder in self.projects.folders

    def declared(self, top: str) -> tuple[str, ...]:
        """The declared roots of all projects that hold a top-level name."""
        self._lookups.note(f"declared:{top}")
        return self.projects.declared.get(top, ())

    def inferred(self, top: str) -> tuple[str, ...]:
        """Folders around a top-level package of this name, where no manifest says so; test and example folders serve
        only themselves."""
        self._lookups.note(f"inferred:{top}")
        return self.projects.inferred.get(top, ())

    def is_required(self, folder: str, top: str) -> bool:
        """Whether the projects around a folder declare a requirement of this name that no project of the repository
        meets: then it comes from outside, whatever folders have the same name."""
        self._lookups.note(f"required:{top.lower()}")
        self._lookups.note(f"distribution:{top}")
        projects = self.projects.enclosing(folder)
        return top not in self.projects.distributions and any(top.lower() in one.requirements for one in projects)

    def own(self, folder: str) -> tuple[str, ...]:
        """The roots that the files of a folder would be imported from or run in, most specific first."""
        return self._lookups.remember(self._own, folder, self._roots_of)

    def _roots_of(self, folder: str) -> tuple[str, ...]:
        roots = {root for project in self.projects.enclosing(folder) for root in project.roots}
        roots |= {root for root in self._around(folder) if not self._is_namespace(root)}
        if not self.init(folder):
            roots.add(folder)
        return tuple(sorted(roots, key=lambda root: (-depth(root), root)))

    def is_declared(self, folder: str, root: str) -> bool:
        """Whether a project around the folder declares the root, rather than the layout alone."""
        return any(root in project.roots for project in self.projects.enclosing(folder))

    def is_certain(self, folder: str, root: str, top: str) -> bool:
        """Whether the name `top` in the files of `folder` can only mean what the root holds: they lie in it
        themselves, or an established project declares the root."""
        if f"{folder}/".startswith(posixpath.join(root, top) + "/"):
            return True
        return any(project.is_established and root in project.roots for project in self.projects.enclosing(folder))

    def top_package(self, folder: str) -> str:
        """The topmost folder of the unbroken chain of regular packages that `folder` ends, '' where it is none."""
        top = ""
        while folder and self.init(folder):
            top, folder = folder, posixpath.dirname(folder)
        return top

    def init(self, folder: str) -> str | None:
        """The file that makes the folder a regular package."""
        return self._file(f"{folder}/__init__" if folder else "__init__")

    def module(self, root: str, name: str) -> str | None:
        """The file of the dotted `name` under `root`; a package wins over a module of the same name, as in Python."""
        path = posixpath.join(root, name.replace(".", "/"))
        return self.init(path) or self._file(path)

    def is_closed(self, root: str, top: str) -> bool:
        """Whether `top` is a regular package of `root`, so that Python would look for its submodules nowhere else."""
        init = self.init(posixpath.join(root, top))
        if init is None:
            return self._file(posixpath.join(root, top)) is not None
        self._lookups.note(f"extended:{init}")
        return init not in self.projects.extended

    def _file(self, stem: str) -> str | None:
        self._lookups.note_file(stem)
        for suffix in SOURCE_SUFFIXES:
            if stem + suffix in self._lookups.entries:
                return stem + suffix
        return None

    def _around(self, folder: str) -> Iterator[str]:
        """The folder around the package that a folder belongs to, though mere folders lie between."""
        while folder and not self.init(folder):
            folder = posixpath.dirname(folder)
        if folder:
            yield posixpath.dirname(self.top_package(folder))

    def _is_namespace(self, folder: str) -> bool:
        self._lookups.note(f"namespace:{folder}")
        return folder in self.projects.namespaces


def depth(folder: str) -> int:
    """How many folders deep; the repository itself is 0."""
    return folder.count("/") + 1 if folder else 0
