"""Where Python looks for top-level names: the source roots that serve a file, and the modules in them."""

from collections.abc import Iterator

from checks.codebase.languages.python.projects import SOURCE_SUFFIXES, TEST_FOLDERS, Project, Projects, below, parent
from checks.codebase.lookups import Known, Lookups


class SourceRoots:
    """The source roots of one codebase. All that an answer rests on is noted in the lookups, less the projects."""

    def __init__(self, lookups: Lookups, projects: Projects) -> None:
        self.projects = projects
        self._lookups = lookups
        self._own: dict[str, Known[tuple[str, ...]]] = {}
        self._enclosing: dict[str, tuple[Project, ...]] = {}

    def enclosing(self, folder: str) -> tuple[Project, ...]:
        """The projects around a folder, innermost first; the last is the repository itself."""
        found = self._enclosing.get(folder)
        if found is None:
            found = self._enclosing[folder] = tuple(self.projects.enclosing(folder))
        return found

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
        projects = self.enclosing(folder)
        return top not in self.projects.distributions and any(top.lower() in one.requirements for one in projects)

    def own(self, folder: str) -> tuple[str, ...]:
        """The roots that the files of a folder would be imported from or run in, most specific first."""
        return self._lookups.remember(self._own, folder, self._roots_of)

    def _roots_of(self, folder: str) -> tuple[str, ...]:
        roots = {root for project in self.enclosing(folder) for root in project.roots}
        roots |= {root for root in self._around(folder) if not self._is_namespace(root)}
        if not self.init(folder):
            roots.add(folder)
        return tuple(sorted(roots, key=lambda root: (-depth(root), root)))

    def added(self, folder: str) -> Iterator[tuple[str, ...]]:
        """The folders that files add to `sys.path`, by project, nearest first."""
        yield from (project.added_roots for project in self.enclosing(folder) if project.added_roots)

    def models(self, label: str, folder: str) -> list[str]:
        """The files with the models of the app of this label, those in the folder's own project first."""
        self._lookups.note(f"app:{label}")
        apps = self._seen_from(folder, self.projects.apps.get(label, ()))
        return [found for app in apps if (found := self.module(app, "models"))]

    def manifest(self, folder: str) -> str | None:
        """The manifest of the project in a folder."""
        path = below(folder, "pyproject.toml")
        self._lookups.note_file(path)
        return path if path in self._lookups.entries else None

    def manifests(self, distribution: str, folder: str) -> list[str]:
        """The manifests of the projects that are distributions of this name, less those made for tests."""
        self._lookups.note(f"distribution-of:{distribution}")
        found = self.projects.manifests.get(distribution, ())
        return [path for path in found if _serves(parent(path), folder)]

    def _seen_from(self, folder: str, apps: tuple[str, ...]) -> list[str]:
        """Those in the same project as a folder, else all, less those that serve only tests."""
        seen = [app for app in apps if _serves(app, folder)]
        own = self.enclosing(folder)[0]
        return [app for app in seen if self.enclosing(app)[0] is own] or seen

    def is_declared(self, folder: str, root: str) -> bool:
        """Whether a project around the folder declares the root, rather than the layout alone."""
        return any(root in project.roots for project in self.enclosing(folder))

    def is_certain(self, folder: str, root: str, top: str) -> bool:
        """Whether the name `top` in the files of `folder` can only mean what the root holds: they lie in it
        themselves, or an established project declares the root."""
        if f"{folder}/".startswith(below(root, top) + "/"):
            return True
        return any(project.is_established and root in project.roots for project in self.enclosing(folder))

    def top_package(self, folder: str) -> str:
        """The topmost folder of the unbroken chain of regular packages that `folder` ends, '' where it is none."""
        top = ""
        while folder and self.init(folder):
            top, folder = folder, parent(folder)
        return top

    def init(self, folder: str) -> str | None:
        """The file that makes the folder a regular package."""
        return self._file(f"{folder}/__init__" if folder else "__init__")

    def module(self, root: str, name: str) -> str | None:
        """The file of the dotted `name` under `root`; a package wins over a module of the same name, as in Python."""
        path = below(root, name.replace(".", "/"))
        return self.init(path) or self._file(path)

    def is_closed(self, root: str, top: str) -> bool:
        """Whether `top` is a regular package of `root`, so that Python would look for its submodules nowhere else."""
        init = self.init(below(root, top))
        if init is None:
            return self._file(below(root, top)) is not None
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
            folder = parent(folder)
        if folder:
            yield parent(self.top_package(folder))

    def _is_namespace(self, folder: str) -> bool:
        self._lookups.note(f"namespace:{folder}")
        return folder in self.projects.namespaces


def _serves(folder: str, importer: str) -> bool:
    """Whether what lies in a folder is meant for files in another: tests and examples only for what is beside them."""
    return not TEST_FOLDERS.intersection(folder.split("/")) - set(importer.split("/"))


def depth(folder: str) -> int:
    """How many folders deep; the repository itself is 0."""
    return folder.count("/") + 1 if folder else 0
