"""What `adrift serve` and `adrift worker` have in common: settings, a database, and logs on standard error."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from app.cli.options import UserError
from app.settings import Settings, SettingsError, read_settings
from app.store.database import database

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
CHATTY = ("httpx", "httpcore", "alembic")


@contextmanager
def service_process() -> Iterator[tuple[Settings, str]]:
    """The settings and the URL of a running database. Raises UserError for a setting that is missing or wrong."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        settings = read_settings()
        settings.credentials()
    except SettingsError as error:
        raise UserError(str(error)) from None
    with database(settings) as url:
        yield settings, url
