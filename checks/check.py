"""What every check is given and what it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checks.codebase.delta import Change
from checks.findings import Citation, Finding
from checks.policy import Components, Level, Policy, Rule


@dataclass(frozen=True, slots=True)
class Case:
    """One pull request before the policy: what changed, the rules, and which file belongs to which component."""

    change: Change
    policy: Policy
    components: Components

    def level(self, component: str, rule: Rule) -> Level:
        """How grave a breach of one component's rule is: as the rule says, else the component, else the policy."""
        return rule.level or self.components.rules(component).level or self.policy.level

    def citation(self, component: str, word: str, rule: Rule) -> Citation:
        """Where a component's rule stands and the record that it rests on; the nearest record counts."""
        adr = rule.adr or self.components.rules(component).adr or self.policy.adr.cite
        line = self.policy.line_of(("components", component.partition("/")[0], word))
        return Citation(word, line, adr)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name in policies, labels and JSON, the function that finds, and its documentation."""

    name: str
    find: Callable[[Case], Iterable[Finding]]
    explanation: str
