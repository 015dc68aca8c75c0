"""Imports written as calls: `import_module("a.b")`, `__import__("a.b")`, and the other functions of the standard
library that import what they are given, with every name that the file itself tells.

A name that cannot be told is an import of the empty module. One of which only the beginning can be told,
`import_module(f"plugins.{name}")`, is an import of `plugins.`: something in that package.
"""

import ast
from collections.abc import Iterator, Mapping

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.references import ANY, References
from checks.codebase.languages.python.scopes import Nodes, Scope
from checks.codebase.languages.python.texts import HOLE, OWN, UNKNOWN, Texts
from checks.codebase.languages.python.traces import may_import_by_call

__all__ = ["FUNCTIONS", "import_calls", "may_import_by_call"]

FUNCTIONS: Mapping[str, str] = {
    "importlib.import_module": "name",
    "importlib.__import__": "name",
    "importlib.util.find_spec": "name",
    "builtins.__import__": "name",
    "pkgutil.resolve_name": "name",
    "runpy.run_module": "mod_name",
    f"importlib.{ANY}": "name",
}
"""What imports, and the name of its first parameter."""


def import_calls(nodes: Nodes, references: References, constants: Constants) -> Iterator[Import]:
    """The imports that the calls of a file are."""
    for call, scope in nodes.calls:
        meant = references.of(call.func) & FUNCTIONS.keys()
        for parameter in sorted({FUNCTIONS[one] for one in meant}):
            for module in _modules(call, parameter, scope, constants):
                yield Import(module, (), call.lineno, Kind.DYNAMIC)
        for module in _passed_on(call, scope, references, constants):
            yield Import(module, (), call.lineno, Kind.DYNAMIC)
    for node, _ in nodes.assignments:
        kept = isinstance(node, ast.Assign) and not all(isinstance(one, ast.Name) for one in node.targets)
        if kept and node.value and references.of(node.value) & FUNCTIONS.keys():
            yield Import("", (), node.lineno, Kind.DYNAMIC)


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """What a call passes for a parameter; None where it passes nothing."""
    named = (keyword.value for keyword in call.keywords if keyword.arg == name)
    return call.args[position] if len(call.args) > position else next(named, None)


def _passed_on(call: ast.Call, scope: Scope, references: References, constants: Constants) -> list[str]:
    """What is imported by a function that is given one of ours: `map(import_module, names)`."""
    values = (*call.args, *(keyword.value for keyword in call.keywords))
    if not any(references.of(value) & FUNCTIONS.keys() for value in values):
        return []
    if isinstance(call.func, ast.Name) and call.func.id == "map" and len(call.args) == 2:
        names = constants.texts(ast.Starred(call.args[1], ast.Load()), scope)
        return _distinct(module for name in names for module in _named(name, UNKNOWN))
    return [""]


def _modules(call: ast.Call, parameter: str, scope: Scope, constants: Constants) -> list[str]:
    """The modules that a call may import."""
    given = argument(call, 0, parameter)
    names: Texts = UNKNOWN if any(one.arg is None for one in call.keywords) else ()
    if given is not None:
        names = constants.texts(given, scope) if not isinstance(given, ast.Starred) else UNKNOWN
    package = argument(call, 1, "package")
    packages = constants.texts(package, scope) if package is not None else ()
    return _distinct(module for name in names for module in _named(name.partition(":")[0], packages))


def _named(name: str, packages: Texts) -> Iterator[str]:
    """The modules that one name means: as written where absolute; a relative one is relative to a package."""
    if name.startswith("."):
        for package in packages:
            if package == OWN:
                yield _cut(name)
            else:
                absolute = _absolute(name, package)
                yield from _named(absolute, ()) if absolute else ()
    elif name.startswith(f"{OWN}."):
        yield _cut(name[1:])
    elif name and name != OWN:
        yield "" if OWN in name else _cut(name)


def _cut(name: str) -> str:
    """The name up to its first hole: the package that the module must be in, with a dot behind it."""
    known, hole, _ = name.partition(HOLE)
    if not hole:
        return known
    package = known.rpartition(".")[0]
    if package.strip("."):
        return f"{package}."
    return "." if known.startswith(".") and package == "" else ""


def _absolute(name: str, package: str) -> str | None:
    levels = len(name) - len(name.lstrip("."))
    parts = package.split(".")
    if HOLE in package:
        return HOLE
    if levels > len(parts):
        return None
    kept = parts[: len(parts) - levels + 1]
    return ".".join([*kept, name.lstrip(".")]).rstrip(".")


def _distinct(modules: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(modules))
