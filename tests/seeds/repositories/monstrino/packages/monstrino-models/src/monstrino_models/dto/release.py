from monstrino_core.enums import ReleaseKind
from pydantic import BaseModel

from monstrino_models.dto.character import CharacterDto


class ReleaseDto(BaseModel):
    id: int
    title: str
    kind: ReleaseKind
    characters: list[CharacterDto] = []
