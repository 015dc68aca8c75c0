from monstrino_models.orm.base import Base
from monstrino_models.orm.character import Character
from monstrino_models.orm.release import Release

__all__ = ["Base", "Character", "Release"]
