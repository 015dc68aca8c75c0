"""What the policy model, its checks and its readers share: names of checks, levels, modes, defaults, places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

POLICY_FILE = ".github/architecture.yml"

CHECKS = (
    "cross-domain-edge",
    "cycle",
    "external-dependency",
    "required-edge",
    "orm-leakage",
    "public-api",
    "event-catalog",
    "manifest",
    "unreadable",
    "policy",
)
"""The names of the checks (docs/cli.md): `mode` may be given for each."""

DEFAULT_TESTS = (
    "**/{test,tests,__tests__,e2e,__mocks__}/**",
    "**/{test_*,*_test,conftest}.py",
    "**/*.{test,spec,stories}.*",
)
DEFAULT_IGNORE = (
    "**/{node_modules,bower_components,vendor,.yarn}/**",
    "**/{.venv,venv,site-packages,__pycache__,.tox,.nox,.eggs,*.egg-info}/**",
    "**/{dist,.next,.nuxt,.output,.svelte-kit,.turbo}/**",
    "**/*.min.{js,css}",
)
"""Vendored and build output. Not `build`, `out`, `target`: these are names of first-party code too."""


class Level(StrEnum):
    """How grave a finding is; the words of GitHub's annotations."""

    FAILURE = "failure"
    WARNING = "warning"
    NOTICE = "notice"


class Mode(StrEnum):
    """What a blocking finding does: fail the check run, only show, or not even comment."""

    SHADOW = "shadow"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a policy was read: given to pydantic as context. Positions are (line, column) from 1."""

    file: str = POLICY_FILE
    positions: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)

    def position_of(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Line and column of a key or list item, such as `("components", "orders", "depends_on")`.

        What the file does not write itself (`only` of a plain list, a default) has the place of what it stands in.
        """
        found: tuple[str | int, ...] = ()
        for step in path:
            if (*found, step) in self.positions:
                found = (*found, step)
        return self.positions.get(found, (1, 1))
