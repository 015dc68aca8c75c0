"""dependency-cruiser's configuration as its file says it; a script is read, never run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.adoption.imported.literals import texts
from app.adoption.imported.values import Origin
from checks import Level, LiteralValue, ObjectLiteral, UnknownValue, object_literals

KINDS = ("forbidden", "allowed", "required")
LEVELS: Mapping[object, Level] = {"error": Level.FAILURE, "warn": Level.WARNING, "info": Level.NOTICE}
IGNORED = "ignore"


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a rule: patterns that it must match, one of which it must not match, and other conditions."""

    path: tuple[str, ...]
    path_not: tuple[str, ...]
    conditions: Mapping[str, LiteralValue]


@dataclass(frozen=True, slots=True)
class CruiserRule:
    """One rule; `source` is its `from`, or `module` of a required one. `unknown` is what only a run could tell."""

    origin: Origin
    kind: str
    severity: str
    source: Side
    target: Side
    unknown: tuple[str, ...]

    @property
    def level(self) -> Level:
        return LEVELS.get(self.severity, Level.WARNING)


@dataclass(frozen=True, slots=True)
class CruiserConfiguration:
    """All rules, the configurations that it extends, its options, and what in it cannot be told."""

    rules: tuple[CruiserRule, ...]
    extends: tuple[str, ...]
    options: Mapping[str, LiteralValue]
    unknown: tuple[UnknownValue, ...]


def read_cruiser_configuration(file: str, content: bytes) -> CruiserConfiguration:
    """The configuration that a file exports: its outermost object with rules."""
    for found in object_literals(content, json=file.endswith(".json")):
        if any(kind in found.members for kind in (*KINDS, "extends")):
            return _configuration(file, found)
    return CruiserConfiguration((), (), {}, (UnknownValue(1, "no object with rules"),))


def _configuration(file: str, found: ObjectLiteral) -> CruiserConfiguration:
    rules: list[CruiserRule] = []
    unknown = list(found.unknown)
    allowed_severity = _text(found.members.get("allowedSeverity")) or "warn"
    for kind in KINDS:
        items = found.members.get(kind, ())
        for number, item in enumerate(items if isinstance(items, tuple) else (items,), start=1):
            if isinstance(item, ObjectLiteral):
                rules.append(_rule(file, kind, number, item, allowed_severity))
            elif isinstance(item, UnknownValue):
                unknown.append(item)
    options = found.members.get("options")
    extends = texts(found.members.get("extends"))
    if isinstance(extended := found.members.get("extends"), UnknownValue):
        extends = (extended.text,)
    return CruiserConfiguration(
        tuple(rules), extends, options.members if isinstance(options, ObjectLiteral) else {}, tuple(unknown)
    )


def _rule(file: str, kind: str, number: int, item: ObjectLiteral, allowed_severity: str) -> CruiserRule:
    name = _text(item.members.get("name"))
    origin = Origin(file, f"{kind} `{name}`" if name else f"{kind} {number}", item.line)
    severity = allowed_severity if kind == "allowed" else _text(item.members.get("severity")) or "warn"
    source = item.members.get("module") if "module" in item.members else item.members.get("from")
    target = item.members.get("to")
    if isinstance(module := item.members.get("module"), ObjectLiteral) and kind == "forbidden":
        target = ObjectLiteral(module.line, {**module.members, "numberOfDependents": True})
        source = item.members.get("from")
    return CruiserRule(origin, kind, severity, _side(source), _side(target), tuple(_unknown(item)))


def _side(value: LiteralValue) -> Side:
    members = value.members if isinstance(value, ObjectLiteral) else {}
    conditions = {name: one for name, one in members.items() if name not in {"path", "pathNot"}}
    return Side(texts(members.get("path")), texts(members.get("pathNot")), conditions)


def _unknown(value: LiteralValue) -> Iterator[str]:
    """The expressions in a rule that cannot be told."""
    if isinstance(value, UnknownValue):
        yield value.text
    elif isinstance(value, ObjectLiteral):
        yield from (one.text for one in value.unknown)
        for member in value.members.values():
            yield from _unknown(member)
    elif isinstance(value, tuple):
        for item in value:
            yield from _unknown(item)


def _text(value: LiteralValue) -> str:
    return value if isinstance(value, str) else ""
