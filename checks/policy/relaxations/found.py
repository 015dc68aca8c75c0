"""What is found when two policies are compared, and where it stands."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checks.policy.model import Policy
from checks.policy.statements import Statement
from checks.policy.vocabulary import Level, Origin
from checks.policy.yaml_text import Path

Item = tuple[Path, str]
"""A name in a list with its place below the word: `(("only", 0), "billing")`."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One way in which a policy permits more than before: the names that `word` (`components.orders.depends_on`) says
    now, or does not say any more where `is_taken_away`. The `line` is one of the new `file` where `is_at_head`, else of
    the old one. `component`, `adr` and `level` are those of the rule that is relaxed, as the old policy has them.
    """

    word: str
    names: tuple[str, ...]
    is_taken_away: bool
    file: str
    line: int
    is_at_head: bool
    component: str | None
    adr: str | None
    level: Level


@dataclass(frozen=True, slots=True)
class Sides:
    """The policy as it was and as it is to be. `is_proposed` says whether a record is only proposed."""

    before: Policy
    after: Policy
    is_proposed: Callable[[str], bool]

    def weakens_citation(self, old: str | None, new: str | None) -> bool:
        """Whether a rule loses its record, or comes to rest on one that does not let it block."""
        if old is None or old == new or self.is_proposed(old):
            return False
        return new is None or self.is_proposed(new)

    def pair(self, component: str | None = None, place: Path = ()) -> "Pair":
        """The words at one place of both policy files."""
        level, adr = self.before.level, self.before.adr.cite
        rules = self.before.components.get((component or "").partition("/")[0])
        if rules is not None:
            level, adr = rules.level or level, rules.adr or adr
        return Pair(Spot(self.before.origin, place), Spot(self.after.origin, place), component, adr, level)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a file says something."""

    origin: Origin
    place: Path

    @classmethod
    def of(cls, statement: Statement) -> "Spot":
        """Where a statement stands."""
        return cls(statement.origin, statement.place)

    def line(self, path: Path) -> int | None:
        """The line of what is written below the spot; None where the file does not write it."""
        found: Path = ()
        wanted = (*self.place, *path)
        for step in wanted:
            if (*found, step) in self.origin.positions:
                found = (*found, step)
        return self.origin.positions[found][0] if found and found[-1:] == wanted[-1:] else None


@dataclass(frozen=True, slots=True)
class Pair:
    """The same words in both policies, with component, record and level of the rule that they are."""

    old: Spot
    new: Spot
    component: str | None
    adr: str | None
    level: Level

    def permits(self, word: str, items: Iterable[Item]) -> Iterator[Relaxation]:
        """What the new policy names beyond the old one."""
        if found := tuple(items):
            yield self._found(word, found, is_taken_away=False)

    def drops(self, word: str, items: Iterable[Item]) -> Iterator[Relaxation]:
        """What the old policy names and the new one does not."""
        if found := tuple(items):
            yield self._found(word, found, is_taken_away=True)

    def replaces(self, word: str, old: str, new: str) -> Iterator[Relaxation]:
        """A word that says something weaker now, or is not said any more."""
        is_said = self.new.line(_steps(word)) is not None
        yield from self.permits(word, [((), new)]) if is_said else self.drops(word, [((), old)])

    def _found(self, word: str, items: tuple[Item, ...], *, is_taken_away: bool) -> Relaxation:
        below = (*_steps(word), *items[0][0])
        nearest, other = (self.old, self.new) if is_taken_away else (self.new, self.old)
        if nearest.line(_steps(word)) is None and other.line(_steps(word)) is not None:
            nearest = other  # a default, or what is simply gone, is written on the other side only
        return Relaxation(
            word=".".join(filter(None, ["components" if self.component else "", self.component, word])),
            names=tuple(name for _, name in items),
            is_taken_away=is_taken_away,
            file=nearest.origin.file,
            line=nearest.origin.position_of((*nearest.place, *below))[0],
            is_at_head=nearest is self.new,
            component=self.component,
            adr=self.adr,
            level=self.level,
        )


def _steps(word: str) -> Path:
    return tuple(word.split(".")) if word else ()
