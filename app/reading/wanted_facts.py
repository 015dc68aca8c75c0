"""Facts of files that a change does not touch and a check has to know all the same: read round by round."""

from collections.abc import Iterable
from dataclasses import replace

from app.reading.facts_reader import FactsReader
from checks import Baseline, Change, Circumstances, FileFacts, Policy, Source, wanted_facts

Named = dict[tuple[str, str], FileFacts]


def with_wanted_facts(
    facts: FactsReader, change: Change, policy: Policy, told: Circumstances, baseline: Baseline | None = None
) -> Circumstances:
    """The circumstances with the facts that a review under this policy asks for. What a file says may lead to others,
    so it is asked again until nothing new is wanted; each file is read once. Raises GitError."""
    known = dict(told.facts)
    while True:
        told = replace(told, facts=known)
        wanted = [one for one in wanted_facts(change, policy, told, baseline) if _name(one) not in known]
        if not wanted:
            return told
        known = {**known, **_read(facts, wanted)}


def _read(facts: FactsReader, wanted: Iterable[Source]) -> Named:
    """By a parser; a path may stand for several files, of both sides of the change."""
    found: Named = {}
    left = list(wanted)
    while left:
        once = {source.path: source for source in left}
        read = facts.read(list(once.values()), thorough=True)
        found.update({_name(source): read[path] for path, source in once.items()})
        left = [source for source in left if once[source.path] is not source]
    return found


def _name(source: Source) -> tuple[str, str]:
    return source.object_id, source.dialect
