"""A tach project with the component of each of its modules, and what its lists and layers mean by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.adoption.imported.draft import Draft
from app.adoption.imported.modules import PythonModules
from app.adoption.imported.tach_files import Configuration, Module
from app.adoption.imported.values import unique


@dataclass(frozen=True, slots=True)
class Project:
    """A configuration, its modules by path with patterns written out, and the component of each."""

    draft: Draft
    read: Configuration
    declared: Mapping[str, Module]
    names: Mapping[str, str]
    modules: PythonModules

    def meant(self, entry: str) -> tuple[str, ...]:
        """The modules that an entry of a list means."""
        if entry in self.names:
            return (entry,)
        above = entry.removesuffix(".**")
        itself = (above,) if above in self.names else ()
        return (*itself, *self.modules.matching(entry, tuple(self.names))) if "*" in entry else ()

    def components(self, modules: Iterable[str], but: str = "") -> tuple[str, ...]:
        """The components of modules; `but` is left out."""
        return unique(name for module in modules if (name := self.names[module]) != but)

    def parts(self, module: str) -> tuple[Module, ...]:
        """The modules inside a module."""
        return tuple(self.declared[one] for one in self.names if one.startswith(f"{module}."))

    def rank(self, module: Module) -> int | None:
        """The place of its layer from the top."""
        ranks = {name: rank for rank, (name, _) in enumerate(self.read.layers)}
        return ranks.get(module.layer) if module.layer else None

    def allowed(self, module: Module) -> tuple[str, ...]:
        """What a module may use: what its list names, utilities, all lower layers that no closed layer hides."""
        named = [one for entry in module.depends_on or () for one in self.meant(entry)]
        utilities = [path for path in self.names if self.declared[path].utility]
        below = [path for path in self.names if self._may_go_down(module, self.declared[path])]
        return tuple(
            one for one in unique([*named, *utilities, *below]) if not self.goes_up(module, self.declared[one])
        )

    def goes_up(self, module: Module, other: Module) -> bool:
        """Whether the layers forbid that a module uses another, because it is higher or a closed layer hides it."""
        upper, lower = self.rank(module), self.rank(other)
        return upper is not None and lower is not None and (upper > lower or self._is_hidden(upper, lower))

    def is_higher(self, module: Module, other: Module) -> bool:
        """Whether a module uses a higher layer when it uses another."""
        upper, lower = self.rank(module), self.rank(other)
        return upper is not None and lower is not None and upper > lower

    def _may_go_down(self, module: Module, other: Module) -> bool:
        upper, lower = self.rank(module), self.rank(other)
        return upper is not None and lower is not None and upper < lower and not self._is_hidden(upper, lower)

    def _is_hidden(self, upper: int, lower: int) -> bool:
        return any(closed for _, closed in self.read.layers[upper + 1 : lower])


def quoted(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    return ", ".join(f"`{name}`" for name in names)
