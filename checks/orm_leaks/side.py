"""One side of a change, asked for the places of a file where encapsulated names appear that must not.

Of a component that encapsulates a name the entry points are asked, by which components use it that do not; of any other
file everything that it imports and says.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checks.check import Case
from checks.codebase.edges import Edge
from checks.codebase.entry_points import PackageEntries
from checks.codebase.facts import FileFacts
from checks.codebase.graph import Graph
from checks.codebase.orms import MAPPERS, PRISMA, mapper_of
from checks.codebase.symbol_origins import PYTHON, Names, Origin
from checks.codebase.symbols import ALL, MODULE, NO_SYMBOLS, Binding, Place, Sort, Symbols
from checks.edge_rules.encapsulation import is_home
from checks.edge_rules.entry_points import is_public
from checks.orm_leaks.encapsulated import Encapsulation
from checks.orm_leaks.prisma import Prisma
from checks.policy import allows, covers, statements

INIT = "__init__"
DEEPEST = 8
"""Definitions of one file that are built on each other."""

MOST_OF_STAR = 300
"""Names of one module that a star import is said to bring."""

WITHOUT_DIVIDERS = str.maketrans("", "", "-_.")

KnownFacts = Callable[[Graph, str], FileFacts | None]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a file says, whatever it means: where, as part of what, and by which name of the file. The texts
    of both sides are compared before anything is resolved."""

    place: Place
    symbol: str
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Giver:
    """A signature in a home by which others get a symbol: as part of what it stands in which file, at which line."""

    place: Place
    symbol: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Leak:
    """An encapsulated symbol in a place: `entry` is the name in the policy. `edge` is the import that brings the name,
    where that is one that other checks judge: it goes straight to what is encapsulated. `giver` is what hands it out
    that is taken here, `taker` the file that takes what hands it out here."""

    place: Place
    symbol: str
    origin: Origin
    entry: str
    line: int
    edge: Edge | None = None
    giver: Giver | None = None
    taker: str | None = None

    @property
    def key(self) -> tuple[Place, str, tuple[str, str]]:
        """What makes it the same leak as another of the same file."""
        return self.place, self.symbol, self.origin.key


class Side:
    """One graph of a change under its policy."""

    def __init__(self, case: Case, graph: Graph, facts: KnownFacts) -> None:
        def read(path: str) -> Symbols | None:
            found = facts(graph, path)
            return None if found is None else found.symbols or NO_SYMBOLS

        self.graph = graph
        self._case = case
        homes = case.homes
        self.names = Names(graph, read)
        is_prisma = any(mapper is not None and mapper.name == "Prisma" for mapper in map(mapper_of, homes))
        prisma = Prisma(self.names, is_prisma or PRISMA in homes)
        self.names.generated = prisma.generated
        self.encapsulation = Encapsulation(homes, self.names, prisma)
        self._doors: dict[tuple[str, str], bool] = {}

    def items(self, path: str) -> Mapping[Item, int]:
        """All that a file says, with its lines."""
        symbols = self.names.of(path)
        found: dict[Item, int] = {}
        for one in symbols.bindings:
            found.setdefault(Item(Place.IMPORT, "", one.name, f"{one.module}:{one.imported}"), one.line)
        for mention in symbols.mentions:
            for name in mention.names:
                found.setdefault(Item(mention.place, mention.symbol, name), mention.line)
        for definition in symbols.definitions:
            if definition.sort is Sort.VALUE and not definition.name.startswith("_"):
                for name in definition.of:
                    found.setdefault(Item(Place.VARIABLE, definition.name, name), definition.line)
        for name in self._offered(path, symbols):
            exported = symbols.offered.get(name)
            found.setdefault(
                Item(Place.EXPORT, name, exported.local if exported else name), exported.line if exported else 1
            )
        return found

    def leaks(self, path: str, items: Iterable[tuple[Item, int]]) -> Iterator[Leak]:
        """Which of these things that a file says must not be there."""
        components = self._case.components.of(path)
        if not self.is_judged(path):
            return
        for item, line in items:
            if item.place is Place.EXPORT:
                yield from self._exported(path, item, line, components)
            elif item.place is Place.IMPORT:
                yield from self._imported(path, item, line, components)
            else:
                yield from self._said(path, item, line, components)

    @property
    def homes(self) -> Collection[tuple[str, ...]]:
        """The components that encapsulate something, for each name."""
        return self.encapsulation.homes.values()

    def components_of(self, path: str) -> tuple[str, ...]:
        """The components that a file belongs to."""
        return self._case.components.of(path)

    def is_judged(self, path: str) -> bool:
        """Whether a file is one of a component and no test."""
        return bool(self.components_of(path)) and not self._case.is_test(path)

    def all_leaks(self, path: str) -> list[Leak]:
        """Everything in a file that must not be there."""
        return list(self.leaks(path, self.items(path).items()))

    def _brought(self, path: str, line: int, components: tuple[str, ...]) -> Iterator[Leak]:
        """What a star import of a file, or `export *`, brings that must not be there."""
        for target, module, _ in self.names.targets(path, Binding(ALL, "", ALL, line)):
            if target is None:
                yield from self._handed_on(path, Origin(None, module, MODULE), ALL, line, components)
            if target is None or self._is_kept(target, components):
                continue
            for name in list(self.names.of(target).offered)[:MOST_OF_STAR]:
                yield from self._exported(path, Item(Place.EXPORT, name, name), line, components)
                for origin in self.names.offered(target, name):
                    if entry := self.encapsulation.entry(origin, components):
                        yield Leak(Place.IMPORT, "", origin, entry, line)

    def is_production(self, path: str) -> bool:
        """Whether a file is neither a test nor ignored."""
        return not self._case.is_test(path) and not self._case.components.is_ignored(path)

    def _is_door(self, path: str, component: str) -> bool:
        """Whether others are meant to use a component by this file."""
        known = self._doors.get((path, component))
        if known is None:
            known = self._doors[path, component] = self._asked_door(path, component)
        return known

    def _asked_door(self, path: str, component: str) -> bool:
        rules = [one.rules.public for one in statements(self._case.policy, component) if one.rules.public]
        if rules:
            return all(is_public(self._case, names, component, path) for names in rules)
        folder = self._case.components.folder(component, path)
        entries = self._entries.of(folder, path) if folder is not None else None
        if entries is None or not entries.is_one:
            return False
        return not path.endswith(PYTHON) or path.rpartition("/")[2].partition(".")[0] == INIT

    def outsider(self, component: str, homes: Iterable[str]) -> str | None:
        """A component that may use this one and is none of the homes."""
        policy = self._case.policy
        return next(
            (
                name
                for name, rules in policy.components.items()
                if not any(covers(home.partition("/")[0], name) for home in homes)
                and not covers(name, component)
                and (rules.depends_on is None or allows(rules.depends_on, component))
                and all(
                    one.rules.used_by is None or allows(one.rules.used_by, name)
                    for one in statements(policy, component)
                )
            ),
            None,
        )

    @cached_property
    def files_by_word(self) -> Mapping[str, list[str]]:
        """The source files by their names less what divides words: `user_dto.py` and `user.dto.ts` by `userdto`."""
        found: dict[str, list[str]] = {}
        for path in self.graph.codebase.snapshot.entries:
            if path.endswith((".py", ".ts", ".tsx")):
                name = path[path.rfind("/") + 1 : path.rfind(".")]
                found.setdefault(name.translate(WITHOUT_DIVIDERS).lower(), []).append(path)
        return found

    @cached_property
    def _entries(self) -> PackageEntries:
        return self._case.entries if self.graph is self._case.change.head else PackageEntries(self.graph)

    def _offered(self, path: str, symbols: Symbols) -> Iterable[str]:
        """What an entry point hands on or defines for others; of a file of Python that has no `__all__`, what it
        imports and does not use, and what it defines. `import X as X` offers a name in any case."""
        if not path.endswith(PYTHON):
            return symbols.offered
        return (*symbols.unused, *(symbols.defined if symbols.exports is None else symbols.offered))

    def _exported(self, path: str, item: Item, line: int, components: tuple[str, ...]) -> Iterator[Leak]:
        for origin in self.names.offered(path, item.symbol):
            yield from self._handed_on(path, origin, item.symbol, line, components)

    def _handed_on(
        self, path: str, origin: Origin, name: str, line: int, components: tuple[str, ...]
    ) -> Iterator[Leak]:
        """A symbol that a file offers by a name, where that is an entry point of one of its homes."""
        for entry in sorted(self.encapsulation.entries(origin) - self.encapsulation.of_module(path)):
            homes = self.encapsulation.homes[entry]
            doors = (one for one in components if is_home(homes, (one,)) and self._is_door(path, one))
            if any(self.outsider(one, homes) for one in doors):
                yield Leak(Place.EXPORT, name, origin, entry, line)
                return

    def _imported(self, path: str, item: Item, line: int, components: tuple[str, ...]) -> Iterator[Leak]:
        symbols = self.names.of(path)
        imported = item.source.rpartition(":")[2]
        if item.name == ALL:
            yield from self._brought(path, line, components)
            return
        binding = symbols.bound.get(item.name)
        if binding is None or imported == MODULE or self._direct(path, binding, components) is not None:
            return
        for origin in self.names.origins(path, item.name):
            entry = self.encapsulation.entry(origin, components)
            if entry and (origin.name or origin.path is None):
                yield Leak(Place.IMPORT, "", origin, entry, line)

    def _said(self, path: str, item: Item, line: int, components: tuple[str, ...]) -> Iterator[Leak]:
        for origin, name, entry in self._roots(path, item.name, components, DEEPEST):
            if self.encapsulation.is_enum(origin) or (item.place is Place.QUERY and not self._is_asked(origin, entry)):
                continue
            bound = self.names.binding(path, name)
            edge = self._direct(path, bound, components) if bound else None
            yield Leak(item.place, item.symbol, origin, entry, line, edge)

    def _is_asked(self, origin: Origin, entry: str) -> bool:
        """Whether a name that keeps a symbol is that of a mapper, or of a module: others build no queries."""
        is_module = origin.path is not None and entry in self.encapsulation.of_module(origin.path)
        return is_module or any(one.is_named_by(entry) for one in MAPPERS)

    def _roots(
        self, path: str, name: str, components: tuple[str, ...], depth: int
    ) -> Iterator[tuple[Origin, str, str]]:
        """What a name of a file leaks, with the name that brings it: of what the file itself builds on something that
        is encapsulated, that."""
        for origin in self.names.origins(path, name):
            entry = self.encapsulation.entry(origin, components)
            if not entry:
                continue
            definition = self.names.definition(origin) if origin.path == path and depth else None
            inner = (*definition.of, *definition.decorators) if definition else ()
            found = [each for one in inner for each in self._roots(path, one, components, depth - 1)]
            yield from found[:1] or [(origin, name, entry)]

    def _is_kept(self, path: str, components: tuple[str, ...]) -> bool:
        """Whether only others may import a file: then the import itself is somebody else's finding."""
        return any(not is_home(self.encapsulation.homes[one], components) for one in self.encapsulation.of_module(path))

    def _direct(self, path: str, binding: Binding, components: tuple[str, ...]) -> Edge | None:
        """The edge of an import that goes straight to what its components may not import."""
        for target, module, _ in self.names.targets(path, binding):
            if target is None:
                dotted = f"{module}.{binding.imported}" if binding.imported not in {MODULE, ALL} else module
                found = self.encapsulation.of_package(dotted, module)
                is_kept = any(not is_home(self.encapsulation.homes[one], components) for one in found)
            else:
                is_kept = self._is_kept(target, components)
            if is_kept:
                edges = self.graph.of(path)
                return next(
                    (one for one in (*edges.edges, *edges.external) if one.imported == (target or module)), None
                )
        return None
