"""An event that a change touches, as a table of them shows."""

from dataclasses import dataclass

from checks.evidence import Drift


@dataclass(frozen=True, slots=True)
class TouchedEvent:
    """One of them at the head: the components that publish it and subscribe to it (files where they are of none), the
    path and line of its entry, and where code and catalog disagree, whoever brought that. `is_gone`: neither code nor
    catalog know it any more."""

    name: str
    publishers: tuple[str, ...]
    subscribers: tuple[str, ...]
    catalog: tuple[str, int] | None
    drift: tuple[Drift, ...]
    is_gone: bool = False
