"""A label on a pull request, as far as it is known who put it, when, and what was found by then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PREFIX = "adr:"
ROLES = ("read", "triage", "write", "maintain", "admin")
"""GitHub's roles, each of which may do what those before it may."""


class PersonKind(StrEnum):
    """Who acted: a person, a bot (every App is one), or an App in a person's name."""

    USER = "user"
    BOT = "bot"
    APP = "app"


class Involvement(StrEnum):
    """What somebody has to do with the content of a pull request, or why that cannot be told."""

    NONE = "none"
    AUTHOR = "author"
    COMMIT_AUTHOR = "commit author"
    PUSHER = "pusher"
    UNKNOWN_COMMITS = "unknown commits"
    UNKNOWN_PUSHERS = "unknown pushers"


@dataclass(frozen=True, slots=True)
class Person:
    """Who put a label, and what GitHub says of them now.

    `app` is the App through which they did it, as a bot is called (`acme[bot]`). `permission` and `role_name` are what
    GitHub says of a collaborator, None where it does not tell; a custom role stands in `role_name`, and what it is
    built on in `permission`. `teams` are those of the policy's that they belong to, as the policy spells them; of
    `unknown_teams` it cannot be told.
    """

    login: str
    kind: PersonKind = PersonKind.USER
    app: str | None = None
    permission: str | None = None
    role_name: str | None = None
    teams: frozenset[str] = frozenset()
    unknown_teams: frozenset[str] = frozenset()
    involvement: Involvement = Involvement.NONE

    @property
    def role(self) -> str | None:
        """One of `ROLES`, `none` for who has no access at all, None where it cannot be told."""
        if self.permission is None and self.role_name is None:
            return None
        return next((one for one in (self.role_name, self.permission) if one in ROLES), "none")


@dataclass(frozen=True, slots=True)
class Bound:
    """What a label is bound to: the findings, by fingerprint, of the last review that was complete when it was put, and
    the decision records that this review knew, as digests by path (None where that was not kept)."""

    fingerprints: frozenset[str]
    records: Mapping[str, str] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Put:
    """That a label was put: by whom (None where it cannot be told), when, and what it is bound to (None where no review
    was complete)."""

    by: Person | None
    at: datetime | None = None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One label as it is written. Where `put` is None, nobody looked at who put it: somebody asks on a machine of their
    own, and is trusted."""

    text: str
    put: Put | None = None


def is_override(label: str) -> bool:
    """Whether a label asks for an override."""
    return label.strip().casefold().startswith(PREFIX)


def reference_of(label: str) -> str:
    """The decision record that a label names, as it is spelled."""
    return label.strip()[len(PREFIX) :].strip()


def trusted_labels(texts: Iterable[str]) -> tuple[Label, ...]:
    """Labels as the command line has them."""
    return tuple(Label(text) for text in dict.fromkeys(texts))
