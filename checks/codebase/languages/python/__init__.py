"""Python: source files and stubs, and the manifests that say where their packages are."""

from checks.codebase.facts import FileFacts
from checks.codebase.languages.language import Language
from checks.codebase.languages.python.extract import extract_source
from checks.codebase.languages.python.layout import PythonLayout, shapes_layout
from checks.codebase.languages.python.manifest import extract_pyproject
from checks.codebase.languages.python.scan import scan_source


def dialect(path: str) -> str | None:
    """`python` for source and stubs, `pyproject` for the manifest."""
    if path.endswith((".py", ".pyi", ".pyw")):
        return "python"
    if path.rpartition("/")[2] == "pyproject.toml":
        return "pyproject"
    return None


def extract(dialect: str, source: bytes) -> FileFacts:
    """The facts of one file; never raises."""
    return extract_pyproject(source) if dialect == "pyproject" else extract_source(source)


def scan(dialect: str, source: bytes) -> FileFacts | None:
    """The same, faster; None where that is not sure."""
    return scan_source(source) if dialect == "python" else None


LANGUAGE = Language("python", dialect, extract, scan, frozenset({"python"}), PythonLayout.of, shapes_layout)
