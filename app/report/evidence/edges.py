"""Sentences on edges: those that a rule forbids, that close a cycle, that nobody can know, and that are missing."""

from app.report.prose import MOST_NAMES, Said, chain, cited, code, count, listed, place
from checks import (
    AgainstLayers,
    Ban,
    Breach,
    ClosedCycle,
    Finding,
    ForbiddenChain,
    ForbiddenEdge,
    Kind,
    MissingEdge,
    NotAUser,
    NotInList,
    NotPublic,
    UnknownTarget,
)

WITHOUT_NAMES = {Kind.MANIFEST: "declares a dependency on", Kind.LINK: "links to"}
MOST_SYMBOLS = 5


def forbidden_edge(finding: Finding, evidence: ForbiddenEdge) -> Said:
    """An edge that a rule forbids, perhaps several."""
    also = [f"It also breaks `{one.word}`{_cited(one)}." for one in evidence.also]
    return Said(
        [_crossing(finding, evidence), f"{_rule(finding, evidence.breach.ban)}{_cited(evidence.breach)}.", *also],
        _instead(finding, evidence.breach.ban),
        [_older(evidence)],
    )


def forbidden_chain(finding: Finding, evidence: ForbiddenChain) -> Said:
    """A component that is reached by way of others."""
    reached = f"{place(finding)} uses {code(evidence.imported)}, by which {code(finding.source or '')} reaches"
    return Said(
        [
            f"{reached} {code(finding.target or '')}: {chain(evidence.chain)}.",
            f"{_rule(finding, evidence.breach.ban)}, not by way of others either{_cited(evidence.breach)}.",
        ],
        "Either break the chain at one of its edges,",
    )


def closed_cycle(finding: Finding, evidence: ClosedCycle) -> Said:
    """A cycle between components."""
    closes = f"and closes a cycle between components: {chain(evidence.chain)}"
    return Said(
        [f"{place(finding)} uses {code(evidence.imported)} {closes}."],
        "Either move what both need below both, or let one tell the other by an event,",
    )


def unknown_target(finding: Finding, evidence: UnknownTarget) -> Said:
    """Imports of which the text does not tell the module."""
    number = "an import" if evidence.count == 1 else f"{evidence.count} imports"
    which = "module" if evidence.count == 1 else "modules"
    return Said(
        [f"{place(finding)} adds {number} whose {which} only the running program knows, so no rule can be checked."],
        "Either name the module in the text,",
    )


def missing_edge(finding: Finding, evidence: MissingEdge) -> Said:
    """An edge that has to be."""
    rule = cited(finding.rule.adr, finding.rule.file, finding.rule.line)
    component, required = code(evidence.component), code(evidence.required)
    if evidence.each_file:
        sentence = f"{place(finding)} does not use {required}, as every file of {component} must{rule}."
    else:
        sentence = f"No file of {component} uses {required} any more, and it must{rule}."
    instead = (
        f"{component} publishes {listed(evidence.events)} now: an event is no answer at the moment of the decision."
    )
    return Said([sentence, instead] if evidence.events else [sentence], f"Either use {required} again,")


def _crossing(finding: Finding, evidence: ForbiddenEdge) -> str:
    target = f"of {code(finding.target)}" if finding.target else "of no component"
    if evidence.candidates:
        files = ", ".join(code(path) for path in evidence.candidates)
        return f"{place(finding)} imports a name that may mean any of {files}, and each of them is forbidden."
    if verb := WITHOUT_NAMES.get(evidence.kind, None if evidence.symbols else "uses"):
        return f"{place(finding)} {verb} {code(evidence.imported)} {target}."
    what = "everything" if evidence.symbols == ("*",) else listed(evidence.symbols, MOST_SYMBOLS)
    return f"{place(finding)} imports {what} from {code(evidence.imported)} {target}."


def _rule(finding: Finding, ban: Ban) -> str:
    """Which rule says no, without the full stop."""
    if isinstance(ban, NotInList):
        return f"{code(finding.source or '')} may {_within('depend on', ban.allowed, ban.denied)}"
    if isinstance(ban, NotAUser):
        return f"{code(ban.component)} may {_within('be used by', ban.allowed, ban.denied)}"
    if isinstance(ban, AgainstLayers):
        where = f"In {code(ban.within)}, " if ban.within else ""
        return f"{where}{code(ban.lower)} is a layer below {code(ban.higher)} and may not depend on it"
    if isinstance(ban, NotPublic):
        return f"{code(ban.component)} may be used by its entry points only: {listed(ban.entry_points or ban.public)}"
    homes = f"Only {listed(ban.homes)}" if ban.homes else "No component"
    return f"{homes} may import {code(ban.name)}"


def _within(verb: str, allowed: tuple[str, ...] | None, denied: tuple[str, ...]) -> str:
    """`depend on a, b only`, `not depend on c`."""
    if allowed is None:
        return f"not {verb} {listed(denied)}"
    if not allowed:
        return f"not {verb} any other component"
    return f"{verb} {listed(allowed)} only"


def _cited(breach: Breach) -> str:
    return cited(breach.adr, breach.file, breach.line, breach.reason)


def _instead(finding: Finding, ban: Ban) -> str:
    """What could be done instead, where the policy shows it."""
    if isinstance(ban, NotInList):
        allowed = listed(ban.allowed or (), MOST_NAMES)
        return f"Either use {allowed}," if allowed else f"Either keep it within {code(finding.source or '')},"
    if isinstance(ban, NotAUser):
        return f"Either go through {listed(ban.allowed)}," if ban.allowed else "Either do without it,"
    if isinstance(ban, AgainstLayers):
        return f"Either let {code(ban.lower)} declare what it needs and {code(ban.higher)} give it,"
    if isinstance(ban, NotPublic):
        return f"Either import it from {listed(ban.entry_points or ban.public, 3)},"
    return f"Either ask {listed(ban.homes, 3)} for it," if ban.homes else "Either do without it,"


def _older(evidence: ForbiddenEdge) -> str:
    if not evidence.older:
        return ""
    return f"{count(evidence.older, 'older edge')} of this pair {'is' if evidence.older == 1 else 'are'} not counted."
