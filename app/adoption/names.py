"""Names and globs for components that are made from folders."""

import re
from collections.abc import Collection

RESERVED = frozenset({"tests", "exports"})
TOP = "root"
UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")
SPECIAL = re.compile(r"[\[{}*?]")
NO_TEXT = re.compile(r"[\ud800-\udfff\\]")
"""What no policy file can hold, or no glob: bytes of a path that are not UTF-8, and backslashes."""
PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ss", None), ("s", ""))
MEMBER = "part"


def free_name(path: str, taken: Collection[str]) -> str:
    """What to call the component at a path: its last folder, with more of the path where another is called so."""
    steps = [fit for step in path.split("/") if (fit := UNFIT.sub("-", step).strip("-."))] or [TOP]
    for length in range(1, len(steps) + 1):
        name = "-".join(steps[-length:])
        if name not in taken and name not in RESERVED:
            return name
    name, number = "-".join(steps), 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def singular(plural: str) -> str:
    """What one of them is called, in a family's path: `package` for `packages`, `part` for what is no plural."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", plural).strip("-")
    instead = next(((ending, end) for ending, end in PLURALS if name.endswith(ending)), None)
    if instead is None or instead[1] is None or not re.match(r"[A-Za-z_]", name):
        return MEMBER
    return name.removesuffix(instead[0]) + instead[1]


def escaped(path: str) -> str:
    """A path as a glob that matches it alone; where it holds what a policy cannot write, those of its form."""
    return NO_TEXT.sub("?", SPECIAL.sub(r"[\g<0>]", path))
