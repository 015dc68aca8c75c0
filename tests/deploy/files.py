"""The deployment's files, and what their schemas say of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from app.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SCHEMAS = Path(__file__).parent / "schemas"


def documents(path: Path) -> list[dict[str, Any]]:
    """The YAML documents of one file."""
    return list(yaml.safe_load_all(path.read_text()))


@cache
def schema(name: str) -> dict[str, Any]:
    """One of the schemas that lie here."""
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_text())
    return found


def compose_errors(document: object) -> list[str]:
    """What the Compose specification has against a file."""
    return _said(schema("compose.json"), document)


def kubernetes_errors(document: dict[str, Any]) -> list[str]:
    """What Kubernetes, or KEDA, has against an object."""
    kind = f"{document['apiVersion']}/{document['kind']}"
    definitions = schema("kubernetes.json")
    return _said({**definitions["kinds"][kind], "$defs": definitions["$defs"]}, document)


def variables() -> set[str]:
    """The environment variables that are settings."""
    fields = Settings.model_fields.items()
    return {str(field.validation_alias or f"ADRIFT_{name.upper()}") for name, field in fields}


def _said(schema: dict[str, Any], document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]
