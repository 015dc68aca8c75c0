"""A symbol of an object-relational mapper, or anything else that `encapsulates` names, appears where it must not.

What it finds: a name that a component `encapsulates` (an own module, a package) and what is built on it, outside the
components that encapsulate it. A package that is an object-relational mapper (SQLAlchemy, SQLModel, Django, Peewee,
Tortoise, Prisma, TypeORM, MikroORM, Drizzle, Sequelize) stands for its models too: subclasses of subclasses, tables,
sessions, `Pick<>`, `GetPayload<>` and aliases of one. Where: imported through any chain of re-exports, a star or by
another name; offered by an entry point of its home that somebody else may use; in parameters, return types, fields,
bases, decorators (`response_model`), a serializer's `Meta.model`, and where a query is built; returned, asked for or
kept by a function or class of its home that somebody else imports. The import that goes straight to the module or
package is a `cross-domain-edge` or `external-dependency`; one line never yields two. There is one finding for each file
and symbol, and only for what the base has not: symbol, place and enclosing function or class make it the same, so that
a rename or another spelling of the annotation is nothing new. Enums are told apart: where they are imported or offered,
and at most a warning.

Why it hurts: a model in an interface ties everyone to the tables, loads rows behind their backs, and makes every
migration everybody's business.

Example: `repositories: {encapsulates: [sqlalchemy]}`, and `search.py` of another component has `def run(self, user:
UserORM)`, which it got through `ports/__init__.py`.

What to do: give others a type of their own (a DTO) and map to it inside the home, or record the decision as an ADR that
allows it and have someone permitted add the label `adr:NNNN`.

What it cannot see: types that are inferred (a function without a return type, the outputs of tRPC, a client that a
function without one makes), types of `import("x").T` in place, duck typing, names in bodies of functions beyond imports
and queries that begin at a name of the file, raw SQL, names that the running program makes up (`getattr`, `import()` of
a computed module), ambiguous imports, what a home's own functions return without saying so, and files of Python that
`ast` cannot read. Test files are not judged.
"""

from collections.abc import Iterable, Iterator

from checks.check import Case, Check
from checks.codebase.facts import NO_FACTS, FileFacts, Kind
from checks.codebase.graph import Graph
from checks.codebase.sources import Source, symbol_source
from checks.codebase.symbols import Place
from checks.evidence import Encapsulated, LeakedPlace, LeakedSymbol
from checks.findings import Finding, fingerprint
from checks.orm_leaks.new_leaks import Comparison, leaks_by_origin
from checks.orm_leaks.new_signatures import newly_handed_out
from checks.orm_leaks.side import Leak
from checks.orm_leaks.stand_ins import stand_in
from checks.policy import Level, Statement, statements

NAME = "orm-leakage"
WORD = "encapsulates"
OF_IMPORTS = frozenset({Place.IMPORT, Place.TAKEN})


def find(case: Case) -> Iterator[Finding]:
    """One finding for each file and symbol that newly leaks into it."""
    yield from _found(case, Comparison(case, lambda graph, path: _facts(case, graph, path)))


def wanted(case: Case) -> tuple[Source, ...]:
    """The files that a parser has to read before `find` can tell: more of them may be wanted once these are known."""
    comparison = Comparison(case, lambda graph, path: _facts(case, graph, path))
    for _ in _found(case, comparison):
        pass
    found: dict[tuple[str, str], Source] = {}
    for side in comparison.sides:
        for path in sorted(side.names.wanted):
            if source := symbol_source(path, side.graph.codebase.snapshot.entries[path]):
                found.setdefault((source.object_id, source.dialect), source)
    return tuple(found.values())


def _facts(case: Case, graph: Graph, path: str) -> FileFacts | None:
    """The names of a file; None where a parser has to be asked."""
    entry = graph.codebase.snapshot.entries.get(path)
    source = symbol_source(path, entry) if entry is not None else None
    if source is None:
        return NO_FACTS
    return case.circumstances.facts.get((source.object_id, source.dialect))


def _found(case: Case, comparison: Comparison) -> Iterator[Finding]:
    every: dict[str, list[Leak]] = {}
    for new in (*comparison.found(), *newly_handed_out(comparison)):
        every.setdefault(new.path, []).extend(new.leaks)
    for path, found in sorted(every.items()):
        for leaks in leaks_by_origin(_judged(case, comparison, path, found)).values():
            yield _finding(case, comparison, path, leaks)


def _judged(case: Case, comparison: Comparison, path: str, leaks: Iterable[Leak]) -> list[Leak]:
    """Less what comes with an import that is itself new, and so another check's finding; and less imports of types
    where the policy ignores these."""
    origin = case.change.origin(path)
    base = case.change.base.of(origin)
    is_moved = case.components.of(origin) != case.components.of(path)
    known = set() if is_moved else {one.imported for one in (*base.edges, *base.external)}
    ignored = _type_imports(comparison, path) if case.policy.type_imports == "ignore" else frozenset()
    found = []
    for one in leaks:
        is_new_edge = one.edge is not None and case.change.origin(one.edge.imported) not in known
        is_counted = one.edge is not None and not case.is_ignored_type(one.edge)
        if (is_new_edge and is_counted) or (one.place in OF_IMPORTS and one.line in ignored):
            continue
        found.append(one)
    return found


def _type_imports(comparison: Comparison, path: str) -> frozenset[int]:
    edges = comparison.head.graph.of(path).edges
    return frozenset(line for edge in edges if edge.kind is Kind.TYPE for line in edge.lines)


def _finding(case: Case, comparison: Comparison, path: str, leaks: list[Leak]) -> Finding:
    """One symbol in one file; the first of its places counts."""
    first, components = leaks[0], case.components
    origin, source = first.origin, components.owner(path)
    homes = comparison.head.encapsulation.homes[first.entry]
    statement = _stating(case, homes[0], first.entry)
    is_enum = comparison.head.encapsulation.is_enum(origin)
    owner = components.owner(origin.path) if origin.path else None
    other = stand_in(comparison.head, origin, path) if not is_enum else None
    level = case.level_of(statement)
    return Finding(
        check=NAME,
        level=Level.WARNING if is_enum and level is Level.FAILURE else level,
        path=path,
        line=first.line,
        source=source,
        target=owner if owner != source else None,
        symbol=first.symbol if first.place is Place.EXPORT else origin.name,
        evidence=LeakedSymbol(
            importer=path,
            imported=origin.path or origin.module,
            name=origin.name,
            line=origin.line,
            places=tuple(LeakedPlace(one.place, one.symbol, one.line) for one in leaks),
            via=() if first.giver else tuple(one for one in origin.via if one != path),
            ban=Encapsulated(first.entry, homes),
            is_enum=is_enum,
            outsider=comparison.head.outsider(source or "", homes) if first.place is Place.EXPORT else None,
            giver=_giver(first),
            taker=first.taker,
            stand_in=(other.name, other.path, other.line) if other else None,
        ),
        rule=case.citation(statement, WORD),
        fingerprint=fingerprint(
            NAME,
            WORD,
            case.change.origin(path),
            case.change.origin(origin.path) if origin.path else origin.module,
            origin.name,
            first.place,
            first.symbol,
        ),
    )


def _giver(leak: Leak) -> tuple[LeakedPlace, str] | None:
    giver = leak.giver
    return (LeakedPlace(giver.place, giver.symbol, giver.line), giver.path) if giver else None


def _stating(case: Case, home: str, entry: str) -> Statement:
    """Where a component says that it encapsulates something."""
    own = list(statements(case.policy, home))
    return next((one for one in own if entry in one.rules.encapsulates), own[0])


CHECK = Check(NAME, find, __doc__)
