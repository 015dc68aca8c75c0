"""Versions in `setup.cfg` and `setup.py`: the one is read line by line, the other as a syntax tree and never run."""

import ast
import re
from collections.abc import Iterator
from itertools import islice

from checks.versions.attributes import Attribute, attribute_in, bindings_of, find_attribute, literal
from checks.versions.documents import Files, join
from checks.versions.numbers import Scheme
from checks.versions.stated import FromTags, OwnName, Stated, Told

SECTION = re.compile(r"\[([^\]]*)\]\s*")
PAIR = re.compile(r"([\w.-]+)[ \t]*[=:][ \t]*(.*)")
ROOTS = ("", "src", "lib", "python")
"""Folders below a project in which its packages lie."""

BY_TAGS = {"use_scm_version": "setuptools-scm", "pbr": "pbr", "version_config": "setuptools-git-versioning"}
"""Arguments of `setup` that leave the version to git's tags."""

MODULE_NAMES = ("__version__", "VERSION", "version", "__VERSION__")
MOST_PATHS, MOST_PARTS = 50, 20
"""Paths in a script that are looked into, and the parts of one."""

PRIVATE = "Private ::"
LONGEST = 1 << 15
"""Characters of a script; it takes time to look through all of its expressions."""


def setup_cfg(files: Files, folder: str) -> Iterator[Told]:
    """What `[metadata]` says; `attr:` and `file:` are followed."""
    path = join(folder, "setup.cfg")
    text = files.get(path)
    pairs = dict(_metadata(text)) if text else {}
    if "name" in pairs:
        yield OwnName(pairs["name"][1])
    line, written = pairs.get("version", (0, ""))
    kind, colon, argument = written.partition(":")
    if colon and kind.strip() == "attr":
        yield from stated_attribute(files, folder, argument.strip())
    elif colon and kind.strip() == "file":
        yield from stated_file(files, folder, argument.split(",")[0].strip())
    elif written:
        yield Stated(path, line, "metadata.version", written, Scheme.PEP440)


def setup_py(files: Files, folder: str) -> Iterator[Told]:
    """What is given to `setup(…)`."""
    path = join(folder, "setup.py")
    text = files.get(path)
    call = _setup_call(text) if text and len(text) <= LONGEST else None
    if not text or call is None:
        return
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    bindings = bindings_of(text)
    name = literal(given["name"], bindings) if "name" in given else None
    if name:
        yield OwnName(name, PRIVATE in ast.unparse(given.get("classifiers", ast.Constant(""))))
    for argument, tool in BY_TAGS.items():
        if argument in given and not _is_off(given[argument]):
            yield FromTags(path, given[argument].lineno, tool)
    if "version" in given:
        version = literal(given["version"], bindings)
        yield from _given_version(path, given["version"], version)
        if version is None:
            yield from _read_by_script(files, folder, text)


def stated_attribute(files: Files, folder: str, dotted: str, roots: tuple[str, ...] = ROOTS) -> Iterator[Stated]:
    """The version that `package.module.NAME` is."""
    found = find_attribute(files, [join(folder, root).rstrip("/") for root in roots], dotted)
    if found:
        yield stated(found, dotted.rpartition(".")[2])


def stated_file(files: Files, folder: str, name: str) -> Iterator[Stated]:
    """The version that a file holds and nothing else."""
    path = join(folder, name.removeprefix("./"))
    for number, line in enumerate(files.get(path, "")[:LONGEST].splitlines(), 1):
        if line.strip():
            yield Stated(path, number, "file", line.strip(), Scheme.PEP440)
            return


def stated(attribute: Attribute, key: str) -> Stated:
    """A version that Python source gives; `v` before it is none of it."""
    text = attribute.text.removeprefix("v") if attribute.text[1:2].isdigit() else attribute.text
    return Stated(attribute.path, attribute.line, key, text, Scheme.PEP440)


def _metadata(text: str) -> Iterator[tuple[str, tuple[int, str]]]:
    section = ""
    for number, line in enumerate(text[:LONGEST].splitlines(), 1):
        if found := SECTION.fullmatch(line):
            section = found[1]
        elif section == "metadata" and (pair := PAIR.fullmatch(line.rstrip())):
            yield pair[1].lower(), (number, pair[2].strip())


def _setup_call(text: str) -> ast.Call | None:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return next((call for call in calls if _called(call.func) == "setup"), None)


def _read_by_script(files: Files, folder: str, text: str) -> Iterator[Stated]:
    """The version in a module that the script names, which it may read with a pattern: `join("src", "x.py")`."""
    paths = (_named_path(node) for node in ast.walk(ast.parse(text)))
    named = (path for path in paths if path.endswith(".py") and not path.startswith(("/", "..")))
    for path in islice(named, MOST_PATHS):
        found = attribute_in(files, join(folder, path), MODULE_NAMES, folder)
        if found:
            yield stated(found, "__version__")
            return


def _named_path(node: ast.AST) -> str:
    """The literal parts of a path: arguments of a call, or what stands between slashes."""
    parts = list(node.args) if isinstance(node, ast.Call) else []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and len(parts) < MOST_PARTS:
        parts.insert(0, node.right)
        node = node.left
    texts = (part.value for part in parts if isinstance(part, ast.Constant))
    return "/".join(text for text in texts if isinstance(text, str))


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_off(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _given_version(path: str, value: ast.expr, text: str | None) -> Iterator[Told]:
    if text is not None:
        yield Stated(path, value.lineno, "setup.version", text, Scheme.PEP440)
    elif isinstance(value, ast.Call) and "versioneer" in {
        node.id for node in ast.walk(value.func) if isinstance(node, ast.Name)
    }:
        yield FromTags(path, value.lineno, "versioneer")
