"""What the payloads of webhooks have in common. Only what is read is demanded."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from app.jobs.job import RepositoryId


class Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


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
