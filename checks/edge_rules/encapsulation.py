"""`encapsulates`: names that only the components which encapsulate them may import, whatever `depends_on` says.

A name is a module of the repository (`monstrino_models.orm`, `@acme/db/client`) or a package from outside
(`sqlalchemy`, `@prisma/client`); it covers what lies below it. An import of a package is a finding of
`external-dependency`, that of an own module one of `cross-domain-edge`.
"""

from collections.abc import Iterator, Mapping, Sequence

from checks.check import Case
from checks.edge_rules.crossing import Crossing, Judgement, judgement
from checks.entry_files import is_module
from checks.evidence import Encapsulated
from checks.policy import Policy, covers, segments, statements


def encapsulates(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """Imports of a component's own module that only those who encapsulate it may import."""
    if crossing.is_judged and crossing.sources:
        homes = homes_by_name(case.policy)
        for component in crossing.entered if homes else ():
            for statement in statements(case.policy, component):
                for name in statement.rules.encapsulates:
                    is_meant = is_module(name, segments(crossing.edge.imported))
                    if is_meant and not is_home(homes[name], crossing.sources):
                        yield judgement(case, statement, "encapsulates", Encapsulated(name, homes[name]))


def homes_by_name(policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """Which components encapsulate each name: those that name it, or something that holds it. An included file makes
    its component a home only of what the policy keeps to nobody: it may not open what belongs to others."""
    own, added = _own(policy), [(name, one.component) for one in policy.included for name in one.rules.encapsulates]
    homes = {name: _holders(name, own) for name, _ in own}
    return {**{name: _holders(name, own) or _holders(name, added) for name, _ in added}, **homes}


def _own(policy: Policy) -> list[tuple[str, str]]:
    """Each name that the policy file itself gives to a component."""
    return [(name, component) for component, rules in policy.components.items() for name in rules.encapsulates]


def _holders(name: str, named: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(component for other, component in named if lies_in(name, other)))


def lies_in(name: str, other: str) -> bool:
    """Whether a module or package is another one or lies below it: `sqlalchemy.orm` in `sqlalchemy`."""
    return name == other or name.startswith((other + ".", other + "/"))


def is_encapsulated_by(policy: Policy, components: Sequence[str], path: str) -> bool:
    """Whether a file is of a module that the policy file itself gives to one of these components."""
    own = _own(policy)
    return any(is_module(name, segments(path)) and is_home(_holders(name, own), components) for name, _ in own)


def is_home(homes: Sequence[str], components: Sequence[str]) -> bool:
    """Whether one of the components is among those that encapsulate a name."""
    return any(covers(home, component) for home in homes for component in components)
