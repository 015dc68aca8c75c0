"""What names of the files of one commit stand for, wherever they are defined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from checks.codebase.event_facts import NO_EVENTS, Constant, EventClass, EventFacts, ImportedName
from checks.codebase.facts import Import
from checks.codebase.graph import Graph, followed
from checks.codebase.languages import LANGUAGES
from checks.codebase.languages.language import Resolver
from checks.codebase.lookups import Lookups

DEEPEST = 8
"""Re-exports and aliases in a row."""


@dataclass(frozen=True, slots=True)
class Defined:
    """A class or a constant, and the file that defines it."""

    path: str
    what: EventClass | Constant


@dataclass
class Library:
    """The event facts of one commit, as far as they are known. `missing` are the files that an answer rests on and that
    have not been read: it may be another one afterwards."""

    graph: Graph
    facts: dict[str, EventFacts] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    _resolvers: dict[str, Resolver] = field(default_factory=dict)
    _targets: dict[tuple[str, str, str], tuple[tuple[str, bool], ...]] = field(default_factory=dict)
    _classes: dict[str, Mapping[str, EventClass]] = field(default_factory=dict)
    _constants: dict[str, Mapping[str, Constant]] = field(default_factory=dict)
    _imported: dict[str, dict[str, list[ImportedName]]] = field(default_factory=dict)

    def of(self, path: str) -> EventFacts:
        """The facts of a file; none of one that is not read yet, which is missing then."""
        found = self.facts.get(path)
        if found is None and path in self.graph.codebase.snapshot:
            self.missing.add(path)
        return found or NO_EVENTS

    def find(self, path: str, name: str, depth: int = DEEPEST) -> Defined | None:
        """What a dotted name stands for in a file."""
        facts = self.of(path)
        if not depth or not name:
            return None
        if facts is not NO_EVENTS and (own := self._own(path, facts, name)):
            return Defined(path, own)
        for one in self._bindings(path, facts, name):
            rest = name if one.local == "*" else name[len(one.local) + 1 :]
            for target, is_module in self._resolved(path, one):
                inner = rest if one.name in {"*", ""} or is_module else ".".join(filter(None, (one.name, rest)))
                found = self.find(target, inner, depth - 1) or self._default(target, one)
                if found:
                    return found
            if found := self._agreed(path, one, rest, depth - 1):
                return found
        return None

    def module_of(self, path: str, name: str) -> str:
        """The module that a name is imported from, empty for a name of the file's own."""
        bindings = [one for one in self._bindings(path, self.of(path), name) if one.local != "*"]
        return bindings[0].module if bindings else ""

    def _own(self, path: str, facts: EventFacts, name: str) -> EventClass | Constant | None:
        if path not in self._classes:
            self._classes[path] = {one.name: one for one in facts.classes}
            self._constants[path] = {one.name: one for one in facts.constants}
        owner, _, attribute = name.rpartition(".")
        own = self._constants[path].get(name) or self._classes[path].get(name)
        if own or owner not in self._classes[path]:
            return own
        return next((one for one in self._classes[path][owner].names if one.name == attribute), None)

    def _bindings(self, path: str, facts: EventFacts, name: str) -> Iterator[ImportedName]:
        if path not in self._imported and facts is not NO_EVENTS:
            self._imported[path] = {}
            for one in facts.imported:
                self._imported[path].setdefault(one.local, []).append(one)
        known = self._imported.get(path, {})
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            yield from known.get(".".join(parts[:end]), ())
        yield from known.get("*", ())

    def _default(self, target: str, one: ImportedName) -> Defined | None:
        """The only class of a file, for a default export."""
        classes = self.of(target).classes
        return Defined(target, classes[0]) if one.name == "default" and len(classes) == 1 else None

    def _agreed(self, path: str, one: ImportedName, rest: str, depth: int) -> Defined | None:
        """What an ambiguous import brings, where all that it may mean say the same of it: copies of one module."""
        resolver = self._resolver(path)
        targets = resolver.resolve(path, Import(one.module, (one.name,) if one.name else (), 1)) if resolver else ()
        name = ".".join(filter(None, (one.name, rest)))
        for target in targets:
            read = [each for each in target.candidates if each in self.graph.files]
            found = [self.find(each, name, depth) for each in read]
            if found and found[0] and all(each and _says(each) == _says(found[0]) for each in found):
                return found[0]
        return None

    def _resolved(self, path: str, one: ImportedName) -> tuple[tuple[str, bool], ...]:
        """The files that an imported name may come from; whether each is a module of that name itself."""
        key = (path, one.module, one.name)
        if key not in self._targets:
            statement = Import(one.module, (one.name,) if one.name else (), 1)
            resolver = self._resolver(path)
            targets = resolver.resolve(path, statement) if resolver else ()
            self._targets[key] = tuple(
                (target.path, bool(one.name) and one.name not in {"*", "default"} and not target.symbols)
                for target in targets
                if target.path and target.path != path
            )
        return self._targets[key]

    def _resolver(self, path: str) -> Resolver | None:
        language = next((one for one in LANGUAGES if one.dialect(path)), None)
        if language is None:
            return None
        if language.name not in self._resolvers:
            lookups = Lookups(followed(self.graph.codebase, self.graph.through).snapshot.entries)
            self._resolvers[language.name] = self.graph.layouts[language.name].resolver(lookups)
        return self._resolvers[language.name]


def _says(defined: Defined) -> object:
    """What a definition says, wherever it stands."""
    return replace(defined.what, line=0)
