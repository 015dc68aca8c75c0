"""The leaks of a change that its base has not: of files that say something else than before, and of files that use a
name which means something else now.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from checks.check import Case
from checks.codebase.lookups import hashed, stem
from checks.codebase.orms import mapper_of
from checks.codebase.symbol_origins import Origin
from checks.codebase.symbols import ALL, MODULE, Binding, Place, Symbols
from checks.orm_leaks.side import MOST_OF_STAR, Item, KnownFacts, Leak, Side

NAMESPACE = "Prisma"
"""The mapper whose types of models are also those of one namespace, and what both are called."""

MOST_FOLLOWED = 400
"""Names of one change that are followed to those who use them."""

Named = tuple[str, str]
"""A file, and a name that it defines or hands on."""


@dataclass(frozen=True, slots=True)
class NewLeaks:
    """The new leaks of one file."""

    path: str
    leaks: tuple[Leak, ...]


@dataclass
class Comparison:
    """The sides of one change: head, merge base and tip of the base branch."""

    case: Case
    facts: KnownFacts
    head: Side = field(init=False)
    base: Side = field(init=False)
    tip: Side = field(init=False)
    _new_items: dict[str, list[tuple[Item, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        change = self.case.change
        self.head = Side(self.case, change.head, self.facts)
        self.base = Side(self.case, change.base, self.facts)
        self.tip = self.base if change.tip is change.base else Side(self.case, change.tip, self.facts)

    def found(self) -> Iterator[NewLeaks]:
        """All new leaks, by file."""
        if not self.head.encapsulation.homes:
            return
        found: dict[str, list[Leak]] = {}
        for path in self.touched:
            if new := self._new(path):
                found.setdefault(path, []).extend(new)
        for path, leaks in self._elsewhere():
            known = {one.key for one in found.get(path, ())}
            found.setdefault(path, []).extend(one for one in leaks if one.key not in known)
        yield from (NewLeaks(path, tuple(leaks)) for path, leaks in sorted(found.items()) if leaks)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Each side once."""
        return (self.head, self.base) if self.tip is self.base else (self.head, self.base, self.tip)

    @cached_property
    def touched(self) -> tuple[str, ...]:
        """The files that the change edits, adds or moves, and those whose edges are others."""
        base, head = self.case.change.base.codebase.snapshot, self.case.change.head.codebase.snapshot
        facts = self.case.change.head.codebase.facts
        if head.derived_from is base.identity:
            edited = [path for path, entry in head.edits.items() if entry is not None]
        else:
            edited = [path for path, entry in head.entries.items() if base.entries.get(path) != entry]
        edges = self.case.change.head.changed_since(self.case.change.base)
        both = {*edited, *edges, *self.case.change.origins}
        return tuple(sorted(path for path in both if path in facts and path in head.entries))

    def _new(self, path: str) -> list[Leak]:
        """What is new in a file of what it says otherwise than before."""
        if not self.head.is_judged(path):
            return []
        candidates = self.new_items(path)
        return self.without_old(path, list(self.head.leaks(path, candidates)), Side.all_leaks) if candidates else []

    def new_items(self, path: str) -> list[tuple[Item, int]]:
        """What a file says that it did not say, or that may mean something else now, with its lines."""
        found = self._new_items.get(path)
        if found is None:
            is_moved = self.case.change.origin(path) != path
            before = {} if is_moved or self._is_rerouted(path) else self.base.items(path)
            items = self.head.items(path).items()
            found = self._new_items[path] = [(item, line) for item, line in items if item not in before]
        return found

    def _is_rerouted(self, path: str) -> bool:
        """Whether the same text may mean something else: its imports lead elsewhere."""
        base, head = self.case.change.base.of(path), self.case.change.head.of(path)
        before = {one.imported for one in (*base.edges, *base.external)}
        return not before.issuperset(one.imported for one in (*head.edges, *head.external))

    def without_old(self, path: str, leaks: list[Leak], every: Callable[[Side, str], list[Leak]]) -> list[Leak]:
        """Those that neither the merge base nor the tip of the base branch has; `every` gives all of a file."""
        if not leaks:
            return leaks
        origin = self.case.change.origin(path)
        kept = self._unmatched(path, leaks, every(self.base, origin), every)
        if kept and self.tip is not self.base:
            at_tip = {self.identity(one) for each in {path, origin} for one in every(self.tip, each)}
            kept = [one for one in kept if self.identity(one) not in at_tip]
        return kept

    def _unmatched(
        self, path: str, leaks: list[Leak], old: list[Leak], every: Callable[[Side, str], list[Leak]]
    ) -> list[Leak]:
        """Leaks that are none of the old ones, under their own names or under new ones."""
        known = {self.identity(one) for one in old}
        new = [one for one in leaks if self.identity(one) not in known]
        if not new:
            return new
        now = {self.identity(one) for one in every(self.head, path)}
        gone = [one for one in old if self.identity(one) not in now]
        renamed = Counter(self._renamed(one) for one in gone)
        kept = []
        for one in new:
            likely = [like for like in self._likely(path, one) if renamed[like] > 0]
            if likely:
                renamed[likely[0]] -= 1
            else:
                kept.append(one)
        return kept

    def identity(self, leak: Leak) -> tuple[object, ...]:
        """Origin, place and enclosing symbol, under the names that the merge base has."""
        path = leak.origin.path
        return leak.place, leak.symbol, self.case.change.origin(path) if path else leak.origin.module, leak.origin.name

    def _renamed(self, leak: Leak) -> tuple[object, ...]:
        """An old leak that is gone, as somebody would see it who does not know its names."""
        return self.identity(leak)

    def _likely(self, path: str, leak: Leak) -> Iterator[tuple[object, ...]]:
        """The old leaks that a new one may be under other names: those of a class or function that is not there any
        more and stood for one that was not there before, and those of a symbol that was renamed in its file."""
        place, symbol, home, name = self.identity(leak)
        for other in self._old_symbols(path, leak):
            yield place, other, home, name
        for former in self._old_names(leak.origin):
            yield place, symbol, home, former

    def _old_symbols(self, path: str, leak: Leak) -> Iterator[str]:
        origin = self.case.change.origin(path)
        before, now = _symbols_in(self.base.names.of(origin)), _symbols_in(self.head.names.of(path))
        if leak.symbol in before or not leak.symbol:
            return
        own, _, member = leak.symbol.partition(".")
        for other in sorted(before - now):
            root, _, rest = other.partition(".")
            if (own == root and bool(member) == bool(rest)) or (rest == member and own not in _tops(before)):
                yield other

    def _old_names(self, origin: Origin) -> Iterator[str]:
        if origin.path is None:
            mapper = mapper_of(origin.module)
            if mapper is not None and mapper.name == NAMESPACE:  # `Prisma.UserGetPayload<…>` becomes `Pick<User, …>`
                yield NAMESPACE
            return
        before = self.base.names.of(self.case.change.origin(origin.path)).defined
        now = self.head.names.of(origin.path).defined
        if origin.name in now and origin.name not in before:
            yield from sorted(before.keys() - now.keys())

    def _elsewhere(self) -> Iterator[tuple[str, list[Leak]]]:
        """Leaks in files that say nothing new: a name that they use, or hand on by a star, means something else now."""
        if not self.case.change.base.codebase.snapshot.entries:
            return  # an audit: every file says something new
        touched = (path for path in self.touched if not self.case.is_test(path))
        pending = [named for path in touched for named in self._turned(path)]
        seen: set[Named] = set(pending)
        while pending and len(seen) < MOST_FOLLOWED:
            path, name = pending.pop()
            for importer in self._importers(path):
                more, leaks = self._at_importer(importer, path, name)
                if leaks:
                    yield importer, leaks
                pending += [one for one in more if one not in seen]
                seen.update(more)

    def _turned(self, path: str) -> Iterator[Named]:
        """The names of a file that are encapsulated at head and were not: they were something else, or not there."""
        now, origin = self.head.names.of(path), self.case.change.origin(path)
        before = self.base.names.of(origin)
        is_rerouted = self._is_rerouted(path)
        own = [name for name in (*now.defined, *now.offered) if is_rerouted or _text(now, name) != _text(before, name)]
        for name in dict.fromkeys((*own, *(self._starred(path) if is_rerouted else ()))):
            entries = self._entries(self.head, path, name)
            if entries and not entries <= self._entries(self.base, origin, name):
                yield path, name

    def _starred(self, path: str) -> Iterator[str]:
        """The names that the star imports of a file bring."""
        names = self.head.names
        for star in names.of(path).stars:
            for target, _, _ in names.targets(path, star):
                yield from list(names.of(target).offered)[:MOST_OF_STAR] if target else ()

    def _entries(self, side: Side, path: str, name: str) -> frozenset[str]:
        is_own = name in side.names.of(path).defined
        origins = side.names.origins(path, name) if is_own else side.names.offered(path, name)
        return frozenset(entry for one in origins for entry in side.encapsulation.entries(one))

    def _importers(self, path: str) -> list[str]:
        """The files that import a file."""
        head = self.case.change.head
        found = set(head.rests_on.importers_of({hashed(stem(path))}))
        if path.endswith("/__init__.py") or stem(path).endswith("/index"):
            found.update(head.rests_on.importers_of({hashed(stem(path.rpartition("/")[0]))}))
        return sorted(one for one in found if any(edge.imported == path for edge in head.of(one).edges))

    def _at_importer(self, importer: str, path: str, name: str) -> tuple[list[Named], list[Leak]]:
        """What a name that came to be encapsulated makes of a file that imports it: other such names, and leaks."""
        names = self.head.names
        symbols = names.of(importer)
        more: list[Named] = []
        leaks: list[Leak] = []
        is_used = False
        for binding in symbols.bindings:
            if all(target != path for target, _, _ in names.targets(importer, binding)):
                continue
            if binding.name == ALL:
                more.append((importer, name))
                leaks += self._by_star(importer, binding, path, name)
            elif binding.imported == MODULE:
                is_used = True
            elif binding.imported == name:
                is_used = True
                more.append((importer, binding.name))
                more += [(importer, one.name) for one in symbols.definitions if binding.name in _roots(one.of)]
        leaks += self.head.all_leaks(importer) if is_used else ()
        return more, self.without_old(importer, leaks, Side.all_leaks)

    def _by_star(self, importer: str, star: Binding, path: str, name: str) -> list[Leak]:
        """A new model of a module whose names a file hands on by a star."""
        item = Item(Place.EXPORT, name, name)
        if name not in self.head.names.of(path).offered:
            return []
        return [replace(one, line=star.line) for one in self.head.leaks(importer, [(item, star.line)])]


def _roots(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _text(symbols: Symbols, name: str) -> object:
    """What a file says of a name, less its lines."""
    definition, binding = symbols.defined.get(name), symbols.bound.get(name)
    exported = symbols.offered.get(name)
    return (
        definition and (definition.sort, definition.of, definition.decorators, definition.marks),
        binding and (binding.module, binding.imported),
        exported and exported.local,
    )


def _symbols_in(symbols: Symbols) -> set[str]:
    """The names of everything in a file that a leak may be a part of."""
    found = {one.symbol for one in symbols.mentions} | {one.name for one in symbols.definitions}
    return found | {one.rpartition(".")[0] for one in found if "." in one}


def _tops(symbols: Iterable[str]) -> set[str]:
    return {one.partition(".")[0] for one in symbols}


def leaks_by_origin(leaks: Iterable[Leak]) -> Mapping[tuple[str, str], list[Leak]]:
    """The leaks of one file by symbol: the import before all others, then by line."""
    found: dict[tuple[str, str], list[Leak]] = {}
    once = {one.key: one for one in reversed(list(leaks))}
    for one in sorted(once.values(), key=lambda one: (one.place is not Place.IMPORT, one.line, one.place, one.symbol)):
        found.setdefault(one.origin.key, []).append(one)
    return found
