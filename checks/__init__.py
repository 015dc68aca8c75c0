"""What adrift decides, as values in and values out: the only face that `app` imports.

The path: `sources` says which files of a `Snapshot` to read, `extract` reads one, a `Codebase` holds one commit,
`build_graph` makes its graph, `compare` the change between two, and `review` judges it.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from checks import evidence
from checks.affected_components import Affected, Dependent, affected
from checks.all_checks import CHECKS
from checks.check import Baseline, Check, Circumstances
from checks.codebase.codebase import Codebase
from checks.codebase.delta import Change, Delta, Skipped, compare, since_nothing, skipped
from checks.codebase.documents import DecisionRecord, RecordStatus, find_records, read_record
from checks.codebase.edges import Edge
from checks.codebase.facts import FileFacts, Kind, Problem
from checks.codebase.graph import Derivation, Graph, build_graph, derivation, derive_graph
from checks.codebase.orms import mapper_of
from checks.codebase.packed import patched
from checks.codebase.snapshot import Entry, EntryKind, Snapshot
from checks.codebase.sources import EXTRACTOR_VERSION, Source, is_code, is_scanned, source_of, sources
from checks.codebase.stored_graph import GRAPH_VERSION, StoredGraph, restore_graph, store_graph
from checks.codebase.symbols import Place
from checks.component_edges import ComponentEdge, pairs_of
from checks.component_pairs import is_judged
from checks.events.touched import TouchedEvent
from checks.evidence import *  # noqa: F403 - what it offers, all of it
from checks.findings import Finding, Side, Status, Waiver
from checks.overrides import (
    NO_RECORDS,
    Bound,
    DecisionRecords,
    Inherited,
    Involvement,
    Label,
    Override,
    Person,
    PersonKind,
    Put,
    Refusal,
    allowance,
    is_override,
    named_teams,
    refusal_to_waive,
    trusted_labels,
)
from checks.policy import (
    Components,
    Level,
    Mode,
    Policy,
    PolicyError,
    PolicyIssue,
    load_policy,
    policy_warnings,
    without_reasons,
    without_words,
)
from checks.policy.included import included_paths, with_included
from checks.policy.proposal import PolicyProposal, proposal
from checks.policy.scope import (
    DEFAULT_POLICY,
    governs,
    ignored_by,
    is_elsewhere,
    name_elsewhere,
    owner_by,
    record_folders,
)
from checks.policy.vocabulary import POLICY_FILE
from checks.policy_preview import preview
from checks.public_apis.packages import wants_versions
from checks.review import (
    BreakingCommit,
    Conclusion,
    Preview,
    Review,
    lost_policy,
    review,
    review_with_broken_policy,
    review_without_policy,
    wanted_facts,
    with_breaking_commit,
)
from checks.rounds import Answer, Revision, Rounds, Search, Wanted, answered
from checks.waivers import HELD as WAIVER_HELD
from checks.waivers import is_waivable

if TYPE_CHECKING:
    from checks.codebase.extraction import extract, scan
    from checks.codebase.languages.typescript.object_literals import (
        LiteralValue,
        ObjectLiteral,
        UnknownValue,
        object_literals,
    )
    from checks.events.catalogs import CatalogEntry
    from checks.events.catalogued import CatalogFiles
    from checks.events.drift import Disagreement, disagreements
    from checks.events.grouped import Event, events_of
    from checks.events.reading import EventsOfChange, EventsOfCommit, read_all_events, read_events
    from checks.events.sites import Site
    from checks.policy.schema import policy_schema
    from checks.public_apis.reading import ApisOfChange, read_apis
    from checks.versions import announcement

ON_DEMAND: Mapping[tuple[str, ...], Callable[[], ModuleType]] = {
    ("extract", "scan"): lambda: import_module("checks.codebase.extraction"),
    ("LiteralValue", "ObjectLiteral", "UnknownValue", "object_literals"): lambda: import_module(
        "checks.codebase.languages.typescript.object_literals"
    ),
    ("CatalogEntry",): lambda: import_module("checks.events.catalogs"),
    ("CatalogFiles",): lambda: import_module("checks.events.catalogued"),
    ("Disagreement", "disagreements"): lambda: import_module("checks.events.drift"),
    ("Event", "events_of"): lambda: import_module("checks.events.grouped"),
    ("EventsOfChange", "EventsOfCommit", "read_all_events", "read_events"): lambda: import_module(
        "checks.events.reading"
    ),
    ("Site",): lambda: import_module("checks.events.sites"),
    ("policy_schema",): lambda: import_module("checks.policy.schema"),
    ("ApisOfChange", "read_apis"): lambda: import_module("checks.public_apis.reading"),
    ("announcement",): lambda: import_module("checks.versions"),
}
"""What few reviews need, with the module that has it: parsers, events, interfaces and their versions. To import them
takes as long as all else, so that is done when somebody asks for one."""

if not TYPE_CHECKING:  # else mypy would take every name for one of these

    def __getattr__(name: str) -> object:
        """One of these (PEP 562)."""
        for names, module in ON_DEMAND.items():
            if name in names:
                return globals().setdefault(name, getattr(module(), name))
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=sys.modules[__name__])


__all__ = [
    "CHECKS",
    "DEFAULT_POLICY",
    "EXTRACTOR_VERSION",
    "GRAPH_VERSION",
    "NO_RECORDS",
    "POLICY_FILE",
    "WAIVER_HELD",
    "Affected",
    "Answer",
    "ApisOfChange",
    "Baseline",
    "Bound",
    "BreakingCommit",
    "CatalogEntry",
    "CatalogFiles",
    "Change",
    "Check",
    "Circumstances",
    "Codebase",
    "ComponentEdge",
    "Components",
    "Conclusion",
    "DecisionRecord",
    "DecisionRecords",
    "Delta",
    "Dependent",
    "Derivation",
    "Disagreement",
    "Edge",
    "Entry",
    "EntryKind",
    "Event",
    "EventsOfChange",
    "EventsOfCommit",
    "FileFacts",
    "Finding",
    "Graph",
    "Inherited",
    "Involvement",
    "Kind",
    "Label",
    "Level",
    "LiteralValue",
    "Mode",
    "ObjectLiteral",
    "Override",
    "Person",
    "PersonKind",
    "Place",
    "Policy",
    "PolicyError",
    "PolicyIssue",
    "PolicyProposal",
    "Preview",
    "Problem",
    "Put",
    "RecordStatus",
    "Refusal",
    "Review",
    "Revision",
    "Rounds",
    "Search",
    "Side",
    "Site",
    "Skipped",
    "Snapshot",
    "Source",
    "Status",
    "StoredGraph",
    "TouchedEvent",
    "UnknownValue",
    "Waiver",
    "Wanted",
    "affected",
    "allowance",
    "announcement",
    "answered",
    "build_graph",
    "compare",
    "derivation",
    "derive_graph",
    "disagreements",
    "events_of",
    "extract",
    "find_records",
    "governs",
    "ignored_by",
    "included_paths",
    "is_code",
    "is_elsewhere",
    "is_judged",
    "is_override",
    "is_scanned",
    "is_waivable",
    "load_policy",
    "lost_policy",
    "mapper_of",
    "name_elsewhere",
    "named_teams",
    "object_literals",
    "owner_by",
    "pairs_of",
    "patched",
    "policy_schema",
    "policy_warnings",
    "preview",
    "proposal",
    "read_all_events",
    "read_apis",
    "read_events",
    "read_record",
    "record_folders",
    "refusal_to_waive",
    "restore_graph",
    "review",
    "review_with_broken_policy",
    "review_without_policy",
    "scan",
    "since_nothing",
    "skipped",
    "source_of",
    "sources",
    "store_graph",
    "trusted_labels",
    "wanted_facts",
    "wants_versions",
    "with_breaking_commit",
    "with_included",
    "without_reasons",
    "without_words",
]
__all__ += evidence.__all__
