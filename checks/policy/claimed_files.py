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
            new = arriving.get(folder, {})
            if folder not in paths:
                if new:
                    paths[folder] = tuple(new)
                    _count(counts, places.counted(folder, new), 1)
                continue
            before = dict.fromkeys(paths[folder])
            gone = (leaving.get(folder, {}).keys() & before.keys()) - new.keys()
            after = {**{path: None for path in before if path not in gone}, **new}
            if after:
                paths[folder] = tuple(after)
            else:
                del paths[folder]
            _count(counts, places.counted(folder, new.keys() - before.keys()), 1)
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
