"""Paths that a program puts together with Node's functions, as texts with marks for what only the machine knows."""

import re
from collections.abc import Sequence

UNKNOWN = "\0"
"""A part that cannot be told. No source holds a NUL byte."""

HERE = "\x01"
"""The folder of the file."""

TOP = "\x02"
"""The folder where the program is started."""

UNCHANGING = frozenset(("fileURLToPath", "pathToFileURL", "normalizePath", "normalize", "toNamespacedPath"))
IDENTICAL = frozenset(("require.resolve", "import.meta.resolve", "Promise.resolve", "String", "decodeURI"))
MODULE = re.compile(r"(?:[\w$]*path[\w$]*|[\w$]*url|posix|win32)?(?:\.(?:posix|win32))?", re.IGNORECASE)
"""How a file calls Node's `path` and `url`; nothing where it takes single functions."""


def called(function: str, arguments: Sequence[str]) -> str:
    """What a function gives for these arguments, of which there is at least one."""
    if function in IDENTICAL:
        return arguments[0]
    module, _, name = function.rpartition(".")
    if not MODULE.fullmatch(module):
        return UNKNOWN
    if name == "join":
        return joined(arguments)
    if name == "resolve":
        return _resolved(arguments)
    if name == "dirname":
        return _folder(arguments[0])
    return arguments[0] if name in UNCHANGING else UNKNOWN


def written(value: str) -> str:
    """A value as an import would write it: `./x` for a path from the file's folder, `/x` for one from the top."""
    if value.startswith(HERE):
        value = "." + value[1:]
    elif value.startswith(TOP):
        value = value[1:] if value[1:].startswith("/") else f"/{value[1:]}"
    return value.replace(HERE, UNKNOWN).replace(TOP, UNKNOWN)


def joined(parts: Sequence[str]) -> str:
    """The parts with one slash between them."""
    return "/".join(part.strip("/") if index else part.rstrip("/") or "/" for index, part in enumerate(parts) if part)


def _resolved(parts: Sequence[str]) -> str:
    """Like `path.resolve`: the last part that is a whole path is where the result begins."""
    whole = [index for index, part in enumerate(parts) if part.startswith((HERE, TOP, "/"))]
    if whole:
        return joined(parts[whole[-1] :])
    return joined(parts if parts[0].startswith(UNKNOWN) else (TOP, *parts))


def _folder(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    if name in (HERE, TOP, "", ".", ".."):
        return f"{path}/.."
    return folder if slash else "."
