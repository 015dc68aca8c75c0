from monstrino_models.dto.character import CharacterDto
from monstrino_models.dto.release import ReleaseDto

__all__ = ["CharacterDto", "ReleaseDto"]
