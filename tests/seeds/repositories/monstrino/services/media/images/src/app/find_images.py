from monstrino_models.dto import ReleaseDto

from domain.image import Image


def find_images(release: ReleaseDto) -> list[Image]:
    return [Image(f"{release.id}-{character.id}.webp") for character in release.characters]
