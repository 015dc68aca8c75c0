"""Which component a file belongs to (docs/policy.md, "Components")."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from checks.policy.globs import Alternative, Glob, GlobSet, Match, Specificity, parse_glob
from checks.policy.meaning import covers
from checks.policy.model import ComponentRules, Policy


@dataclass(frozen=True, slots=True)
class Tie:
    """A file that two components claim equally well: an error of the policy that only shows in a snapshot."""

    path: str
    components: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A component that holds a file, and the folder (or the file itself) by which it does."""

    component: str
    definition: str
    folder: str
    is_member: bool
    specificity: Specificity


class Components:
    """The components of a policy over the paths of a snapshot.

    `paths` decide only which members a family has and whether a folder *merely* holds other components; give the
    paths of base and head together, so that a name means the same on both sides.
    """

    def __init__(self, policy: Policy, paths: Iterable[str]) -> None:
        self.policy = policy
        self._definitions = [
            (name, parse_glob(text, captures=True)) for name, rules in policy.components.items() for text in rules.path
        ]
        self._globs = GlobSet(glob for _, glob in self._definitions)
        self._tests = GlobSet(map(parse_glob, policy.tests))
        self._ignored = GlobSet(map(parse_glob, policy.ignore))
        self._order = {name: _capture_order(globs) for name, globs in self._globs_by_name().items()}
        self._shared = dict(_folders_of_families(self._definitions))
        self._inside: dict[tuple[str, str], bool] = {}
        self._hollow: frozenset[str] = frozenset()
        self._places = {path: self._found(path) for path in paths}
        self._hollow = self._merely_holding()
        if self._hollow:
            self._places = {path: self._found(path) for path in self._places}

    def owner(self, path: str) -> str | None:
        """The most specific component that a file lies in: `orders`, or `domains/kyc` for a family's member."""
        return next(iter(self.of(path)), None)

    def of(self, path: str) -> tuple[str, ...]:
        """All components that a file lies in: its owner first, then what else matches, from most to least specific."""
        places = self._places.get(path)
        return tuple(place.component for place in (self._found(path) if places is None else places))

    def outermost(self, path: str) -> str | None:
        """The component for which a file stands in a cycle: parts count as the parent."""
        components = self.of(path)
        around = [name for name in components[1:] if self._is_inside(components[0], name)]
        return around[-1] if around else next(iter(components), None)

    def parents(self, component: str) -> tuple[str, ...]:
        """The components of which this one is a part in this snapshot, innermost first."""
        return self._parents.get(component, ())

    def members(self, family: str) -> tuple[str, ...]:
        """The members that a family has in this snapshot, by name; for any other component itself."""
        return tuple(name for name in self.names if covers(family, name))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every component with a file in this snapshot, family members one by one."""
        return tuple(sorted({place.component for places in self._places.values() for place in places}))

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """One example for each pair of components that claim the same files equally well."""
        found: dict[tuple[str, str], Tie] = {}
        for path, places in sorted(self._places.items()):
            for first, second in pairwise(places[:2]):
                if first.specificity == second.specificity:
                    pair = (first.component, second.component)
                    found.setdefault((first.definition, second.definition), Tie(path, pair))
        return tuple(found.values())

    def rules(self, component: str) -> ComponentRules:
        """What the policy says of a component, for a member what it says of the family. Raises KeyError."""
        return self.policy.components[_definition(component)]

    def is_test(self, path: str) -> bool:
        return self._tests.any(path)

    def is_ignored(self, path: str) -> bool:
        return self._ignored.any(path)

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        parents: dict[str, dict[str, None]] = {}
        for components in {tuple(place.component for place in places) for places in self._places.values()}:
            for index, name in enumerate(components):
                around = (outer for outer in components[index + 1 :] if self._is_inside(name, outer))
                parents.setdefault(name, {}).update(dict.fromkeys(around))
        return {name: tuple(around) for name, around in parents.items()}

    def _is_inside(self, inner: str, outer: str) -> bool:
        """Whether every path of one component lies inside a path of the other."""
        pair = (_definition(inner), _definition(outer))
        if pair not in self._inside:
            globs = self._globs_by_name()
            rows = [row for glob in globs[pair[1]] for row in glob.alternatives]
            self._inside[pair] = all(_contained(row, rows) for glob in globs[pair[0]] for row in glob.alternatives)
        return self._inside[pair]

    def _found(self, path: str) -> tuple[_Place, ...]:
        best: dict[str, _Place] = {}
        for match in self._globs.matches(path):
            place = self._place(match, path)
            known = best.get(place.definition)
            if known is None or place.specificity > known.specificity:
                best[place.definition] = place
        held = [place for place in best.values() if self._holds(place, best.values())]
        return tuple(sorted(held, key=lambda place: place.specificity, reverse=True))

    def _place(self, match: Match, path: str) -> _Place:
        definition = self._definitions[match.glob][0]
        order = self._order[definition]
        member = "/".join(match.captures[name] for name in order)
        name = f"{definition}/{member}" if order else definition
        folder = "/".join(path.split("/")[: match.depth])
        return _Place(name, definition, folder, bool(order), match.specificity)

    def _holds(self, place: _Place, places: Iterable[_Place]) -> bool:
        """Whether a family's member is one: not what another component names better, nor a folder of components."""
        if not place.is_member:
            return True
        if self._shared.get(place.folder, place.definition) != place.definition or place.component in self._hollow:
            return False
        return not any(other.folder == place.folder and other.specificity > place.specificity for other in places)

    def _merely_holding(self) -> frozenset[str]:
        """Members whose folder holds the plain path of another component, and no file of its own."""
        above = {folder for name, glob in self._definitions for row in glob.alternatives for folder in _above(row)}
        owners = {places[0].component for places in self._places.values() if places}
        return frozenset(
            place.component
            for places in self._places.values()
            for place in places
            if place.is_member and place.folder in above and place.component not in owners
        )

    def _globs_by_name(self) -> Mapping[str, list[Glob]]:
        found: dict[str, list[Glob]] = {}
        for name, glob in self._definitions:
            found.setdefault(name, []).append(glob)
        return found


def _definition(component: str) -> str:
    return component.partition("/")[0]


def _capture_order(globs: list[Glob]) -> tuple[str, ...]:
    return globs[0].alternatives[0].captures


def _contained(row: Alternative, outer: Iterable[Alternative]) -> bool:
    return any(candidate.contains(row) for candidate in outer)


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
