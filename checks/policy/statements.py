"""What a policy says of one component, statement by statement: each is a rule set of its own, and all of them hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.policy.model import ComponentRules, Policy


@dataclass(frozen=True, slots=True)
class Statement:
    """The rules of `component` (a family's member by its own name) as one `file` states them, at `place` in it."""

    component: str
    rules: ComponentRules
    policy: Policy
    place: tuple[str | int, ...]

    @property
    def file(self) -> str:
        """The path of the file that states the rules."""
        return self.policy.file

    def line_of(self, word: str) -> int:
        """The line at which the file states a word."""
        return self.policy.line_of((*self.place, word))


def statements(policy: Policy, component: str) -> Iterator[Statement]:
    """All that is said of a component. Raises KeyError for one that the policy does not have."""
    name = component.partition("/")[0]
    yield Statement(component, policy.components[name], policy, ("components", name))


def is_stated(policy: Policy, component: str, word: str) -> bool:
    """Whether anything is said of a component under this word."""
    return any(getattr(statement.rules, word) for statement in statements(policy, component))
