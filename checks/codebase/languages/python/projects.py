"""The Python projects of a repository and the folders in which they keep their top-level packages.

A monorepo has many projects, and many of them have a package called `app`. Roots are *declared* (the folder of a
project's manifest, its `src`, what the manifest names, the repository itself) or *inferred* (the folder around a
package, the folder of a script). Declared roots serve the whole repository; inferred ones first of all the files
below them. A project is *established* where its manifest makes a distribution: an empty file declares nothing that
could hide what an enclosing project holds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.facts import Hint

TEST_FOLDERS = frozenset({"test", "tests", "testing", "fixtures", "examples", "docs"})
"""Folders that serve only what is in them."""

SETUP_FILES = frozenset({"setup.py", "setup.cfg"})
SOURCE_SUFFIXES = (".py", ".pyi")


@dataclass(frozen=True, slots=True)
class Project:
    """One Python project: its folder, its source roots (most specific first) and those of them that a manifest names,
    the name of its distribution where a manifest says it, and the requirements that it declares, as they are likely to
    be imported.
    `added_roots` are folders that its files add to `sys.path`.
    """

    folder: str
    roots: tuple[str, ...]
    distribution: str | None = None
    requirements: frozenset[str] = frozenset()
    named_roots: frozenset[str] = frozenset()
    is_established: bool = False
    added_roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Projects:
    """All projects of one codebase by folder (the repository itself, '', always counts as one), and what follows.

    `folders` are those with Python source somewhere below; `declared` and `inferred` the roots by the top-level names
    that they hold; `namespaces` folders around packages that are packages of a declared root themselves;
    `distributions` the names that the projects go by; `extended` the `__init__` files that let other distributions
    add to their package; `imported` how many files import from a folder that may be a namespace; `hints` what files say
    of where names are found; `apps` the folders of Django's apps by label; `manifests` those by distribution name.
    """

    by_folder: Mapping[str, Project]
    folders: frozenset[str]
    declared: Mapping[str, tuple[str, ...]]
    inferred: Mapping[str, tuple[str, ...]]
    namespaces: frozenset[str]
    distributions: frozenset[str]
    extended: frozenset[str]
    imported: Mapping[str, int]
    hints: Mapping[str, tuple[Hint, ...]]
    apps: Mapping[str, tuple[str, ...]]
    manifests: Mapping[str, tuple[str, ...]]

    def enclosing(self, folder: str) -> Iterator[Project]:
        """The projects around a folder, innermost first."""
        while True:
            if folder in self.by_folder:
                yield self.by_folder[folder]
            if not folder:
                return
            folder = parent(folder)


def parent(path: str) -> str:
    """The folder that a path lies in; the repository itself is ''. A tenth of what `posixpath.dirname` costs."""
    return path.rpartition("/")[0]


def below(folder: str, path: str) -> str:
    """A path in a folder."""
    return f"{folder}/{path}" if folder else path


def import_name(requirement: str) -> str:
    """The top-level name that a project or requirement most likely installs (PEP 508 name, PEP 503 separators)."""
    name = re.match(r"[A-Za-z0-9._-]*", requirement)
    return re.sub(r"[-.]+", "_", name.group() if name else "").lower()
