"""Python: source files and stubs, and the manifests that say where their packages are."""

from checks.codebase.languages.language import Language, Readers
from checks.codebase.languages.python.layout import PythonLayout, shapes_layout

SOURCE = frozenset({"python"})


def dialect(path: str) -> str | None:
    """`python` for source and stubs, `pyproject` for the manifest."""
    if path.endswith((".py", ".pyi", ".pyw")):
        return "python"
    if path.rpartition("/")[2] == "pyproject.toml":
        return "pyproject"
    return None


def readers() -> Readers:
    """Its parsers and scanner."""
    from checks.codebase.languages.python.readers import READERS  # noqa: PLC0415 - for parser processes alone

    return READERS


LANGUAGE = Language(
    name="python",
    dialect=dialect,
    readers=readers,
    scanned=SOURCE,
    named=SOURCE,
    code=SOURCE,
    layout=PythonLayout.of,
    shapes_layout=shapes_layout,
)
