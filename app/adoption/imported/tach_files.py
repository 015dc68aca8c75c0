"""tach's configuration as its files say it: `tach.toml`, and the `tach.domain.toml` of single folders."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.adoption.imported.values import Origin, SourceTree, UnreadableConfigurationError
from checks import Policy, ignored_by

Table = Mapping[str, object]
DOMAIN_FILE = "tach.domain.toml"
ROOT = "<root>"
PLAIN_GLOB = re.compile(r"[A-Za-z0-9_.*/@+-]+")
DOMAIN_ROOT = "<domain_root>"


@dataclass(frozen=True, slots=True)
class Module:
    """One module: what it may use (None: everything), by whom it is seen (None: everybody), its layer."""

    origin: Origin
    path: str
    depends_on: tuple[str, ...] | None
    deprecated: tuple[str, ...]
    cannot_depend_on: tuple[str, ...]
    external: tuple[str, ...] | None
    not_external: tuple[str, ...]
    visibility: tuple[str, ...] | None
    layer: str | None
    utility: bool
    unchecked: bool

    def at(self, path: str) -> "Module":
        """One of the modules that a pattern stands for."""
        return replace(self, path=path)


@dataclass(frozen=True, slots=True)
class Interface:
    """The names (regular expressions) by which modules (regular expressions, none for all) may be used."""

    origin: Origin
    expose: tuple[str, ...]
    modules: tuple[str, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A whole project. `layers` are names from high to low with whether they are closed; `options` is the rest."""

    modules: tuple[Module, ...]
    interfaces: tuple[Interface, ...]
    layers: tuple[tuple[str, bool], ...]
    source_roots: tuple[str, ...]
    options: Table = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Names:
    """How a file names modules: in a domain's file relative to the domain."""

    file: str
    domain: str = ""

    def full(self, name: str) -> str:
        if name.startswith("//"):
            return name[2:]
        if name == DOMAIN_ROOT:
            return self.domain or ROOT
        return name if not self.domain or name == ROOT else f"{self.domain}.{name}"


def read_configuration(tree: SourceTree, file: str) -> Configuration:
    """A `tach.toml` with the domain files of its source roots. Raises UnreadableConfigurationError."""
    base = file.rpartition("/")[0]
    top = _toml(file, tree.text(file))
    roots = tuple(_joined(base, root) for root in _texts(top.get("source_roots")) or (".",))
    modules, interfaces = list(_modules(top, _Names(file))), list(_interfaces(top, _Names(file)))
    is_excluded = ignored_by(Policy(version=1, ignore=excluded_globs(_texts(top.get("exclude")))))
    domains = (path for path in tree.contents if path.rpartition("/")[2] == DOMAIN_FILE)
    for domain in sorted(path for path in domains if not is_excluded(path)):
        holders = [root for root in roots if domain.startswith(f"{root}/" if root else "")]
        if holders:
            folder = domain[: -len(DOMAIN_FILE)].strip("/").removeprefix(max(holders, key=len)).strip("/")
            names, table = _Names(domain, folder.replace("/", ".")), _toml(domain, tree.text(domain))
            modules += _modules(table, names)
            interfaces += _interfaces(table, names)
    return Configuration(tuple(modules), tuple(interfaces), tuple(_layers(top)), roots, top)


def excluded_globs(excluded: Iterable[str]) -> tuple[str, ...]:
    """The globs of `exclude` as ours; what is no plain glob is left out."""
    found = []
    for text in excluded:
        if PLAIN_GLOB.fullmatch(text):
            steps = (step if step == "**" else step.replace("**", "*") for step in text.split("/"))
            found.append("/".join(step for step in steps if step not in {"", "."}))
    return tuple(filter(None, found))


def _toml(file: str, text: str) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableConfigurationError(f"{file} cannot be read: {error}") from error


def _modules(table: Table, names: _Names) -> Iterator[Module]:
    root = table.get("root")
    if isinstance(root, Mapping) and names.domain:
        yield _module(root, names.domain, names)
    for one in _tables(table.get("modules")):
        for path in (*_texts(one.get("path")), *_texts(one.get("paths"))):
            yield _module(one, names.full(path), names)


def _module(one: Table, path: str, names: _Names) -> Module:
    listed = _items(one.get("depends_on"))
    deprecated = (item for item in listed if isinstance(item, Mapping) and item.get("deprecated") is True)
    visibility, external, layer = one.get("visibility"), one.get("depends_on_external"), one.get("layer")
    return Module(
        origin=Origin(names.file, f"module `{path}`"),
        path=path,
        depends_on=_full(listed, names) if "depends_on" in one else None,
        deprecated=_full(tuple(deprecated), names),
        cannot_depend_on=_full(_items(one.get("cannot_depend_on")), names),
        external=None if external is None else _texts(external),
        not_external=_texts(one.get("cannot_depend_on_external")),
        visibility=None if visibility is None or "*" in _texts(visibility) else _full(_items(visibility), names),
        layer=layer if isinstance(layer, str) else None,
        utility=one.get("utility") is True,
        unchecked=one.get("unchecked") is True,
    )


def _interfaces(table: Table, names: _Names) -> Iterator[Interface]:
    for one in _tables(table.get("interfaces")):
        modules = _texts(one.get("from"))
        origin = Origin(names.file, f"interface of {', '.join(f'`{module}`' for module in modules) or 'all modules'}")
        prefix = f"{names.domain}." if names.domain else ""
        more = tuple(word for word in ("visibility", "exclusive", "data_types") if word in one)
        full = tuple(prefix + module if module != DOMAIN_ROOT else names.domain for module in modules)
        yield Interface(origin, _texts(one.get("expose")), full, more)


def _layers(top: Table) -> Iterator[tuple[str, bool]]:
    for item in _items(top.get("layers")):
        if isinstance(item, str):
            yield item, False
        elif isinstance(item, Mapping):
            yield str(item.get("name", "")), item.get("closed") is True


def _full(items: Sequence[object], names: _Names) -> tuple[str, ...]:
    texts = (item.get("path") if isinstance(item, Mapping) else item for item in items)
    return tuple(names.full(text) for text in texts if isinstance(text, str))


def _joined(base: str, folder: str) -> str:
    return "/".join(part for part in f"{base}/{folder}".split("/") if part not in {"", "."})


def _tables(value: object) -> tuple[Table, ...]:
    return tuple(item for item in _items(value) if isinstance(item, Mapping))


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else ()


def _texts(value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else _items(value)
    return tuple(item for item in items if isinstance(item, str))
