"""`layers`: a lower layer may not import a higher one; skipping layers is allowed. Inside each member of a component by
the names of its folders, and at the top of the policy over components."""

from collections.abc import Iterator, Sequence

from checks.check import Case
from checks.edge_rules.crossing import CHECK_NAME, Crossing, Judgement, judgement
from checks.evidence import AgainstLayers, Breach
from checks.policy import Mode, covers, statements

Layer = tuple[int, str]
"""Its place from the top, and the name under which a file (or a component) is of it."""


def layers(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """Edges that go upwards."""
    if crossing.is_judged:
        yield from _within_component(case, crossing)
        yield from _over_components(case, crossing)


def _within_component(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    """Only between files that the component itself owns: a part of it (a composition root) is exempt."""
    owner = next(iter(crossing.sources), None)
    if owner is None or owner != next(iter(crossing.targets), None):
        return
    for statement in statements(case.policy, owner):
        written = statement.rules.layers
        ends = crossing.edge.importer, crossing.edge.imported
        lower, higher = (_of_file(written, below) for below in (case.components.below(owner, path) for path in ends))
        if lower and higher and lower[0] > higher[0]:
            yield judgement(case, statement, "layers", AgainstLayers(lower[1], higher[1], owner))


def _of_file(layers: Sequence[Sequence[str]], segments: Sequence[str]) -> Layer | None:
    """The layer of the first segment that is a layer's name; a module `domain.py` counts as a folder `domain` does."""
    for segment in segments:
        for index, names in enumerate(layers):
            if segment in names:
                return index, segment
    return None


def _over_components(case: Case, crossing: Crossing) -> Iterator[Judgement]:
    policy = case.policy
    pairs = ((source, target) for source in crossing.left for target in crossing.entered)
    for source, target in pairs if policy.layers else ():
        lower, higher = _of_component(policy.layers, source), _of_component(policy.layers, target)
        if lower and higher and lower[0] > higher[0]:
            citation = case.citation_of_policy("layers")
            ban = AgainstLayers(lower[1], higher[1], None)
            breach = Breach("layers", source, ban, citation.file, citation.line, citation.adr)
            yield Judgement(breach, case.level(source), policy.mode_of(CHECK_NAME, source) is Mode.BLOCK)


def _of_component(layers: Sequence[Sequence[str]], component: str) -> Layer | None:
    found = ((index, entry) for index, entries in enumerate(layers) for entry in entries if covers(entry, component))
    return max(found, key=lambda layer: len(layer[1]), default=None)
