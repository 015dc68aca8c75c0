"""Whether a decision record names what a finding is about.

The front matter's `allows: orders -> billing` says it exactly, and then nothing else counts. Else the text is read as a
person reads it: a name counts where it stands as a word of its own, outside blocks of code and not struck out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from checks.codebase.documents import DecisionRecord, plain_text
from checks.overrides.subjects import Subject
from checks.policy import Components, covers, lies_in

GAP = re.compile(r"[-_ ]+")
WILDCARDS = frozenset("*?{[")


@dataclass(frozen=True, slots=True)
class RecordText:
    """What a record says: the pairs that it allows, and its text without code."""

    allows: tuple[tuple[str, str], ...]
    text: str

    @classmethod
    def of(cls, record: DecisionRecord) -> "RecordText":
        return cls(record.allows, plain_text(record))

    def names(self, subject: Subject, components: Components) -> bool:
        """Whether it allows what a finding is about."""
        if self.allows and subject.components:
            return any(_is_pair(pair, subject, components) for pair in self.allows)
        named = [any(map(self._says, names_of(one, components))) for one in subject.components]
        if not all(named) and not (any(named) and any(map(self._says, subject.instead))):
            return False
        if not subject.names and not subject.each:
            return True
        return any(map(self._says, subject.names)) or (bool(subject.each) and all(map(self._says, subject.each)))

    def _says(self, name: str) -> bool:
        return bool(name.strip("-_ ")) and _as_word(name).search(self.text) is not None


def names_of(component: str, components: Components) -> Iterator[str]:
    """How people call a component: by its name, a family's member by its own (`kyc` for `domains/kyc`), by its folder
    (`packages/monstrino-core`, or `monstrino-core` for `core`), or by its package."""
    yield component
    family, _, member = component.partition("/")
    if member:
        yield member
        return
    rules = components.policy.components.get(family)
    for path in rules.path if rules else ():
        if WILDCARDS.isdisjoint(path):
            folder = path.strip("/")
            yield folder
            if component.casefold() in folder.rpartition("/")[2].casefold():
                yield folder.rpartition("/")[2]
    yield from rules.distribution if rules else ()


def wanted_names(subject: Subject) -> str:
    """What a record has to name, for its author: `orders -> billing`, or `orders` with `requests`."""
    if len(subject.components) == 2:
        return f"`{' -> '.join(subject.components)}`"
    names = (*subject.components, *(subject.each or subject.names[:1]))
    return " with ".join(f"`{name}`" for name in names)


def _is_pair(pair: tuple[str, str], subject: Subject, components: Components) -> bool:
    first, second = pair
    source, *others = subject.components
    if not others and not _is_component(first, source, components):
        first, second = second, first  # an edge from a file of no component
    if not _is_component(first, source, components):
        return False
    if others:
        return _is_component(second, others[0], components) or _is_one_of(second, subject.instead)
    return _is_one_of(second, subject.names) or subject.each == (second,)


def _is_component(said: str, component: str, components: Components) -> bool:
    return covers(said, component) or said.casefold() in {name.casefold() for name in names_of(component, components)}


def _is_one_of(said: str, names: Iterable[str]) -> bool:
    return any(said.casefold() == name.casefold() or lies_in(name, said) for name in names)


@lru_cache(maxsize=1_000)
def _as_word(name: str) -> re.Pattern[str]:
    """A name as a word of its own: `web` is not said by `web-ui`, and `shared_kernel` is by "shared kernel"."""
    words = r"[-_ ]".join(map(re.escape, GAP.split(name)))
    return re.compile(rf"(?<!\w)(?<!\w-){words}(?!\w|-\w)", re.IGNORECASE)
