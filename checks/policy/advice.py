"""What `policy validate` says of a usable policy: words without effect, grants that another word takes back."""

from collections.abc import Iterator

from checks.policy.issues import PolicyIssue, quoted
from checks.policy.meaning import allows
from checks.policy.model import Policy
from checks.policy.yaml_text import Path

ENFORCED = frozenset(
    {
        "version",
        "include",
        "adr.path",
        "adr.cite",
        "components.path",
        "components.must_depend_on",
        "components.used_by",
        "components.encapsulates",
        "components.layers",
        "components.public",
        "components.versioned",
        "components.changelog",
        "components.distribution",
        "components.external.only",
        "components.external.not",
        "components.external.level",
        "components.external.adr",
        "components.external.reason",
        "components.depends_on.only",
        "components.depends_on.indirect",
        "components.depends_on.not",
        "components.depends_on.level",
        "components.depends_on.adr",
        "components.depends_on.reason",
        "components.contains.only",
        "components.contains.not",
        "components.contains.level",
        "components.contains.adr",
        "components.adr",
        "components.level",
        "components.override",
        "override",
        "mode",
        "components.mode",
        "branches",
        "level",
        "type_imports",
        "cycles",
        "layers",
        "exceptions",
        "generated",
        "dynamic",
        "events.catalog",
        "events.types",
        "events.publish",
        "events.subscribe",
        "events.subscribers",
        "unassigned",
        "protected",
        "workspace_protocol",
        "tests",
        "ignore",
    }
)
"""The words that this version acts on; a check that begins to act on another adds it here."""


def unenforced_words(policy: Policy) -> tuple[tuple[str, int], ...]:
    """The words that the policy uses and this version does not act on, each with its line, in the order of the file."""
    found: dict[str, int] = {}
    for path, (line, _) in sorted(policy.written().items(), key=lambda item: item[1]):
        if word := _unenforced(path):
            found.setdefault(word, line)
    return tuple(found.items())


def policy_warnings(policy: Policy) -> tuple[PolicyIssue, ...]:
    """What is allowed and yet hardly meant. No reason to refuse the policy."""
    return tuple(sorted([*_unenforced_issues(policy), *_denied_grants(policy)]))


def _unenforced(path: Path) -> str | None:
    """The word at a path of the file, where this version does not act on it (nor on anything below it)."""
    word = _word(path)
    if word is None or any(known == word or known.startswith(word + ".") for known in ENFORCED):
        return None
    above = word.rpartition(".")[0]
    if above not in {"", "components"} and not any(known.startswith(above + ".") for known in ENFORCED):
        return None  # the word above is named already
    short = word.removeprefix("components.")
    return word if short.partition(".")[0] in Policy.model_fields else short


def _word(path: Path) -> str | None:
    """`components.depends_on.level` for `("components", "orders", "depends_on", "level")`; None for list items."""
    steps = [step for step in path if isinstance(step, str)]
    if len(steps) < len(path) or not steps:
        return None
    if steps[0] == "components":
        return ".".join(["components", *steps[2:4]]) if len(steps) in {3, 4} else None
    return ".".join(steps) if len(steps) <= 2 else None


def _unenforced_issues(policy: Policy) -> Iterator[PolicyIssue]:
    for word, line in unenforced_words(policy):
        yield PolicyIssue(policy.file, line, 1, f"`{word}` is accepted and not checked by this version")


def _denied_grants(policy: Policy) -> Iterator[PolicyIssue]:
    """What `depends_on` grants and the target's `used_by` denies."""
    for name, rules in policy.components.items():
        granted = (rules.depends_on.only or ()) if rules.depends_on else ()
        for index, entry in enumerate(granted):
            target = entry.partition("/")[0]
            users = policy.components[target].used_by
            if target == name or users is None or allows(users, name):
                continue
            if any(user.startswith(name + "/") for user in users.only or ()):
                continue
            line, column = policy.position_of(("components", name, "depends_on", "only", index))
            place = policy.line_of(("components", target, "used_by"))
            message = f"{quoted(entry)} is granted here and denied by its own `used_by` in line {place}"
            yield PolicyIssue(policy.file, line, column, message)
