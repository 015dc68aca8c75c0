"""The facts of files: from the cache, and of what it does not know from a parser process."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.facts.store import FactsKey, FactsStore
from app.git.repository import Repository
from app.parsing.limits import CRASHED, OUT_OF_TIME, TOO_LONG
from app.parsing.parsers import Parsers
from app.parsing.wire import Unread
from checks import FileFacts, Problem, Source, is_scanned

MISSING = FileFacts(problem=Problem("its content is not in this clone, or too large to be read"))
PASSING = (TOO_LONG, OUT_OF_TIME, CRASHED)
"""What may be said otherwise the next time: nothing that a cache should hold."""
KEPT_AT_ONCE = 500
"""Facts that are gathered before they are written to the cache."""

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is, and how much there is."""


def no_progress(_doing: str, _done: int, _all: int) -> None:
    """Nobody looks."""


@dataclass(frozen=True)
class FactsReader:
    """Reads the facts of one repository's files. The same bytes in the same dialect are read once."""

    repository: Repository
    store: FactsStore
    parsers: Parsers
    progress: Progress = no_progress
    _known: dict[FactsKey, FileFacts] = field(default_factory=dict)

    def read(self, wanted: Collection[Source], *, thorough: bool) -> dict[str, FileFacts]:
        """The facts by path. `thorough` files are parsed; of others a scanner's word is taken where it is sure."""
        keys = [_key(source, thorough=thorough) for source in wanted]
        for found in (self._parsed, self._stored):
            self._known.update(found(self._unknown(keys)))
        self._parse(self._unknown(keys))
        return {source.path: self._known[key] for source, key in zip(wanted, keys, strict=True)}

    def forget(self) -> None:
        """Let go of what was read: after a whole repository that is more than will be asked for again."""
        self._known.clear()

    def _unknown(self, keys: Iterable[FactsKey]) -> Collection[FactsKey]:
        """In the order of paths: git packs files that lie together together, and reads them so a quarter faster."""
        return dict.fromkeys(key for key in keys if key not in self._known).keys()

    def _parsed(self, keys: Collection[FactsKey]) -> Mapping[FactsKey, FileFacts]:
        """What a parser found before serves where a scanner is asked for: it says all that the scanner does."""
        return {key: self._known[better] for better, key in _better(keys).items() if better in self._known}

    def _stored(self, keys: Collection[FactsKey]) -> Mapping[FactsKey, FileFacts]:
        """What the cache knows, of a parser too where a scanner is asked for."""
        if not keys:
            return {}
        better = _better(keys)
        found = self.store.read([*keys, *better])
        return {better.get(key, key): facts for key, facts in found.items()}

    def _parse(self, keys: Collection[FactsKey]) -> None:
        if not keys:
            return
        unread = self._unread(keys)
        fresh: dict[FactsKey, FileFacts] = {}
        for done, (file, facts) in enumerate(self.parsers.facts(unread), 1):
            fresh[FactsKey(file.object_id, file.dialect, not file.thorough)] = facts
            self.progress("reading files", done, len(keys))
            if len(fresh) >= KEPT_AT_ONCE:
                self._keep(fresh)
                fresh = {}
        self._keep(fresh)

    def _keep(self, fresh: Mapping[FactsKey, FileFacts]) -> None:
        self._known.update(fresh)
        self.store.write({key: facts for key, facts in fresh.items() if facts not in PASSING})

    def _unread(self, keys: Collection[FactsKey]) -> Iterator[Unread]:
        by_object: dict[str, list[FactsKey]] = {}
        for key in keys:
            by_object.setdefault(key.object_id, []).append(key)
        for object_id, content in self.repository.files(by_object):
            for key in by_object[object_id]:
                if content is None:
                    self._known[key] = MISSING
                else:
                    yield Unread(object_id, key.dialect, not key.is_scanned, content)


def _key(source: Source, *, thorough: bool) -> FactsKey:
    return FactsKey(source.object_id, source.dialect, not thorough and is_scanned(source.dialect))


def _better(keys: Collection[FactsKey]) -> dict[FactsKey, FactsKey]:
    """What a scanner is asked for, by what a parser would have said."""
    return {key._replace(is_scanned=False): key for key in keys if key.is_scanned}
