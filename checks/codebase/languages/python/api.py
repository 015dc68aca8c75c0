"""What one Python module offers: read with griffe, and with tree-sitter's help where the running grammar cannot."""

import warnings
from typing import Any

import griffe

from checks.codebase.api.surface import ModuleApi
from checks.codebase.languages.python.api_fallback import readable
from checks.codebase.languages.python.api_members import Members, Origins
from checks.codebase.languages.python.encodings import decoded, in_utf_8
from checks.codebase.languages.python.extract import LARGEST

NOWHERE: Any = None  # griffe asks for the path of no module that imports nothing relatively


def extract_api(content: bytes) -> ModuleApi:
    """The API of a module or stub from its source. Never raises: what cannot be read is said in `unreadable`."""
    content = in_utf_8(content)
    if len(content) > LARGEST:
        return ModuleApi(unreadable="too large to read")
    source = decoded(content)
    try:
        return _read(source)
    except Exception:  # noqa: BLE001 - hostile source makes the parser raise what no document lists
        return _read_anyway(source)


def _read_anyway(source: str) -> ModuleApi:
    try:
        text, reason = readable(source)
        return _read(text, reason)
    except Exception as error:  # noqa: BLE001 - as above
        return ModuleApi(unreadable=f"not valid Python: {error}")


def _read(source: str, unreadable: str | None = None) -> ModuleApi:
    origins = Origins()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file's invalid escapes are its author's business
        module = griffe.visit("module", NOWHERE, source, extensions=griffe.Extensions(origins))
    exported = origins.cut.exports.names
    return ModuleApi(
        tuple(Members(origins).of(module, origins.tree)),
        None if exported is None else tuple(dict.fromkeys(exported)),
        tuple(sorted(origins.cut.stars, key=lambda star: star[1])),
        unreadable,
    )
