"""`depends_on` and `used_by`: an edge must satisfy the list of the importer's component and that of the target's."""

from collections.abc import Iterable, Iterator

from checks.check import Case
from checks.edge_rules.crossing import Crossing, Judgement, judgement
from checks.evidence import NotAUser, NotInList
from checks.policy import Rule, covers, statements

TESTS = "tests"


def depends_on(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """The importer's component, and those that it is a part of, may use what their lists hold. A file of no component
    breaks a list, not a `not`."""
    if not crossing.is_judged:
        return
    for component in crossing.left:
        for statement in statements(case.policy, component):
            rule = statement.rules.depends_on
            if rule and breaks(rule, crossing.targets):
                yield judgement(case, statement, "depends_on", NotInList(rule.only, rule.not_), rule)


def used_by(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """The target's component may be used by what its list holds, in tests and development too; `tests` stands for the
    test files of any component. Files of no component are not judged."""
    if not crossing.sources or case.is_ignored_type(crossing.edge):
        return
    users = (*crossing.sources, TESTS) if crossing.is_test else crossing.sources
    for component in crossing.entered:
        for statement in statements(case.policy, component):
            rule = statement.rules.used_by
            if rule and breaks(rule, users):
                ban = NotAUser(component, rule.only, rule.not_)
                yield judgement(case, statement, "used_by", ban, rule)


def breaks(rule: Rule, names: Iterable[str]) -> bool:
    """Whether a rule's lists forbid something that goes by these names."""
    known = tuple(names)
    if any(covers(entry, name) for entry in rule.not_ for name in known):
        return True
    return rule.only is not None and not any(covers(entry, name) for entry in rule.only for name in known)
