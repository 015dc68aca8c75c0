"""Which reader a catalog needs: told by its name and content."""

from collections.abc import Mapping
from typing import NamedTuple

from checks.events.catalogs.asyncapi import AsyncApi
from checks.events.catalogs.entries import Catalog, Format
from checks.events.catalogs.folders import is_in_folder, schema_paths
from checks.events.catalogs.lists import read_list
from checks.events.catalogs.markdown import read_markdown
from checks.events.catalogs.schemas import document_of

MARKDOWN = (".md", ".mdx", ".markdown")
DATA = (".yaml", ".yml", ".json")


def may_be_catalog(path: str) -> bool:
    """Whether a file can hold a catalog, or a part of one."""
    return path.endswith((*MARKDOWN, *DATA))


class Read(NamedTuple):
    """A catalog (None for a file of an EventCatalog's folder: these are read together, `read_folder`), the files that
    have to be read for it too, and all on which it rests."""

    catalog: Catalog | None
    missing: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()


def read_catalog(path: str, documents: Mapping[str, str]) -> Read:
    """The catalog in one file. `documents` are texts by path. Never raises."""
    text = documents[path]
    if is_in_folder(path):
        wanted = frozenset(schema_paths(path, text))
        return Read(None, wanted - documents.keys(), wanted)
    if path.endswith(MARKDOWN):
        return Read(read_markdown(path, text))
    try:
        document = document_of(path, text)
    except ValueError as error:
        return Read(Catalog(path, Format.JSON if path.endswith(".json") else Format.YAML, problem=str(error)))
    if isinstance(document.value, Mapping) and "asyncapi" in document.value:
        reader = AsyncApi(path, documents)
        return Read(reader.catalog(document), frozenset(reader.missing), frozenset(reader.used))
    return Read(read_list(path, text, document))
