"""What a well-formed policy may still get wrong: names that mean nothing, globs, contradictions.

Each function looks for one kind of mistake and yields it with the path at which the file writes it.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from checks.policy.glob_syntax import GlobError
from checks.policy.globs import Glob, parse_glob
from checks.policy.issues import did_you_mean, quoted
from checks.policy.model import Policy, Rule
from checks.policy.yaml_text import Path

TESTS = "tests"
RESERVED = frozenset({TESTS, "exports", "*"})
NAME = re.compile(r"[A-Za-z0-9_.-]+")
IO_GROUPS = ("io:*", "io:env", "io:network", "io:filesystem", "io:database", "io:process")
MOST_ALTERNATIVES = 10_000
GLOB_WORDS = ("tests", "ignore", "protected", "include", "branches")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong at a path of the policy file."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Declared:
    """The names that other words may refer to. `families` are those whose path has a `{name}`."""

    components: Collection[str]
    families: Collection[str]

    def problem(self, entry: str) -> str | None:
        """Why an entry of a list names no component, family or member; None where it does."""
        name, slash, member = entry.partition("/")
        if name not in self.components:
            return f"there is no component {quoted(entry)}{did_you_mean(name, self.components)}"
        if slash and name not in self.families:
            return f"{quoted(name)} is no family and has no member {quoted(member)}"
        if slash and not all(member.split("/")):
            return f"{quoted(entry)} names no member of {quoted(name)}"
        return None


def mistakes(policy: Policy, names: Collection[str]) -> Iterator[Mistake]:
    """All that is wrong with a policy that has the right shape; `names` are the components that the file declares."""
    if too_many := next(_too_many(policy), None):
        yield too_many
        return
    declared = _declared(policy, names)
    for search in (_names, _paths, _same_paths, _globs, _external, _must_rules, _contradictions):
        yield from search(policy)
    yield from _references(policy, declared)
    yield from _exceptions(policy, declared)


def mistakes_of_component(part: Policy, policy: Policy) -> Iterator[Mistake]:
    """What is wrong with the rules of the one component of `part`, which is a part of `policy`."""
    if too_many := next(_too_many(part), None):
        yield too_many
        return
    for search in (_globs, _external, _must_rules, _contradictions):
        yield from search(part)
    yield from _references(part, _declared(policy, policy.components))


def _declared(policy: Policy, names: Collection[str]) -> Declared:
    families = {name for name, rules in policy.components.items() if any(map(_is_family, rules.path))}
    return Declared(names, families | (set(names) - set(policy.components)))


def covers(entry: str, component: str) -> bool:
    """Whether an entry of a list names a component: `domains` every member of the family, `domains/kyc` one."""
    return component == entry or component.startswith(entry + "/")


def allows(rule: Rule, component: str) -> bool:
    """Whether a rule's lists allow a component; a component that `not` names is never allowed."""
    if any(covers(entry, component) for entry in rule.not_):
        return False
    return rule.only is None or any(covers(entry, component) for entry in rule.only)


def _too_many(policy: Policy) -> Iterator[Mistake]:
    """Braces multiply: what all globs write out to is bounded, or a policy could take minutes."""
    count = 0
    for path, text in (*_path_globs(policy), *_other_globs(policy)):
        count += alternatives_of(text, captures=path[-2:-1] == ("path",) and path[0] == "components")
        if count > MOST_ALTERNATIVES:
            message = f"up to here the globs are more than {MOST_ALTERNATIVES:,} alternatives, braces written out"
            yield Mistake(path, message)
            return


def alternatives_of(text: str, *, captures: bool = False) -> int:
    """How many globs a glob writes out to; none where it is no glob."""
    glob = _parsed(text, captures=captures)
    return len(glob.alternatives) if isinstance(glob, Glob) else 0


def _path_globs(policy: Policy) -> Iterator[tuple[Path, str]]:
    for name, rules in policy.components.items():
        yield from ((("components", name, "path", index), path) for index, path in enumerate(rules.path))


def _is_family(path: str) -> bool:
    try:
        return any(row.captures for row in parse_glob(path, captures=True).alternatives)
    except GlobError:
        return "{" in path


def _names(policy: Policy) -> Iterator[Mistake]:
    for name in policy.components:
        if name in RESERVED:
            yield Mistake(("components", name), f"{quoted(name)} is reserved and cannot name a component")
        elif not NAME.fullmatch(name):
            yield Mistake(
                ("components", name), f"a component's name has only letters, digits, `_`, `.` and `-`: {quoted(name)}"
            )


def _paths(policy: Policy) -> Iterator[Mistake]:
    """A component's globs, and that all of them capture the same names."""
    for name, rules in policy.components.items():
        captured: set[frozenset[str]] = set()
        for index, path in enumerate(rules.path):
            glob = _parsed(path, captures=True)
            if isinstance(glob, Glob):
                captured |= {frozenset(row.captures) for row in glob.alternatives}
            else:
                yield Mistake(("components", name, "path", index), glob)
        if len(captured) > 1:
            message = f"the paths of {quoted(name)} must all have the same {{names}}, or none"
            yield Mistake(("components", name, "path"), message)


def _same_paths(policy: Policy) -> Iterator[Mistake]:
    seen: dict[object, str] = {}
    for name, rules in policy.components.items():
        for index, path in enumerate(rules.path):
            glob = _parsed(path, captures=True)
            rows = glob.alternatives if isinstance(glob, Glob) else ()
            for row in rows:
                first = seen.setdefault(row.anonymous, name)
                if first != name:
                    message = f"{quoted(path)} is the path of {quoted(first)} too; a file has one owner"
                    yield Mistake(("components", name, "path", index), message)
                    break


def _other_globs(policy: Policy) -> list[tuple[Path, str]]:
    """All globs but those of paths, with their places."""
    listed: list[tuple[Path, str]] = [
        ((word, index), text) for word in GLOB_WORDS for index, text in enumerate(getattr(policy, word))
    ]
    listed += [(("adr", "path", index), text) for index, text in enumerate(policy.adr.path)]
    listed += [(("generated", text), text) for text in policy.generated]
    for name, rules in policy.components.items():
        listed += _entries(("components", name, "contains"), rules.contains)
    return listed


def _globs(policy: Policy) -> Iterator[Mistake]:
    for path, text in _other_globs(policy):
        problem = _parsed(text, captures=False)
        if isinstance(problem, str):
            yield Mistake(path, problem)


def _parsed(text: str, *, captures: bool) -> Glob | str:
    try:
        return parse_glob(text, captures=captures)
    except GlobError as error:
        return f"{quoted(text)} is no glob: {error}"


def _external(policy: Policy) -> Iterator[Mistake]:
    for name, rules in policy.components.items():
        for path, entry in _entries(("components", name, "external"), rules.external):
            if entry.startswith("io:") and entry not in IO_GROUPS:
                yield Mistake(path, f"there is no group {quoted(entry)}{did_you_mean(entry, IO_GROUPS)}")
            elif entry.startswith("dev:") and entry != "dev:*":
                message = "development dependencies are allowed anyway: `dev:*` says that no others may be declared"
                yield Mistake(path, message)
            elif entry.startswith(("dev:", "peer:")) and path[3] == "not":
                yield Mistake(path, f"{quoted(entry)} says what is allowed and has no meaning in `not`")


def _must_rules(policy: Policy) -> Iterator[Mistake]:
    for name, rules in policy.components.items():
        rule = rules.must_depend_on
        if rule is not None and (rule.not_ or rule.indirect):
            message = "`must_depend_on` takes a list or `only`; `not` and `indirect` have no meaning in it"
            yield Mistake(("components", name, "must_depend_on"), message)


def _contradictions(policy: Policy) -> Iterator[Mistake]:
    for name, rules in policy.components.items():
        if rules.depends_on is None:
            continue
        for path, target in _entries(("components", name, "must_depend_on"), rules.must_depend_on):
            within = [entry for entry in rules.depends_on.only or () if covers(target, entry)]
            if not within and not allows(rules.depends_on, target):
                message = f"{quoted(name)} must depend on {quoted(target)}, which its `depends_on` does not allow"
                yield Mistake(path, message)


def _references(policy: Policy, declared: Declared) -> Iterator[Mistake]:
    for index, layer in enumerate(policy.layers):
        yield from _unknown([(("layers", index), entry) for entry in layer], declared.problem)
    for name, rules in policy.components.items():
        for word in ("depends_on", "must_depend_on"):
            yield from _unknown(_entries(("components", name, word), getattr(rules, word)), declared.problem)
        users = _entries(("components", name, "used_by"), rules.used_by)
        yield from _unknown([(path, entry) for path, entry in users if entry != TESTS], declared.problem)


def _unknown(entries: list[tuple[Path, str]], problem: Callable[[str], str | None]) -> Iterator[Mistake]:
    for path, entry in entries:
        if entry == TESTS:
            yield Mistake(path, "`tests` has a meaning in `used_by` only")
        elif message := problem(entry):
            yield Mistake(path, message)


def _exceptions(policy: Policy, declared: Declared) -> Iterator[Mistake]:
    for index, exception in enumerate(policy.exceptions):
        for word, entry in (("from", exception.from_), ("to", exception.to)):
            if message := _no_single_end(word, entry, declared):
                yield Mistake(("exceptions", index, word), message)
        if not exception.adr.strip():
            yield Mistake(("exceptions", index, "adr"), "an exception names the decision record that allows it")


def _no_single_end(word: str, entry: str, declared: Declared) -> str | None:
    """An exception is one edge: a component, a member, a file; `to` may be a package, which no list declares."""
    if any(letter in entry for letter in "*?{}"):
        return "an exception is one edge, never a pattern"
    if entry in declared.families:
        return f"an exception is one edge: name one member, such as {quoted(entry + '/…')}"
    problem = declared.problem(entry)
    if problem is None or "/" in entry or "." in entry:
        return None
    return problem if word == "from" or "did you mean" in problem else None


def _entries(path: Path, rule: Rule | None) -> list[tuple[Path, str]]:
    """The names in a rule with their places. A plain list has its names directly below the word."""
    if rule is None:
        return []
    only = [((*path, "only", index), entry) for index, entry in enumerate(rule.only or ())]
    return only + [((*path, "not", index), entry) for index, entry in enumerate(rule.not_)]
