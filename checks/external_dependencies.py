"""A new use of something from outside that the policy does not allow.

What it finds: a package, a module of the standard library or something of the runtime that a file begins to use, or a
manifest to declare, against the `external` of its component or somebody else's `encapsulates`. A list (`external:
[zod]`) is what the component may use of third parties; the standard library and the runtime are restricted by `not`
alone, and by a list that names a group of input and output (`io:env`, `io:network`, `io:filesystem`, `io:database`,
`io:process`): then it is what the component may use of all of them. A group is judged by module (`import requests`) and
by what is used (`os.environ`, `fetch(…)`). Test files and development dependencies are not judged. There is one finding
for each file and package; more uses in a file than it had are new.

Why it hurts: a component that was meant to be pure can no longer be tested, moved or trusted without what it reaches
for; a framework in the wrong place decides when everything has to be upgraded.

Example: `domain` has `external: {not: ["io:*", react]}`, and `domain/price.ts` gains `process.env.VAT`.

What to do: let a component that may use it do so and pass the result in, or record the decision as an ADR that allows
it and have someone permitted add the label `adr:NNNN`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from checks.check import Case, Check
from checks.codebase.facts import STRENGTH, Kind
from checks.codebase.graph import Graph
from checks.evidence import Encapsulated, ForbiddenExternal, NotPermitted
from checks.external_names import ExternalName, covers, names_groups, permits
from checks.external_uses import ExternalUse, external_uses
from checks.findings import Finding, fingerprint
from checks.new_lines import new_lines
from checks.policy import Level, Mode, Rule, Statement, is_stated, statements
from checks.policy import covers as covers_component

NAME = "external-dependency"
WORD = "external"
ENCAPSULATES = "encapsulates"

Key = tuple[str, str, str, str]
"""A component, the word, the file that states the rule, and a name: the same before and after a change."""


@dataclass(frozen=True, slots=True)
class Offence:
    """A use of something from outside, by the `name` that a rule forbids. The rule is `statement`'s, `component` is the
    one that it is held against."""

    component: str
    statement: Statement
    word: str
    rule: Rule | None
    ban: NotPermitted | Encapsulated
    use: ExternalUse
    name: ExternalName
    lines: tuple[int, ...]

    @property
    def key(self) -> Key:
        return self.component, self.word, self.statement.file, self.name.text


def find(case: Case) -> Iterator[Finding]:
    """One finding for each file that changed and each package that it newly uses against a rule."""
    if not any(is_stated(case.policy, name, word) for name in case.policy.components for word in (WORD, ENCAPSULATES)):
        return
    for path in sorted(_changed(case)):
        by_package: dict[str, list[Offence]] = {}
        for offence in _new(case, path):
            by_package.setdefault(offence.name.package, []).append(offence)
        for package, offences in sorted(by_package.items()):
            yield _finding(case, path, package, offences)


def _changed(case: Case) -> set[str]:
    """The files that may use something else than before: their edges are other ones, or their facts are."""
    base, head = case.change.base, case.change.head
    known = base.codebase.facts
    differing = (path for path, one in head.codebase.facts.items() if one is not known.get(path))
    touched = {path for path in differing if _is_touched(case, path)}
    return touched.union(path for path in head.changed_since(base) if path in head.files)


def _is_touched(case: Case, path: str) -> bool:
    """Whether the pull request changes or moves a file: of any other a scanner may have spoken on one side."""
    base, head = case.change.base.codebase.snapshot.entries, case.change.head.codebase.snapshot.entries
    return case.change.origin(path) != path or base.get(path) != head.get(path)


def _new(case: Case, path: str) -> Iterator[Offence]:
    """What a file does at head and did neither at the merge base nor at the base branch's tip."""
    offences = _offences(case, case.change.head, path)
    if not offences:
        return
    base, tip, origin = case.change.base, case.change.tip, case.change.origin(path)
    sides = [(base, origin), (tip, path), (tip, origin)] if tip is not base else [(base, origin)]
    before = [_offences(case, graph, at) for graph, at in sides]
    is_touched = _is_touched(case, path)
    imported = [one.name for one in offences.values() if not one.use.is_bare]
    for offence in offences.values():
        known = max((side[offence.key].lines for side in before if offence.key in side), key=len, default=())
        if offence.use.is_bare and (not is_touched or any(covers(name.text, offence.name) for name in imported)):
            continue  # where the import is forbidden, what is used of it belongs to that
        if not known:
            yield offence
        elif offence.use.is_bare and len(offence.lines) > len(known):
            yield replace(offence, lines=new_lines(known, offence.lines))


def _offences(case: Case, graph: Graph, path: str) -> Mapping[Key, Offence]:
    components = case.components.of(path)
    if not components or case.is_test(path):
        return {}
    uses = external_uses(case, graph, path)
    found = [*_of_lists(case, components, uses), *_of_encapsulation(case, components, uses)] if uses else []
    return {one.key: one for one in found}


def _of_lists(case: Case, components: Iterable[str], uses: Iterable[ExternalUse]) -> Iterator[Offence]:
    """What the `external` of a component, or of one that it is a part of, forbids."""
    for component in components:
        for statement in statements(case.policy, component):
            if rule := statement.rules.external:
                for use in uses:
                    yield from (_offence(component, statement, rule, use, name) for name in _forbidden(rule, use))


def _offence(component: str, statement: Statement, rule: Rule, use: ExternalUse, name: ExternalName) -> Offence:
    entry = next((entry for entry in rule.not_ if covers(entry, name)), None)
    ban = NotPermitted(rule.only, rule.not_, entry, name.groups)
    return Offence(component, statement, WORD, rule, ban, use, name, _lines(use, name))


def _forbidden(rule: Rule, use: ExternalUse) -> tuple[ExternalName, ...]:
    """The names by which a rule forbids a use: what is used itself, or else parts of it that are taken."""
    denied = [name for name in (use.name, *use.parts) if any(covers(entry, name) for entry in rule.not_)]
    if use.name in denied:
        return (use.name,)
    unlisted = _unlisted(rule.only, use) if rule.only is not None else ()
    return tuple(dict.fromkeys((*denied, *unlisted)))


def _unlisted(allowed: tuple[str, ...], use: ExternalUse) -> Iterable[ExternalName]:
    """What a list does not hold. Of what comes with the runtime only input and output is asked for, by a list that says
    anything on it."""
    if permits(allowed, use.name):
        return ()
    if not use.name.is_third_party:
        names = (use.name, *use.parts) if names_groups(allowed) else ()
        return [name for name in names if name.groups and not permits(allowed, name)]
    rest = [name for name in use.parts if not permits(allowed, name)]
    return rest if len(rest) < len(use.parts) else (use.name,)


def _lines(use: ExternalUse, name: ExternalName) -> tuple[int, ...]:
    return use.parts.get(name, use.lines)


def _of_encapsulation(case: Case, components: tuple[str, ...], uses: Iterable[ExternalUse]) -> Iterator[Offence]:
    """What only the components that encapsulate it may use."""
    for entry, homes in case.homes.items():
        if any(covers_component(home, component) for home in homes for component in components):
            continue
        for use in uses:
            for name in (use.name, *use.parts):
                if covers(entry, name):
                    statement = _stating(case, homes[0], entry)
                    ban = Encapsulated(entry, homes)
                    yield Offence(components[0], statement, ENCAPSULATES, None, ban, use, name, _lines(use, name))


def _stating(case: Case, home: str, entry: str) -> Statement:
    """Where a component says that it encapsulates something."""
    own = list(statements(case.policy, home))
    return next((one for one in own if entry in one.rules.encapsulates), own[0])


def _leniency(case: Case, offence: Offence) -> tuple[bool, int, int]:
    """A part that only warns must not hide that its parent blocks."""
    level = _level(case, offence)
    blocks = level is Level.FAILURE and case.policy.mode_of(NAME, offence.statement.component) is Mode.BLOCK
    return not blocks, list(Level).index(level), STRENGTH.index(offence.use.kind or Kind.IMPORT)


def _level(case: Case, offence: Offence) -> Level:
    return case.level_of(offence.statement, offence.rule)


def _finding(case: Case, path: str, package: str, offences: list[Offence]) -> Finding:
    gravest = min(offences, key=lambda one: (*_leniency(case, one), one.lines))
    kind = min((one.use.kind for one in offences if one.use.kind), key=STRENGTH.index, default=None)
    names = tuple(dict.fromkeys(one.name.text for one in offences))
    rule = gravest.rule
    return Finding(
        check=NAME,
        level=_level(case, gravest),
        path=path,
        line=min(one.lines[0] for one in offences),
        source=gravest.component,
        target=None,
        symbol=names[0] if len(names) == 1 else package,
        evidence=ForbiddenExternal(path, package, names, kind, gravest.ban, rule.reason if rule else None),
        rule=case.citation(gravest.statement, gravest.word, rule),
        fingerprint=fingerprint(NAME, gravest.word, case.change.origin(path), package),
    )


CHECK = Check(NAME, find, __doc__)
