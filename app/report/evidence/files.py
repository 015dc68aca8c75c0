"""Sentences on files: those that cannot be read, and what the policy file says in vain."""

from app.report.prose import Said, code, place, plain
from checks import Finding, IdleException, UnreadableFile


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
