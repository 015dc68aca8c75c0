"""GitHub's own description of its REST API, asked about every request and every answer."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.stand_in.state import Json

DESCRIPTION = Path(__file__).parent / "openapi" / "github.json"
ROOT = "urn:github"
# what GitHub answers with 422 (anyOf: a completed run without its conclusion); everything else is a mistake that a
# test has to hear of
LIMITS = {"anyOf", "maxItems", "maxLength", "minItems", "minLength", "maximum", "minimum"}
TEXT = {"type": "string"}
NUMBERS = {"integer": int, "number": float}


def quick_properties(check: Validator, properties: Json, instance: object, schema: Json) -> Iterator[ValidationError]:
    """As in the library, but texts are not sent on a round trip: a repository has seventy of them."""
    if isinstance(instance, dict):
        for name in properties.keys() & instance.keys():
            value, wanted = instance[name], properties[name]
            if not (isinstance(value, str) and wanted == TEXT):
                yield from check.descend(value, wanted, path=name, schema_path=name)


QuickValidator = extend(OAS31Validator, {"properties": quick_properties})


class ViolationError(Exception):
    """A request or an answer that GitHub's description does not allow."""


class LimitExceededError(Exception):
    """A request of the right form that is larger than GitHub takes."""


@dataclass(frozen=True)
class Parameter:
    name: str
    place: str
    required: bool
    schema: Json
    validator: Validator


class Operation:
    """One method of one path."""

    def __init__(self, name: str, description: Json) -> None:
        self.name = name
        self.parameters = [parameter(one) for one in description.get("parameters", [])]
        body = description.get("body")
        self.body_required: bool = bool(body and body["required"])
        self.body = validator(body["schema"]) if body else None
        self.answers = {int(status): answer_validator(one) for status, one in description["responses"].items()}

    def check_request(self, path: Mapping[str, str], query: Mapping[str, str], body: object) -> None:
        """Raises ViolationError or LimitExceededError."""
        known = {one.name for one in self.parameters if one.place == "query"}
        if unknown := sorted(set(query) - known):
            raise ViolationError(f"{self.name}: unknown query parameters {', '.join(unknown)}")
        for one in self.parameters:
            self.check_parameter(one, path if one.place == "path" else query)
        if self.body is None and body is not None:
            raise ViolationError(f"{self.name}: takes no body")
        if self.body is not None and (body is not None or self.body_required):
            self.check_body(body)

    def check_parameter(self, one: Parameter, values: Mapping[str, str]) -> None:
        if one.name not in values:
            if one.required and one.place in {"path", "query"}:
                raise ViolationError(f"{self.name}: parameter {one.name} is missing")
            return
        value = parsed(values[one.name], one.schema.get("type"))
        for error in one.validator.iter_errors(value):
            raise ViolationError(f"{self.name}: parameter {one.name}: {error.message}")
        if one.name == "per_page" and not 1 <= int(values["per_page"]) <= 100:
            raise ViolationError(f"{self.name}: per_page is at most 100")

    def check_body(self, body: object) -> None:
        assert self.body is not None
        errors = list(self.body.iter_errors(body))
        if wrong := [error for error in errors if error.validator not in LIMITS]:
            raise ViolationError(f"{self.name}: request body: {said(wrong)}")
        if errors:
            raise LimitExceededError(said(errors))

    def check_answer(self, status: int, body: object) -> None:
        """Raises ViolationError. Errors that the description leaves out have GitHub's usual shape."""
        if status not in self.answers and status < 400:
            raise ViolationError(f"{self.name}: answer {status} is not described")
        schema = self.answers.get(status, usual_error())
        if schema is None:
            if body is not None:
                raise ViolationError(f"{self.name}: answer {status} has no body")
        elif errors := list(schema.iter_errors(body)):
            raise ViolationError(f"{self.name}: answer {status}: {said(errors)}")


@cache
def operation(method: str, template: str) -> Operation:
    """The operation of a path template as GitHub writes it.

    Raises:
        KeyError: the cut does not have it.
    """
    return Operation(f"{method} {template}", description()["paths"][template][method.lower()])


@cache
def webhook(name: str) -> Validator:
    """The schema of a webhook's payload, named as in the description: `pull-request-opened`."""
    return validator(description()["webhooks"][name])


def check_payload(event: str, action: str | None, payload: Json) -> None:
    """Raises ViolationError when GitHub would not send such a payload."""
    name = "-".join(word.replace("_", "-") for word in (event, action) if word)
    if errors := list(webhook(name).iter_errors(payload)):
        raise ViolationError(f"webhook {name}: {said(errors)}")


@cache
def description() -> Json:
    found: Json = json.loads(DESCRIPTION.read_text())
    return found


@cache
def registry() -> Registry[Any]:
    resource = Resource(contents={"components": description()["components"]}, specification=DRAFT202012)
    return Registry().with_resource(ROOT, resource).crawl()


def validator(schema: Json) -> Validator:
    rooted = rebased(schema)
    assert isinstance(rooted, dict)
    return QuickValidator(rooted, registry=registry(), format_checker=OAS31Validator.FORMAT_CHECKER)


def rebased(node: object) -> object:
    """References into the components, made absolute, because a schema of an operation stands outside of them."""
    if isinstance(node, dict):
        return {
            key: ROOT + value if key == "$ref" and isinstance(value, str) else rebased(value)
            for key, value in node.items()
        }
    return [rebased(item) for item in node] if isinstance(node, list) else node


def parameter(one: Json) -> Parameter:
    found = resolved(one)
    schema = found["schema"]
    return Parameter(found["name"], found["in"], found.get("required", False), schema, validator(schema))


def answer_validator(answer: Json) -> Validator | None:
    content = resolved(answer).get("content", {})
    return validator(content["application/json"]["schema"]) if "application/json" in content else None


@cache
def usual_error() -> Validator:
    return validator(
        {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}},
    )


def resolved(node: Json) -> Json:
    while "$ref" in node:
        _, _, kind, name = node["$ref"].split("/")
        node = description()["components"][kind][name]
    return node


def parsed(value: str, kind: str | None) -> object:
    if kind == "boolean":
        return {"true": True, "false": False}.get(value, value)
    try:
        return NUMBERS[kind](value) if kind in NUMBERS else value
    except ValueError:
        return value


def said(errors: Iterable[ValidationError]) -> str:
    return "; ".join(f"{error.json_path}: {shortened(error.message)}" for error in list(errors)[:5])


def shortened(text: str) -> str:
    return text if len(text) < 300 else f"{text[:140]} … {text[-140:]}"
