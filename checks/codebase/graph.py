"""The dependency graph of one commit, file by file: built from nothing, or derived from that of another commit.

A derived graph is equal to one that is built. Only the files that differ are resolved, and those whose imports rest on
something that came or went: a file, a folder, a package. All other files share their edges with the other graph.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from checks.codebase import links, submodules
from checks.codebase.codebase import Codebase
from checks.codebase.edges import NO_EDGES, AmbiguousImport, Edge, EdgeCollector, FileEdges, Pair
from checks.codebase.facts import Problem
from checks.codebase.languages import LANGUAGES
from checks.codebase.languages.language import Layout, Resolver, Target
from checks.codebase.lookup_index import IndexBuilder, LookupIndex
from checks.codebase.lookups import Lookups, hashed, stem
from checks.codebase.packed import differing, patched
from checks.codebase.snapshot import EntryKind, Snapshot


@dataclass(frozen=True)
class Graph:
    """All edges of one commit by importer, and what could not be read.

    `layouts` by language, `rests_on`, the paths of symbolic `links` and `through` (paths that lead through them, to the
    files' own paths) are what another graph is derived from. The codebase of a partial graph holds the facts that
    shape the layouts, and perhaps others. All files with ambiguous imports are among `unclear`.

    A derived graph knows the `identity` of the one that it is derived from, and which importers have `changed` since:
    that have other edges, are new or gone.
    """

    codebase: Codebase
    files: Mapping[str, FileEdges]
    problems: Mapping[str, Problem]
    layouts: Mapping[str, Layout] = field(repr=False)
    rests_on: LookupIndex = field(repr=False)
    links: frozenset[str] = field(repr=False)
    through: Mapping[str, str] = field(repr=False)
    unclear: frozenset[str] = field(repr=False)
    is_partial: bool = False
    identity: object = field(default_factory=object, repr=False, compare=False)
    derived_from: object = field(default=None, repr=False, compare=False)
    changed: frozenset[str] = field(default=frozenset(), repr=False, compare=False)

    @cached_property
    def edges(self) -> Mapping[Pair, Edge]:
        """The edges between files."""
        return {edge.pair: edge for one in self.files.values() for edge in one.edges}

    @cached_property
    def external(self) -> Mapping[Pair, Edge]:
        """The edges to what is outside the repository."""
        return {edge.pair: edge for one in self.files.values() for edge in one.external}

    @cached_property
    def ambiguous(self) -> Mapping[Pair, AmbiguousImport]:
        """The imports that are no edges, by importer and name."""
        return {(one.importer, one.name): one for path in sorted(self.unclear) for one in self.of(path).ambiguous}

    def of(self, importer: str) -> FileEdges:
        """The edges of one file."""
        return self.files.get(importer, NO_EDGES)

    def changed_since(self, before: "Graph") -> Collection[str]:
        """The importers that have other edges than in another graph, are new or gone."""
        if self.identity is before.identity:
            return ()
        if self.derived_from is before.identity:
            return self.changed
        pairs = ((path, self.files.get(path), before.files.get(path)) for path in differing(self.files, before.files))
        return frozenset(path for path, edges, old in pairs if edges != old)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a graph follows from another: the importers to resolve, and what they are resolved with.

    `importers` are those at the new codebase whose facts have to be at hand. `is_from_scratch`: so much differs that a
    language's imports are all resolved anew, and its layout rests on the facts of all files.
    """

    importers: frozenset[str]
    layouts: Mapping[str, Layout]
    links: frozenset[str]
    through: Mapping[str, str]
    touched: frozenset[str]
    is_from_scratch: bool


def build_graph(codebase: Codebase) -> Graph:
    """The graph of one commit from its facts. Every import is resolved among the files of that commit alone."""
    linked = links.paths(codebase.snapshot)
    through = links.seen_through(codebase, linked)
    layouts = {language.name: language.layout(followed(codebase, through), None) for language in LANGUAGES}
    files: dict[str, FileEdges] = {}
    index = IndexBuilder()
    for importer, edges, asked in _resolved(codebase, _importers(codebase), layouts, through):
        files[importer] = edges
        index.add(importer, asked)
    problems = dict(_problems(codebase, _importers(codebase)))
    unclear = frozenset(path for path, edges in files.items() if edges.ambiguous)
    return Graph(codebase, files, problems, layouts, index.built(), linked, through, unclear)


def derivation(base: Graph, codebase: Codebase, touched: Collection[str]) -> Derivation:
    """What is to be resolved anew for a codebase that differs from that of `base` in the files at `touched`: in their
    entries or in their facts, which both codebases hold."""
    snapshot = codebase.snapshot
    linked = base.links.difference(touched).union(path for path in touched if snapshot.kind(path) is EntryKind.LINK)
    through = base.through
    if linked != base.links or links.are_touched(codebase, linked, touched):
        through = links.seen_through(codebase, linked)
    rerouted = {path for path, _ in through.items() ^ base.through.items()} if through is not base.through else set()
    before, after = followed(base.codebase, base.through), followed(codebase, through)
    differing = rerouted.union(touched)
    names = {hashed(stem(path)) for path in differing if path in rerouted or _came_or_went(path, before, after)}
    importers = set(touched)
    layouts: dict[str, Layout] = {}
    is_from_scratch = False
    for language in LANGUAGES:
        change = base.layouts[language.name].after(before, after, differing)
        layouts[language.name] = change.layout if change else language.layout(after, None)
        if change:
            names |= {hashed(name) for name in change.names}
        else:
            importers |= {path for path in after.snapshot.entries if language.dialect(path)}
            is_from_scratch = True
    importers.update(base.rests_on.importers_of(names))
    if submodules.FILE in differing:
        importers |= submodules.paths(codebase.snapshot)
    present = frozenset(path for path in importers if path in codebase.snapshot)
    return Derivation(present, layouts, linked, through, frozenset(touched), is_from_scratch)


def derive_graph(base: Graph, codebase: Codebase, plan: Derivation) -> Graph:
    """The graph of a codebase, from `derivation(base, codebase, …)`."""
    edits: dict[str, FileEdges | None] = {path: None for path in plan.touched if path in base.files}
    rests_on: dict[str, frozenset[int]] = {}
    for importer, edges, asked in _resolved(codebase, plan.importers, plan.layouts, plan.through):
        rests_on[importer] = asked
        if base.files.get(importer) == edges:
            edits.pop(importer, None)
        else:
            edits[importer] = edges
    problems = {path: problem for path, problem in base.problems.items() if path not in plan.touched}
    return Graph(
        codebase,
        patched(base.files, edits),
        {**problems, **dict(_problems(codebase, plan.touched))},
        plan.layouts,
        base.rests_on.after(rests_on),
        plan.links,
        plan.through,
        base.unclear.union(path for path, edges in edits.items() if edges and edges.ambiguous),
        base.is_partial,
        derived_from=base.identity,
        changed=frozenset(edits),
    )


def followed(codebase: Codebase, through: Mapping[str, str]) -> Codebase:
    """The codebase with the files that are seen through links at the paths where they are seen."""
    if not through:
        return codebase
    snapshot = codebase.snapshot
    seen = {path: snapshot.entries[own] for path, own in through.items()}
    return Codebase(Snapshot(snapshot.rev, {**snapshot.entries, **seen}), codebase.facts)


def _importers(codebase: Codebase) -> Iterator[str]:
    yield from codebase.facts
    yield from submodules.paths(codebase.snapshot)


def _came_or_went(path: str, before: Codebase, after: Codebase) -> bool:
    """Whether something else lies at the path than before, apart from its content."""
    return before.snapshot.kind(path) is not after.snapshot.kind(path)


def _resolved(
    codebase: Codebase, importers: Iterable[str], layouts: Mapping[str, Layout], through: Mapping[str, str]
) -> Iterator[tuple[str, FileEdges, frozenset[int]]]:
    """Each importer with its edges and what they rest on."""
    lookups = Lookups(followed(codebase, through).snapshot.entries)
    resolvers = [(language, layouts[language.name].resolver(lookups)) for language in LANGUAGES]
    addresses = dict(submodules.addresses(codebase.snapshot, codebase.of(submodules.FILE)))
    for importer in importers:
        kind = codebase.snapshot.entries[importer].kind
        if kind is EntryKind.SUBMODULE:
            yield importer, addresses.get(importer, NO_EDGES), frozenset()
        elif importer in codebase.facts and kind is EntryKind.LINK:
            yield importer, _of_link(importer, codebase), frozenset()
        elif importer in codebase.facts:
            resolver = next((one for language, one in resolvers if language.dialect(importer)), None)
            edges = _edges(importer, codebase, resolver, through) if resolver else NO_EDGES
            yield importer, edges, lookups.take()


def _edges(importer: str, codebase: Codebase, resolver: Resolver, through: Mapping[str, str]) -> FileEdges:
    found = EdgeCollector(importer)
    for statement in codebase.of(importer).imports:
        if statement.is_unknown:
            found.add_unknown(statement)
            continue
        for target in resolver.resolve(importer, statement):
            found.add(statement, _own(target, through) if through else target)
            if target.is_partial:
                found.add_unknown(statement)
    return found.collected()


def _of_link(importer: str, codebase: Codebase) -> FileEdges:
    found = EdgeCollector(importer)
    for statement in codebase.of(importer).imports:
        for target in links.resolve(importer, statement):
            found.add(statement, target)
    return found.collected()


def _own(target: Target, through: Mapping[str, str]) -> Target:
    """The target under its own path, not that of a link to it."""
    if not target.candidates:
        own = through.get(target.path or "")
        return replace(target, path=own) if own is not None else target
    candidates = tuple(sorted({through.get(path, path) for path in target.candidates}))
    if len(candidates) == 1:
        return Target(path=candidates[0], symbols=target.symbols)
    return replace(target, candidates=candidates)


def _problems(codebase: Codebase, paths: Iterable[str]) -> Iterator[tuple[str, Problem]]:
    for path in paths:
        entry = codebase.snapshot.entries.get(path)
        if entry is None:
            continue
        if problem := codebase.of(path).problem:
            yield path, problem
        if entry.kind is EntryKind.SUBMODULE:
            yield path, submodules.PROBLEM
        elif entry.kind is EntryKind.LINK:
            yield from ((path, problem) for problem in links.problems(path, codebase.of(path)))
