"""How far a version is raised, and how far a break has to raise it."""

from collections.abc import Mapping
from enum import IntEnum

from checks.versions.numbers import Number


class Bump(IntEnum):
    """How far one version lies from another; the greater is further."""

    LOWERED = -1
    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


BY_WORD: Mapping[str, Bump] = {bump.word: bump for bump in Bump if bump is not Bump.LOWERED}


def bump_between(was: Number, now: Number) -> Bump:
    """How far `now` is from `was`. A pre-release leads to its release: whoever takes 2.0.0 comes from 1.x, so that from
    2.0.0rc1 to 2.0.0rc2 is major, as is no change at all."""
    if now.order < was.order:
        return Bump.LOWERED
    return max(_difference(was, now), _announced(was))


def _difference(was: Number, now: Number) -> Bump:
    if now.epoch != was.epoch or now.major != was.major:
        return Bump.MAJOR
    if now.minor != was.minor:
        return Bump.MINOR
    return Bump.NONE if now.order == was.order else Bump.PATCH


def _announced(standing: Number) -> Bump:
    """How far a standing pre-release will be from the release before it; 0.0.0 has none before it."""
    if not standing.is_prerelease or not any((standing.major, standing.minor, standing.patch)):
        return Bump.NONE
    if standing.patch:
        return Bump.PATCH
    return Bump.MINOR if standing.minor else Bump.MAJOR


def needed(standing: Number | None, allowed: Bump = Bump.MAJOR) -> Bump:
    """How far a break raises a version: to the next major; to the next minor while it is 0.x; to the next patch while
    it is 0.0.x, as caret ranges (npm, Cargo, Poetry) take it. Never further than `allowed`. Major where only git's tags
    tell what stands: the tool that counts from there decides what a break means below 1.0."""
    if standing is None or standing.major or standing.epoch:
        return min(Bump.MAJOR, allowed)
    return min(Bump.MINOR if standing.minor else Bump.PATCH, allowed)


def next_version(standing: Number | None, bump: Bump) -> str | None:
    """The least version that is so much further, as both schemes write it; None where nothing says what stands."""
    if standing is None or bump <= Bump.NONE:
        return None
    parts = (standing.major, standing.minor, standing.patch)
    kept = Bump.MAJOR - bump
    raised = (*parts[:kept], parts[kept] + 1, 0, 0)
    return ".".join(map(str, raised[:3]))
