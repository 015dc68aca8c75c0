"""What every check is given and what it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.delta import Change
from checks.codebase.edges import Edge
from checks.codebase.graph import Graph
from checks.component_pairs import ComponentPairs, is_judged
from checks.findings import Citation, Finding
from checks.policy import Components, Level, Policy, Rule


@dataclass(frozen=True)
class Baseline:
    """What is known of a graph of the base branch under a policy, for all reviews of changes against it: the components
    over its paths, and, once somebody has asked, how many edges join them."""

    graph: Graph
    components: Components

    @classmethod
    def of(cls, graph: Graph, policy: Policy) -> "Baseline":
        """Worked out from nothing."""
        return cls(graph, Components(policy, graph.codebase.snapshot.entries))

    @cached_property
    def pairs(self) -> ComponentPairs:
        """How many edges join each pair of components."""
        return ComponentPairs.of(self.graph, self.components)

    def after(self, graph: Graph) -> "Baseline":
        """That of another graph, at the cost of the difference."""
        found = Baseline(graph, self.components_over(graph))
        if "pairs" in self.__dict__:
            found.__dict__["pairs"] = self.pairs.after(graph, found.components)
        return found

    def components_over(self, *graphs: Graph) -> Components:
        """The components over the paths of other graphs."""
        known = self.graph.codebase.snapshot.entries
        sides = [graph.codebase.snapshot.entries for graph in graphs]
        others = [side for side in sides if side is not known]
        added = set[str]().union(*(side.keys() - known.keys() for side in others))
        is_all_there = len(others) < len(sides)
        removed = set[str]() if is_all_there else set.intersection(*(known.keys() - side.keys() for side in others))
        return self.components.with_paths(added, removed)


@dataclass(frozen=True)
class Case:
    """One pull request before the policy: what changed, the rules, and which file belongs to which component."""

    change: Change
    policy: Policy
    components: Components
    baseline: Baseline

    @cached_property
    def pairs_at_tip(self) -> ComponentPairs:
        """How many edges join each pair of components at the base branch's tip."""
        return self.baseline.pairs.after(self.change.tip, self.components)

    @cached_property
    def pairs_at_base(self) -> ComponentPairs:
        """… at the merge base."""
        return self.pairs_at_tip.after(self.change.base, self.components)

    @cached_property
    def pairs_at_head(self) -> ComponentPairs:
        """… and at the head, each counted on from the one before."""
        return self.pairs_at_base.after(self.change.head, self.components)

    def is_judged(self, edge: Edge) -> bool:
        """Whether `depends_on` and `cycles` look at an edge."""
        return is_judged(self.components, edge)

    def is_test(self, path: str) -> bool:
        """Whether the policy's `tests` name a file."""
        return self.components.is_test(path)

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
