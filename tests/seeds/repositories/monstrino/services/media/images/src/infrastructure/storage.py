from pathlib import Path

from domain.image import Image


class FileStorage:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, image: Image) -> bytes:
        return (self.folder / image.key).read_bytes()
