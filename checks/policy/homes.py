"""Which components are the homes of what the policy encapsulates."""

from collections.abc import Mapping, Sequence

from checks.policy.model import Policy


def homes_by_name(policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """Which components encapsulate each name: those that name it, or something that holds it. An included file makes
    its component a home only of what the policy keeps to nobody: it may not open what belongs to others."""
    own, added = _own(policy), [(name, one.component) for one in policy.included for name in one.rules.encapsulates]
    return {**{name: _holders(name, own) or _holders(name, added) for name, _ in added}, **own_homes(policy)}


def own_homes(policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """The same of the names that the policy file itself gives to components."""
    own = _own(policy)
    return {name: _holders(name, own) for name, _ in own}


def lies_in(name: str, other: str) -> bool:
    """Whether a module or package is another one or lies below it: `sqlalchemy.orm` in `sqlalchemy`."""
    return name == other or name.startswith((other + ".", other + "/"))


def _own(policy: Policy) -> list[tuple[str, str]]:
    return [(name, component) for component, rules in policy.components.items() for name in rules.encapsulates]


def _holders(name: str, named: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(component for other, component in named if lies_in(name, other)))
