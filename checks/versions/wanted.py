"""Which files to read: those that the readers ask for, found by letting them ask."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from checks.versions.changelog import changelog_folders, fragment_folders, is_changelog, is_fragment
from checks.versions.conventions import convention
from checks.versions.documents import Files, above, join
from checks.versions.plans import FOLDERS, RUSH, plan_folders
from checks.versions.release_groups import version_before
from checks.versions.standing import is_unversioned, standing

SETTINGS = (".changeset/config.json", "nx.json")
"""Files about plans; they are of no interest to whoever has read none yet."""

ENDINGS = tuple(sorted(set(FOLDERS.values())))


def wanted(paths: Collection[str], folders: Iterable[str], read: Files | None = None) -> frozenset[str]:
    """Those of a revision's paths to read for the versions of the packages in some folders, without those in `read`.
    Ask again with what was read until there is nothing more: a manifest may name another file."""
    asking = _Asking(read or {})
    listed = tuple(folders)
    for folder in listed:
        _ask(asking, folder)
    plans = frozenset(one for folder in listed for one in plan_folders(folder))
    changelogs = frozenset(one for folder in listed for one in changelog_folders(folder))
    fragments = frozenset(one for folder in listed for one in fragment_folders(folder, asking))
    rush = tuple(join(root, RUSH) for folder in listed for root in above(folder))
    found = {path for path in asking.asked if path in paths}
    for path in paths:
        around = path.rpartition("/")[0]
        if (
            (around in plans and path.endswith(ENDINGS))
            or (around in changelogs and is_changelog(path))
            or (around in fragments and is_fragment(path))
            or (path.startswith(rush) and path.endswith(".json"))
        ):
            found.add(path)
    return frozenset(found - asking.read.keys())


class _Asking(Mapping[str, str]):
    """Files that note what is looked for."""

    def __init__(self, read: Files) -> None:
        self.read = read
        self.asked: set[str] = set()

    def __getitem__(self, path: str) -> str:
        self.asked.add(path)
        return self.read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.read)

    def __len__(self) -> int:
        return len(self.read)


def _ask(files: _Asking, folder: str) -> None:
    """Reads as a review will."""
    found = standing(files, folder)
    is_unversioned(files, folder)
    convention(files, folder)
    version_before(found.names, files, above(folder))
    for root in above(folder):
        files.asked.update(join(root, name) for name in SETTINGS)
