"""The names of a Python file from its bytes. What `ast` cannot read says none."""

from checks.codebase.languages.python.encodings import in_utf_8, lines_of_git
from checks.codebase.languages.python.extract import LARGEST, import_statements, parse
from checks.codebase.languages.python.symbols import at_lines, find_symbols
from checks.codebase.symbols import NO_SYMBOLS, Symbols


def extract_symbols(source: bytes) -> Symbols:
    """The names of a file, at git's lines. Never raises."""
    source = in_utf_8(source)
    if len(source) > LARGEST:
        return NO_SYMBOLS
    try:
        tree = parse(source)
        found = find_symbols(tree, source, list(import_statements(tree)))
    except Exception:  # noqa: BLE001 - hostile source makes the parser raise what no document lists
        return NO_SYMBOLS
    lines = lines_of_git(source)
    return found if lines is None else at_lines(found, lines)
