"""Which components use an object-relational mapper: its homes, if nobody else shall see models and sessions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checks import Components, Graph, Kind, mapper_of


@dataclass(frozen=True, slots=True)
class Homes:
    """The components that import packages of a mapper, and how many do not."""

    mapper: str
    packages: tuple[str, ...]
    components: tuple[str, ...]
    others: int


def homes(graph: Graph, components: Components, names: Iterable[str]) -> tuple[Homes, ...]:
    """Those of each mapper that some components import and others do not, tests left out of account."""
    found: dict[str, dict[str, set[str]]] = {}
    for path, file in graph.files.items():
        owner = components.owner(path) if file.external and not components.is_test(path) else None
        for edge in file.external if owner else ():
            mapper = mapper_of(edge.imported) if edge.kind is not Kind.MANIFEST else None
            if mapper and owner:
                package = next(one for one in mapper.packages if edge.imported.startswith(one))
                found.setdefault(mapper.name, {}).setdefault(package, set()).add(owner.partition("/")[0])
    every = list(names)
    return tuple(sorted(_of(found, every), key=lambda one: one.mapper))


def _of(found: Mapping[str, Mapping[str, set[str]]], names: list[str]) -> Iterable[Homes]:
    for mapper, packages in found.items():
        users = set[str]().union(*packages.values())
        others = [name for name in names if name not in users]
        if others:
            yield Homes(mapper, tuple(sorted(packages)), tuple(one for one in names if one in users), len(others))
