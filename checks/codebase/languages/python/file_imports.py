"""Calls that import a file by its path: `runpy.run_path("../billing/jobs.py")`.

Each becomes an import of `file:…`; the path counts from the importer's own folder where it begins with `./`, else from
wherever the program runs.
"""

from collections.abc import Iterator, Mapping

from checks.codebase.facts import Import, Kind
from checks.codebase.languages.python import file_paths
from checks.codebase.languages.python.constants import Constants
from checks.codebase.languages.python.dynamic import argument
from checks.codebase.languages.python.marks import FILE, OF_FILE
from checks.codebase.languages.python.references import References
from checks.codebase.languages.python.scopes import Nodes
from checks.codebase.languages.python.texts import HOLE

PATHS: Mapping[str, tuple[int, str]] = {
    "runpy.run_path": (0, "path_name"),
    "importlib.util.spec_from_file_location": (1, "location"),
    "importlib.machinery.SourceFileLoader": (1, "path"),
}
"""What imports a file, and the position and name of the parameter that is its path."""


def file_imports(nodes: Nodes, references: References, constants: Constants) -> Iterator[Import]:
    """The files that the calls of a file import."""
    for call, scope in nodes.calls:
        for meant in sorted(references.of(call.func) & PATHS.keys()):
            given = argument(call, *PATHS[meant])
            for text in constants.texts(given, scope) if given is not None else ():
                found = None if HOLE in text else file_paths.folder(text)
                prefix = OF_FILE if found and found[1] else FILE
                yield Import(f"{prefix}{found[0]}" if found else "", (), call.lineno, Kind.DYNAMIC)
