"""The files by which the packages of one commit are meant to be used, whatever their language."""

from dataclasses import dataclass, field

from checks.codebase.graph import Graph, followed
from checks.codebase.languages import LANGUAGES
from checks.codebase.languages.language import EntryPoints
from checks.codebase.lookups import Lookups


@dataclass(frozen=True)
class PackageEntries:
    """Asks a graph's layouts; each answer is worked out once."""

    graph: Graph
    _known: dict[tuple[str, str], EntryPoints | None] = field(default_factory=dict)

    def of(self, folder: str, path: str) -> EntryPoints | None:
        """The entry points of the package around a file, of those in `folder`; None where nothing says which."""
        key = (folder, path)
        if key not in self._known:
            language = next((one for one in LANGUAGES if one.dialect(path)), None)
            lookups = Lookups(followed(self.graph.codebase, self.graph.through).snapshot.entries)
            layout = self.graph.layouts[language.name] if language else None
            self._known[key] = layout.entry_points(lookups, folder, path) if layout else None
        return self._known[key]
