"""Python's modules as places in the repository: what `shop.orders.*` of a contract is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.adoption.imported.values import SourceTree, unique

WILDCARDS = ("*", "**")
CHILDREN = ("*[!_].py", "*/**/*.py")
"""What `*` matches of modules: everything but `__init__` and its kind. With more letters than the folder alone, so that
these files are a part of the folder's own component."""


@dataclass(frozen=True, slots=True)
class PythonModules:
    """The modules of a repository as seen from some source roots (folders, empty for the top), which are asked in
    their order."""

    tree: SourceTree
    roots: Sequence[str]

    def path(self, module: str, *, as_package: bool = True) -> str:
        """The file or folder of a module. One that is not there gets the folder that it would have."""
        steps = module.split(".")
        for root in self.roots:
            path = "/".join(filter(None, (root, *steps)))
            if path in self.tree.folders:
                return path if as_package else f"{path}/__init__.py"
            if f"{path}.py" in self.tree.paths:
                return f"{path}.py"
        return "/".join(filter(None, (self._root_of(steps), *steps)))

    def globs(self, expression: str) -> tuple[str, ...]:
        """The globs of all modules that an expression means, as one component."""
        if not is_pattern(expression):
            return (self.path(expression),)
        steps = _without_end(expression)
        if not any(step in WILDCARDS for step in steps):
            return (self.path(".".join(steps)),)
        root = self._root_of(steps)
        if steps[-1] == "*":
            above = "/".join(filter(None, (root, *steps[:-1])))
            return tuple("/".join(filter(None, (above, name))) for name in CHILDREN)
        path = "/".join(filter(None, (root, *steps)))
        return (path, f"{path}.py")

    def family(self, expression: str) -> tuple[str, ...] | None:
        """The globs of a family with one member for each package that an expression means; None where `**` stands for
        no one folder."""
        steps = expression.split(".")
        if "**" in steps:
            return None
        names = iter(("module", *(f"module_{number}" for number in range(2, len(steps) + 1))))
        path = "/".join(f"{{{next(names)}}}" if step == "*" else step for step in steps)
        path = "/".join(filter(None, (self._root_of(steps), path)))
        return (path,) if steps[-1] == "*" else (path, f"{path}.py")

    def files(self, expression: str) -> tuple[str, ...]:
        """The modules that are single files, and are no members of a family whose last segment is `*`."""
        steps = expression.split(".")
        if steps[-1] != "*":
            return ()
        pattern = re.compile(_regex("/".join(filter(None, (self._root_of(steps), *steps[:-1])))) + r"/([^/]+)\.py")
        found = (match for path in sorted(self.tree.paths) if (match := pattern.fullmatch(path)))
        return unique(match[0] for match in found if not match[1].startswith("__"))

    def name(self, file: str) -> str:
        """What a module's file is called by those who import it."""
        within = (root for root in self.roots if not root or file.startswith(f"{root}/"))
        root = max(within, key=len, default="")
        return file.removeprefix(root).strip("/").removesuffix(".py").replace("/", ".")

    def known(self, is_foreign: Callable[[str], bool]) -> tuple[str, ...]:
        """Every module and package below the roots, but for foreign files."""
        files = (path for path in sorted(self.tree.paths) if path.endswith(".py") and not is_foreign(path))
        found: dict[str, None] = {}
        for name in map(self.name, files):
            steps = name.split(".")
            last = len(steps) - steps[-1].startswith("__")
            found |= {".".join(steps[:end]): None for end in range(1, last + 1)}
        return tuple(found)

    def matching(self, expression: str, modules: Sequence[str]) -> tuple[str, ...]:
        """Those of these modules that an expression means."""
        pattern = re.compile(_dotted(expression))
        return tuple(module for module in modules if pattern.fullmatch(module))

    def _root_of(self, steps: Sequence[str]) -> str:
        """The root where most of the first steps are folders."""
        fixed = [step for step in steps if step not in WILDCARDS][: _first_wildcard(steps)]
        for length in range(len(fixed), 0, -1):
            for root in self.roots:
                path = "/".join(filter(None, (root, *fixed[:length])))
                if path in self.tree.folders or f"{path}.py" in self.tree.paths:
                    return root
        return self.roots[0] if self.roots else ""


def python_roots(tree: SourceTree, packages: Sequence[str], base: str) -> tuple[str, ...]:
    """The folders that hold these top-level packages: those of `base` first, then the shallowest."""
    found: dict[str, None] = {}
    for package in packages:
        name = package.replace(".", "/")
        folders = (folder for folder in tree.folders if f"/{folder}".endswith(f"/{name}"))
        files = (path.removesuffix(".py") for path in tree.paths if f"/{path}".endswith(f"/{name}.py"))
        places = sorted((*folders, *files), key=lambda place: _remoteness(tree, place, base))
        found[places[0][: -len(name)].rstrip("/") if places else base] = None
    return tuple(found) or (base,)


def _remoteness(tree: SourceTree, place: str, base: str) -> tuple[bool, bool, int, str]:
    outside = bool(base) and not place.startswith(f"{base}/")
    return outside, f"{place}/__init__.py" not in tree.paths, place.count("/"), place


def is_pattern(expression: str) -> bool:
    """Whether an expression has a wildcard."""
    return any(step in WILDCARDS for step in expression.split("."))


def _without_end(expression: str) -> list[str]:
    """`shop.**` means all of `shop`: as a place that is the package itself."""
    steps = expression.split(".")
    while len(steps) > 1 and steps[-1] == "**":
        steps.pop()
    return steps


def _first_wildcard(steps: Sequence[str]) -> int:
    return next((index for index, step in enumerate(steps) if step in WILDCARDS), len(steps))


def _regex(path: str) -> str:
    return "/".join("[^/]+" if step == "*" else re.escape(step) for step in path.split("/"))


def _dotted(expression: str) -> str:
    """`*` is one step of a module's name, `**` one or more."""
    words = {"*": r"[^.]+", "**": r".+"}
    return r"\.".join(words.get(step) or re.escape(step).replace(r"\*", "[^.]*") for step in expression.split("."))
