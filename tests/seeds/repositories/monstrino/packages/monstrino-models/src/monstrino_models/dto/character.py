from pydantic import BaseModel


class CharacterDto(BaseModel):
    id: int
    name: str
