"""Which component a file belongs to (docs/policy.md, "Components")."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from checks.policy.claimed_files import ClaimedFiles
from checks.policy.globs import GlobSet, parse_glob
from checks.policy.meaning import covers
from checks.policy.model import ComponentRules, Policy
from checks.policy.places import OWN_FILE, Claims, Places


@dataclass(frozen=True, slots=True)
class Tie:
    """A file that two components claim equally well: an error of the policy that only shows in a snapshot."""

    path: str
    components: tuple[str, str]


class _Globs:
    """All globs of a policy, whatever the snapshot."""

    def __init__(self, policy: Policy) -> None:
        self.places = Places(policy)
        self.tests = GlobSet(map(parse_glob, policy.tests))
        self.ignored = GlobSet(map(parse_glob, policy.ignore))
        self.generated = [(GlobSet([parse_glob(glob)]), source) for glob, source in policy.generated.items()]


class Components:
    """The components of a policy over the paths of a snapshot.

    `paths` decide only which members a family has and whether a folder *merely* holds other components; give the
    paths of base and head together, so that a name means the same on both sides.
    """

    def __init__(
        self, policy: Policy, paths: Iterable[str], *, known: "Components | None" = None, removed: Iterable[str] = ()
    ) -> None:
        self.policy = policy
        # what is known of globs, and of the files so far, is the other's own
        self._globs: _Globs = known._globs if known else _Globs(policy)  # noqa: SLF001
        files: ClaimedFiles = known._files if known else ClaimedFiles()  # noqa: SLF001
        self._places = self._globs.places
        self._files: ClaimedFiles = files.changed(self._places, paths, removed)
        self._hollow = self._places.merely_holding(self._files.counts.keys())
        self._named: dict[Claims, tuple[str, ...]] = {}

    def with_paths(self, added: Iterable[str], removed: Iterable[str] = ()) -> "Components":
        """The components of the same policy over other paths: what new ones would be, at the cost of the difference.

        What is added is there, whether it was before or is removed too; what is removed need not have been there.
        """
        return Components(self.policy, added, known=self, removed=removed)

    def agrees_with(self, other: "Components") -> bool:
        """Whether a file that is in both snapshots surely belongs to the same components; of one policy."""
        return self.policy is other.policy and self._hollow == other._hollow  # noqa: SLF001 - its own class

    def owner(self, path: str) -> str | None:
        """The most specific component that a file lies in: `orders`, or `domains/kyc` for a family's member."""
        components = self.of(path)
        return components[0] if components else None

    def of(self, path: str) -> tuple[str, ...]:
        """All components that a file lies in: its owner first, then what else matches, from most to least specific."""
        claims = self._places.claims(path)
        known = self._named.get(claims)
        if known is None:
            known = self._named[claims] = tuple(place.component for place in self._held(claims))
        return known

    def outermost(self, path: str) -> str | None:
        """The component for which a file stands in a cycle: parts count as the parent."""
        components = self.of(path)
        around = [name for name in components[1:] if self._is_inside(components[0], name)]
        return around[-1] if around else next(iter(components), None)

    def below(self, component: str, path: str) -> tuple[str, ...]:
        """The segments of a file's path below the folder by which a component claims it, the last without its suffix;
        none where it does not claim it."""
        folder = self.folder(component, path)
        return () if folder is None else segments(path)[folder.count("/") + 1 if folder else 0 :]

    def folder(self, component: str, path: str) -> str | None:
        """The folder by which a component claims a file, that of the file itself where it claims it by its name; None
        where it does not claim it."""
        for place in self._places.claims(path):
            if place.component == component:
                own = place.folder in {OWN_FILE, path}
                return path.rpartition("/")[0] if own else place.folder
        return None

    def of_package(self, name: str) -> tuple[str, ...]:
        """The component whose code comes back as a package from outside, by its `distribution`."""
        return next(((component,) for component, names in self._packages if any(is_of(name, one) for one in names)), ())

    def parents(self, component: str) -> tuple[str, ...]:
        """The components of which this one is a part in this snapshot, innermost first."""
        return self._parents.get(component, ())

    def members(self, family: str) -> tuple[str, ...]:
        """The members that a family has in this snapshot, by name; for any other component itself."""
        return tuple(name for name in self.names if covers(family, name))

    @cached_property
    def _packages(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        rules = self.policy.components.items()
        return tuple((name, one.distribution) for name, one in rules if one.distribution)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every component with a file in this snapshot, family members one by one."""
        return tuple(sorted({place.component for claims in self._files.counts for place in self._held(claims)}))

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """One example for each pair of components that claim the same files equally well."""
        if not any(map(self._tied, self._files.counts)):
            return ()
        found: dict[tuple[str, str], Tie] = {}
        for path in sorted(chain.from_iterable(self._files.paths.values())):
            if tied := self._tied(self._places.claims(path)):
                first, second = tied
                pair = (first.component, second.component)
                found.setdefault((first.definition, second.definition), Tie(path, pair))
        return tuple(found.values())

    def rules(self, component: str) -> ComponentRules:
        """What the policy says of a component, for a member what it says of the family. Raises KeyError."""
        return self.policy.components[_definition(component)]

    def is_test(self, path: str) -> bool:
        return self._globs.tests.any(path)

    def is_ignored(self, path: str) -> bool:
        return self._globs.ignored.any(path)

    def generator(self, path: str) -> str | None:
        """What the policy names as the input from which a file is generated: empty where it names none, None for a file
        that nobody generates."""
        return next((source or "" for glob, source in self._globs.generated if glob.any(path)), None)

    def _held(self, claims: Claims) -> Claims:
        """The claims of components that are there: a folder that merely holds others is no member."""
        if not self._hollow:
            return claims
        return tuple(place for place in claims if not (place.is_member and place.component in self._hollow))

    def _tied(self, claims: Claims) -> Claims:
        """The first two, where neither is more specific than the other."""
        two = self._held(claims)[:2]
        return two if len(two) == 2 and two[0].specificity == two[1].specificity else ()

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        parents: dict[str, dict[str, None]] = {}
        for components in sorted({tuple(place.component for place in self._held(one)) for one in self._files.counts}):
            for index, name in enumerate(components):
                around = (outer for outer in components[index + 1 :] if self._is_inside(name, outer))
                parents.setdefault(name, {}).update(dict.fromkeys(around))
        return {name: tuple(around) for name, around in parents.items()}

    def _is_inside(self, inner: str, outer: str) -> bool:
        return self._places.is_inside(_definition(inner), _definition(outer))


def segments(path: str) -> tuple[str, ...]:
    """The folders of a path and the module: `orders/domain/api.test.ts` has `orders`, `domain` and `api`."""
    *folders, name = path.split("/")
    return (*folders, name.partition(".")[0] or name)


def is_of(name: str, distribution: str) -> bool:
    """Whether what is imported from outside (`monstrino_models.orm`, `@acme/billing/api`) is a distribution's code.
    Names of Python's distributions are compared as PyPI does (PEP 503), with what precedes a dot."""
    if name == distribution or name.startswith(distribution + "/"):
        return True
    steps = name.split(".")
    wanted = _normalised(distribution)
    return any(_normalised(".".join(steps[:end])) == wanted for end in range(1, len(steps) + 1))


def _normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _definition(component: str) -> str:
    return component.partition("/")[0]
