"""What a finding says: what happened, which rule says no, and the two ways out. Checks give evidence, and for each kind
of evidence one function makes sentences of it."""

from collections.abc import Callable, Mapping
from typing import Any

from app.report.evidence import apis, edges, events, externals, files, leaks, manifests, policies
from app.report.prose import Said, code, plain
from checks import (
    BrokenName,
    ClosedCycle,
    DemotedRecord,
    EventDrift,
    Finding,
    ForbiddenChain,
    ForbiddenEdge,
    ForbiddenExternal,
    ForbiddenFile,
    IdleException,
    LeakedSymbol,
    MissingEdge,
    MissingEntry,
    MissingFile,
    NotOnlyAPeer,
    ProtectedFile,
    RelaxedPolicy,
    RemovedPolicy,
    Status,
    UnassignedFile,
    UndeclaredPackage,
    UnknownTarget,
    UnpinnedVersion,
    UnreadableFile,
    Waiver,
    WrongSpecifier,
    WrongVersion,
)

SENTENCES: Mapping[type, Callable[[Finding, Any], Said]] = {
    ForbiddenEdge: edges.forbidden_edge,
    ForbiddenExternal: externals.forbidden_external,
    LeakedSymbol: leaks.leaked_symbol,
    ForbiddenChain: edges.forbidden_chain,
    ClosedCycle: edges.closed_cycle,
    UnknownTarget: edges.unknown_target,
    MissingEdge: edges.missing_edge,
    IdleException: files.idle_exception,
    DemotedRecord: policies.demoted_record,
    RelaxedPolicy: policies.relaxed_policy,
    RemovedPolicy: policies.removed_policy,
    UnreadableFile: files.unreadable,
    UndeclaredPackage: manifests.undeclared_package,
    WrongSpecifier: manifests.wrong_specifier,
    UnpinnedVersion: manifests.unpinned_version,
    NotOnlyAPeer: manifests.not_only_a_peer,
    MissingFile: files.missing_file,
    ForbiddenFile: files.forbidden_file,
    UnassignedFile: files.unassigned_file,
    ProtectedFile: files.protected_file,
    EventDrift: events.event_drift,
    BrokenName: apis.broken_name,
    WrongVersion: apis.wrong_version,
    MissingEntry: apis.missing_entry,
}
"""By the class of the evidence; a test sees to it that none is missing."""


def what_happened(finding: Finding) -> str:
    """What is found and which rule says no, without the ways out."""
    return " ".join(SENTENCES[type(finding.evidence)](finding, finding.evidence).sentences)


def message(finding: Finding) -> str:
    """What happened, which rule says no, and the ways out, or the label that is the way out already."""
    said = SENTENCES[type(finding.evidence)](finding, finding.evidence)
    parts = (*said.sentences, _way_out(finding, said), *said.more, _generated(finding))
    return " ".join(part for part in parts if part)


def block(finding: Finding) -> str:
    """What belongs below the message, with lines of its own: something to copy, or a suggestion; mostly empty."""
    return SENTENCES[type(finding.evidence)](finding, finding.evidence).block


def _way_out(finding: Finding, said: Said) -> str:
    if finding.waiver is not None:
        return waiver_line(finding.waiver)
    if finding.status is Status.OVERRIDDEN:
        return f"The label {code(finding.override or '')} overrides this."
    if finding.status is Status.ADVICE:
        return "This does not block."
    amends = f" that amends {plain(finding.rule.adr)}" if finding.rule.adr else ""
    return f"{said.instead} or record a decision{amends} and have someone permitted add the label `adr:NNNN`."


def _generated(finding: Finding) -> str:
    if finding.generator is None:
        return ""
    source = f" from {code(finding.generator)}" if finding.generator else ""
    return f"The file is generated{source}: change that."


def waiver_line(waiver: Waiver) -> str:
    """Who waived a finding, when, why, and until when."""
    reason = plain(waiver.reason)
    return f"{code(waiver.by)} waived this as a false alarm on {waiver.since}, until {waiver.until}: {reason}"
