"""`encapsulates`: names that only the components which encapsulate them may import, whatever `depends_on` says.

A name is a module of the repository (`monstrino_models.orm`, `@acme/db/client`) or a package from outside
(`sqlalchemy`, `@prisma/client`); it covers what lies below it. An import of a package is a finding of
`external-dependency`, that of an own module one of `cross-domain-edge`.
"""

from collections.abc import Iterator, Sequence

from checks.check import Case
from checks.edge_rules.crossing import Crossing, Judgement, judgement
from checks.entry_files import is_module
from checks.evidence import Encapsulated
from checks.policy import Policy, covers, own_homes, segments, statements


def encapsulates(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """Imports of a component's own module that only those who encapsulate it may import."""
    if crossing.is_judged and crossing.sources:
        homes = case.homes
        for component in crossing.entered if homes else ():
            for statement in statements(case.policy, component):
                for name in statement.rules.encapsulates:
                    is_meant = is_module(name, segments(crossing.edge.imported))
                    if is_meant and not is_home(homes[name], crossing.sources):
                        yield judgement(case, statement, "encapsulates", Encapsulated(name, homes[name]))


def is_encapsulated_by(policy: Policy, components: Sequence[str], path: str) -> bool:
    """Whether a file is of a module that the policy file itself gives to one of these components."""
    own = own_homes(policy).items()
    return any(is_module(name, segments(path)) and is_home(homes, components) for name, homes in own)


def is_home(homes: Sequence[str], components: Sequence[str]) -> bool:
    """Whether one of the components is among those that encapsulate a name."""
    return any(covers(home, component) for home in homes for component in components)
