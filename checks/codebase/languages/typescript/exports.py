"""The `exports` and `imports` of a package.json: from a subpath to the targets it may mean, the best first."""

from collections.abc import Iterator, Mapping

CONDITIONS = (
    "source",
    "development",
    "types",
    "import",
    "module",
    "style",
    "sass",
    "node",
    "browser",
    "require",
    "default",
)
"""In the order of how likely a condition leads to what the author wrote."""

DEEPEST = 20
MOST_TARGETS = 64


def exported(exports: object, subpath: str) -> list[str] | None:
    """The targets of `.` or `./sub`; None where the package does not export it."""
    if not isinstance(exports, Mapping) or not any(str(key).startswith(".") for key in exports):
        return list(_leaves(exports)) if subpath == "." else None
    return _lookup(exports, subpath)


def imported(imports: object, name: str) -> list[str] | None:
    """The targets of `#name`; None where the package declares no such import."""
    return _lookup(imports, name) if isinstance(imports, Mapping) else None


def _lookup(table: Mapping[str, object], name: str) -> list[str] | None:
    if name in table and "*" not in name:
        return list(_leaves(table[name]))
    best = max((key for key in table if _fits(key, name)), key=lambda key: len(key.partition("*")[0]), default=None)
    if best is None:
        return None
    prefix, star, suffix = best.partition("*")
    middle = name[len(prefix) : len(name) - len(suffix)]
    if not star:  # "./features/": "./src/features/", the old form
        return [target + middle for target in _leaves(table[best])]
    return [target.replace("*", middle) for target in _leaves(table[best])]


def _fits(key: str, name: str) -> bool:
    prefix, star, suffix = key.partition("*")
    if not star:
        return key.endswith("/") and name.startswith(key)
    return len(name) >= len(prefix) + len(suffix) and name.startswith(prefix) and name.endswith(suffix)


def _leaves(value: object) -> Iterator[str]:
    """The strings in conditions and alternatives, in order of preference."""
    pending: list[tuple[object, int]] = [(value, 0)]
    count = 0
    while pending and count < MOST_TARGETS:
        current, depth = pending.pop()
        if isinstance(current, str):
            count += 1
            yield current
        elif isinstance(current, list) and depth < DEEPEST:
            pending += [(item, depth + 1) for item in reversed(current)]
        elif isinstance(current, Mapping) and depth < DEEPEST:
            ranked = sorted(current, key=lambda condition: _rank(str(condition)), reverse=True)
            pending += [(current[condition], depth + 1) for condition in ranked]


def _rank(condition: str) -> int:
    if "source" in condition or condition.endswith("/src"):
        return 0  # TypeScript's customConditions have names like "@acme/source"
    return CONDITIONS.index(condition) if condition in CONDITIONS else len(CONDITIONS)
