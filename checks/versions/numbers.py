"""Version numbers: PEP 440 for Python, Semantic Versioning 2.0.0 for npm, and which of two is the later."""

import re
from dataclasses import dataclass
from enum import StrEnum

from packaging.version import Version

LONGEST = 200
"""Characters of a version; what is longer is none."""

SEMANTIC = re.compile(
    r"[vV=]?(?P<major>[0-9]{1,16})\.(?P<minor>[0-9]{1,16})\.(?P<patch>[0-9]{1,16})"
    r"(?:-(?P<before>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?"
)
PHASES = {"a": 1, "b": 2, "rc": 3}
FINAL = 4
"""After every phase of a pre-release."""

Rank = tuple[int, int, str]
Order = tuple[tuple[int, ...], tuple[Rank, ...]]


class Scheme(StrEnum):
    """By which rules a version is written."""

    PEP440 = "PEP 440"
    SEMVER = "semver"


@dataclass(frozen=True, slots=True)
class Number:
    """A version that has been understood. Of two by one scheme the one with the greater `order` is the later."""

    major: int
    minor: int
    patch: int
    is_prerelease: bool
    order: Order
    epoch: int = 0

    def says_the_same(self, other: "Number") -> bool:
        """Whether two files may mean one version, each as its own scheme writes it: 1.0.0-rc.1 and 1.0.0rc1."""
        mine, theirs = ((one.epoch, one.major, one.minor, one.patch, one.is_prerelease) for one in (self, other))
        return mine == theirs


def number(text: str, scheme: Scheme) -> Number | None:
    """What a version says; None for what is no version by that scheme."""
    written = text.strip()
    if len(written) > LONGEST:
        return None
    return _pep440(written) if scheme is Scheme.PEP440 else _semantic(written)


def any_number(text: str) -> Number | None:
    """The same for a place that both languages share."""
    return number(text, Scheme.SEMVER) or number(text, Scheme.PEP440)


def is_placeholder(text: str) -> bool:
    """Whether a version stands in for one that is set at the release: `0.0.0-development`, `0.0.0-PLACEHOLDER`."""
    found = SEMANTIC.fullmatch(text.strip()[:LONGEST])
    return bool(found and found["before"] and not any(map(int, found.group("major", "minor", "patch"))))


def _pep440(text: str) -> Number | None:
    try:
        version = Version(text)
    except ValueError:  # InvalidVersion is one; so is a number of more digits than Python converts
        return None
    release = (version.epoch, *_without_zeros(version.release))
    order = (release, (_phase(version), _post(version), _development(version)))
    return Number(version.major, version.minor, version.micro, version.is_prerelease, order, version.epoch)


def _phase(version: Version) -> Rank:
    if version.pre is not None:
        return (PHASES[version.pre[0]], version.pre[1], "")
    is_bare_development = version.dev is not None and version.post is None
    return (0 if is_bare_development else FINAL, 0, "")


def _post(version: Version) -> Rank:
    return (0, 0, "") if version.post is None else (1, version.post, "")


def _development(version: Version) -> Rank:
    return (1, 0, "") if version.dev is None else (0, version.dev, "")


def _without_zeros(release: tuple[int, ...]) -> tuple[int, ...]:
    end = len(release)
    while end and not release[end - 1]:
        end -= 1
    return release[:end]


def _semantic(text: str) -> Number | None:
    found = SEMANTIC.fullmatch(text)
    if found is None:
        return None
    major, minor, patch = (int(part) for part in found.group("major", "minor", "patch"))
    before = found["before"]
    ranks = ((0, 0, ""), *map(_identifier, before.split("."))) if before else ((1, 0, ""),)
    return Number(major, minor, patch, bool(before), ((0, major, minor, patch), ranks))


def _identifier(text: str) -> Rank:
    """Numbers come before words; of numbers the greater is the later, whatever its leading zeros."""
    if text.isdigit():
        digits = text.lstrip("0")
        return (1, len(digits), digits)
    return (2, 0, text)
