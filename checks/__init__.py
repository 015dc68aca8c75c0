"""What adrift decides, as values in and values out: the only face that `app` imports.

The path: `sources` says which files of a `Snapshot` to read, `extract` reads one, a `Codebase` holds one commit,
`build_graph` makes its graph, `compare` the change between two, and `review` judges it.
"""

from checks.all_checks import CHECKS
from checks.check import Baseline, Check, Circumstances
from checks.codebase.codebase import Codebase
from checks.codebase.delta import Change, Delta, Skipped, compare, skipped
from checks.codebase.documents import DecisionRecord, RecordStatus, read_record
from checks.codebase.edges import Edge
from checks.codebase.facts import FileFacts, Kind, Problem
from checks.codebase.graph import Derivation, Graph, build_graph, derivation, derive_graph
from checks.codebase.snapshot import Entry, EntryKind, Snapshot
from checks.codebase.sources import EXTRACTOR_VERSION, Source, extract, is_scanned, scan, source_of, sources
from checks.codebase.stored_graph import GRAPH_VERSION, StoredGraph, restore_graph, store_graph
from checks.evidence import (
    AgainstLayers,
    Ban,
    Breach,
    ClosedCycle,
    Encapsulated,
    Evidence,
    ForbiddenChain,
    ForbiddenEdge,
    IdleException,
    MissingEdge,
    NotAUser,
    NotInList,
    NotPublic,
    UnknownTarget,
    UnreadableFile,
)
from checks.findings import Finding, Side, Status
from checks.overrides import DecisionRecords, Override, is_override
from checks.policy import Level, Mode, Policy, PolicyError, PolicyIssue, load_policy, policy_warnings
from checks.policy.model import POLICY_FILE
from checks.policy.proposal import PolicyProposal, proposal
from checks.policy.scope import DEFAULT_POLICY, governs, ignored_by, owner_by, record_folders
from checks.review import Conclusion, Review, review, review_with_broken_policy, review_without_policy

__all__ = [
    "CHECKS",
    "DEFAULT_POLICY",
    "EXTRACTOR_VERSION",
    "GRAPH_VERSION",
    "POLICY_FILE",
    "AgainstLayers",
    "Ban",
    "Baseline",
    "Breach",
    "Change",
    "Check",
    "Circumstances",
    "ClosedCycle",
    "Codebase",
    "Conclusion",
    "DecisionRecord",
    "DecisionRecords",
    "Delta",
    "Derivation",
    "Edge",
    "Encapsulated",
    "Entry",
    "EntryKind",
    "Evidence",
    "FileFacts",
    "Finding",
    "ForbiddenChain",
    "ForbiddenEdge",
    "Graph",
    "IdleException",
    "Kind",
    "Level",
    "MissingEdge",
    "Mode",
    "NotAUser",
    "NotInList",
    "NotPublic",
    "Override",
    "Policy",
    "PolicyError",
    "PolicyIssue",
    "PolicyProposal",
    "Problem",
    "RecordStatus",
    "Review",
    "Side",
    "Skipped",
    "Snapshot",
    "Source",
    "Status",
    "StoredGraph",
    "UnknownTarget",
    "UnreadableFile",
    "build_graph",
    "compare",
    "derivation",
    "derive_graph",
    "extract",
    "governs",
    "ignored_by",
    "is_override",
    "is_scanned",
    "load_policy",
    "owner_by",
    "policy_warnings",
    "proposal",
    "read_record",
    "record_folders",
    "restore_graph",
    "review",
    "review_with_broken_policy",
    "review_without_policy",
    "scan",
    "skipped",
    "source_of",
    "sources",
    "store_graph",
]
