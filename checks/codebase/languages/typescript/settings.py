"""Manifests and tool settings (package.json, tsconfig.json, pnpm-workspace.yaml), cut down to what resolving needs."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyjson5
import yaml

from checks.codebase.facts import Declared, FileFacts, Import, Kind, Problem
from checks.codebase.languages.typescript.aliases import KEY
from checks.codebase.languages.typescript.bundlers import babel_aliases

Json = Mapping[str, object]

STRINGS = ("name", "version", "module", "types", "typings", "source")
DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
PACKAGE_SHAPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(STRINGS, (str,)),
    **dict.fromkeys(DEPENDENCIES, (dict,)),
    "main": (str,),
    "private": (bool,),
    "exports": (str, dict, list),
    "imports": (dict,),
    "workspaces": (list, dict),
    "publishConfig": (dict,),
}
TSCONFIG_SHAPES: Mapping[str, tuple[type, ...]] = {
    "extends": (str, list),
    "compilerOptions": (dict,),
    "references": (list,),
    "include": (list,),
    "files": (list,),
}
LOCAL = ("workspace:", "file:", "link:", "portal:", "npm:")
"""How a version begins that may be a package of the repository. Others in catalogs and overrides mean nothing here."""

COMPILER_OPTIONS = ("baseUrl", "paths", "rootDir", "rootDirs", "outDir", "allowJs")
EDGES_DEPEND_ON = frozenset({"name", "exports", "imports", "workspaces", *DEPENDENCIES, "extends", "compilerOptions"})
"""Keys without which edges cannot be told. Any other key of a wrong shape is as good as absent."""

DEEPEST = 200
LONGEST_YAML = 500_000
"""Bytes; PyYAML reads some 100 kB a second, and the files in question have one."""

OVERRIDDEN = re.compile(r"((?:@[^/@>]+/)?[^/@>*]+)(?:@[^>/]*)?$")
NOT_PLAIN = re.compile(r"[\\\0]|NaN|Infinity|0[xX]|[eE][+-]?\d{3}|\d{100}")
"""What a text must hold to mean anything that JSON or PostgreSQL does not take: an escape, mostly, or a number that is
too large."""
JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],\n]')


def extract_package(source: bytes) -> FileFacts:
    """A package.json: its settings, and one manifest import for each dependency. Never raises."""
    text = _text(source)
    try:
        document = _plain(json.loads(text), text)
    except json.JSONDecodeError as error:
        return FileFacts(problem=Problem(f"not valid JSON: {error.msg}", error.lineno))
    except RecursionError:
        return FileFacts(problem=Problem("nested too deeply to read"))
    except ValueError as error:  # a number with more digits than Python converts
        return FileFacts(problem=Problem(f"not valid JSON: {error}"))
    facts = _manifest(document, PACKAGE_SHAPES, text)
    more = _replacements(document) if isinstance(document, dict) else {}
    return replace(facts, settings={**facts.settings, **more}) if more and facts.settings is not None else facts


def extract_tsconfig(source: bytes) -> FileFacts:
    """A tsconfig.json or jsconfig.json, which may hold comments and trailing commas. Never raises."""
    text = _text(source)
    try:
        document = _plain(pyjson5.decode(text, maxdepth=DEEPEST), text)
    except pyjson5.Json5Exception as error:
        return FileFacts(problem=_json5_problem(error, text))
    except (RecursionError, ValueError) as error:
        return FileFacts(problem=Problem(f"not valid JSON: {error}"))
    facts = _manifest(document, TSCONFIG_SHAPES, text)
    settings = dict(facts.settings or {})
    options = settings.get("compilerOptions")
    if isinstance(options, dict):
        settings["compilerOptions"] = {key: options[key] for key in COMPILER_OPTIONS if key in options}
    return FileFacts(settings=settings, problem=facts.problem)


def extract_pnpm_workspace(source: bytes) -> FileFacts:
    """The package globs of a pnpm workspace. Nodes are read, not values: aliases are not expanded. Never raises."""
    if len(source) > LONGEST_YAML:
        return FileFacts(problem=Problem("too long to read"))
    text = _text(source)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        return FileFacts(problem=Problem("not valid YAML", mark.line + 1 if mark else None))
    except RecursionError:
        return FileFacts(problem=Problem("nested too deeply to read"))
    said = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    listed = said.get("packages")
    globs = [item.value for item in listed.value] if isinstance(listed, yaml.SequenceNode) else []
    catalogs = {"default": _local(_scalars(said.get("catalog")))}
    named = said.get("catalogs")
    for key, table in named.value if isinstance(named, yaml.MappingNode) else ():
        catalogs[str(key.value)] = _local(_scalars(table))
    settings = {
        "packages": [glob for glob in globs if isinstance(glob, str)],
        "catalogs": {name: table for name, table in catalogs.items() if table},
        "overrides": _local(_flat(_scalars(said.get("overrides")))),
    }
    plain = _plain({key: value for key, value in settings.items() if value or key == "packages"}, text)
    return FileFacts(settings=plain if isinstance(plain, dict) else {})


def _scalars(node: yaml.Node | None) -> Json:
    """The plain values of a YAML mapping."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {str(key.value): value.value for key, value in pairs if isinstance(value, yaml.ScalarNode)}


def _replacements(document: Json) -> dict[str, object]:
    """Names that stand for something else: aliases; and as a workspace's root has them, overrides (npm, pnpm),
    resolutions (yarn) and catalogs (bun) that mean packages of the repository.
    """
    pnpm, workspaces = document.get("pnpm"), document.get("workspaces")
    tables = (document.get("overrides"), document.get("resolutions"), _table(pnpm).get("overrides"))
    overrides = {name: written for table in tables for name, written in _local(_flat(_table(table))).items()}
    holders = [document, _table(workspaces)]
    catalogs = {"default": _local({k: v for each in holders for k, v in _table(each.get("catalog")).items()})}
    for holder in holders:
        catalogs |= {name: _local(_table(table)) for name, table in _table(holder.get("catalogs")).items()}
    aliases = babel_aliases(document.get("babel")) | _browser(document.get("browser"))
    found: dict[str, Json] = {
        KEY: aliases,
        "overrides": overrides,
        "catalogs": {name: table for name, table in catalogs.items() if table},
    }
    return {key: table for key, table in found.items() if table}


def _browser(table: object) -> dict[str, list[str]]:
    """What a package's code gets in a browser instead of other packages. Its own files are only exchanged."""
    return {name: [target] for name, target in _table(table).items() if isinstance(target, str) and name[0:1] != "."}


def _flat(table: Json, deepest: int = 3) -> dict[str, object]:
    """Overrides by the name alone: `a>b@1`, `**/b` and `{"a": {"b": …}}` all say what `b` is."""
    found: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            nested = _flat(value, deepest - 1) if deepest else {}
            found |= {(key if name == "." else name): each for name, each in nested.items()}
        elif match := OVERRIDDEN.search(key):
            found[match[1]] = value
    return found


def _local(table: Json) -> dict[str, object]:
    return {name: each for name, each in table.items() if isinstance(each, str) and each.startswith(LOCAL)}


def _table(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(source: bytes) -> str:
    encoding = "utf-16" if source.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return source.decode(encoding, "replace")


def _plain(document: object, text: str) -> object:
    """What was read of a text, without NUL, half surrogates and NaN: facts are stored as JSON in PostgreSQL, which
    takes none."""
    if NOT_PLAIN.search(text) is None:
        return document
    plain = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace").decode()
    return json.loads(plain.replace("\\u0000", "\ufffd"), parse_constant=str)


def _manifest(document: object, shapes: Mapping[str, tuple[type, ...]], text: str) -> FileFacts:
    """The keys that have the shape they must have; the first that has not is a problem where edges depend on it."""
    if not isinstance(document, dict):
        return FileFacts(problem=Problem("not an object", 1))
    settings: dict[str, object] = {}
    wrong: list[str] = []
    for key, shape in shapes.items():
        value = document.get(key)
        if isinstance(value, shape):
            settings[key] = value
        elif value and key in EDGES_DEPEND_ON:  # false, 0 or [] for "none" is wrong, but no riddle
            wrong.append(key)
    line = dict(key_lines(text, 1)).get((wrong[0],)) if wrong else None
    problem = Problem(f"{wrong[0]} has the wrong shape", line) if wrong else None
    declared = tuple(_dependencies(settings, text)) if shapes is PACKAGE_SHAPES else ()
    imports = tuple(Import(one.name, (one.group,), one.line, Kind.MANIFEST) for one in declared)
    return FileFacts(imports=imports, settings=settings, problem=problem, declared=declared)


def _dependencies(settings: Json, text: str) -> Iterator[Declared]:
    for path, line in key_lines(text, 2):
        group = settings.get(path[0])
        if len(path) == 2 and path[0] in DEPENDENCIES and isinstance(group, dict) and path[1] in group:
            version = group[path[1]]
            yield Declared(path[1], path[0], version if isinstance(version, str) else "", line)


def key_lines(text: str, deepest: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """The keys of nested objects, down to a depth, with their lines. The text is valid JSON (or nearly)."""
    path: list[str] = []
    opened: list[str] = []
    line, expecting_key, key = 1, False, ""
    for token in JSON_TOKEN.finditer(text):
        mark = token[0]
        if mark == "\n":
            line += 1
        elif mark in "{[":
            opened.append(mark)
            path.append(key)
            expecting_key = mark == "{"
        elif mark in "}]":
            if opened:
                opened.pop()
                path.pop()
            expecting_key = False
        elif mark == ",":
            expecting_key = bool(opened) and opened[-1] == "{"
        elif expecting_key:
            key, expecting_key = _string(mark), False
            if len(opened) <= deepest and "[" not in opened:
                yield (*path[1:], key), line


def _string(token: str) -> str:
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token[1:-1]


def _json5_problem(error: Exception, text: str) -> Problem:
    position = re.search(r"near (\d+)", str(error))
    line = text.count("\n", 0, int(position[1])) + 1 if position else None
    return Problem("not valid JSON", line)
