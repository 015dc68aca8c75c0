"""A sub-command whose module is imported when it runs: `adrift --version` should not pay for a review's libraries."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import click


class LazyCommand(click.Command):
    """Stands in a group for the `command` of a module; until it runs, only its name and its line of help are known."""

    def __init__(self, name: str, module: Callable[[], ModuleType], summary: str) -> None:
        super().__init__(name, help=summary)
        self._module = module

    def load(self) -> click.Command:
        """The command itself."""
        command: click.Command = self._module().command
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """A context of the command itself, which click then runs."""
        return self.load().make_context(info_name, args, parent, **extra)
