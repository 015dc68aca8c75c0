"""What `adrift affected` prints."""

from collections.abc import Iterator

from app.report.json_report import Json
from app.report.prose import count
from checks import Affected


def affected_document(affected: Affected) -> Json:
    """The document of `adrift affected --format json`."""
    dependents = [
        {"component": one.component, "distance": one.distance, "through": one.through} for one in affected.dependents
    ]
    return {"changed": list(affected.changed), "dependents": dependents, "order": list(affected.order)}


def affected_text(affected: Affected) -> str:
    """One line for each component: those that changed, then those that depend on them."""
    return "\n".join(_lines(affected))


def _lines(affected: Affected) -> Iterator[str]:
    yield from (f"{name}  changed" for name in affected.changed)
    for one in affected.dependents:
        yield f"{one.component}  uses {one.through}" + (f" ({one.distance} edges away)" if one.distance > 1 else "")
    if affected.outside:
        yield f"{count(affected.outside, 'changed file')} of no component"
    yield f"{count(len(affected.changed), 'component')} changed, {len(affected.dependents)} depend on them"
