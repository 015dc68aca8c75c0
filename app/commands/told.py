"""What the last review told of its findings, by which commands name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of a review's JSON document; `message` is Markdown, with everything from files escaped."""

    fingerprint: str
    check: str
    status: str
    message: str


def told(document: Mapping[str, Any]) -> tuple[Told, ...]:
    """The findings of a review, each once."""
    findings = {str(one["fingerprint"]): one for one in document["findings"]}
    return tuple(Told(name, one["check"], one["status"], one["message"]) for name, one in findings.items())


def named(beginning: str, findings: Sequence[Told]) -> tuple[Told, ...]:
    """The findings whose fingerprint begins so: one where the name is good."""
    return tuple(one for one in findings if one.fingerprint.startswith(beginning))
