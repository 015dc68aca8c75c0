"""The files of a snapshot, kept so that those of the next snapshot cost only the difference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checks.policy.places import Claims, Places


@dataclass(frozen=True, slots=True)
class ClaimedFiles:
    """The paths of files by their folder, and how many of them are claimed alike."""

    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[Claims, int] = field(default_factory=dict)

    def changed(self, places: Places, added: Iterable[str], removed: Iterable[str]) -> "ClaimedFiles":
        """The files after a change. What is both removed and added is there."""
        paths, counts = dict(self.paths), dict(self.counts)
        arriving, leaving = _by_folder(added), _by_folder(removed)
        for folder in {**leaving, **arriving}:
            before = dict.fromkeys(paths.get(folder, ()))
            new = arriving.get(folder, {})
            gone = (leaving.get(folder, {}).keys() & before.keys()) - new.keys() if before else ()
            after = {**{path: None for path in before if path not in gone}, **new} if before else new
            if after:
                paths[folder] = tuple(after)
            elif before:
                del paths[folder]
            _count(counts, places.counted(folder, new.keys() - before.keys() if before else new), 1)
            _count(counts, places.counted(folder, gone), -1)
        return ClaimedFiles(paths, counts)


def _count(counts: dict[Claims, int], difference: Mapping[Claims, int], sign: int) -> None:
    for claims, count in difference.items():
        counts[claims] = counts.get(claims, 0) + sign * count
        if not counts[claims]:
            del counts[claims]


def _by_folder(paths: Iterable[str]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder in found:
            found[folder][path] = None
        else:
            found[folder] = {path: None}
    return found
