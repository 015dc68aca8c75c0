"""GitHub's answers as values: JSON, and models of ours."""

from http import HTTPStatus
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from app.github.errors import UnavailableError

Model = TypeVar("Model", bound=BaseModel)


def json_of(request: str, response: httpx.Response) -> Any:
    """What a successful answer says, None where it says nothing; `request` is method and path. Raises
    UnavailableError."""
    if response.status_code == HTTPStatus.NO_CONTENT:
        return None
    try:
        return response.json()
    except ValueError:
        raise UnavailableError(f"GitHub's answer to {request} is not JSON") from None


def parse(model: type[Model], answer: object) -> Model:
    """GitHub's answer as a model of ours. Raises UnavailableError for one of another shape."""
    try:
        return TypeAdapter(model).validate_python(answer)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"])
        raise UnavailableError(f"GitHub's answer is not as documented ({model.__name__}: {place})") from None
