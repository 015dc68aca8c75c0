"""Sentences on files: those that cannot be read, that are missing or misplaced, and what the policy says in vain."""

from app.report.prose import Said, cited, code, place, plain
from checks import Finding, ForbiddenFile, IdleException, MissingFile, ProtectedFile, UnassignedFile, UnreadableFile


def unreadable(finding: Finding, evidence: UnreadableFile) -> Said:
    """A file that cannot be read."""
    before = " It could not be read before this change either." if evidence.before else ""
    reason = f"{place(finding)} cannot be read: {plain(evidence.reason)}."
    return Said([f"{reason} What cannot be read cannot be judged.{before}"], "Either repair it,")


def idle_exception(finding: Finding, evidence: IdleException) -> Said:
    """An exception that nothing needs any more."""
    ends = f"from {code(evidence.source)} to {code(evidence.target)}"
    sentence = f"{place(finding)} makes an exception {ends}, and no such edge is left: take it out."
    return Said([sentence], "Either do so,")


def missing_file(finding: Finding, evidence: MissingFile) -> Said:
    """A member without what all have."""
    member, glob = code(evidence.member), code(evidence.glob)
    return Said([f"{member} has no file {glob}, as every member must{_cited(finding)}."], "Either add one,")


def forbidden_file(finding: Finding, evidence: ForbiddenFile) -> Said:
    """A file that has no place in a member."""
    sentence = f"{place(finding)} is a file {code(evidence.glob)}, and {code(evidence.member)} may have none"
    return Said([f"{sentence}{_cited(finding)}."], "Either put it elsewhere,")


def unassigned_file(finding: Finding, _evidence: UnassignedFile) -> Said:
    """A file of no component."""
    sentence = f"{place(finding)} is new and lies in no component{_cited(finding)}."
    return Said([sentence], "Either put it into one, or give its folder a component,")


def protected_file(finding: Finding, evidence: ProtectedFile) -> Said:
    """A file that is not changed in passing."""
    before = f" from {code(evidence.before)}" if evidence.before else ""
    sentence = (
        f"{place(finding)} is {evidence.action}{before}, and {code(evidence.glob)} is protected{_cited(finding)}."
    )
    return Said([sentence], "Either leave it as it is,")


def _cited(finding: Finding) -> str:
    return cited(finding.rule.adr, finding.rule.file, finding.rule.line)
