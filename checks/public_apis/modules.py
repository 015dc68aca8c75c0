"""The modules of one commit: what imports in them mean, and their APIs as far as they were read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from checks.codebase.api.surface import Member, ModuleApi, Sort
from checks.codebase.facts import FileFacts, Import
from checks.codebase.graph import Graph, followed
from checks.codebase.languages.language import Resolver
from checks.codebase.lookups import Lookups, stem
from checks.codebase.snapshot import EntryKind
from checks.codebase.sources import Source, api_source
from checks.public_apis.packages import PYTHON

MOST_HOPS = 30


@dataclass(frozen=True, slots=True)
class Hop:
    """A file in which a name can be imported, the name there, and its line; None where a wildcard brings it."""

    path: str
    name: str
    line: int | None


@dataclass
class SideModules:
    """One commit, and what is known of its modules in one language."""

    graph: Graph
    language: str
    known: dict[str, ModuleApi | None] = field(default_factory=dict)
    _resolved: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def resolve(self, importer: str, module: str) -> str | None:
        """The file that an import in a file means."""
        asked = (importer, module)
        if asked not in self._resolved:
            self._resolved[asked] = self._found(importer, module)
        return self._resolved[asked]

    def wanted(self, paths: Iterable[str]) -> dict[str, Source]:
        """How those of these files are read that are not known; what is no file of a language is known to be none."""
        entries = self.graph.codebase.snapshot.entries
        found = dict[str, Source]()
        for path in paths:
            entry = entries.get(path)
            source = api_source(path, entry) if entry and entry.kind is EntryKind.FILE else None
            if source is None:
                self.known[path] = None
            elif path not in self.known:
                found[path] = source
        return found

    def learn(self, wanted: Mapping[str, Source], facts: Mapping[Source, FileFacts]) -> None:
        """Take what was read. A file that could not be read hides its names."""
        for path, source in wanted.items():
            read = facts[source]
            reason = read.problem.reason if read.problem else "cannot be read"
            self.known[path] = read.api or ModuleApi(unreadable=reason)

    def handed_on(self, paths: Iterable[str]) -> set[str]:
        """The modules from which others hand on names: they have to be read before anything can be said."""
        found = set[str]()
        for path in paths:
            api = self.known.get(path)
            for member in api.members if api else ():
                if member.sort is Sort.ALIAS and member.target and member.target[0] and self._is_public(member):
                    found.add(self.resolve(path, member.target[0]) or "")
            found |= {self.resolve(path, module) or "" for module, _ in (api.stars if api else ())}
        return found - {""} - self.known.keys()

    def _is_public(self, member: Member) -> bool:
        return self.language != PYTHON and "local" not in member.marks

    def hops(self, path: str, name: str) -> Iterator[Hop]:
        """From a module to where one of its names is defined, file by file."""
        for _ in range(MOST_HOPS):
            api = self.known.get(path)
            member = api.by_name.get(name) if api else None
            yield Hop(path, name, member.line if member else None)
            target = self._next(path, api, member, name) if api else None
            if target is None:
                return
            path, name = target

    def _next(self, path: str, api: ModuleApi, member: Member | None, name: str) -> tuple[str, str] | None:
        if member is None:
            targets = (self.resolve(path, module) for module, _ in reversed(api.stars))
            return next(((target, name) for target in targets if target and self._has(target, name, {path})), None)
        module, taken = member.target or ("", "")
        target = self.resolve(path, module) if member.sort is Sort.ALIAS and module else None
        return (target, taken) if target and taken not in {"", "*"} else None

    def _has(self, path: str, name: str, seen: set[str]) -> bool:
        api = self.known.get(path)
        if api is None or path in seen:
            return False
        targets = (self.resolve(path, module) for module, _ in api.stars)
        return name in api.by_name or any(one and self._has(one, name, seen | {path}) for one in targets)

    @cached_property
    def _resolver(self) -> Resolver:
        codebase = followed(self.graph.codebase, self.graph.through)
        return self.graph.layouts[self.language].resolver(Lookups(codebase.snapshot.entries))

    def _found(self, importer: str, module: str) -> str | None:
        targets = list(self._resolver.resolve(importer, Import(module, (), 1)))
        paths = {one.path for one in targets if one.path and not one.is_partial}
        if len(paths) != 1:
            return None
        path = paths.pop()
        if self.language == PYTHON and not _is_itself(module, path):
            return None
        return self.graph.through.get(path, path)


def _is_itself(module: str, path: str) -> bool:
    """Whether a file is the module of this name, and not the package above one that is not there."""
    last = module.rpartition(".")[2]
    found = stem(path).removesuffix("/__init__").rpartition("/")[2]
    return not last or found == last
