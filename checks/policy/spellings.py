"""The short ways to write a word of the policy file, turned into the long one before the model reads it."""

import re
from collections.abc import Mapping
from datetime import date

from checks.policy.issues import quoted

CALLEE = re.compile(r"(?P<decorator>@?)(?P<name>[\w.#$-]+?)(?:\((?P<argument>[\w.]*)\))?")
"""`outbox.publish`, `outbox.publish(1)` with the argument that holds the event, `@OnEvent` for a decorator."""


def listed(value: object) -> object:
    """A single name for a list of one."""
    return [value] if isinstance(value, str) else value


def as_rule(value: object) -> object:
    """A plain list for `only`."""
    return {"only": value} if isinstance(value, (list, tuple)) else value


def as_modes(value: object) -> object:
    """One mode for all checks, or modes by check."""
    if isinstance(value, str):
        return {"default": value}
    if isinstance(value, Mapping) and "checks" not in value:
        checks = {name: mode for name, mode in value.items() if name != "default"}
        return {**{name: mode for name, mode in value.items() if name == "default"}, "checks": checks}
    return value


def as_generated(value: object) -> object:
    """Globs without the generator's input."""
    if isinstance(value, (str, list, tuple)):
        paths = [value] if isinstance(value, str) else value
        return dict.fromkeys(paths) if all(isinstance(path, str) for path in paths) else value
    return value


def as_layers(value: object) -> object:
    """A layer with one name."""
    return [listed(layer) for layer in value] if isinstance(value, (list, tuple)) else value


def as_version(value: object) -> object:
    """`1` as text or number."""
    return 1 if value == "1" else value


def as_versioned(value: object) -> object:
    """Only the rules, for all that is said of versions."""
    return {"scheme": value} if isinstance(value, str) else value


def as_date(value: object) -> object:
    """Only ISO dates: pydantic alone would take a number for seconds since 1970."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_callees(value: object) -> object:
    """A single function for a list of one, each as `CALLEE` has it."""
    names = listed(value)
    for name in names if isinstance(names, (list, tuple)) else ():
        if isinstance(name, str) and CALLEE.fullmatch(name) is None:
            raise ValueError(f"{quoted(name)} is no name of a function: write `outbox.publish` or `outbox.publish(1)`")
    return names
