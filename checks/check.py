"""What every check is given and what it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from checks.codebase.delta import Change
from checks.codebase.edges import Edge
from checks.codebase.facts import Kind
from checks.findings import Citation, Finding
from checks.policy import Components, Level, Policy, Rule

DEVELOPMENT = frozenset({"devDependencies"})
"""The groups of a manifest whose dependencies are not shipped (docs/edges.md)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One pull request before the policy: what changed, the rules, and which file belongs to which component."""

    change: Change
    policy: Policy
    components: Components
    _tests: dict[str, bool] = field(default_factory=dict)

    def is_judged(self, edge: Edge) -> bool:
        """Whether `depends_on` and `cycles` look at an edge: not at a test's or a development dependency, nor at one
        for type checkers alone where the policy ignores these."""
        type_only = edge.kind is Kind.TYPE and self.policy.type_imports == "ignore"
        development = edge.kind is Kind.MANIFEST and DEVELOPMENT.issuperset(edge.symbols)
        return not type_only and not development and not self.is_test(edge.importer)

    def is_test(self, path: str) -> bool:
        """Whether the policy's `tests` name a file; every edge asks, so each answer is kept."""
        known = self._tests.get(path)
        if known is None:
            known = self._tests[path] = self.components.is_test(path)
        return known

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
