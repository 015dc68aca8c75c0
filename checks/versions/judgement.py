"""Whether a version is raised as far as a break needs."""

from dataclasses import dataclass

from checks.versions.bumps import Bump, needed
from checks.versions.problems import ProblemKind, VersionProblem
from checks.versions.raised import Raised, Source, SourceKind


@dataclass(frozen=True, slots=True)
class Judgement:
    """`needed` is how far a break has to raise the version; `problem` why it is not raised so far, None where it is."""

    needed: Bump
    problem: VersionProblem | None

    @property
    def is_enough(self) -> bool:
        return self.problem is None


def judge(answer: Raised, allowed: Bump = Bump.MAJOR) -> Judgement:
    """Judges what was raised against a break. `allowed` is what the policy asks for at most: teams that ship breaks as
    patches say patch."""
    least = needed(answer.stands, allowed)
    if answer.problem:
        return Judgement(least, answer.problem)
    if answer.level >= least:
        return Judgement(least, None)
    return Judgement(least, _too_small(answer, least))


def _too_small(answer: Raised, least: Bump) -> VersionProblem:
    """Where the furthest source says too little."""
    furthest = max(answer.sources, key=lambda one: one.level, default=None)
    if furthest is None:
        return VersionProblem(
            ProblemKind.TOO_SMALL, None, None, f"nothing raises the version, {_bump(least)} is needed"
        )
    sentence = _said(answer.was, furthest, least)
    return VersionProblem(ProblemKind.TOO_SMALL, furthest.path, furthest.line, sentence)


def _said(was: str | None, furthest: Source, least: Bump) -> str:
    if furthest.level is Bump.NONE:
        stays = f"the version stays {was}" if was else "nothing raises the version"
        return f"{stays}, {_bump(least)} is needed"
    raises = {
        SourceKind.FILE: _written(furthest),
        SourceKind.PLAN: f"{furthest.path} plans `{furthest.now}`",
        SourceKind.TITLE: f"the title announces `{furthest.now}`",
        SourceKind.LABEL: f"the label says `{furthest.now}`",
    }[furthest.kind]
    return f"{raises}, which is {furthest.level.word}; {_bump(least)} is needed"


def _written(source: Source) -> str:
    """A standing pre-release is that far already."""
    if source.was == source.now:
        return f"the version stays {source.now}"
    return f"{source.path} goes from {source.was} to {source.now}"


def _bump(least: Bump) -> str:
    return f"a {least.word} bump"
