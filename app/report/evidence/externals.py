"""Sentences on what comes from outside the repository: packages, modules of the language, and what the runtime has."""

from app.report.prose import Said, cited, code, listed, place
from checks import Encapsulated, Finding, ForbiddenExternal, Kind, NotPermitted

DEVELOPMENT_ONLY = "dev:*"
VERBS = {Kind.MANIFEST: "declares a dependency on", None: "uses"}
MOST_USED = 5


def forbidden_external(finding: Finding, evidence: ForbiddenExternal) -> Said:
    """Something from outside that a component may not use."""
    rule = finding.rule
    says = _of_list(finding, evidence.ban) if isinstance(evidence.ban, NotPermitted) else _of_homes(evidence.ban)
    return Said(
        [_use(finding, evidence), f"{says}{cited(rule.adr, rule.file, rule.line, evidence.reason)}."],
        _instead(evidence),
    )


def _use(finding: Finding, evidence: ForbiddenExternal) -> str:
    verb = VERBS.get(evidence.kind, "imports")
    groups = evidence.ban.groups if isinstance(evidence.ban, NotPermitted) else ()
    of_group = f" ({listed(groups)})" if groups else ""
    return f"{place(finding)} {verb} {listed(evidence.names, MOST_USED)}{of_group}."


def _of_list(finding: Finding, ban: NotPermitted) -> str:
    component = code(finding.source or "")
    if ban.entry:
        return f"{component} may not use {listed(ban.denied)}"
    allowed = tuple(entry for entry in ban.allowed or () if entry != DEVELOPMENT_ONLY)
    if allowed:
        return f"{component} may use {listed(allowed)} only"
    declared = "declare development dependencies only" if ban.allowed else "use no third-party package"
    return f"{component} may {declared}"


def _of_homes(ban: Encapsulated) -> str:
    return f"Only {listed(ban.homes)} may use {code(ban.name)}"


def _instead(evidence: ForbiddenExternal) -> str:
    """What could be done instead, where the policy shows it."""
    ban = evidence.ban
    if isinstance(ban, Encapsulated):
        return f"Either ask {listed(ban.homes, 3)} for it,"
    if evidence.kind is Kind.MANIFEST and DEVELOPMENT_ONLY in (ban.allowed or ()):
        return "Either declare it for development,"
    return "Either let a component that may use it do so and pass in what comes of it,"
