"""Something that a versioned package offers breaks, and its version does not say so.

What it finds: in components that are `versioned`, public names of which users can do less than before (the kinds are
listed below), where the version is not raised as far as that needs: to the next major one, the next minor one while it
is 0.x (`versioned: {breaks: patch}` asks for less). Public are the entry points that `public` names; without it those
that the package declares (its `__init__` and `__all__`, `exports`, `main` and `types`, its commands) and what other
components import at the base, as far as they import it. A version may be raised in a file, by a plan (changesets, Nx)
or by the title and labels, whatever the repository does. It also finds a version that is lowered or none at all, two
places that disagree, and with `changelog: required` a version without its entry. What cannot be decided from text is a
notice.

Why it hurts: whoever takes a version that claims to break nothing finds out when it runs, and from then on pins.

Example: `billing: {path: packages/billing, versioned: semver}`, `def pay(invoice)` becomes `def pay(invoice, to)`, and
the version goes from 1.4.0 to 1.4.1.

What to do: raise the version; or keep the old name as a deprecated alias, the new parameter optional; or record the
decision as an ADR and have someone permitted add the label `adr:NNNN`.

What it cannot see: docs/public-api.md lists it.
"""

from collections.abc import Iterator, Sequence

from checks.check import Case, Check
from checks.evidence import ApiEvidence, BrokenName, BrokenPart, MissingEntry, WrongVersion
from checks.findings import Finding, Side, fingerprint
from checks.policy import Level, Statement
from checks.public_api_kinds import KINDS_EXPLAINED
from checks.public_api_users import users
from checks.public_apis.packages import stating
from checks.public_apis.places import Place
from checks.public_apis.reading import ApiBreak, PackageChange
from checks.versions import (
    Bump,
    Judgement,
    ProblemKind,
    PullRequest,
    Raised,
    SourceKind,
    VersionProblem,
    is_unversioned,
    judge,
    missing_entry,
    next_version,
    raised,
)

NAME = "public-api"
VERSIONED, CHANGELOG = "versioned", "changelog"
ALLOWED = {bump.word: bump for bump in (Bump.MAJOR, Bump.MINOR, Bump.PATCH)}
TOLD_ONCE = frozenset({ProblemKind.LOWERED, ProblemKind.UNREADABLE, ProblemKind.DISAGREEING})


def find(case: Case) -> Iterator[Finding]:
    """The findings of all packages that the change touches."""
    apis = case.circumstances.apis
    told = dict[str, Finding]()
    for change in apis.packages if apis else ():
        for finding in _of_package(case, change):
            told.setdefault(finding.fingerprint, finding)
    yield from told.values()


def _of_package(case: Case, change: PackageChange) -> Iterator[Finding]:
    """What one package breaks, what is wrong with its version, and what its changelog lacks."""
    rules = {word: one for one in stating(case.policy, change.package.component) for word in _words(one)}
    versioned = rules.get(VERSIONED)
    scheme = versioned.rules.versioned if versioned else None
    is_private = is_unversioned(change.head_files, change.package.folder)
    if is_private and not (scheme and scheme.private):
        return
    circumstances = case.circumstances
    labels = tuple(label.text for label in circumstances.labels)
    request = PullRequest(circumstances.title, circumstances.body, labels)
    answer = raised(change.package.folder, change.base_files, change.head_files, request)
    judgement = judge(answer, ALLOWED[scheme.breaks] if scheme else Bump.MAJOR)
    problem = _new_problem(change, answer)
    if versioned and problem:
        yield _of_version(case, change, versioned, problem)
    if versioned and answer.level < judgement.needed:
        yield from _broken(case, change, versioned, answer, judgement)
    if CHANGELOG in rules and not problem:
        is_due = any(one.what.certain for one in change.breaks) and answer.level >= judgement.needed
        lack = missing_entry(change.package.folder, change.base_files, change.head_files, answer, breaks=is_due)
        if lack:
            yield _of_changelog(case, change, rules[CHANGELOG], answer, lack)


def _words(statement: Statement) -> Iterator[str]:
    yield from (word for word in (VERSIONED, CHANGELOG) if getattr(statement.rules, word))


def _new_problem(change: PackageChange, answer: Raised) -> VersionProblem | None:
    """What this change makes wrong: the file that is named differs."""
    problem = answer.problem
    if problem is None or problem.path is None or problem.kind not in TOLD_ONCE | {ProblemKind.MISSING}:
        return None
    is_old = change.base_files.get(problem.path) == change.head_files.get(problem.path)
    return None if is_old and problem.kind is not ProblemKind.DISAGREEING else problem


def _broken(
    case: Case, change: PackageChange, statement: Statement, answer: Raised, judgement: Judgement
) -> Iterator[Finding]:
    """One finding for each public name."""
    by_name: dict[str, list[ApiBreak]] = {}
    for one in change.breaks:
        by_name.setdefault(one.what.name, []).append(one)
    for name, breaks in by_name.items():
        certain = [one for one in breaks if one.what.certain]
        first = (certain or breaks)[0]
        evidence = BrokenName(
            package=change.name,
            name=name,
            parts=tuple(BrokenPart(one.what.id, one.what.was, one.what.now) for one in certain or breaks),
            version=judgement.problem.sentence if judgement.problem else "",
            needed=judgement.needed.word,
            next=next_version(answer.stands, judgement.needed),
            users=users(case, change, breaks),
            is_certain=bool(certain),
        )
        level = case.level_of(statement) if certain else Level.NOTICE
        yield _finding(case, change, (statement, VERSIONED), first.place, evidence, level, (name,))


def _of_version(case: Case, change: PackageChange, statement: Statement, problem: VersionProblem) -> Finding:
    evidence = WrongVersion(change.name, problem.kind.value, problem.sentence)
    identity = (problem.kind.value,)
    return _finding(case, change, (statement, VERSIONED), _place(problem), evidence, case.level_of(statement), identity)


def _of_changelog(
    case: Case, change: PackageChange, statement: Statement, answer: Raised, problem: VersionProblem
) -> Finding:
    evidence = MissingEntry(change.name, problem.sentence)
    place = _where_raised(answer, problem)
    return _finding(case, change, (statement, CHANGELOG), place, evidence, case.level_of(statement), ())


def _where_raised(answer: Raised, problem: VersionProblem) -> Place:
    """Where the version is raised, for the changelog did not change; else what the problem names."""
    files = (one for one in answer.sources if one.kind is SourceKind.FILE and one.was != one.now)
    return next((Place(one.path, one.line) for one in files), _place(problem))


def _place(problem: VersionProblem) -> Place:
    return Place(problem.path or "", problem.line, is_at_base=problem.line is None)


def _finding(  # noqa: PLR0913, PLR0917 - the parts in which the findings of this check differ
    case: Case,
    change: PackageChange,
    rule: tuple[Statement, str],
    place: Place,
    evidence: ApiEvidence,
    level: Level,
    identity: Sequence[str],
) -> Finding:
    statement, word = rule
    package = change.package
    return Finding(
        check=NAME,
        level=level,
        path=place.path,
        line=place.line,
        source=package.component,
        target=None,
        symbol=evidence.name if isinstance(evidence, BrokenName) else None,
        evidence=evidence,
        rule=case.citation(statement, word),
        fingerprint=fingerprint(NAME, word, package.component, package.folder, *identity),
        side=Side.LEFT if place.is_at_base else Side.RIGHT,
    )


CHECK = Check(NAME, find, f"{__doc__}\n{KINDS_EXPLAINED}")
