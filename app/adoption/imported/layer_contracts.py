"""import-linter's `layers`: one order over components at the top of the policy, the folders of a component, or lists of
what each lower layer may not use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.adoption.imported.contracts import Contract
from app.adoption.imported.draft import Draft
from app.adoption.imported.modules import PythonModules, is_pattern
from app.adoption.imported.values import Demand, unique

CHAINS = "chains of imports through modules of no layer: `layers` judges direct imports"


@dataclass(frozen=True, slots=True)
class Layer:
    """The names of one layer; independent siblings (`|`) may not use each other, others (`:`) may."""

    names: tuple[str, ...]
    independent: bool


Stack = tuple[Layer, ...]


def stack_of(lines: Sequence[str]) -> Stack:
    """The layers of a contract, high to low. Brackets round an optional layer mean nothing here: a component whose path
    matches nothing is fine."""
    return tuple(Layer(tuple(_names(line)), independent=":" not in line) for line in lines)


def add_layers(draft: Draft, modules: PythonModules, contract: Contract, *, alone: bool) -> None:
    """Carry over one `layers` contract; `alone` if it is the only one without containers."""
    stack, containers = stack_of(contract.lines("layers")), contract.lines("containers")
    if not containers:
        rows = [_components(draft, modules, contract, layer, "") for layer in stack]
        if alone and draft.layers_over([row for row in rows if row], contract.origin):
            draft.leave(contract.origin, CHAINS)
            for row in rows:
                _remark(draft, contract, row)
        else:
            _forbid_upwards(draft, contract, rows)
        _keep_apart(draft, contract, stack, rows)
    for container in containers:
        _within(draft, modules, contract, stack, container)
    if contract.flag("exhaustive"):
        draft.leave(
            contract.origin, "`exhaustive`: files of no layer are free", "`unassigned: deny` asks for a component"
        )


def _within(draft: Draft, modules: PythonModules, contract: Contract, stack: Stack, container: str) -> None:
    """The folders of a container. Where parts of it are components of their own, or a layer's name is dotted, its
    layers are components too."""
    family = modules.family(container) if is_pattern(container) else (modules.path(container),)
    parts = [part for path in family or () if "{" not in path for part in draft.within(path)]
    dotted = any("." in name for layer in stack for name in layer.names)
    if not is_pattern(container) and (parts or dotted):
        rows = [_components(draft, modules, contract, layer, f"{container}.") for layer in stack]
        _forbid_upwards(draft, contract, rows)
        _keep_apart(draft, contract, stack, rows)
        return
    name = draft.component(container.replace("*", "each"), family) if family and not dotted else None
    if name is None:
        draft.leave(contract.origin, f"the layers of `{container}`")
        return
    draft.layers_within(name, [layer.names for layer in stack], contract.origin)
    draft.leave(contract.origin, CHAINS)
    for layer in stack:
        if layer.independent and len(layer.names) > 1:
            siblings = " | ".join(layer.names)
            draft.leave(contract.origin, f"that `{siblings}` may not use each other in `{container}`")


def _components(draft: Draft, modules: PythonModules, contract: Contract, layer: Layer, above: str) -> tuple[str, ...]:
    found = []
    for name in layer.names:
        component = draft.component(above + name, modules.globs(above + name))
        if component is None:
            draft.leave(contract.origin, f"layer `{above}{name}`", "its files are those of another component")
        else:
            found.append(component)
    return unique(found)


def _forbid_upwards(draft: Draft, contract: Contract, rows: Sequence[tuple[str, ...]]) -> None:
    """What no second order can say: each component may not use those of the layers above, not by a chain either."""
    for index, row in enumerate(rows):
        above = tuple(name for higher in rows[:index] for name in higher)
        for name in row:
            _remark(draft, contract, (name,))
            if above:
                draft.demand(name, "depends_on", Demand(contract.origin, not_=above, indirect=True))


def _keep_apart(draft: Draft, contract: Contract, stack: Stack, rows: Sequence[tuple[str, ...]]) -> None:
    for layer, row in zip(stack, rows, strict=True):
        for name in row if layer.independent else ():
            others = tuple(other for other in row if other != name)
            if others:
                draft.demand(name, "depends_on", Demand(contract.origin, not_=others, indirect=True))


def _remark(draft: Draft, contract: Contract, names: Sequence[str]) -> None:
    for name in names:
        draft.remark(name, str(contract.origin))


def _names(line: str) -> Iterator[str]:
    for name in line.replace("|", ":").split(":"):
        bare = name.strip()
        yield bare[1:-1].strip() if bare.startswith("(") and bare.endswith(")") else bare
