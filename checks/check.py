"""What every check is given and what it is."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from checks.codebase.delta import Change
from checks.codebase.edges import Edge
from checks.codebase.entry_points import PackageEntries
from checks.codebase.facts import FileFacts, Kind
from checks.codebase.graph import Graph
from checks.component_pairs import ComponentPairs, NewPairs, Pair, is_judged
from checks.findings import Citation, Finding, Waiver
from checks.overrides import NO_RECORDS, DecisionRecords, Inherited, Label
from checks.policy import Components, Level, Policy, Rule, Statement, homes_by_name
from checks.policy.proposal import PolicyProposal

if TYPE_CHECKING:  # only those who ask for them
    from checks.events.reading import EventsOfChange
    from checks.public_apis.reading import ApisOfChange

FactsName = tuple[str, str]
"""The object id of a file and its dialect: what its facts depend on."""


@dataclass(frozen=True)
class Baseline:
    """What is known of a graph of the base branch under a policy, for all reviews of changes against it: the components
    over its paths, and, once somebody has asked, how many edges join them."""

    graph: Graph
    components: Components
    _over: dict[tuple[object, ...], Components] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, graph: Graph, policy: Policy) -> "Baseline":
        """Worked out from nothing."""
        return cls(graph, Components(policy, graph.codebase.snapshot.entries))

    @cached_property
    def pairs(self) -> ComponentPairs:
        """How many edges join each pair of components."""
        return ComponentPairs.of(self.graph, self.components)

    def prepare(self) -> None:
        """Count what the first review that brings a new pair would count: for whoever has the time."""
        _ = self.pairs

    def after(self, graph: Graph) -> "Baseline":
        """That of another graph, at the cost of the difference."""
        found = Baseline(graph, self.components_over(graph))
        if "pairs" in self.__dict__:
            found.__dict__["pairs"] = self.pairs.after(graph, found.components)
        return found

    def components_over(self, *graphs: Graph) -> Components:
        """The components over the paths of other graphs; those of the change that was asked for last are at hand."""
        sides = [graph.codebase.snapshot for graph in graphs]
        key = tuple(side.identity for side in sides)
        found = self._over.get(key)
        if found is None:
            known = self.graph.codebase.snapshot
            added = set[str]().union(*(side.paths_beyond(known) for side in sides))
            removed = set[str].intersection(*(set(known.paths_beyond(side)) for side in sides))
            found = self.components.with_paths(added, removed) if added or removed else self.components
            self._over.clear()
            self._over[key] = found
        return found


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a review is told beside the change and the policy.

    `today` decides which exceptions hold; `records` are those of base tip and head, `labels` all that the pull request
    carries, `inherited` by fingerprint what was decided where its commits are cherry-picked from. `restored` are the
    files that an exact revert of a base commit gives back as they were, `proposal` is what the head does to the policy
    file. `facts` are those that a parser found, by object id and dialect, of files of which
    the graphs may hold less (`wanted_facts`). `events` are those that the change touches, None where it touches none;
    `apis` likewise what it breaks of versioned packages. `title` and `body` are the pull request's.
    """

    today: date
    records: DecisionRecords = NO_RECORDS
    labels: tuple[Label, ...] = ()
    restored: frozenset[str] = frozenset()
    proposal: PolicyProposal | None = None
    facts: Mapping[FactsName, FileFacts] = field(default_factory=dict)
    events: "EventsOfChange | None" = None
    apis: "ApisOfChange | None" = None
    title: str = ""
    body: str = ""
    inherited: Mapping[str, Inherited] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True)
class Case:
    """One pull request before the policy: what changed, the rules, and which file belongs to which component."""

    change: Change
    policy: Policy
    components: Components
    baseline: Baseline
    circumstances: Circumstances

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

    @cached_property
    def homes(self) -> Mapping[str, tuple[str, ...]]:
        """Which components encapsulate each name."""
        return homes_by_name(self.policy)

    @cached_property
    def entries(self) -> PackageEntries:
        """The entry points of packages at the head."""
        return PackageEntries(self.change.head)

    def is_judged(self, edge: Edge) -> bool:
        """Whether `depends_on` and `cycles` look at an edge."""
        return is_judged(self.components, edge)

    def is_ignored_type(self, edge: Edge) -> bool:
        """Whether an edge is for type checkers alone, and the policy ignores these."""
        return edge.kind is Kind.TYPE and self.policy.type_imports == "ignore"

    @cached_property
    def new_pairs(self) -> NewPairs:
        """The pairs of components that neither the merge base nor the base branch's tip has. Only importers that
        changed can bring one, and mostly they bring none: then nothing else is counted."""
        new = NewPairs.of(self.change.base, self.change.head, self.components)
        if new:
            new = new.less(self.pairs_at_base)
        if new and self.change.tip is not self.change.base:
            new = new.less(self.pairs_at_tip)
        return new

    def is_test(self, path: str) -> bool:
        """Whether the policy's `tests` name a file."""
        return self.components.is_test(path)

    def level(self, component: str, rule: Rule | None = None) -> Level:
        """How grave a breach of one component's rule is: as the rule says, else the component, else the policy."""
        own = rule.level if rule else None
        return own or self.components.rules(component).level or self.policy.level

    def level_of(self, statement: Statement, rule: Rule | None = None) -> Level:
        """How grave a breach of a statement is: as the rule says, else the file that states it, else `level`."""
        return (rule.level if rule else None) or statement.rules.level or self.level(statement.component)

    def citation(self, statement: Statement, word: str, rule: Rule | None = None) -> Citation:
        """Where a component's rule stands and the record that it rests on; the nearest record counts."""
        adr = (rule.adr if rule else None) or statement.rules.adr or self.policy.adr.cite
        return Citation(word, statement.line_of(word), adr, statement.component, statement.file)

    def citation_of_policy(self, word: str) -> Citation:
        """Where the policy says something for all components; a default stands nowhere."""
        written = (word,) in self.policy.written()
        line = self.policy.line_of((word,)) if written else None
        return Citation(word, line, self.policy.adr.cite, None, self.policy.file)


def first_edges(case: Case, pairs: Container[Pair], stands_for: Callable[[str], str | None]) -> dict[Pair, Edge]:
    """The first file edge, by path and line, of each of these pairs; `stands_for` tells a file's component."""
    firsts: dict[Pair, Edge] = {}
    for path in case.change.head.changed_since(case.change.base):
        for edge in case.change.head.of(path).edges:
            pair = stands_for(edge.importer), stands_for(edge.imported)
            if pair in pairs and case.is_judged(edge):
                firsts[pair] = min(firsts.get(pair, edge), edge, key=place)
    return firsts


def place(edge: Edge) -> tuple[str, tuple[int, ...], str]:
    """The order of edges in which a reader meets them."""
    return edge.importer, edge.lines, edge.imported


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name in policies, labels and JSON, the function that finds, and its documentation."""

    name: str
    find: Callable[[Case], Iterable[Finding]]
    explanation: str


@dataclass(frozen=True, slots=True)
class CheckOnDemand:
    """A check that few reviews need: its module, with all that it is made of, is imported when one asks for it."""

    name: str
    is_asked: Callable[[Case], bool]
    module: Callable[[], ModuleType]

    def find(self, case: Case) -> Iterable[Finding]:
        """What it finds; nothing where it is not asked."""
        return self._check().find(case) if self.is_asked(case) else ()

    @property
    def explanation(self) -> str:
        """Its documentation."""
        return self._check().explanation

    def _check(self) -> Check:
        check: Check = self.module().CHECK
        return check
