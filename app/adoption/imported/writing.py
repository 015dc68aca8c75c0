"""An imported policy as the text of a policy file: every component under the rules that it comes from, and at the end
what could not be carried over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.adoption.imported.values import ImportedComponent, ImportedPolicy, LeftOut, ListRule
from app.adoption.yaml_flow import WIDTH, printable, scalar


def policy_text(policy: ImportedPolicy) -> str:
    """The policy file. It loads: names, globs and lists are as the policy's model wants them."""
    lines = [*_head(policy), "version: 1", *_settings(policy), *_components(policy.components)]
    return "\n".join([*lines, *_exceptions(policy.left_out), *_left_out(policy.left_out)]) + "\n"


def summary(policy: ImportedPolicy) -> str:
    """One line: what became of the rules."""
    whole, part, none = policy.counts
    rules, components = _counted(len(policy.rules), "rule"), _counted(len(policy.components), "component")
    return f"{rules}: {whole} carried over, {part} in part, {none} not; {components}"


def left_out_lines(policy: ImportedPolicy) -> Iterator[str]:
    """What could not be carried over, a line each."""
    for left in policy.left_out:
        instead = f" ({left.instead})" if left.instead else ""
        yield printable(f"{left.origin}: {left.what}{instead}")


def _head(policy: ImportedPolicy) -> Iterator[str]:
    yield "# Written by `adrift policy import` from:"
    for file in dict.fromkeys(rule.file for rule in policy.rules):
        yield f"#   {printable(file)}"
    yield f"# {summary(policy)}."
    yield "# docs/import.md of adrift says what becomes of what."
    if not policy.components:
        yield "# No rule names a place in the repository, so nothing is judged: `adrift policy init` writes components."


def _settings(policy: ImportedPolicy) -> Iterator[str]:
    for word, setting in policy.settings.items():
        yield f"# {printable(setting.remark)}"
        yield from _entry("", word, _value(setting.value), setting.value)


def _components(components: Sequence[ImportedComponent]) -> Iterator[str]:
    yield "components:" if components else "components: {}"
    for component in components:
        yield ""
        yield from (f"  # {printable(remark)}" for remark in component.remarks)
        yield f"  {scalar(component.name)}:"
        path: object = component.path[0] if len(component.path) == 1 else component.path
        for word, value in _words(component, path):
            yield from _entry("    ", word, _value(value), value)


def _words(component: ImportedComponent, path: object) -> Iterator[tuple[str, object]]:
    yield "path", path
    for word, rule in component.lists.items():
        yield word, _rule(rule)
    for more, names in (
        ("encapsulates", component.encapsulates),
        ("public", component.public),
        ("layers", component.layers),
    ):
        if names:
            yield more, names


def _rule(rule: ListRule) -> object:
    """A plain list where the rule is nothing else."""
    more = {"indirect": rule.indirect, "each_file": rule.each_file, "level": rule.level and str(rule.level)}
    words = {word: value for word, value in more.items() if value}
    if rule.only is not None and not rule.not_ and not words:
        return rule.only
    only = {} if rule.only is None else {"only": rule.only}
    return {**only, **({"not": rule.not_} if rule.not_ else {}), **words}


def _entry(indent: str, word: str, written: str, value: object) -> Iterator[str]:
    """A word with its value, on one line where it fits."""
    line = f"{indent}{word}: {written}"
    if len(line) <= WIDTH or isinstance(value, str) or not value:
        yield line
    elif isinstance(value, Mapping):
        yield f"{indent}{word}:"
        for inner, below in value.items():
            yield from _entry(f"{indent}  ", inner, _value(below), below)
    elif isinstance(value, Sequence):
        yield from (f"{indent}{word}: [", *_filled(f"{indent}  ", value), f"{indent}]")


def _filled(indent: str, items: Sequence[object]) -> Iterator[str]:
    """Items of a list, as many on a line as fit; inner lists that are longer than a line are broken too."""
    line = indent
    for item in items:
        written = _value(item[0] if isinstance(item, tuple) and len(item) == 1 else item)
        if line != indent and len(line) + len(written) > WIDTH - 2:
            yield line.rstrip()
            line = indent
        if isinstance(item, tuple) and len(indent) + len(written) > WIDTH:
            yield from (f"{indent}[", *_filled(f"{indent}  ", item), f"{indent}],")
        else:
            line += f"{written}, "
    if line != indent:
        yield line.rstrip()


def _value(value: object) -> str:
    """YAML in flow style."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(word))}: {_value(inner)}" for word, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        one_name = [item[0] if isinstance(item, tuple) and len(item) == 1 else item for item in value]
        return "[" + ", ".join(map(_value, one_name)) + "]"
    return scalar(str(value))


def _exceptions(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """Single edges as exceptions that wait for a decision record, as comments."""
    edges = {left.edge: left.origin for left in left_out if left.edge}
    if edges:
        yield from ("", "# An exception needs an accepted decision record: write it, name it, and take the `#` away.")
        yield "# exceptions:"
        for edge, origin in edges.items():
            source, target = map(scalar, edge)
            yield f"#   - {{from: {source}, to: {target}, adr: ADR-NNNN}}  # {printable(str(origin))}"


def _left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    if not left_out:
        return
    yield from ("", f"# Not carried over ({len(left_out)}):")
    for left in left_out:
        instead = f": {left.instead}" if left.instead else ""
        yield f"# - {printable(f'{left.origin}: {left.what}{instead}')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
