"""What a pull request says of the release: its title and text by the rules of conventional commits, and its labels."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from checks.versions.bumps import BY_WORD, Bump
from checks.versions.markdown import blocks

HEADER = re.compile(r"\s*(?P<type>[A-Za-z][\w-]*)(?:\((?P<scope>[^()\n]*)\))?(?P<bang>!)?:(?=\s)")
BREAKING_NOTE = re.compile(r"BREAKING[ -]CHANGES?\s*:\s*\S")
RELEASE_AS = re.compile(r"release-as:[ \t]*v?(\S+)", re.IGNORECASE)
REVERT = re.compile(r"\s*revert\b", re.IGNORECASE)

LONGEST_TITLE = 1_000
PREFIXES = frozenset({"", "semver", "release", "version", "bump", "change", "type", "kind", "impact", "pr"})
"""What stands before a level in a label: `semver:major`. `priority: major` is about something else."""

BREAKING_LABELS = frozenset({"breaking", "breaking-change", "breaking-changes", "backwards-incompatible", "api-break"})
DEFAULT_TYPES = {"feat": Bump.MINOR, "feature": Bump.MINOR, "fix": Bump.PATCH, "perf": Bump.PATCH, "revert": Bump.PATCH}


@dataclass(frozen=True, slots=True)
class PullRequest:
    """Its title, text and labels: that of a commit without one is the commit's message."""

    title: str = ""
    body: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """What a conventional title announces: `feat(api)!: …`."""

    type: str = ""
    scope: str = ""
    is_breaking: bool = False
    is_revert: bool = False

    @property
    def bump(self) -> Bump:
        """How far it raises by the rules that tools share."""
        if self.is_breaking:
            return Bump.MAJOR
        return DEFAULT_TYPES.get(self.type, Bump.NONE)

    def __str__(self) -> str:
        scope = f"({self.scope})" if self.scope else ""
        return f"{self.type}{scope}{'!' if self.is_breaking else ''}"


def header(request: PullRequest) -> Header:
    """The title's type and scope, in lower case, and whether title or text say that it breaks something. A note in a
    comment of the template or in code says nothing."""
    title = request.title[:LONGEST_TITLE]
    found = HEADER.match(title)
    is_breaking = bool(found and found["bang"]) or any(map(BREAKING_NOTE.match, _lines(request.body)))
    is_revert = bool(REVERT.match(title))
    if found is None:
        return Header("revert" if is_revert else "", "", is_breaking, is_revert)
    return Header(found["type"].lower(), (found["scope"] or "").strip().lower(), is_breaking, is_revert)


def release_as(request: PullRequest) -> str | None:
    """The version that a footer `Release-As: 2.0.0` asks for."""
    found = (RELEASE_AS.match(line) for line in _lines(request.body))
    return next((one[1] for one in found if one), None)


def label_bumps(labels: Iterable[str]) -> tuple[tuple[str, Bump], ...]:
    """The labels that name a level, with it."""
    found = ((label, _label_bump(label)) for label in labels)
    return tuple((label, bump) for label, bump in found if bump is not None)


def announcement(title: str, body: str, labels: Iterable[str]) -> Hashable:
    """All that these say of the release: where it is the same, so is the verdict."""
    request = PullRequest(title, body, tuple(labels))
    return header(request), release_as(request), label_bumps(request.labels)


def _label_bump(label: str) -> Bump | None:
    words = [word for word in re.split(r"[\s:/_.-]+", label.casefold()[:100]) if word.strip(" !")]
    if "-".join(words) in BREAKING_LABELS or "-".join(words[1:]) in BREAKING_LABELS:
        return Bump.MAJOR
    if not words or words[-1] not in BY_WORD or words[-1] == "none":
        return None
    return BY_WORD[words[-1]] if " ".join(words[:-1]) in PREFIXES else None


def _lines(body: str) -> Iterable[str]:
    """The lines of a text's paragraphs and lists; a heading is no footer."""
    for block in blocks(body):
        if not block.level:
            yield from (line.strip(" *|\t") for line in block.text.splitlines())
