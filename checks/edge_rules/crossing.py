"""An edge as the policy sees it, and what a rule says against it."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.check import Case
from checks.codebase.edges import Edge
from checks.component_pairs import is_development
from checks.evidence import Ban, Breach
from checks.policy import Level, Mode, Rule, Statement

CHECK_NAME = "cross-domain-edge"


@dataclass(frozen=True, slots=True)
class Crossing:
    """An edge with the components of both ends: the owner first, then all that it is a part of. `is_test` holds for
    development dependencies too: what tests use has to be declared. `is_judged` is false for edges of tests, of
    development and of types that do not count: only `used_by` looks at them."""

    edge: Edge
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    is_test: bool
    is_judged: bool

    @classmethod
    def of(cls, case: Case, edge: Edge) -> "Crossing":
        """An edge between files, or to a package that is a component's own code."""
        targets = case.components.of(edge.imported) or case.components.of_package(edge.imported)
        is_test = case.is_test(edge.importer) or is_development(edge)
        return cls(edge, case.components.of(edge.importer), targets, is_test, case.is_judged(edge))

    @property
    def left(self) -> Iterator[str]:
        """The components that the edge leaves: an edge that stays inside a component is none of that one's business."""
        return (name for name in self.sources if name not in self.targets)

    @property
    def entered(self) -> Iterator[str]:
        """The components that the edge goes into."""
        return (name for name in self.targets if name not in self.sources)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule that an edge breaks, how grave that is, and whether it keeps a pull request from being merged."""

    breach: Breach
    level: Level
    blocks: bool

    @property
    def leniency(self) -> tuple[bool, int]:
        """Orders judgements by gravity: a part that only warns must not hide that its parent blocks."""
        return not (self.blocks and self.level is Level.FAILURE), list(Level).index(self.level)


def judgement(case: Case, statement: Statement, word: str, ban: Ban, rule: Rule | None = None) -> Judgement:
    """What a component's rule says against an edge."""
    citation = case.citation(statement, word, rule)
    breach = Breach(
        word, statement.component, ban, citation.file, citation.line, citation.adr, rule.reason if rule else None
    )
    blocks = case.policy.mode_of(CHECK_NAME, statement.component) is Mode.BLOCK
    return Judgement(breach, case.level_of(statement, rule), blocks)
