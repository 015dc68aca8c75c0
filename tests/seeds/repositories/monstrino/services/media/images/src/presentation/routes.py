from fastapi import APIRouter
from monstrino_models.dto import ReleaseDto

from app.find_images import find_images

router = APIRouter()


@router.post("/images")
def images(release: ReleaseDto) -> list[str]:
    return [image.key for image in find_images(release)]
