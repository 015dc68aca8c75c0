"""Files that plan a release, one for each change: changesets, Nx version plans, Yarn's, Beachball's and Rush's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.versions.bumps import BY_WORD, Bump
from checks.versions.documents import Document, Files, above, join, read_front_matter, read_json, read_yaml

CHANGESETS, NX_PLANS, YARN, BEACHBALL = ".changeset", ".nx/version-plans", ".yarn/versions", "change"
FOLDERS = {CHANGESETS: ".md", NX_PLANS: ".md", YARN: ".yml", BEACHBALL: ".json"}
"""Folders beside a workspace's root, and how the plans in them end."""

RUSH = "common/changes/"
"""Rush's plans lie below it, in a folder for each package."""

NOT_PLANS = frozenset({"readme.md"})
OTHER_WORDS = {
    "premajor": Bump.MAJOR,
    "preminor": Bump.MINOR,
    "prepatch": Bump.PATCH,
    "prerelease": Bump.PATCH,
    "feat!": Bump.MAJOR,
    "fix!": Bump.MAJOR,
    "feat": Bump.MINOR,
    "fix": Bump.PATCH,
    "decline": Bump.NONE,
    "hotfix": Bump.PATCH,
}
"""What plans say beside the names of the levels: semver's pre-releases, Nx's aliases, Yarn's and Rush's refusals."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that plans; `root` is the folder of its workspace, `has_summary` tells whether it says what changes."""

    path: str
    root: str
    kind: str
    has_summary: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a plan: a package (or a group of them) and how far it says to raise it. `bump` is None for a word
    that no tool takes."""

    plan: Plan
    line: int
    name: str
    word: str

    @property
    def bump(self) -> Bump | None:
        return BY_WORD.get(self.word, OTHER_WORDS.get(self.word))


def plan_folders(folder: str) -> Iterator[str]:
    """The folders in which plans for the package in a folder lie; Rush has more below its own."""
    for root in above(folder):
        yield from (join(root, kind) for kind in FOLDERS)


def planned(files: Files, folder: str) -> tuple[Planned, ...]:
    """All that is planned where the package in a folder may be meant, in the order of paths."""
    plans = ((plan_of(path, folder), files[path]) for path in sorted(files))
    return tuple(line for plan, text in plans if plan for line in _lines(plan, text))


def plan_of(path: str, folder: str) -> Plan | None:
    """The plan that a file is for the package in a folder, if it is one."""
    around, _, name = path.rpartition("/")
    if name.lower() in NOT_PLANS:
        return None
    for root in above(folder):
        for kind, suffix in FOLDERS.items():
            if around == join(root, kind) and name.endswith(suffix):
                return Plan(path, root, kind)
        if around.startswith(join(root, RUSH)) and name.endswith(".json"):
            return Plan(path, root, RUSH)
    return None


def _lines(plan: Plan, text: str) -> Iterator[Planned]:
    if plan.kind in {CHANGESETS, NX_PLANS}:
        split = read_front_matter(text)
        if split:
            document, summary = split
            yield from _pairs(replace(plan, has_summary=bool(summary.strip())), document)
    elif plan.kind == YARN:
        yield from _pairs(plan, read_yaml(text), "releases")
    else:
        yield from _objects(plan, read_json(text))


def _pairs(plan: Plan, document: Document, *place: str) -> Iterator[Planned]:
    for name, word in document.table(*place).items():
        yield Planned(plan, document.line(*place, name), name, str(word))


def _objects(plan: Plan, document: Document) -> Iterator[Planned]:
    """Beachball writes one change to a file (or several under `changes`), Rush always several."""
    listed = document.at("changes")
    for one in listed if isinstance(listed, list) else [document.value]:
        if isinstance(one, dict) and isinstance(one.get("packageName"), str):
            said = replace(plan, has_summary=bool(str(one.get("comment") or "").strip()))
            yield Planned(said, document.line("type"), one["packageName"], str(one.get("type", "")))
