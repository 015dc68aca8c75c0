"""Where the components of a policy are: which of them claim a file, whatever other files there are."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from checks.policy.glob_automaton import Captured, Folder
from checks.policy.globs import Alternative, Glob, GlobSet, Match, Specificity, parse_glob
from checks.policy.model import Policy

OWN_FILE = "/"
"""Stands for the path of a file that a component claims by its name: no folder is called so."""

MOST_KNOWN = 200_000
"""Sets of claims that are kept; a worker that reviews one repository for months meets more."""


class Place(NamedTuple):
    """A component that claims a file, and the folder (or the file itself) by which it does."""

    component: str
    definition: str
    folder: str
    is_member: bool
    specificity: Specificity


Claims = tuple[Place, ...]
"""The components that claim a file, from the most to the least specific."""


class Places:
    """The paths of a policy's components. What it keeps is a cache and changes no answer."""

    def __init__(self, policy: Policy) -> None:
        definitions = [
            (name, parse_glob(text, captures=True)) for name, rules in policy.components.items() for text in rules.path
        ]
        self._definitions = [name for name, _ in definitions]
        self._globs = GlobSet(glob for _, glob in definitions)
        self._rows = _rows_by_name(definitions)
        self._order = {name: rows[0].captures for name, rows in self._rows.items()}
        self._shared = dict(_folders_of_families(definitions))
        self._holding = frozenset(folder for rows in self._rows.values() for row in rows for folder in _above(row))
        self._inside: dict[tuple[str, str], bool] = {}
        self._known: dict[tuple[str, tuple[int, ...]], Claims] = {}

    def claims(self, path: str) -> Claims:
        """Who claims a file."""
        above, _, name = path.rpartition("/")
        folder = self._globs.folder(above)
        return self._claims(folder, path, () if folder.is_uniform else self._globs.ended(folder, name))

    def counted(self, folder: str, paths: Collection[str]) -> Mapping[Claims, int]:
        """Who claims files that lie in one folder, and how many of them."""
        if not paths:
            return {}
        found = self._globs.folder(folder)
        if found.is_uniform:
            return {self._claims(found, "", ()): len(paths)}
        return Counter(map(self.claims, paths))

    def merely_holding(self, claims: Collection[Claims]) -> frozenset[str]:
        """Members whose folder holds the plain path of another component, and no file of its own."""
        owners = {places[0].component for places in claims if places}
        return frozenset(
            place.component
            for places in claims
            for place in places
            if place.is_member and place.folder in self._holding and place.component not in owners
        )

    def is_inside(self, inner: str, outer: str) -> bool:
        """Whether every path of one component lies inside a path of the other, both by their names in the policy."""
        pair = (inner, outer)
        if pair not in self._inside:
            rows = self._rows[outer]
            self._inside[pair] = all(any(around.contains(row) for around in rows) for row in self._rows[inner])
        return self._inside[pair]

    def _claims(self, folder: Folder, path: str, ended: tuple[tuple[int, Captured], ...]) -> Claims:
        """Files of one folder that match by the same alternatives are claimed alike, unless their names say by whom."""
        is_named = any(captured for _, captured in ended)
        key = (path if is_named else folder.matched_at, tuple(row for row, _ in ended))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            places = [self._place(match, folder.matched_at) for match in self._globs.folder_matches(folder)]
            own = path if is_named else OWN_FILE
            places += [self._place(match, own) for match in self._globs.file_matches(path, ended)]
            known = self._known[key] = self._settled(places)
        return known

    def _place(self, match: Match, path: str) -> Place:
        definition = self._definitions[match.glob]
        order = self._order[definition]
        member = "/".join(match.captures[name] for name in order)
        name = f"{definition}/{member}" if order else definition
        folder = path if path == OWN_FILE else "/".join(path.split("/")[: match.depth])
        return Place(name, definition, folder, bool(order), match.specificity)

    def _settled(self, places: Iterable[Place]) -> Claims:
        best: dict[str, Place] = {}
        for place in places:
            known = best.get(place.definition)
            if known is None or place.specificity > known.specificity:
                best[place.definition] = place
        held = [place for place in best.values() if self._holds(place, best.values())]
        return tuple(sorted(held, key=lambda place: place.specificity, reverse=True))

    def _holds(self, place: Place, places: Iterable[Place]) -> bool:
        """Whether a family's member is one: not what another component names better, nor a folder of components."""
        if not place.is_member:
            return True
        if self._shared.get(place.folder, place.definition) != place.definition:
            return False
        return not any(other.folder == place.folder and other.specificity > place.specificity for other in places)


def _rows_by_name(definitions: Iterable[tuple[str, Glob]]) -> Mapping[str, list[Alternative]]:
    found: dict[str, list[Alternative]] = {}
    for name, glob in definitions:
        found.setdefault(name, []).extend(glob.alternatives)
    return found


def _above(row: Alternative) -> Iterator[str]:
    """The folders that hold a component whose path is plain text: `a` and `a/b` for `a/b/c`."""
    if len(row.literal) == len(row.segments):
        for end in range(1, len(row.literal)):
            yield "/".join(row.literal[:end])


def _folders_of_families(definitions: Iterable[tuple[str, Glob]]) -> Iterator[tuple[str, str]]:
    """Folders in which every folder is a member of one family: `packages/shared` for `packages/shared/{library}`."""
    for name, glob in definitions:
        for row in glob.alternatives:
            if row.beneath and row.captures and len(row.literal) == len(row.segments) - 1:
                yield "/".join(row.literal), name
