"""Text to policy: read the YAML, give it its shape, then ask what it means. Every mistake is reported at once."""

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import islice, takewhile
from typing import TypeVar

from pydantic import ValidationError

from checks.policy.issues import MOST_ISSUES, PolicyError, PolicyIssue
from checks.policy.meaning import mistakes
from checks.policy.model import Policy, Words
from checks.policy.shape import shape_issues
from checks.policy.vocabulary import POLICY_FILE, Origin
from checks.policy.yaml_text import Document, Path, read_yaml

MOST_ROUNDS = 4
EMPTY = "the file is empty; a policy starts with `version: 1` and `components:`"
NO_MAPPING = "a policy is a mapping that starts with `version: 1` and `components:`"
Model = TypeVar("Model", bound=Words)


def load_policy(content: str | bytes, file: str = POLICY_FILE) -> Policy:
    """Read a policy file. Raises PolicyError with every mistake in it."""
    document = _document(content, file)
    policy, issues = _read(Policy, document, file)
    if policy is not None and isinstance(document.value, dict):
        issues += _meaning_issues(policy, document.value)
    if policy is None or issues:
        raise PolicyError(issues)
    return policy


def read_words(model: type[Model], content: bytes, file: str) -> tuple[Model, Document]:
    """Read a file of other words than a policy's; what they mean is not asked. Raises PolicyError."""
    document = _document(content, file)
    words, issues = _read(model, document, file)
    if words is None or issues:
        raise PolicyError(issues)
    return words, document


def _document(content: str | bytes, file: str) -> Document:
    document = read_yaml(content if isinstance(content, str) else _decoded(content, file), file)
    if not isinstance(document.value, dict):
        line, column = document.positions.get((), (1, 1))
        raise PolicyError([PolicyIssue(file, line, column, EMPTY if document.value is None else NO_MAPPING)])
    return document


def _read(model: type[Model], document: Document, file: str) -> tuple[Model | None, list[PolicyIssue]]:
    issues = [_empty_value(path, document, file) for path in _empty_values(document.value)]
    return _shaped(model, document, file, issues), issues


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise PolicyError([PolicyIssue(file, line, column, "the file is not UTF-8")]) from None


def _shaped(model: type[Model], document: Document, file: str, issues: list[PolicyIssue]) -> Model | None:
    """The words; what is misshapen in it is added to `issues`.

    Misshapen words are left out and the rest is read again, so that an author need not mend in several rounds; a
    component that cannot do without such a word goes with it.
    """
    value = _without(document.value, set(map(_word, _empty_values(document.value))))
    for _ in range(MOST_ROUNDS):
        try:
            return model.model_validate(value, context=Origin(file, document.positions))
        except ValidationError as error:
            issues += islice(shape_issues(error, model, file, document.positions), MOST_ISSUES)
            gone = {details["loc"] for details in error.errors(include_url=False, include_input=False)}
            value = {**_without(value, {_word(_written(place, document)) for place in gone}), "version": 1}
    return None


def _empty_values(value: object, path: Path = ()) -> Iterator[Path]:
    """What is written without a value. `depends_on:` alone could mean nothing or anything: nobody should guess."""
    inner: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, below in inner:
        if below is None:
            yield (*path, step)
        else:
            yield from _empty_values(below, (*path, step))


def _empty_value(path: Path, document: Document, file: str) -> PolicyIssue:
    line, column = document.positions[path]
    word = next(step for step in reversed(path) if isinstance(step, str))
    return PolicyIssue(file, line, column, f"`{word}` has no value here; leave it out, or write [] for none")


def _written(location: Path, document: Document) -> Path:
    """A place of pydantic's without the steps that the file does not write (`only` of a plain list)."""
    written: Path = ()
    for step in location:
        written = (*written, step) if (*written, step) in document.positions else written
    return written


def _word(path: Path) -> Path:
    """The word that holds a place: a list goes as a whole, or its other entries would change their places."""
    return tuple(takewhile(lambda step: isinstance(step, str), path))


def _without(value: object, gone: Container[Path], path: Path = ()) -> dict[str, object]:
    kept = (
        {word: inner for word, inner in value.items() if (*path, word) not in gone} if isinstance(value, dict) else {}
    )
    return {
        word: _without(inner, gone, (*path, word)) if isinstance(inner, dict) else inner for word, inner in kept.items()
    }


def _meaning_issues(policy: Policy, value: Mapping[str, object]) -> list[PolicyIssue]:
    components = value.get("components")
    names = list(components) if isinstance(components, Mapping) else []
    found = []
    for mistake in islice(mistakes(policy, names), MOST_ISSUES):
        line, column = policy.position_of(mistake.path)
        found.append(PolicyIssue(policy.file, line, column, mistake.message))
    return found
