"""Which names of one side of a change are encapsulated: those of a module or package that `encapsulates` names, and
what is built on an object-relational mapper that it names.

A subclass of a model is a model, and an alias of a type, a value made by a session: whatever the file calls it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from checks.codebase.orms import ENUM_MAKERS, MAPPERS, PRISMA, Mapper, mapper_of
from checks.codebase.symbol_origins import Names, Origin
from checks.codebase.symbols import Definition, Sort
from checks.edge_rules.encapsulation import is_home
from checks.entry_files import is_module
from checks.external_names import ExternalName, covers
from checks.orm_leaks.prisma import Prisma
from checks.policy import segments

NONE: frozenset[str] = frozenset()
SCRIPT, PYTHON = "x.ts", "x.py"


@dataclass
class Encapsulation:
    """Asks one graph's names. `homes` are the components that encapsulate each name of the policy."""

    homes: Mapping[str, tuple[str, ...]]
    names: Names
    prisma: Prisma
    _built: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _of_modules: dict[str, frozenset[str]] = field(default_factory=dict)

    def entry(self, origin: Origin, components: Iterable[str]) -> str | None:
        """The name in the policy that keeps a symbol from these components; None where nothing does."""
        found = sorted(self.entries(origin))
        own = tuple(components)
        return next((one for one in found if not is_home(self.homes[one], own)), None)

    def entries(self, origin: Origin) -> frozenset[str]:
        """The names in the policy that encapsulate a symbol."""
        if origin.path is None:
            return self.of_package(origin.dotted, origin.module)
        generated = self.prisma.module_of(origin.path)
        own = self.of_module(origin.path) | (self.of_package(PRISMA, PRISMA) if generated else NONE)
        return own | self.built(origin.path, origin.name)

    def of_module(self, path: str) -> frozenset[str]:
        """The names that mean the module at a path."""
        known = self._of_modules.get(path)
        if known is None:
            steps = segments(path)
            known = self._of_modules[path] = frozenset(one for one in self.homes if is_module(one, steps))
        return known

    def of_package(self, dotted: str, module: str) -> frozenset[str]:
        """The names that mean something from outside: Python's by its dotted name, npm's by its module."""
        names = [ExternalName.of(PYTHON, dotted), ExternalName.of(SCRIPT, module)]
        return frozenset(one for one in self.homes if any(covers(one, name) for name in names))

    def is_enum(self, origin: Origin) -> bool:
        """Whether a symbol is no more than a list of constants."""
        if origin.path is None:
            return mapper_of(origin.module) is not None and self.prisma.is_enum(origin.name)
        definition = self.names.definition(origin)
        if definition is None or definition.sort is Sort.ENUM:
            return definition is not None
        return any(name.rpartition(".")[2] in ENUM_MAKERS for name in definition.of)

    def built(self, path: str, name: str) -> frozenset[str]:
        """The names in the policy of the mapper that a symbol of a file is built on."""
        known = self._built.get((path, name))
        if known is None:
            self._built[path, name] = NONE  # for classes that are their own bases
            definition = self.names.of(path).defined.get(name)
            known = self._built[path, name] = self._of(path, definition) if definition else NONE
        return known

    def _of(self, path: str, definition: Definition) -> frozenset[str]:
        if definition.sort is Sort.ENUM:
            return NONE
        mappers = [one for one in MAPPERS if not one.marks.isdisjoint(definition.marks)]
        found = self._named(mappers)
        for decorator in definition.decorators:
            for origin in self.names.origins(path, decorator):
                if any(one.decorators.fullmatch(origin.last) for one in MAPPERS):
                    mapper = mapper_of(origin.module)
                    found |= self.built(origin.path, origin.name) if origin.path else NONE
                    found |= self._named([mapper]) if mapper is not None else NONE
        for name in definition.of:
            for origin in self.names.origins(path, name):
                found |= self._through(definition, origin)
        return found

    def _through(self, definition: Definition, origin: Origin) -> frozenset[str]:
        """What a definition is built on by one of the names that it is built from."""
        if self.is_enum(origin):
            return NONE
        if origin.path is not None:
            built = self.built(origin.path, origin.name)
            if definition.sort is Sort.CLASS:
                return built
            is_kept = bool(self.of_module(origin.path)) or self.prisma.module_of(origin.path) is not None
            return built | (self.entries(origin) if is_kept else NONE)
        name = ".".join(one for one in (origin.name, origin.rest) if one)
        if definition.sort is Sort.CLASS:
            return self._named(one for one in MAPPERS if one.has_base(origin.module, name))
        mapper = mapper_of(origin.module)
        if mapper is not None:
            is_made = definition.sort is Sort.TYPE or any(map(mapper.makers.fullmatch, name.split(".")))
            return self._named([mapper]) if is_made else NONE
        is_class = name.rpartition(".")[2][:1].isupper()
        return self.of_package(origin.dotted, origin.module) if is_class or definition.sort is Sort.TYPE else NONE

    def _named(self, mappers: Iterable[Mapper]) -> frozenset[str]:
        return frozenset(entry for one in mappers for entry in self._by_mapper[one.name])

    @cached_property
    def _by_mapper(self) -> Mapping[str, frozenset[str]]:
        return {mapper.name: frozenset(filter(mapper.is_named_by, self.homes)) for mapper in MAPPERS}
