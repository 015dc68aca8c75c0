"""What the public functions and classes of a home say in their signatures, where a component takes them that does not
encapsulate it: `find_user() -> UserORM`, imported by a view.

A home's own files may take what they like of it. So a signature is looked at where others import what has it: at its
own line if the change brings the signature, at the import if the change brings that.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from checks.codebase.lookups import hashed, stem
from checks.codebase.symbol_origins import PACKAGE_FILES, PYTHON, Origin
from checks.codebase.symbols import ALL, Mention, Place, Sort
from checks.edge_rules.encapsulation import is_home
from checks.orm_leaks.side import Giver, Leak, Side

SAID = frozenset({Place.RETURN, Place.PARAMETER, Place.FIELD})
CONSTRUCTORS = frozenset({"__init__", "constructor", "__new__"})
GIVEN_BY_CALLERS = re.compile(
    r"(?:Async)?(?:Scoped)?(?:Session|Connection|Engine|Client|Database|DataSource|EntityManager|Transaction)(?:Client|Maker)?",
    re.IGNORECASE,
)
"""A session that a function is given, or that an object was made with, is the affair of whoever has it."""

MOST_FILES = 200
"""Files that one name is followed through."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Asks one side of a change."""

    side: Side
    _known: dict[str, Mapping[str, tuple[Leak, ...]]] = field(default_factory=dict)

    def of_file(self, path: str) -> Mapping[str, tuple[Leak, ...]]:
        """The encapsulated symbols in the signatures of what a file of their home defines, by its names; nothing of
        what is one itself."""
        known = self._known.get(path)
        if known is None:
            found: dict[str, list[Leak]] = {}
            for name, leak in self._found(path):
                found.setdefault(name, []).append(leak)
            known = self._known[path] = {name: tuple(leaks) for name, leaks in found.items()}
        return known

    def _found(self, path: str) -> Iterator[tuple[str, Leak]]:
        side = self.side
        if not side.is_judged(path) or not any(is_home(one, side.components_of(path)) for one in side.homes):
            return
        for mention in side.names.of(path).mentions:
            name, _, member = mention.symbol.partition(".")
            is_said = mention.place in SAID and member not in CONSTRUCTORS
            if is_said and not side.encapsulation.entries(Origin(path, "", name)):
                yield from ((name, leak) for leak in self._in(path, mention))

    def _in(self, path: str, mention: Mention) -> Iterator[Leak]:
        side = self.side
        components = side.components_of(path)
        for origin in (one for name in mention.names for one in side.names.origins(path, name)):
            if side.encapsulation.is_enum(origin):
                continue
            if mention.place is not Place.RETURN and GIVEN_BY_CALLERS.fullmatch(origin.last):
                continue
            for entry in sorted(side.encapsulation.entries(origin)):
                if is_home(side.encapsulation.homes[entry], components):
                    yield Leak(mention.place, mention.symbol, origin, entry, mention.line)

    def takers(self, path: str, symbol: str, entry: str) -> Iterator[str]:
        """The files that take what a file calls by this name, itself or through others, and may not have what the
        entry keeps. Of an object of a class they have to say the member."""
        name, _, member = symbol.partition(".")
        symbols = self.side.names.of(path)
        yield from self._takers(path, name, entry)
        for one in symbols.definitions:
            if one.sort is Sort.VALUE and name in one.of:
                for taker in self._takers(path, one.name, entry):
                    if any(member in said.split(".") for said in self.side.names.of(taker).taken):
                        yield taker

    def _takers(self, path: str, name: str, entry: str) -> Iterator[str]:
        side, homes = self.side, self.side.encapsulation.homes[entry]
        pending = [(path, one) for one in self._offered(path, name)]
        seen = set(pending)
        while pending and len(seen) < MOST_FILES:
            at, called = pending.pop()
            for importer in self._importers(at, called):
                if not is_home(homes, side.components_of(importer)):
                    if side.is_judged(importer):
                        yield importer
                    continue
                more = [one for one in self._handed_on(importer, at, called) if one not in seen]
                pending += more
                seen.update(more)

    def _offered(self, path: str, name: str) -> Iterable[str]:
        """What others call it."""
        if path.endswith(PYTHON):
            return (name,)
        return [one.name for one in self.side.names.of(path).offered.values() if one.local == name]

    def _importers(self, path: str, name: str) -> Iterator[str]:
        """The files that take a name of a file: by importing it, or of the module that they import."""
        graph = self.side.graph
        whole = stem(path)
        folder, _, last = whole.rpartition("/")
        hashes = {hashed(whole), *([hashed(folder)] if last in PACKAGE_FILES else ())}
        for importer in dict.fromkeys(graph.rests_on.importers_of(hashes)):
            edges = [edge for edge in graph.of(importer).edges if edge.imported == path]
            is_imported = any(name in edge.symbols or ALL in edge.symbols for edge in edges)
            if is_imported or (edges and self._takes(importer, path, name)):
                yield importer

    def _takes(self, importer: str, path: str, name: str) -> bool:
        """`users.find(…)` after `from repositories import users`."""
        names = self.side.names
        wanted = [one for one in names.of(importer).taken if f".{name}." in f"{one}."]
        return any(each.path == path and each.name == name for one in wanted for each in names.origins(importer, one))

    def _handed_on(self, importer: str, path: str, name: str) -> Iterator[tuple[str, str]]:
        """What a file that takes a name calls it for others."""
        names = self.side.names
        for binding in names.of(importer).bindings:
            if binding.imported in {name, ALL} and any(
                target == path for target, _, _ in names.targets(importer, binding)
            ):
                local = name if binding.imported == ALL else binding.name
                is_star = binding.imported == ALL
                yield from ((importer, one) for one in ((local,) if is_star else self._offered(importer, local)))

    def taken(self, path: str, names: Container[str]) -> Iterator[Leak]:
        """What imports of a file, those that give these names, take of homes whose signatures say what the file may not
        have. The line is that of the import."""
        side = self.side
        components = side.components_of(path)
        if not side.is_judged(path) or all(is_home(one, components) for one in side.homes):
            return
        symbols = side.names.of(path)
        for name in (*symbols.bound, *symbols.taken):
            binding = side.names.binding(path, name) if name in names else None
            for origin in self._meant(path, name) if binding else ():
                for leak in self._of(origin):
                    if binding and not is_home(side.encapsulation.homes[leak.entry], components):
                        giver = Giver(leak.place, leak.symbol, origin.path or "", leak.line)
                        yield Leak(Place.TAKEN, leak.symbol, leak.origin, leak.entry, binding.line, giver=giver)

    def _meant(self, path: str, name: str) -> Iterator[Origin]:
        """What a name stands for that another file defines; of a value that is made of a class, the class."""
        names = self.side.names
        for origin in names.origins(path, name):
            if origin.path is None or origin.path == path:
                continue
            yield origin
            definition = names.definition(origin)
            is_said = bool(origin.rest) or not any(one.startswith(f"{name}.") for one in names.of(path).taken)
            if definition and definition.sort is Sort.VALUE and is_said:
                made = (one for maker in definition.of for one in names.origins(origin.path, maker))
                yield from (replace(one, rest=origin.rest) for one in made if one.path is not None)

    def _of(self, origin: Origin) -> Iterator[Leak]:
        """The signatures of what a name stands for: of one member where the name says which."""
        member = origin.rest.partition(".")[0]
        for leak in self.of_file(origin.path or "").get(origin.name, ()):
            if not member or leak.symbol == f"{origin.name}.{member}":
                yield leak
