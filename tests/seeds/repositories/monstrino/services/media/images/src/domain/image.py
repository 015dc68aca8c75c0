from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    key: str
