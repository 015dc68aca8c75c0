"""Whether a pull request raises the version of a package, and how far."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from checks.versions.bumps import Bump, bump_between
from checks.versions.conventions import Convention, convention
from checks.versions.documents import Files, above
from checks.versions.numbers import Number, any_number
from checks.versions.plans import Planned, planned
from checks.versions.problems import ProblemKind, VersionProblem, disagreeing, in_files, lowered
from checks.versions.pull_request import PullRequest, header, label_bumps, release_as
from checks.versions.release_groups import plans_for, version_before
from checks.versions.standing import standing
from checks.versions.stated import Stated


class SourceKind(StrEnum):
    """What tells how far a version is raised."""

    FILE = "file"
    PLAN = "plan"
    TITLE = "title"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that tells it, and how far.

    A file says `was` and `now`, each None where it says nothing; a plan, a title and a label say only `now`, in their
    own words. `path` and `line` are the place of a file or plan at head (at base where it is gone), and for a title or
    label the place where the tool is set up that goes by it.
    """

    kind: SourceKind
    path: str
    line: int
    was: str | None
    now: str | None
    level: Bump


@dataclass(frozen=True, slots=True)
class Raised:
    """How far a package's version is raised, from all its sources: by the furthest, unless a file lowers it.

    `was` and `now` are what its own file says on base and head, None where only git's tags tell or nothing does;
    `stands` is the version that a break is measured by, which in pre-release mode is the one before it. `problem` is
    what keeps the answer from being trusted.
    """

    level: Bump
    was: str | None
    now: str | None
    sources: tuple[Source, ...]
    problem: VersionProblem | None
    stands: Number | None


def raised(
    folder: str, base: Files, head: Files, request: PullRequest | None = None, released: str | None = None
) -> Raised:
    """How far the version of the package in `folder` is raised from base to head.

    `released` is the last version that was published, where the caller knows it: from git's tags, say. A package whose
    version stood nowhere before is new, and whatever it offers with it: that is major.
    """
    return _Raising(folder, base, head, request or PullRequest(), released).answer()


class _Raising:
    """One package of one pull request while its sources are read."""

    def __init__(self, folder: str, base: Files, head: Files, request: PullRequest, released: str | None) -> None:
        self._head_files = head
        self._request = request
        self._was, self._now = standing(base, folder), standing(head, folder)
        names = self._now.names | self._was.names
        before = any_number(released) if released else version_before(names, head, above(folder))
        self._before = before
        self._stands = before or self._was.number
        self._plans = plans_for(names, planned(head, folder), head)
        self._base_files = base
        self._convention = convention(head, folder)

    @property
    def _is_new(self) -> bool:
        """Whether no version of the package stood anywhere before."""
        return self._was.own is None and self._was.tags is None

    def answer(self) -> Raised:
        files, announced = list(self._files()), [*self._planned(), *self._announced()]
        sources = (*files, *announced)
        own_level = files[0].level if files else Bump.NONE
        level = max((own_level, *(one.level for one in announced)), default=Bump.NONE)
        if own_level is Bump.LOWERED:
            level = Bump.LOWERED
        was, now = (side.own.text if side.own else None for side in (self._was, self._now))
        return Raised(level, was, now, sources, self._problem(sources), self._stands)

    def _files(self) -> Iterator[Source]:
        """The versions in files, the package's own first."""
        earlier = {(one.path, one.key): one for one in self._was.stated}
        for place, one in enumerate(self._now.stated):
            was = earlier.get((one.path, one.key)) or (self._was.own if not place else None)
            level = self._level(was, one)
            yield Source(SourceKind.FILE, one.path, one.line, was.text if was else None, one.text, level)
        if not self._now.stated and self._was.own:
            own = self._was.own
            yield Source(SourceKind.FILE, own.path, own.line, own.text, None, Bump.NONE)

    def _level(self, was: Stated | None, now: Stated) -> Bump:
        number = now.number
        if number is None or now.is_placeholder:
            return Bump.NONE
        if was is None or was.is_placeholder:
            return Bump.MAJOR if self._is_new else Bump.NONE
        earlier = was.number
        if earlier is None:
            return Bump.MAJOR
        level = bump_between(earlier, number)
        if level is Bump.LOWERED or self._before is None:
            return level
        return max(level, bump_between(self._before, number))

    def _planned(self) -> Iterator[Source]:
        for one in self._plans:
            yield Source(SourceKind.PLAN, one.plan.path, one.line, None, one.word, one.bump or Bump.NONE)

    def _announced(self) -> Iterator[Source]:
        """What the title says where a tool goes by it, and the labels where git's tags tell the version."""
        place = self._convention or self._now.tags
        if place is None:
            return
        found = header(self._request)
        if found.type or found.is_breaking:
            yield Source(SourceKind.TITLE, place.path, place.line, None, str(found), self._by_title())
        asked = release_as(self._request)
        number = any_number(asked) if asked else None
        if number and self._stands:
            level = bump_between(self._stands, number)
            yield Source(SourceKind.TITLE, place.path, place.line, None, asked, level)
        if self._now.tags:
            for label, bump in label_bumps(self._request.labels):
                yield Source(SourceKind.LABEL, self._now.tags.path, self._now.tags.line, None, label, bump)

    def _by_title(self) -> Bump:
        is_below_one = self._stands is not None and not self._stands.major
        rules = self._convention or Convention("", "", 1, {})
        return rules.bump(header(self._request), is_below_one=is_below_one)

    def _problem(self, sources: Iterable[Source]) -> VersionProblem | None:
        found = (
            in_files(self._was, self._now),
            lowered(self._was, self._now),
            disagreeing(self._was, self._now),
            self._unknown_plan(),
            self._contradiction(sources),
            self._nothing(),
        )
        return next(filter(None, found), None)

    def _unknown_plan(self) -> VersionProblem | None:
        """A plan of this pull request with a word that no tool takes."""
        for one in self._plans:
            if one.bump is None and self._base_files.get(one.plan.path) != self._head_files[one.plan.path]:
                return VersionProblem(ProblemKind.UNREADABLE, one.plan.path, one.line, _about(one))
        return None

    def _contradiction(self, sources: Iterable[Source]) -> VersionProblem | None:
        """A title that announces a break, and a label that says less."""
        listed = list(sources)
        title = next((one for one in listed if one.kind is SourceKind.TITLE and one.level is Bump.MAJOR), None)
        label = next((one for one in listed if one.kind is SourceKind.LABEL and one.level is not Bump.MAJOR), None)
        if title is None or label is None:
            return None
        sentence = f"the title says that something breaks, the label `{label.now}` does not"
        return VersionProblem(ProblemKind.DISAGREEING, label.path, label.line, sentence)

    def _nothing(self) -> VersionProblem | None:
        now = self._now
        if now.stated or now.tags or self._convention or self._plans:
            return None
        own = self._was.own
        if own:
            sentence = f"the version {own.text} is gone from {own.path}"
            return VersionProblem(ProblemKind.MISSING, own.path, None, sentence)
        return VersionProblem(ProblemKind.MISSING, None, None, "no file and no tool tells a version")


def _about(one: Planned) -> str:
    return f"{one.plan.path} says `{one.word}` of {one.name}, which is neither major, minor, patch nor none"
