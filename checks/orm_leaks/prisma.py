"""What a commit's Prisma schemas say: which names are enums, and where the client is generated."""

import posixpath
from dataclasses import dataclass
from functools import cached_property

from checks.codebase.orms import PRISMA
from checks.codebase.symbol_origins import Names
from checks.codebase.symbols import Sort

SUFFIX = ".prisma"
NAMES_OF_ENUMS = "$Enums"


@dataclass
class Prisma:
    """The schemas of one graph, read when somebody asks; none where the policy does not speak of Prisma."""

    names: Names
    is_meant: bool

    def is_enum(self, name: str) -> bool:
        """Whether a name of the generated client is that of an enum."""
        return name == NAMES_OF_ENUMS or name in self._enums

    def module_of(self, path: str) -> str | None:
        """The package that a generated file stands for; None for any other file."""
        return (
            PRISMA
            if any(path.startswith(f"{one}/") or path.rpartition(".")[0] == one for one in self._folders)
            else None
        )

    def generated(self, importer: str, module: str) -> str | None:
        """The package that an import means which leads to no file: into the folder that a client is generated to."""
        if not module.startswith("."):
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(importer), module))
        return PRISMA if any(path == one or path.startswith(f"{one}/") for one in self._folders) else None

    @cached_property
    def _schemas(self) -> tuple[str, ...]:
        if not self.is_meant:
            return ()
        return tuple(path for path in self.names.graph.codebase.snapshot.entries if path.endswith(SUFFIX))

    @cached_property
    def _folders(self) -> frozenset[str]:
        found = set()
        for schema in self._schemas:
            for output in self.names.of(schema).bindings:
                path = posixpath.normpath(posixpath.join(posixpath.dirname(schema), output.module))
                if "node_modules" not in path.split("/") and not path.startswith(".."):
                    found.add(path)
        return frozenset(found)

    @cached_property
    def _enums(self) -> frozenset[str]:
        every = (one for schema in self._schemas for one in self.names.of(schema).definitions)
        return frozenset(one.name for one in every if one.sort is Sort.ENUM)
