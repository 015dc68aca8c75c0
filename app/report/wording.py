"""The prose: what a finding, a review and an override say. Checks give evidence, this module gives sentences.

Sentences are Markdown that also reads well as plain text. Every name that a pull request can choose goes through
`code`, so that it cannot mention people, link, or break out into markup.
"""

import re
import unicodedata

from checks import (
    ClosedCycle,
    Conclusion,
    Finding,
    ForbiddenEdge,
    Kind,
    Level,
    Override,
    Review,
    Status,
    UnknownTarget,
    UnreadableFile,
)

LONGEST_NAME = 300
WITHOUT_NAMES = {Kind.MANIFEST: "declares a dependency on", Kind.LINK: "links to"}


def code(text: str) -> str:
    """Text as a Markdown code span that nothing inside can end: on one line, without control characters, fenced by
    more backticks than stand in it (CommonMark, "Code spans")."""
    printable = _printable(text, instead="�")
    shown = printable if len(printable) <= LONGEST_NAME else printable[: LONGEST_NAME - 1] + "…"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if longest else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def message(finding: Finding) -> str:
    """What happened, which rule says no, and the ways out, or the label that is the way out already."""
    evidence = finding.evidence
    if isinstance(evidence, ForbiddenEdge):
        sentences = [_crossing(finding, evidence), _rule(finding, evidence)]
        instead = f"Either use what {code(finding.source or '')} may depend on, or"
        more = [_older(evidence)]
    elif isinstance(evidence, ClosedCycle):
        sentences, more = [_cycle(finding, evidence)], []
        instead = "Either move what both need below both, or let one tell the other by an event, or"
    elif isinstance(evidence, UnknownTarget):
        sentences, more = [_unknown(finding, evidence)], []
        instead = "Either name the module in the text, or"
    else:
        sentences, more = [_unreadable(finding, evidence)], []
        instead = "Either repair it, or"
    if finding.status is Status.OVERRIDDEN:
        way_out = f"The label {code(finding.override or '')} overrides this."
    elif finding.status is Status.ADVICE:
        way_out = "This does not block."
    else:
        way_out = f"{instead} {_decision(finding)}"
    return " ".join(sentence for sentence in (*sentences, way_out, *more) if sentence)


def _crossing(finding: Finding, evidence: ForbiddenEdge) -> str:
    target = f"of {code(finding.target)}" if finding.target else "of no component"
    if evidence.candidates:
        files = ", ".join(code(path) for path in evidence.candidates)
        return f"{_place(finding)} imports a name that may mean any of {files}, and each of them is forbidden."
    if verb := WITHOUT_NAMES.get(evidence.kind, None if evidence.symbols else "uses"):
        return f"{_place(finding)} {verb} {code(evidence.imported)} {target}."
    names = ", ".join(code(name) for name in evidence.symbols[:5]) + (", …" if len(evidence.symbols) > 5 else "")
    what = "everything" if evidence.symbols == ("*",) else names
    return f"{_place(finding)} imports {what} from {code(evidence.imported)} {target}."


def _rule(finding: Finding, evidence: ForbiddenEdge) -> str:
    source = code(finding.source or "")
    if evidence.denied and not evidence.allowed:
        says = f"{source} may not depend on {_listed(evidence.denied)}"
    elif not evidence.allowed:
        says = f"{source} may not depend on any other component"
    else:
        says = f"{source} may depend on {_listed(evidence.allowed)} only"
    because = f": {_plain(evidence.reason)}" if evidence.reason else ""
    return f"{says}{_cited(finding)}{because}."


def _cited(finding: Finding) -> str:
    line = f"architecture.yml:{finding.rule.line}" if finding.rule.line else ""
    sources = [source for source in (_plain(finding.rule.adr or ""), line) if source]
    return f" ({', '.join(sources)})" if sources else ""


def _decision(finding: Finding) -> str:
    amends = f" that amends {_plain(finding.rule.adr)}" if finding.rule.adr else ""
    return f"record a decision{amends} and have someone permitted add the label `adr:NNNN`."


def _older(evidence: ForbiddenEdge) -> str:
    if not evidence.older:
        return ""
    return f"{count(evidence.older, 'older edge')} of this pair {'is' if evidence.older == 1 else 'are'} not counted."


def _cycle(finding: Finding, evidence: ClosedCycle) -> str:
    chain = " -> ".join(code(name) for name in evidence.chain)
    return f"{_place(finding)} uses {code(evidence.imported)} and closes a cycle between components: {chain}."


def _unknown(finding: Finding, evidence: UnknownTarget) -> str:
    number = "an import" if evidence.count == 1 else f"{evidence.count} imports"
    which = "module" if evidence.count == 1 else "modules"
    return f"{_place(finding)} adds {number} whose {which} only the running program knows, so no rule can be checked."


def _unreadable(finding: Finding, evidence: UnreadableFile) -> str:
    before = " It could not be read before this change either." if evidence.before else ""
    return f"{_place(finding)} cannot be read: {_plain(evidence.reason)}. What cannot be read cannot be judged.{before}"


def _place(finding: Finding) -> str:
    return code(f"{finding.path}:{finding.line}" if finding.line else finding.path)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(code(name) for name in names)


def _plain(text: str) -> str:
    """Text from a file as plain words: no markup characters, no mentions, one line."""
    words = " ".join(_printable(text, instead=" ").split())[:LONGEST_NAME]
    return re.sub(
        r"([\\`*_\[\]<>#@|~&!])", lambda match: f"\\{match.group()}" if match.group() != "@" else "@\u200b", words
    )


def _printable(text: str, *, instead: str) -> str:
    """The text without control, format and unassigned characters (Unicode's category C)."""
    return "".join(character if unicodedata.category(character)[0] != "C" else instead for character in text)


def count(number: int, noun: str) -> str:
    """`1 edge`, `2 edges`."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def title(review: Review) -> str:
    """The verdict in one line, at most 255 characters (GitHub's limit on a title)."""
    return _title(review)[:255]


def _title(review: Review) -> str:
    if review.policy_issues:
        return f"The policy file has {count(len(review.policy_issues), 'error')}"
    if not review.has_policy:
        return "No architecture is written down yet"
    blocking = review.with_status(Status.BLOCKING)
    overridden = len(review.with_status(Status.OVERRIDDEN))
    waived = f", {overridden} overridden" if overridden else ""
    if blocking:
        return _needs(blocking) + waived + (_pairs(blocking) if len(blocking) == 1 and not overridden else "")
    if review.conclusion is Conclusion.NEUTRAL:
        return f"Shadow mode: would block {_would_block(review)}"
    return f"{count(overridden, 'finding')} overridden by a decision record" if overridden else _quiet_title(review)


def _quiet_title(review: Review) -> str:
    if advice := len(review.with_status(Status.ADVICE)):
        return f"{count(advice, 'finding')}, nothing blocks"
    removed = len(review.delta.removed)
    return "No new violations" + (f", {count(removed, 'edge')} removed" if removed else "")


def _needs(blocking: tuple[Finding, ...]) -> str:
    if all(isinstance(finding.evidence, UnreadableFile) for finding in blocking):
        return f"{count(len(blocking), 'file')} cannot be read"
    only_edges = all(isinstance(finding.evidence, ForbiddenEdge) for finding in blocking)
    noun = "new edge" if only_edges else "finding"
    return f"{count(len(blocking), noun)} {'needs' if len(blocking) == 1 else 'need'} an ADR"


def _pairs(blocking: tuple[Finding, ...]) -> str:
    finding = blocking[0]
    return f": {finding.source} -> {finding.target or 'no component'}" if finding.source and finding.target else ""


def _would_block(review: Review) -> int:
    return sum(finding.level is Level.FAILURE for finding in review.findings)


def override_line(override: Override) -> str:
    """What became of one label."""
    verdict = "accepted" if override.accepted else "refused"
    return f"{code(override.label)} {verdict}: {_plain(override.reason)}"


def proposal_note(review: Review) -> str:
    """What an author should know who changes the policy file; empty where nobody does."""
    if review.proposal is None:
        return ""
    if review.proposal.is_removed:
        return "This change removes the policy file; it was judged by the one on the base branch."
    broken = f" The new one has {count(len(review.proposal.issues), 'error')}:" if review.proposal.issues else ""
    return f"This change edits the policy file; it was judged by the one on the base branch.{broken}"
