"""A starting policy as text: YAML in the manner of a person who likes tables, with comments."""

from collections.abc import Iterator, Sequence

from app.adoption.doubt import Doubt
from app.adoption.homes import Homes
from app.adoption.starting_policy import StartingComponent, StartingPolicy
from app.adoption.yaml_flow import WIDTH, flow_layers, flow_list, printable, scalar, wrapped

MOST_EXAMPLES = 3
SCHEMA_FILE = "architecture.schema.json"

HEAD = f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
# A starting policy, made by `adrift policy init` from the code as it is. All that the code does today is allowed, so
# only a pull request that adds something new between components gets a finding. Make it yours: rename components,
# shorten the lists, cite the decision records. `adrift policy validate` checks the file.
version: 1
# mode: shadow  # to watch first: nothing fails, nothing is commented
"""
NO_RECORDS = "# adr: {path: docs/adr}  # no folder of decision records was found; findings ask for a record"
HOMES = """\
# Who imports an object-relational mapper today. With this word on these components, a pull request by which its models
# or sessions reach another one gets a finding. Put it where the models are at home, and nowhere else.
"""
ODD = """\
# What looks odd in the code today. No review reports it while it stays as it is: the lists above allow it, and a circle
# that is there is not new (`adrift audit` shows it). Decide what is meant to be, and take the rest off the lists.
"""


def policy_text(policy: StartingPolicy) -> str:
    """The text of the policy file."""
    remarks = [*_homes(policy.homes), *_odd(policy.doubts)]
    return "\n".join([HEAD.rstrip(), *_settings(policy), "", *_components(policy), *remarks]) + "\n"


def _settings(policy: StartingPolicy) -> Iterator[str]:
    yield f"adr: {{path: {scalar(policy.records)}}}" if policy.records else NO_RECORDS
    if policy.tests:
        yield from wrapped(f"tests: {flow_list(policy.tests)}")
    if policy.layers:
        yield f"layers: {flow_layers(policy.layers)}  # high to low: a lower one may not use a higher one"
    if policy.catalog:
        yield f"# events: {{catalog: {scalar(policy.catalog)}, publish: [...]}}  # name what publishes an event"


def _components(policy: StartingPolicy) -> Iterator[str]:
    if not policy.components:
        yield "# no folders with code were found: name the parts of the repository here"
        yield "components: {}"
        return
    yield "components:"
    tops = list(dict.fromkeys(one.top for one in policy.components))
    for top in tops:
        group = [one for one in policy.components if one.top == top]
        if len(tops) > 1:
            yield f"  # {top or 'at the top'}"
        width = max(len(_key(one)) for one in group)
        paths = max((len(_paths(one)) for one in group if len(_paths(one)) <= WIDTH // 3), default=0)
        for one in group:
            yield from _component(one, width, paths)


def _component(one: StartingComponent, width: int, paths: int) -> Iterator[str]:
    """A line where it fits; what does not stands below, word by word."""
    remark = f"  # {one.members} members" if one.members else ""
    start = f"  {_key(one):<{width}} {{"
    path, *words = _words(one)
    path = f"{path},".ljust(paths + len("path: ,")) if words else path
    line = f"{start}{' '.join([path, ', '.join(words)]).rstrip()}}}"
    if len(line + remark) <= WIDTH:
        yield line + remark
        return
    opening = f"{start}{path.rstrip()}{'' if words else '}'}"
    yield from wrapped(opening if len(opening + remark) > WIDTH else opening + remark)
    for index, word in enumerate(words):
        end = "}" if index == len(words) - 1 else ","
        yield from wrapped(f"{' ' * len(start)}{word}{end}")


def _key(one: StartingComponent) -> str:
    return f"{scalar(one.name)}:"


def _paths(one: StartingComponent) -> str:
    return scalar(one.path[0]) if len(one.path) == 1 else flow_list(one.path)


def _words(one: StartingComponent) -> Iterator[str]:
    yield f"path: {_paths(one)}"
    if one.depends_on is not None:
        yield f"depends_on: {flow_list(one.depends_on)}"
    elif one.denied:
        yield f"depends_on: {{not: {flow_list(one.denied)}}}"
    if one.layers:
        yield f"layers: {flow_layers(one.layers)}"


def _homes(found: Sequence[Homes]) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield from HOMES.splitlines()
    for one in found:
        users = f"on {', '.join(one.components)}; {one.others} without"
        yield from wrapped(printable(f"# - {one.mapper}: encapsulates: {flow_list(one.packages)} {users}"), "#   ")


def _odd(doubts: Sequence[Doubt]) -> Iterator[str]:
    if not doubts:
        return
    yield ""
    yield from ODD.splitlines()
    for doubt in doubts:
        yield from wrapped(printable(f"# - {doubt.what} ({doubt.count}){doubt.more and ': '}{doubt.more}"), "#   ")
        yield from (_cut(printable(f"#     {example}")) for example in doubt.examples[:MOST_EXAMPLES])
        if len(doubt.examples) > MOST_EXAMPLES:
            yield f"#     and {len(doubt.examples) - MOST_EXAMPLES} more"


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
