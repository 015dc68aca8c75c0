"""`public`: other components may use a component by its entry points only.

An entry is `exports` (what the package's manifest or `__init__` offers), a module (`monstrino_models.dto`), or a path
or glob from the component's folder on (`src/api/**`). Who encapsulates a module may import it all the same.
"""

from collections.abc import Iterator

from checks.check import Case
from checks.codebase.facts import Kind
from checks.edge_rules.crossing import Crossing, Judgement, judgement
from checks.edge_rules.encapsulation import is_encapsulated_by
from checks.entry_files import EXPORTS, is_entry
from checks.evidence import NotPublic
from checks.policy import statements


def public(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """Imports that go past the entry points. Manifests name packages, which are no way past anything."""
    edge = crossing.edge
    if not crossing.is_judged or not crossing.sources or edge.kind is Kind.MANIFEST:
        return
    for component in crossing.entered:
        for statement in statements(case.policy, component):
            names = statement.rules.public
            if not names or is_public(case, names, component, edge.imported):
                continue
            if not is_encapsulated_by(case.policy, crossing.sources, edge.imported):
                ban = NotPublic(component, names, _listed(case, names, component, edge.imported))
                yield judgement(case, statement, "public", ban)


def is_public(case: Case, names: tuple[str, ...], component: str, path: str) -> bool:
    """Whether one of the names of a component's `public` means a file of it."""
    return is_entry(case.components, case.entries, names, component, path)


def _listed(case: Case, names: tuple[str, ...], component: str, path: str) -> tuple[str, ...]:
    folder = case.components.folder(component, path) or ""
    entries = case.entries.of(folder, path) if EXPORTS in names else None
    return entries.listed if entries else ()
