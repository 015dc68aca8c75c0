"""What the payloads of webhooks have in common. Only what is read is demanded."""

from typing import Annotated, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)

from app.jobs.job import RepositoryId

LARGEST_ID = 2**63 - 1
LARGEST_NUMBER = 2**31 - 1
"""What the database's columns hold."""


class Payload(BaseModel):
    """A part of a payload, of which nothing is taken that the database could not hold: it would be
    sent again for ever."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @field_validator("*")
    @classmethod
    def _can_be_stored(cls, value: object, info: ValidationInfo) -> object:
        largest = LARGEST_ID if info.field_name == "id" else LARGEST_NUMBER
        if isinstance(value, int) and not -largest <= value <= largest:
            raise ValueError("is too large a number")
        if isinstance(value, str) and "\0" in value:
            raise ValueError("holds a character that no database keeps")
        return value


def _or_none(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    try:
        return validate(value)
    except ValidationError:
        return None


Value = TypeVar("Value")
Lenient = Annotated[Value | None, WrapValidator(_or_none)]


class Numbered(Payload):
    id: int


class Named(Payload):
    id: int
    full_name: str


class Envelope(Payload):
    """What nearly every payload carries. Nothing of it is demanded: an unknown payload is stored, too."""

    action: Lenient[str] = None
    installation: Lenient[Numbered] = None
    repository: Lenient[Numbered] = None


class FromRepository(Payload):
    installation: Numbered
    repository: Named

    @property
    def repository_id(self) -> RepositoryId:
        return RepositoryId(self.installation.id, self.repository.id, self.repository.full_name)
