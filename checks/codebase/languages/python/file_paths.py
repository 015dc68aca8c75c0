"""Paths put together from `__file__`: texts that begin with HERE, the folder of the file."""

import posixpath

HERE = "\2"
"""The folder of the file that says `__file__`."""

CONSTANTS = {"pardir": "..", "curdir": ".", "sep": "/"}
"""What `os` calls parts of a path."""

OF_PATH = frozenset({"resolve", "absolute", "expanduser", "as_posix"})
SAME = OF_PATH | {"abspath", "realpath", "normpath", "fspath", "str"}
"""Functions and methods of a path that give the same one in another form."""

JOINING = frozenset({"Path", "PurePath", "PosixPath", "PurePosixPath", "join", "joinpath"})
CURRENT = frozenset({"cwd", "getcwd"})

MOST_PARENTS = 50


def parent(path: str, times: int = 1) -> str:
    """The folder of a path, or the one so many times above it."""
    for _ in range(min(max(times, 0), MOST_PARENTS)):
        above, slash, name = path.rpartition("/")
        if not slash:
            path = f"{path}/.." if path in {HERE, ".", ".."} else "."
        elif name in {"", ".", ".."}:
            path = f"{path}/.."
        else:
            path = above
    return path


def folder(path: str) -> tuple[str, bool] | None:
    """The folder that a path names, normalised, and whether it counts from the folder of the file rather than from
    wherever the program is run; None for one that is absolute."""
    from_file = path.startswith(HERE)
    relative = path[len(HERE) :].lstrip("/") if from_file else path
    return None if relative.startswith(("/", "~")) else (posixpath.normpath(relative or "."), from_file)
