"""One pull request as a function: what changed, the policy, the decision records and labels -> the review.

Read from top to bottom: `review` is the whole of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from checks.affected_components import Affected, affected
from checks.all_checks import CHECKS
from checks.check import Baseline, Case, Circumstances
from checks.codebase.delta import EMPTY_TREE, Change, Delta, Skipped
from checks.codebase.documents import is_only_proposed
from checks.codebase.sources import Source
from checks.component_edges import ComponentEdge, component_edges
from checks.events.touched import TouchedEvent
from checks.evidence import BrokenName, ForbiddenEdge, ForbiddenExternal, LeakedSymbol, UndeclaredPackage
from checks.exceptions import excepted_until
from checks.findings import Finding, Side, Status, in_order
from checks.overrides import NO_RECORDS, DecisionRecords, Judge, Override, Setting
from checks.policy import Level, Mode, Policy, PolicyIssue, Tie, unenforced_words
from checks.policy.proposal import PolicyProposal
from checks.policy.scope import record_folders
from checks.waivers import waived


class Conclusion(StrEnum):
    """The verdict (GitHub's words)."""

    SUCCESS = "success"
    FAILURE = "failure"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class BreakingCommit:
    """The commit since which the policy is broken or gone: its short id, the author's day and the subject."""

    sha: str
    day: str
    subject: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the head's policy would say of the same change: the findings that it has beyond the base's policy and those
    that it has not, and how many of the head's files belong to another component under it."""

    appearing: tuple[Finding, ...]
    disappearing: tuple[Finding, ...]
    reassigned: int


@dataclass(frozen=True, slots=True)
class Review:
    """The verdict on one pull request and everything that led to it.

    `base` is the merge base, `head` the reviewed revision. `policy_issues` say what is wrong with the policy file;
    `has_policy` is false where the repository has none, and then nothing was judged. `unchecked_words` are words that
    the policy uses and this version does not act on; `proposal` is what the change does to the policy file, and
    `preview` what would come of that. `is_policy_lost`: there was a policy before `broken_by`.
    `affected` is only told where a versioned component breaks. `records` are the decision records in force, as digests
    by path. `decision_records` are those of base tip and head, `record_folder` is where a new one goes.
    `component_edges` are those between components that the change touches, and those beside them. `holds_until` is the
    last day of the first exception or waiver to end that it rests on.
    """

    base: str
    head: str
    conclusion: Conclusion
    delta: Delta
    findings: tuple[Finding, ...] = ()
    overrides: tuple[Override, ...] = ()
    policy_issues: tuple[PolicyIssue, ...] = ()
    has_policy: bool = True
    mode: Mode = Mode.BLOCK
    unchecked_words: tuple[str, ...] = ()
    proposal: PolicyProposal | None = None
    preview: Preview | None = None
    is_policy_lost: bool = False
    broken_by: BreakingCommit | None = None
    events: tuple[TouchedEvent, ...] = ()
    affected: Affected | None = None
    records: Mapping[str, str] = field(default_factory=dict)
    component_edges: tuple[ComponentEdge, ...] = ()
    decision_records: DecisionRecords = NO_RECORDS
    record_folder: str = ""
    holds_until: date | None = None

    @property
    def is_audit(self) -> bool:
        """Whether all of one commit was judged, not a change."""
        return self.base == EMPTY_TREE

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Files that could not be read in full, and names without one meaning."""
        return self.delta.skipped

    def with_status(self, status: Status) -> tuple[Finding, ...]:
        """The findings of one status."""
        return tuple(finding for finding in self.findings if finding.status is status)


def review(change: Change, policy: Policy, circumstances: Circumstances, baseline: Baseline | None = None) -> Review:
    """Judge one change. `policy` is the base branch's; `baseline` is that of a graph nearby under the same policy, if
    there is one."""
    baseline = baseline or Baseline.of(change.tip, policy)
    components = baseline.components_over(change.base, change.head)
    if components.ties:
        return review_with_broken_policy(change, [_tied(policy, tie) for tie in components.ties])
    case = Case(change, policy, components, baseline, circumstances)
    judge = Judge(circumstances.labels, Setting(circumstances.records, components), circumstances.inherited)
    found = [(finding, excepted_until(case, finding)) for check in CHECKS for finding in check.find(case)]
    counted = in_order(finding for finding, until in found if until is None)
    findings = _told_once([judge.settled(_weighed(case, _capped(case, finding))) for finding in counted])
    settled = waived(findings, circumstances.waivers, circumstances.today)
    return Review(
        base=change.base.codebase.snapshot.rev,
        head=change.head.codebase.snapshot.rev,
        conclusion=_conclusion(settled, policy.mode.default),
        delta=change.delta,
        findings=settled,
        overrides=judge.overrides(findings),
        records=circumstances.records.digests,
        mode=policy.mode.default or Mode.BLOCK,
        unchecked_words=tuple(word for word, _ in unenforced_words(policy)),
        events=_touched_events(case),
        affected=affected(change, policy, components) if _breaks_something(findings) else None,
        component_edges=() if change.base.codebase.snapshot.rev == EMPTY_TREE else component_edges(case, findings),
        decision_records=circumstances.records,
        record_folder=record_folders(policy)[0],
        holds_until=_first_end(
            *(until for _, until in found), *(finding.waiver.until for finding in settled if finding.waiver)
        ),
    )


def wanted_facts(
    change: Change, policy: Policy, circumstances: Circumstances, baseline: Baseline | None = None
) -> tuple[Source, ...]:
    """The files that a parser has to read before `review` can say all that it has to, though the change does not touch
    them. Ask again with their facts among the circumstances: what they say may lead to others."""
    baseline = baseline or Baseline.of(change.tip, policy)
    components = baseline.components_over(change.base, change.head)
    case = Case(change, policy, components, baseline, circumstances)
    if components.ties or not case.homes:
        return ()
    from checks.orm_leakage import wanted  # noqa: PLC0415 - like its check, only for those who ask for it

    return wanted(case)


def review_without_policy(change: Change) -> Review:
    """A repository that has no architecture written down: nothing is judged, the delta is still worth seeing."""
    return replace(_unjudged(change, Conclusion.NEUTRAL), has_policy=False)


def review_with_broken_policy(change: Change, issues: Sequence[PolicyIssue]) -> Review:
    """A policy that cannot be read: a failure, for a broken rule must not let everything pass."""
    return replace(_unjudged(change, Conclusion.FAILURE), policy_issues=tuple(issues))


def with_breaking_commit(reviewed: Review, since: BreakingCommit) -> Review:
    """The review of a change under a broken policy, with the commit that broke it."""
    return replace(reviewed, broken_by=since)


def lost_policy(reviewed: Review, since: BreakingCommit) -> Review:
    """The review of a governed branch that had a policy and has none any more: a failure, for what nobody decided to
    give up still holds."""
    return replace(reviewed, conclusion=Conclusion.FAILURE, is_policy_lost=True, broken_by=since)


def _unjudged(change: Change, conclusion: Conclusion) -> Review:
    base, head = change.base.codebase.snapshot.rev, change.head.codebase.snapshot.rev
    return Review(base, head, conclusion, change.delta)


def _tied(policy: Policy, tie: Tie) -> PolicyIssue:
    first, second = tie.components
    line, column = policy.position_of(("components", first.partition("/")[0], "path"))
    message = f"`{tie.path}` belongs to `{first}` and to `{second}` equally well: make one path more specific"
    return PolicyIssue(policy.file, line, column, message)


def _capped(case: Case, finding: Finding) -> Finding:
    """What cannot block: a rule that rests on a record which is only proposed, and what an exact revert restores
    (docs/policy.md)."""
    if finding.level is not Level.FAILURE:
        return finding
    cited = finding.rule.adr
    is_proposed = cited is not None and is_only_proposed(cited, case.circumstances.records.base)
    is_restored = finding.side is Side.RIGHT and finding.path in case.circumstances.restored
    return replace(finding, level=Level.WARNING) if is_proposed or is_restored else finding


def _weighed(case: Case, finding: Finding) -> Finding:
    """What a finding means for the pull request before anybody overrides it."""
    mode = case.policy.mode_of(finding.check, finding.rule.component or finding.source)
    blocks = finding.level is Level.FAILURE and mode is Mode.BLOCK
    status = Status.BLOCKING if blocks else Status.ADVICE
    return replace(finding, generator=case.components.generator(finding.path), status=status)


def _told_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without the advice to declare what another finding, at least as grave, says not to import at all, and without
    what leaks by such an import. What is imported by a decision should be declared: said then for the first time, it
    does not block."""
    forbidden: dict[tuple[str, int | None], set[Status]] = {}
    for one in findings:
        if isinstance(one.evidence, ForbiddenEdge | ForbiddenExternal):
            forbidden.setdefault((one.path, one.line), set()).add(one.status)

    def told(one: Finding) -> Finding | None:
        known = forbidden.get((one.path, one.line), set())
        is_undeclared = isinstance(one.evidence, UndeclaredPackage)
        if not (is_undeclared or isinstance(one.evidence, LeakedSymbol)):
            return one
        if known & {Status.BLOCKING, one.status}:
            return None
        is_late = is_undeclared and one.status is Status.BLOCKING and Status.OVERRIDDEN in known
        return replace(one, status=Status.ADVICE, level=Level.WARNING) if is_late else one

    return tuple(said for one in findings if (said := told(one)))


def _touched_events(case: Case) -> tuple[TouchedEvent, ...]:
    if case.circumstances.events is None:
        return ()
    from checks.events.touched_rows import touched_events  # noqa: PLC0415 - as above

    return touched_events(case.circumstances.events, case.components, case.change.origin)


def _breaks_something(findings: Iterable[Finding]) -> bool:
    """Whether a versioned component certainly breaks for its users."""
    return any(isinstance(one.evidence, BrokenName) and one.evidence.is_certain for one in findings)


def _first_end(*days: date | None) -> date | None:
    ends = [day for day in days if day is not None and day < date.max]
    return min(ends, default=None)


def _conclusion(findings: Iterable[Finding], mode: Mode | None) -> Conclusion:
    if any(finding.status is Status.BLOCKING for finding in findings):
        return Conclusion.FAILURE
    return Conclusion.NEUTRAL if mode is Mode.SHADOW else Conclusion.SUCCESS
