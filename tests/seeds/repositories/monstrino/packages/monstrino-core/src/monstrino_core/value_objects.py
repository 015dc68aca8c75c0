from dataclasses import dataclass


@dataclass(frozen=True)
class Slug:
    text: str

    def __post_init__(self) -> None:
        if self.text != self.text.lower():
            raise ValueError(self.text)
