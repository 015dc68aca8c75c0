"""The type that may be given to others in place of a model: found by its name, or by its fields."""

import re
from dataclasses import dataclass

from checks.codebase.symbol_origins import PYTHON, Origin
from checks.codebase.symbols import Definition, Sort
from checks.orm_leaks.side import Side

SUFFIX = re.compile(r"(?:_?(?:ORM|Orm|DB|Db)|Model|Entity|Row|Table|Record)$")
OF_DATA = ("", "DTO", "Dto", "Schema", "Read", "Out", "Response", "Public", "View", "Data", "Info")
"""What follows the name of the thing in that of a type to show."""

ENDS = ("", "s", "dto", "dtos", "schema", "schemas", "type", "types")
FILES_OF_DATA = frozenset({"dto", "dtos", "schemas", "schema", "types"})
LEAST_FIELDS = 3
LEAST_SHARE = 2
"""A type without the name has three fields of the model or more, and half of them or more."""

MOST_FILES = 24
BESIDE = re.compile(r"(?:^|/)(?:migrations|node_modules)/")


@dataclass(frozen=True, slots=True)
class StandIn:
    """A type that may stand for a model, and where it is defined."""

    name: str
    path: str
    line: int


def stand_in(side: Side, origin: Origin, importer: str) -> StandIn | None:
    """The best one for a model in a file; None where nothing is called so."""
    base = SUFFIX.sub("", origin.name) or origin.name
    if not base[:1].isupper():
        return None
    names = [base + end for end in OF_DATA if base + end != origin.name]
    model = side.names.definition(origin)
    fields = frozenset(model.fields) if model else frozenset()
    found: list[tuple[int, StandIn]] = []
    for path in _files(side, base, origin, importer):
        for one in side.names.of(path).definitions:
            rank = names.index(one.name) if one.name in names else len(names)
            if (rank < len(names) or _is_alike(one, fields)) and _is_plain(side, path, one):
                found.append((rank, StandIn(one.name, path, one.line)))
    return min(found, key=lambda one: (one[0], one[1].path, one[1].line))[1] if found else None


def _files(side: Side, base: str, origin: Origin, importer: str) -> list[str]:
    """The files whose names promise such a type: those near the importer first."""
    word = base.lower()
    words = [*(word + end for end in ENDS), *sorted(FILES_OF_DATA)]
    near = [path for one in words for path in side.files_by_word.get(one, ()) if not BESIDE.search(path)]
    is_script = not importer.endswith(PYTHON)
    near = [path for path in dict.fromkeys(near) if path.endswith(PYTHON) is not is_script and side.is_production(path)]
    near.sort(key=lambda path: (-_shared(path, importer), -_shared(path, origin.path or ""), path))
    own = [origin.path] if origin.path else []
    return [*own, *near[:MOST_FILES]]


def _shared(path: str, other: str) -> int:
    """How many folders two paths have in common."""
    count = 0
    for one, two in zip(path.split("/")[:-1], other.split("/")[:-1], strict=False):
        if one != two:
            break
        count += 1
    return count


def _is_alike(one: Definition, fields: frozenset[str]) -> bool:
    """Whether a type has fields of a model, and nothing else."""
    own = frozenset(one.fields)
    return one.sort is not Sort.ENUM and max(LEAST_FIELDS, len(fields) / LEAST_SHARE) <= len(own) and own <= fields


def _is_plain(side: Side, path: str, one: Definition) -> bool:
    return one.sort is not Sort.ENUM and not side.encapsulation.entries(Origin(path, "", one.name))
