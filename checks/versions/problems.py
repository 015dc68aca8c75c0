"""What keeps a version from being trusted: each with its file and line."""

from dataclasses import dataclass
from enum import StrEnum

from checks.versions.stated import Standing, Stated


class ProblemKind(StrEnum):
    """What is wrong."""

    UNREADABLE = "unreadable"
    LOWERED = "lowered"
    DISAGREEING = "disagreeing"
    MISSING = "missing"
    TOO_SMALL = "too-small"
    NO_ENTRY = "no-entry"


@dataclass(frozen=True, slots=True)
class VersionProblem:
    """What is wrong, in a sentence without its full stop. `path` and `line` are the place at head; `line` is None where
    the file is gone, `path` where there is none to name."""

    kind: ProblemKind
    path: str | None
    line: int | None
    sentence: str


def in_files(was: Standing, now: Standing) -> VersionProblem | None:
    """A manifest that cannot be read, or a version in it that is none."""
    for one in now.unread:
        return VersionProblem(ProblemKind.UNREADABLE, one.path, one.line, f"{one.path} is {one.reason}")
    own = now.own
    if own is None or own.number or own.is_placeholder:
        return None
    scheme = own.scheme or "a version"
    rules = f"by {scheme}" if own.scheme else "by semver or PEP 440"
    before = was.own.text if was.own else None
    since = "" if before is None or before == own.text else f" (it was `{before}`)"
    return VersionProblem(
        ProblemKind.UNREADABLE, own.path, own.line, f"`{own.text}` in {own.path} is no version {rules}{since}"
    )


def lowered(was: Standing, now: Standing) -> VersionProblem | None:
    """The package's own version at head is before that of the base."""
    if not (was.own and now.own and was.number and now.number) or now.number.order >= was.number.order:
        return None
    sentence = f"{now.own.path} lowers the version from {was.own.text} to {now.own.text}"
    return VersionProblem(ProblemKind.LOWERED, now.own.path, now.own.line, sentence)


def disagreeing(was: Standing, now: Standing) -> VersionProblem | None:
    """Two files that said the same on the base, or one of which is new, and now do not."""
    own = now.own
    lags = own is not None and was.own is not None and own.text == was.own.text
    for other in now.stated[1:]:
        if own and _differ(own, other) and not _differed(was, other) and not (other.shared and lags):
            sentence = f"{own.path} says {own.text}, {other.path} says {other.text}"
            if own.path == other.path:
                sentence = f"in {own.path} `{own.key}` says {own.text}, `{other.key}` says {other.text}"
            return VersionProblem(ProblemKind.DISAGREEING, other.path, other.line, sentence)
    return None


def _differ(one: Stated, other: Stated) -> bool:
    if one.is_placeholder or other.is_placeholder:
        return False
    mine, theirs = one.number, other.number
    if mine is None or theirs is None:
        return one.text != other.text
    return not mine.says_the_same(theirs) or (one.scheme is other.scheme and mine.order != theirs.order)


def _differed(was: Standing, other: Stated) -> bool:
    """Whether a file said something else on the base already."""
    before = next((one for one in was.stated if (one.path, one.key) == (other.path, other.key)), None)
    return before is not None and was.own is not None and _differ(was.own, before)
