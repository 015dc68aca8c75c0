"""Names that a bundler's configuration gives to files, folders and packages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from checks.codebase.languages.typescript.files import inside, parents
from checks.codebase.languages.typescript.patterns import Patterns, filled

KEY = "aliases"
"""Under which the settings of a configuration hold its aliases: patterns to lists of targets. A target that begins with
`.` is a path from the configuration's folder, with `/` one from the folder that it holds for; others are names.
"""

TOOL_FOLDERS = frozenset(
    (
        *(".storybook", ".vitepress", ".vuepress", ".config", ".webpack", "config", "configs", "conf", "build"),
        *("webpack", "vite", "scripts", "tools", "tooling"),
    )
)
"""Folders of configurations that hold for the folder around."""

MOST_TARGETS = 64


@dataclass(frozen=True, slots=True)
class Aliased:
    """What an alias makes of a name: a path of the repository, or else another name, seen from `folder`."""

    folder: str
    path: str | None = None
    name: str | None = None


class Aliases:
    """All aliases of a codebase, from the settings of its configurations by path. They hold for the files of a folder
    and below, the nearest first.
    """

    def __init__(self, settings: Mapping[str, Mapping[str, object]]) -> None:
        self._tables: dict[str, list[tuple[str, Patterns[tuple[str, ...]]]]] = {}
        for path, said in sorted(settings.items()):
            table = said.get(KEY)
            if isinstance(table, Mapping) and table:
                folder = path.rpartition("/")[0]
                self._tables.setdefault(_ruled(folder), []).append((folder, _patterns(table)))

    @property
    def folders(self) -> Collection[str]:
        """The folders for which an alias holds, and all below."""
        return self._tables.keys()

    def of(self, folder: str, name: str) -> Iterator[Aliased]:
        """What a name may stand for in a folder."""
        if not self._tables:
            return
        for ruled in parents(folder):
            for own, patterns in self._tables.get(ruled, ()):
                for targets, text in patterns.matches(name):
                    yield from (_aliased(filled(target, text), own, ruled) for target in targets)


def _aliased(target: str, own: str, ruled: str) -> Aliased:
    if target.startswith("."):
        return Aliased(own, path=inside(own, target))
    if target.startswith("/"):
        return Aliased(own, path=inside(ruled, target.strip("/") or "."))
    return Aliased(own, name=target)


def _patterns(table: Mapping[str, object]) -> Patterns[tuple[str, ...]]:
    listed = ((name, written) for name, written in table.items() if isinstance(written, list))
    return Patterns((name, tuple(filter(_is_text, targets[:MOST_TARGETS]))) for name, targets in listed)


def _is_text(target: object) -> bool:
    return isinstance(target, str)


def _ruled(folder: str) -> str:
    while folder.rpartition("/")[2] in TOOL_FOLDERS:
        folder = folder.rpartition("/")[0]
    return folder
