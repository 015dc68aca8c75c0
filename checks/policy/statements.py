"""What a policy says of one component, statement by statement: each is a rule set of its own, and all of them hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.policy.meaning import covers
from checks.policy.model import Policy, Restrictions
from checks.policy.vocabulary import Origin


@dataclass(frozen=True, slots=True)
class Statement:
    """The rules of `component` (a family's member by its own name) as one file states them, at `place` in it."""

    component: str
    rules: Restrictions
    origin: Origin
    place: tuple[str | int, ...]

    @property
    def file(self) -> str:
        """The path of the file that states the rules."""
        return self.origin.file

    def line_of(self, word: str) -> int:
        """The line at which the file states a word."""
        return self.origin.position_of((*self.place, word))[0]


def statements(policy: Policy, component: str) -> Iterator[Statement]:
    """All that is said of a component: by the policy file, then by the files that it includes. Raises KeyError for one
    that the policy does not have."""
    name = component.partition("/")[0]
    yield Statement(component, policy.components[name], policy.origin, ("components", name))
    for one in policy.included:
        if covers(one.component, component):
            yield Statement(component, one.rules, one.origin, ())


def is_stated(policy: Policy, component: str, word: str) -> bool:
    """Whether anything is said under this word of a component, or of a member of a family."""
    of_members = (one.rules for one in policy.included if covers(component, one.component))
    rules = [statement.rules for statement in statements(policy, component)]
    return any(getattr(one, word) for one in (*rules, *of_members))
