"""What an author has to write into a catalog, in that catalog's own format."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from checks.events.catalogs import Catalog, Format, Role
from checks.evidence import NewEntry

ITEM = "- "


def new_entry(catalogs: Sequence[Catalog], event: str, owner: str, subscribers: Iterable[str]) -> NewEntry | None:
    """The entry for an event: in the catalog that has the owner's other events, else the first."""
    own = [one for one in catalogs if any(owner in entry.owners for entry in one.entries) or _is_named(one.path, owner)]
    catalog = next(iter(own or catalogs), None)
    if catalog is None:
        return None
    values = {Role.EVENT: event, Role.OWNER: owner, Role.SUBSCRIBERS: ", ".join(subscribers)}
    text = WRITERS[catalog.format](catalog, values)
    if not _has_lines(catalog):
        return NewEntry(_path(catalog, event), None, text)
    return NewEntry(catalog.path, catalog.last, text, catalog.last_text)


def _has_lines(catalog: Catalog) -> bool:
    """Whether each entry is one line, so that the next can be put after the last."""
    is_plain = catalog.format is Format.YAML and not catalog.columns
    return catalog.last > 0 and (catalog.format in {Format.TABLE, Format.LIST} or is_plain)


def _is_named(path: str, owner: str) -> bool:
    last = owner.rpartition("/")[2]
    return bool(last) and last in path.replace(".", "/").split("/")


def _path(catalog: Catalog, event: str) -> str:
    if catalog.format is not Format.FOLDER:
        return catalog.path
    return f"{catalog.path}/events/{event}/index.mdx"


def _table(catalog: Catalog, values: Mapping[Role, str]) -> str:
    is_code = catalog.last_text.lstrip("| ").startswith("`")
    event = f"`{values[Role.EVENT]}`" if is_code else values[Role.EVENT]
    cells = [event if role is Role.EVENT else values.get(role, "") for _, role in catalog.columns]
    return "| " + " | ".join(cells) + " |"


def _heading(catalog: Catalog, values: Mapping[Role, str]) -> str:
    mark = catalog.last_text.split(" ")[0] if catalog.last_text.startswith("#") else "###"
    subscribers = f"\n- Subscribers: {values[Role.SUBSCRIBERS]}" if values[Role.SUBSCRIBERS] else ""
    return f"{mark} {values[Role.EVENT]}\n\n- Publisher: {values[Role.OWNER]}{subscribers}"


def _list(catalog: Catalog, values: Mapping[Role, str]) -> str:
    mark = catalog.last_text.lstrip()[:2] if catalog.last_text.lstrip()[:2] in {"- ", "* ", "+ "} else ITEM
    indent = catalog.last_text[: len(catalog.last_text) - len(catalog.last_text.lstrip())]
    quote = "`" if "`" in catalog.last_text else "**"
    return f"{indent}{mark}{quote}{values[Role.EVENT]}{quote}: published by {values[Role.OWNER]}"


def _folder(_catalog: Catalog, values: Mapping[Role, str]) -> str:
    people = "".join(
        f"{key}:\n  - {value}\n"
        for key, value in (("producers", values[Role.OWNER]), ("consumers", values[Role.SUBSCRIBERS]))
        if value
    )
    event = values[Role.EVENT]
    return f"---\nid: {event}\nname: {event}\nversion: 0.0.1\nsummary: |\n  …\n{people}---"


def _asyncapi_2(_catalog: Catalog, values: Mapping[Role, str]) -> str:
    event = values[Role.EVENT]
    return f"  {event}:\n    publish:\n      message:\n        name: {event}\n        payload:\n          type: object"


def _asyncapi_3(_catalog: Catalog, values: Mapping[Role, str]) -> str:
    event = values[Role.EVENT]
    message = f"{event}:\n        name: {event}\n        payload:\n          type: object"
    return f"  {event}:\n    address: {event}\n    messages:\n      {message}"


def _yaml(catalog: Catalog, values: Mapping[Role, str]) -> str:
    indent = catalog.last_text[: len(catalog.last_text) - len(catalog.last_text.lstrip())]
    pairs = [(key, values[role]) for key, role in catalog.columns if values.get(role)]
    if not pairs:
        return f"{indent}- {values[Role.EVENT]}"
    if not catalog.last_text.lstrip().startswith("-"):  # a mapping by name
        rest = "".join(f"\n{indent}  {key}: {value}" for key, value in pairs)
        return f"{indent}{values[Role.EVENT]}:{rest}"
    return f"{indent}- " + f"\n{indent}  ".join(f"{key}: {_listed(value)}" for key, value in pairs)


def _listed(value: str) -> str:
    return f"[{value}]" if "," in value else value


def _json(catalog: Catalog, values: Mapping[Role, str]) -> str:
    pairs = [f'"{key}": "{values[role]}"' for key, role in catalog.columns if values.get(role)]
    return "{" + ", ".join(pairs) + "}" if pairs else f'"{values[Role.EVENT]}"'


WRITERS: Mapping[Format, Callable[[Catalog, Mapping[Role, str]], str]] = {
    Format.TABLE: _table,
    Format.HEADINGS: _heading,
    Format.LIST: _list,
    Format.FOLDER: _folder,
    Format.ASYNCAPI_2: _asyncapi_2,
    Format.ASYNCAPI_3: _asyncapi_3,
    Format.YAML: _yaml,
    Format.JSON: _json,
}
