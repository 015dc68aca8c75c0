"""What a finding rests on, as values: a report makes sentences of it, no check does.

One class for each kind of thing that is found. A rule that forbids an edge is a `Ban`: one class for each policy word.
"""

from checks.evidence.apis import BrokenName, BrokenPart, BrokenUse, MissingEntry, WrongVersion
from checks.evidence.edges import (
    AgainstLayers,
    Ban,
    Breach,
    ClosedCycle,
    Encapsulated,
    ForbiddenChain,
    ForbiddenEdge,
    ForbiddenExternal,
    MissingEdge,
    NotAUser,
    NotInList,
    NotPermitted,
    NotPublic,
    UnknownTarget,
)
from checks.evidence.events import Drift, EventDrift, NewEntry
from checks.evidence.files import ForbiddenFile, MissingFile, ProtectedFile, UnassignedFile, UnreadableFile
from checks.evidence.leaks import LeakedPlace, LeakedSymbol
from checks.evidence.manifests import NotOnlyAPeer, UndeclaredPackage, UnpinnedVersion, WrongSpecifier
from checks.evidence.policies import DemotedRecord, IdleException, RelaxedPolicy, RemovedPolicy

ApiEvidence = BrokenName | WrongVersion | MissingEntry
ManifestEvidence = UndeclaredPackage | WrongSpecifier | UnpinnedVersion | NotOnlyAPeer
FileEvidence = MissingFile | ForbiddenFile | UnassignedFile | ProtectedFile
EdgeEvidence = (
    ForbiddenEdge | ForbiddenExternal | LeakedSymbol | ForbiddenChain | ClosedCycle | UnknownTarget | MissingEdge
)

PolicyEvidence = DemotedRecord | IdleException | RelaxedPolicy | RemovedPolicy

Evidence = EdgeEvidence | ManifestEvidence | FileEvidence | PolicyEvidence | ApiEvidence | EventDrift | UnreadableFile

__all__ = [
    "AgainstLayers",
    "Ban",
    "Breach",
    "BrokenName",
    "BrokenPart",
    "BrokenUse",
    "ClosedCycle",
    "DemotedRecord",
    "Drift",
    "Encapsulated",
    "EventDrift",
    "Evidence",
    "ForbiddenChain",
    "ForbiddenEdge",
    "ForbiddenExternal",
    "ForbiddenFile",
    "IdleException",
    "LeakedPlace",
    "LeakedSymbol",
    "MissingEdge",
    "MissingEntry",
    "MissingFile",
    "NewEntry",
    "NotAUser",
    "NotInList",
    "NotOnlyAPeer",
    "NotPermitted",
    "NotPublic",
    "ProtectedFile",
    "RelaxedPolicy",
    "RemovedPolicy",
    "UnassignedFile",
    "UndeclaredPackage",
    "UnknownTarget",
    "UnpinnedVersion",
    "UnreadableFile",
    "WrongSpecifier",
    "WrongVersion",
]
