"""Which candidates get rules of their own, and which are so alike, or so many, that one entry speaks for all."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.adoption.folders import parent
from app.adoption.names import escaped, free_name, singular
from app.adoption.tangles import tangles
from app.adoption.uses import Candidate, Pair

MOST_ENTRIES = 24
"""More entries than a reader takes in at once: large groups become families."""
TOO_MANY_ENTRIES = 30
"""… and from here on small ones too."""
PARTS = "parts"
FEWEST_ALIKE = 7
FEWEST_IN_NEED = 3
MOST_SET_APART = 8
ONE_WAY = 5
"""A candidate is at the top or at the bottom of the others where so many of its edges go one way for each that does
not."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry of the policy: a component, or a family with its members (candidates' names)."""

    name: str
    globs: tuple[str, ...]
    folder: str
    members: tuple[str, ...]
    is_family: bool = False

    @property
    def top(self) -> str:
        """The folder at the top that it lies in; empty for what lies there itself."""
        return self.folder.partition("/")[0]


def definitions(candidates: Sequence[Candidate], weights: Mapping[Pair, int]) -> tuple[Definition, ...]:
    """The entries of a policy. Folders with many candidates become families until there are few entries; what the
    others of a folder rest on, or what rests on them, stays apart. `weights`: how many edges join two candidates."""
    groups = _groups(candidates, weights)
    alike = {folder: [one.name for one in group if _is_folder(one)] for folder, group in groups.items()}
    inner = {folder: _inner(names, weights) for folder, names in alike.items()}
    families: dict[str, tuple[str, ...]] = {}
    for fewest, most in ((FEWEST_ALIKE, MOST_ENTRIES), (FEWEST_IN_NEED, TOO_MANY_ENTRIES)):
        for folder in sorted(alike, key=lambda folder: (bool(inner[folder]), -len(alike[folder]), folder)):
            too_many = _entries(groups, families) > most
            if too_many and folder not in families and len(alike[folder]) >= fewest:
                members = _family(alike[folder], inner[folder])
                families |= {folder: members} if len(members) >= FEWEST_IN_NEED else {}
    return tuple(_defined(groups, families))


def _groups(candidates: Sequence[Candidate], weights: Mapping[Pair, int]) -> dict[str, list[Candidate]]:
    """Candidates by folder; where there are many, by the folder above, if nothing in it uses anything else in it:
    `services/{group}/{service}`."""
    groups: dict[str, list[Candidate]] = {}
    for one in candidates:
        groups.setdefault(one.folder, []).append(one)
    if len(candidates) <= MOST_ENTRIES:
        return groups
    for outer in sorted({parent(folder) for folder in groups if folder} - {""}):
        folders = [folder for folder in groups if parent(folder) == outer]
        joined = [one for folder in folders for one in groups[folder]]
        is_alike = all(map(_is_folder, joined)) and not _inner([one.name for one in joined], weights)
        if len(folders) >= FEWEST_IN_NEED and outer not in groups and is_alike:
            groups = {folder: group for folder, group in groups.items() if folder not in folders} | {outer: joined}
    return groups


def _inner(names: Sequence[str], weights: Mapping[Pair, int]) -> Mapping[Pair, int]:
    known = frozenset(names)
    return {pair: weight for pair, weight in weights.items() if known.issuperset(pair)}


def _is_folder(candidate: Candidate) -> bool:
    return not candidate.is_glob and len(candidate.paths) == 1 and "." not in candidate.paths[0].rpartition("/")[2]


def _entries(groups: Mapping[str, Sequence[Candidate]], families: Mapping[str, Sequence[str]]) -> int:
    """How many entries there would be."""
    return sum(map(len, groups.values())) - sum(len(members) - 1 for members in families.values())


def _family(names: Sequence[str], inner: Mapping[Pair, int]) -> tuple[str, ...]:
    """The members of a family: without the few that the others use, or else without those at the bottom and the top."""
    apart = _hubs(inner, min(MOST_SET_APART, max(2, len(names) // 4)))
    if apart is None:
        apart = _ends(inner)
    return tuple(name for name in names if name not in apart)


def _hubs(pairs: Collection[Pair], most: int) -> frozenset[str] | None:
    """The few without which the others do not use each other; None where they would be more than a few."""
    left, hubs = list(pairs), set[str]()
    while left:
        if len(hubs) == most:
            return None
        counts = Counter(name for pair in left for name in pair)
        hub = min(counts, key=lambda name: (-counts[name], name))
        hubs.add(hub)
        left = [pair for pair in left if hub not in pair]
    return frozenset(hubs)


def _ends(weights: Mapping[Pair, int]) -> frozenset[str]:
    """Those that nearly only use the others or are used by them; the busiest first."""
    out, back = Counter[str](), Counter[str]()
    for (source, target), weight in weights.items():
        out[source] += weight
        back[target] += weight
    ends = [name for name in out | back if _is_end(out[name], back[name])]
    return frozenset(sorted(ends, key=lambda name: (-(out[name] + back[name]), name))[:MOST_SET_APART])


def _is_end(out: int, back: int) -> bool:
    return max(out, back) >= ONE_WAY * max(1, min(out, back))


def _defined(
    groups: Mapping[str, Sequence[Candidate]], families: Mapping[str, tuple[str, ...]]
) -> Iterator[Definition]:
    members = {name for family in families.values() for name in family}
    names = [one.name for group in groups.values() for one in group if one.name not in members]
    for folder, group in groups.items():
        if family := families.get(folder):
            name = free_name(folder or PARTS, names)
            names.append(name)
            capture = f"{{{singular(folder.rpartition('/')[2])}}}"
            steps = [escaped(folder), *(["{group}"] if group[0].folder != folder else []), capture]
            yield Definition(name, ("/".join(filter(None, steps)),), folder, family, is_family=True)
        for one in group:
            if one.name not in members:
                yield Definition(one.name, one.globs, folder, (one.name,))


def in_order(found: Sequence[Definition], pairs: Iterable[Pair]) -> list[Definition]:
    """What others rest on first, one top folder after the other. `pairs` are of definitions."""
    tangled = tangles([one.name for one in found], pairs)
    rank = {name: index for index, tangle in enumerate(tangled) for name in tangle}
    ranks: dict[str, list[int]] = {}
    for one in found:
        ranks.setdefault(one.top, []).append(rank[one.name])
    mean = {top: sum(each) / len(each) for top, each in ranks.items()}
    return sorted(found, key=lambda one: (mean[one.top], one.top, rank[one.name], one.folder, one.name))
