"""JSON and YAML values, and the fields that a JSON Schema gives a payload."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from checks.codebase.event_facts import Field
from checks.policy.issues import PolicyError
from checks.policy.yaml_text import Document, Path, Position, read_yaml

LONGEST = 1 << 20


class Place(NamedTuple):
    """A value of a document and its line."""

    value: object
    line: int


def json_of(text: str) -> object:
    """A JSON value, None for what is none."""
    try:
        return json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None


def document_of(path: str, text: str) -> Document:
    """A YAML or JSON document with the places of its keys. Raises ValueError where it cannot be read."""
    try:
        return read_yaml(text, path)
    except PolicyError as error:
        value = json_of(text)  # tabs between its tokens are no YAML
        if value is None:
            raise ValueError(error.issues[0].message if error.issues else "it cannot be read") from error
        return Document(value, {})


def line_at(document: Document, path: Path) -> int:
    """Where a value stands; of one without a place that of what it stands in."""
    for end in range(len(path), -1, -1):
        if position := document.positions.get(path[:end]):
            return position.line
    return Position(1, 1).line


def fields_of(schema: object) -> tuple[Field, ...] | None:
    """The fields of an object's schema; None for a schema of anything else."""
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    if not isinstance(schema, Mapping) or not isinstance(properties, Mapping):
        return None
    required = schema.get("required")
    names = {str(name) for name in required} if isinstance(required, list) else set()
    return tuple(Field(str(name), str(name) in names) for name in properties)
