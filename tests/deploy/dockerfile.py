"""A Dockerfile as values: its stages, and their instructions with build arguments filled in."""

import re
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).parents[2]
ARGUMENT = re.compile(r"\$\{(\w+)\}")


@dataclass
class Stage:
    """From one FROM to the next. `instructions` are (name, what follows)."""

    image: str
    name: str | None
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        """What follows each instruction of that name."""
        return [text for kind, text in self.instructions if kind == name]

    def last(self, name: str) -> str:
        return self.all(name)[-1]


def stages(file: Path = TOP / "Dockerfile") -> list[Stage]:
    """The stages, in order."""
    found: list[Stage] = []
    arguments: dict[str, str] = {}
    for name, text in instructions(file.read_text()):
        filled = ARGUMENT.sub(lambda match: arguments[match[1]], text)
        if name == "ARG":
            key, _, value = filled.partition("=")
            arguments[key] = value
        elif name == "FROM":
            image, _, alias = filled.partition(" AS ")
            found.append(Stage(image, alias or None))
        else:
            found[-1].instructions.append((name, filled))
    return found


def instructions(text: str) -> list[tuple[str, str]]:
    """Lines without comments, continued ones joined."""
    kept = "\n".join(line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    lines = kept.replace("\\\n", " ").splitlines()
    return [(name, " ".join(rest.split())) for name, _, rest in (line.strip().partition(" ") for line in lines)]


def copied(stage: Stage) -> set[str]:
    """What of the build context a stage takes."""
    lines = [line.split() for line in stage.all("COPY") if not line.startswith("--from")]
    return {source for line in lines for source in line[:-1]}
