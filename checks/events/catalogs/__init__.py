"""Event catalogs of every kind: what they list, and in which form the next entry would be written."""

from checks.events.catalogs.entries import Catalog, CatalogEntry, Format, Role, Standing
from checks.events.catalogs.reading import Read, may_be_catalog, read_catalog

__all__ = ["Catalog", "CatalogEntry", "Format", "Read", "Role", "Standing", "may_be_catalog", "read_catalog"]
