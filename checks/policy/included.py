"""Policy files inside components (`include`): each may only tighten the component in whose folder it lies.

It does so by its form: it has no word that grants anything, and its rules hold beside those of the policy file.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from checks.policy.globs import GlobSet, parse_glob
from checks.policy.issues import MOST_ISSUES, PolicyError, PolicyIssue, quoted
from checks.policy.load import read_words
from checks.policy.meaning import MOST_ALTERNATIVES, alternatives_of, mistakes_of_component
from checks.policy.model import Included, Policy, Restrictions
from checks.policy.places import Places
from checks.policy.spellings import as_version
from checks.policy.vocabulary import Origin

MOST_FILES = 500
MOST_BYTES = 1 << 20
"""Of all included files together: as much as a policy file may have."""
MAGIC = frozenset("*?[{")


class IncludedWords(Restrictions, defer_build=False):
    """An included policy file: the component that it is of, and what it forbids or demands of that one."""

    version: Annotated[Literal[1], BeforeValidator(as_version)] = Field(description="1")
    component: str = Field(description="the name of the component, or of the family's member, that holds this file")


def included_paths(policy: Policy, paths: Iterable[str]) -> tuple[str, ...]:
    """The paths of the files that a policy includes, of all those of a commit."""
    if not policy.include:
        return ()
    globs = GlobSet(map(parse_glob, policy.include))
    return tuple(sorted(path for path in paths if path != policy.file and globs.any(path)))


def with_included(policy: Policy, files: Mapping[str, bytes | None]) -> Policy:
    """The policy together with the files that it includes, by path; None is what is no regular file.

    Raises PolicyError with every mistake in them: none is ever left out.
    """
    issues = [*_missing(policy, files), *_too_much(policy, files)]
    found: list[Included] = []
    places = Places(policy)
    for path, content in sorted(files.items()) if not issues else ():
        try:
            found.append(_read(policy, places, path, content))
        except PolicyError as error:
            issues += error.issues
    if not issues and sum(map(_alternatives, found)) > MOST_ALTERNATIVES:
        issues.append(_at_include(policy, 0, f"the included globs are more than {MOST_ALTERNATIVES:,} alternatives"))
    if issues:
        raise PolicyError(issues)
    return policy.with_included(tuple(found))


def _missing(policy: Policy, files: Mapping[str, bytes | None]) -> Iterator[PolicyIssue]:
    """A path that is plain text names one file, and that has to be there."""
    for index, text in enumerate(policy.include):
        if not MAGIC.intersection(text) and not any(map(GlobSet([parse_glob(text)]).any, files)):
            yield _at_include(policy, index, f"there is no file {quoted(text)}")


def _too_much(policy: Policy, files: Mapping[str, bytes | None]) -> Iterator[PolicyIssue]:
    if len(files) > MOST_FILES:
        yield _at_include(policy, 0, f"more than {MOST_FILES} files are included")
    elif sum(len(content or b"") for content in files.values()) > MOST_BYTES:
        yield _at_include(policy, 0, "the included files are larger than 1 MiB together")


def _at_include(policy: Policy, index: int, message: str) -> PolicyIssue:
    line, column = policy.position_of(("include", index))
    return PolicyIssue(policy.file, line, column, message)


def _read(policy: Policy, places: Places, path: str, content: bytes | None) -> Included:
    if content is None:
        raise PolicyError([PolicyIssue(path, 1, 1, "an included policy file is a regular file, not a link")])
    words, document = read_words(IncludedWords, content, path)
    origin = Origin(path, document.positions)
    included = Included(words.component, words, origin)
    found = [_issue(origin, ("component",), message) for message in _not_its_own(places, path, words.component)]
    if not found:
        mistakes = islice(mistakes_of_component(_as_policy(policy, included), policy), MOST_ISSUES)
        found = [_issue(origin, mistake.path[2:], mistake.message) for mistake in mistakes]
    if found:
        raise PolicyError(found)
    return included


def _not_its_own(places: Places, path: str, component: str) -> Iterator[str]:
    owner = next((place.component for place in places.claims(path)), None)
    if owner is None:
        yield "this file lies in no component, and can say nothing of one"
    elif owner != component:
        yield f"this file lies in {quoted(owner)}, and can say nothing of {quoted(component)}"


def _alternatives(included: Included) -> int:
    rule = included.rules.contains
    return sum(alternatives_of(text) for text in (*(rule.only or ()), *rule.not_)) if rule else 0


def _as_policy(policy: Policy, included: Included) -> Policy:
    """The file as a policy of its one component, where the policy's own word stands unless the file has that too."""
    name = included.component.partition("/")[0]
    said = {word: found for word in Restrictions.model_fields if (found := getattr(included.rules, word))}
    return Policy(version=1, components={name: policy.components[name].model_copy(update=said)})


def _issue(origin: Origin, path: tuple[str | int, ...], message: str) -> PolicyIssue:
    line, column = origin.position_of(path)
    return PolicyIssue(origin.file, line, column, message)
