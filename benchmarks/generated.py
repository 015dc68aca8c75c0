"""Repositories of any size, made by a generator: packages of modules that import each other, half of them Python, half
TypeScript."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

FILES_PER_PACKAGE = 50
LINES = 40


def make_repository(folder: Path, files: int) -> Path:
    """A bare repository whose branch `main` holds so many source files."""
    clone = folder / f"generated-{files}.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", clone], check=True)  # noqa: S603, S607
    _import(clone, "refs/heads/main", None, ((path(n), content(n, files, "")) for n in range(files)))
    return clone


def commit_change(clone: Path, files: int, changed: int, salt: int) -> str:
    """A branch with a commit on `main` that edits so many files, spread over all of them; each gains one import. With
    another salt the same edit makes other blobs."""
    step = max(1, files // changed)
    numbers = range(0, step * changed, step)
    branch = f"refs/heads/changed-{changed}-{salt}"
    _import(clone, branch, "refs/heads/main", ((path(n), content(n, files, f"edit {salt}")) for n in numbers))
    return branch


def path(number: int) -> str:
    """Where a file lies: every second package is TypeScript."""
    package, module = divmod(number, FILES_PER_PACKAGE)
    if package % 2:
        return f"packages/p{package}/src/m{module}.ts"
    return f"services/s{package}/m{module}.py" if module else f"services/s{package}/__init__.py"


def content(number: int, files: int, extra: str) -> str:
    """Five imports, near and far, and forty lines of code; with `extra` one import more."""
    package, module = divmod(number, FILES_PER_PACKAGE)
    packages = max(1, files // FILES_PER_PACKAGE)
    near = [(package, (module + step) % FILES_PER_PACKAGE) for step in (1, 7, 13)]
    far = [((package + 2 * step) % packages, (module * step) % FILES_PER_PACKAGE) for step in (1, 3)]
    far += [((package + 4) % packages, 1)] if extra else []
    if package % 2:
        lines = [f'import {{ value as v{i} }} from "../../p{p | 1}/src/m{m}";' for i, (p, m) in enumerate(near + far)]
        lines += [f"export const value{n} = {{ name: 'x{n}', size: {n} }};" for n in range(LINES)]
    else:
        lines = [f"from services.s{p & ~1} import m{m or 1}" for p, m in near + far]
        lines += [f"def function_{n}(first, second={n}):\n    return first + second" for n in range(LINES // 2)]
    comment = "//" if package % 2 else "#"
    return "\n".join([*lines, f"{comment} {extra}"]) + "\n"


def _import(clone: Path, branch: str, parent: str | None, files: Iterator[tuple[str, str]]) -> None:
    command = ["git", "-C", str(clone), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as process:  # noqa: S603 - a fixed program
        assert process.stdin is not None
        write = process.stdin.write
        write(f"commit {branch}\ncommitter a <a@example.com> 1700000000 +0000\ndata 0\n")
        if parent:
            write(f"from {parent}\n")
        for name, text in files:
            write(f"M 100644 inline {name}\ndata {len(text)}\n{text}\n")
    if process.returncode:
        raise RuntimeError(f"git fast-import ended with {process.returncode}")
