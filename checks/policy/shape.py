"""What pydantic has to say about a policy file, said in the file's own words and with its lines."""

from collections.abc import Iterator, Mapping
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from checks.policy.issues import PolicyIssue, did_you_mean, quoted
from checks.policy.model import ComponentRules, PolicyException
from checks.policy.yaml_text import Path, Position


def shape_issues(
    error: ValidationError, model: type[BaseModel], file: str, positions: Mapping[Path, Position]
) -> Iterator[PolicyIssue]:
    """One issue for each of pydantic's errors, at the deepest place that the file itself writes."""
    for details in error.errors(include_url=False, include_input=False):
        path = _written(details["loc"], positions)
        line, column = positions.get(path, Position(1, 1))
        yield PolicyIssue(file, line, column, _message(model, details, path))


def _written(location: Path, positions: Mapping[Path, Position]) -> Path:
    """The location without what validation put in between (`only` of a plain list)."""
    path: Path = ()
    for step in location:
        if (*path, step) in positions:
            path = (*path, step)
    return path


def _message(root: type[BaseModel], details: ErrorDetails, path: Path) -> str:
    location = details["loc"]
    if details["type"] == "extra_forbidden":
        word = str(location[-1])
        return f"unknown word {quoted(word)}{did_you_mean(word, _words(_model_at(root, location[:-1])))}"
    if details["type"] == "missing":
        return "add `version: 1` at the top" if location == ("version",) else f"`{location[-1]}` is missing"
    if details["type"] == "value_error":
        return f"{_subject(path)}: {details['ctx']['error']}"
    return f"{_subject(path)} must be {_wanted(root, path)}"


def _subject(path: Path) -> str:
    """The word that is wrong, or the name of the component or exception in which it is."""
    match path:
        case ():
            return "the policy"
        case ("components", name):
            return f"component {quoted(str(name))}"
        case ("exceptions", int(), *_) if len(path) == 2:
            return "an exception"
    names = [str(step) for step in path if isinstance(step, str)]
    return f"`{names[-1]}`"


def _wanted(root: type[BaseModel], path: Path) -> str:
    """What the field at the path, or the nearest above it, says that it must be."""
    if path[:1] == ("components",) and len(path) == 2:
        return "a mapping with `path`, `depends_on` and other words"
    if path[:1] == ("exceptions",) and len(path) == 2:
        return "a mapping with from, to and adr"
    for end in range(len(path), 0, -1):
        model = _model_at(root, path[: end - 1])
        field = _field(model, path[end - 1]) if model else None
        if field and field.description:
            return field.description
    return "a mapping with `version: 1` and `components`"


def _model_at(root: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that reads the mapping at the path, where one does."""
    match path:
        case ("components", _, *rest):
            return _model_within(ComponentRules, tuple(rest))
        case ("exceptions", int(), *rest):
            return _model_within(PolicyException, tuple(rest))
        case _:
            return _model_within(root, path)


def _model_within(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Below these three a mapping stands under one word, whose type says which."""
    if not path:
        return model
    field = _field(model, path[0])
    return _model_in(field.annotation) if field and len(path) == 1 else None


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model in `Rule`, `Rule | None` or `Annotated[Rule, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)


def _field(model: type[BaseModel], word: object) -> FieldInfo | None:
    return next((field for name, field in model.model_fields.items() if word == (field.alias or name)), None)


def _words(model: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()] if model else []
