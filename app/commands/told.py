"""What the last review told of its findings, by which commands name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of a review's JSON document; `message` is Markdown, with everything from files escaped.
    `components` are those whose owners may decide it, the imported one first."""

    fingerprint: str
    check: str
    status: str
    message: str
    components: tuple[str | None, ...] = ()


def told(document: Mapping[str, Any]) -> tuple[Told, ...]:
    """The findings of a review, each once."""
    findings = {str(one["fingerprint"]): one for one in document["findings"]}
    return tuple(_told(one) for one in findings.values())


def named(beginning: str, findings: Sequence[Told]) -> tuple[Told, ...]:
    """The findings whose fingerprint begins so: one where the name is good."""
    return tuple(one for one in findings if one.fingerprint.startswith(beginning))


def _told(one: Mapping[str, Any]) -> Told:
    components = (one["to"], one["from"], one.get("component"))
    return Told(one["fingerprint"], one["check"], one["status"], one["message"], components)
