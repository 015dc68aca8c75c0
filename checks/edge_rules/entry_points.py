"""`public`: other components may use a component by its entry points only.

An entry is `exports` (what the package's manifest or `__init__` offers), a module (`monstrino_models.dto`), or a path or
glob from the component's folder on (`src/api/**`). Who encapsulates a module may import it all the same.
"""

from collections.abc import Iterator

from checks.check import Case
from checks.codebase.facts import Kind
from checks.edge_rules.crossing import Crossing, Judgement, judgement
from checks.edge_rules.encapsulation import is_encapsulated_by, is_module
from checks.evidence import NotPublic
from checks.policy import GlobSet, parse_glob, segments, statements

EXPORTS = "exports"


def public(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """Imports that go past the entry points. Manifests name packages, which are no way past anything."""
    edge = crossing.edge
    if not crossing.is_judged or not crossing.sources or edge.kind is Kind.MANIFEST:
        return
    for component in crossing.entered:
        for statement in statements(case.policy, component):
            names = statement.rules.public
            if not names or _is_public(case, names, component, edge.imported):
                continue
            if not is_encapsulated_by(case.policy, crossing.sources, edge.imported):
                ban = NotPublic(component, names, _listed(case, names, component, edge.imported))
                yield judgement(case, statement, "public", ban)


def _is_public(case: Case, names: tuple[str, ...], component: str, path: str) -> bool:
    folder = case.components.folder(component, path)
    if folder is None:  # its code comes back as a package, of which only the name is known
        return True
    return any(_is_meant(case, name, component, folder, path) for name in names)


def _is_meant(case: Case, name: str, component: str, folder: str, path: str) -> bool:
    if name == EXPORTS:
        entries = case.entries.of(folder, path)
        return entries is None or entries.is_one
    if "/" in name or "*" in name:
        return GlobSet([parse_glob(name.removeprefix("./"))]).any(path[len(folder) :].lstrip("/"))
    inside = segments(path) if "." in name else case.components.below(component, path)
    return is_module(name, inside) or path == f"{folder}/{name}"


def _listed(case: Case, names: tuple[str, ...], component: str, path: str) -> tuple[str, ...]:
    folder = case.components.folder(component, path) or ""
    entries = case.entries.of(folder, path) if EXPORTS in names else None
    return entries.listed if entries else ()
