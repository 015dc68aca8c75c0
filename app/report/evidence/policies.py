"""Sentences on what a change makes of the policy."""

from app.report.prose import Said, cited, code, listed, place
from checks import DemotedRecord, Finding, RelaxedPolicy, RemovedPolicy, Side


def relaxed_policy(finding: Finding, evidence: RelaxedPolicy) -> Said:
    """A word of the policy that permits more."""
    where = f"{place(finding)} (on the base)" if finding.side is Side.LEFT else place(finding)
    says = "no longer says" if evidence.is_taken_away else "now says"
    sentence = f"{code(evidence.word)} {says} {listed(evidence.names)}, so the policy permits more than before"
    return Said([f"{where}: {sentence}{cited(finding.rule.adr, '', None)}."], "Either leave it as strict as it was,")


def demoted_record(finding: Finding, evidence: DemotedRecord) -> Said:
    """A record that rules cite."""
    whose = f"{code(finding.source)}'s rules" if finding.source else "rules"
    sentence = f"{place(finding)}: {code(evidence.cited)} comes to be only proposed, so {whose} that rest on it"
    return Said([f"{sentence} would not block any more."], "Either leave it as decided as it was,")


def removed_policy(finding: Finding, evidence: RemovedPolicy) -> Said:
    """The policy file itself."""
    del evidence
    return Said([f"This change takes {code(finding.path)} away, and with it all rules."], "Either keep it,")
