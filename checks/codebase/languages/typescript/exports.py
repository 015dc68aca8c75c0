"""The `exports` and `imports` of a package.json: from a subpath to the targets it may mean, the best first."""

from collections.abc import Iterator, Mapping

from checks.codebase.languages.typescript.patterns import Patterns, filled

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
MOST_TARGETS = 16


class Exports:
    """One such table. `exports` may be a target itself; then that is the package's only entry."""

    def __init__(self, table: object) -> None:
        if isinstance(table, Mapping) and any(str(key).startswith((".", "#")) for key in table):
            self._patterns = Patterns(_entry(str(key), value) for key, value in table.items())
        else:
            self._patterns = Patterns([(".", (table, ""))])

    def targets(self, name: str) -> list[str]:
        """The targets of `.`, `./sub` or `#name`; none where the package has no such entry."""
        match = self._patterns.match(name)
        if match is None:
            return []
        (value, star), text = match
        return [filled(leaf + star, text) for leaf in _leaves(value)]


def _entry(key: str, value: object) -> tuple[str, tuple[object, str]]:
    """An entry as a pattern: `"./features/": "./src/features/"` is the old form of one, without its `*`."""
    return (f"{key}*", (value, "*")) if key.endswith("/") else (key, (value, ""))


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
