"""Where one policy permits more than another, by comparing what they say: no file of any repository is looked at.

What is judged is the language, not its effect on the files that happen to be there: otherwise one pull request could
widen `ignore` for a folder that does not exist yet, and the next could add the folder. An edge that the first policy
forbids and the second allows is always among what is found; what only looks like more (a path that is written anew)
may be, too. The order of names, lists for mappings, comments and braces written out make no difference.
"""

from collections.abc import Callable, Iterator

from checks.policy.model import Policy
from checks.policy.relaxations.components import of_components
from checks.policy.relaxations.found import Relaxation, Sides
from checks.policy.relaxations.settings import of_settings
from checks.policy.relaxations.statements import of_statements

__all__ = ["Relaxation", "relaxations"]


def relaxations(
    before: Policy, after: Policy, is_proposed: Callable[[str], bool] = lambda _: False
) -> tuple[Relaxation, ...]:
    """All that `after` permits and `before` does not. `is_proposed` tells of a record by its name whether it is only
    proposed: what a rule says that rests on such a record does not block."""
    return tuple(dict.fromkeys(_found(Sides(before, after, is_proposed))))


def _found(sides: Sides) -> Iterator[Relaxation]:
    yield from of_settings(sides)
    yield from of_components(sides)
    yield from of_statements(sides)
