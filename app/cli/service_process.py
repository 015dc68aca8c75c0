"""What `adrift serve` and `adrift worker` have in common: settings, a database, and logs on standard error."""

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from sqlalchemy.exc import ArgumentError, OperationalError

from app.cli.options import UserError
from app.observing.logs import hide, set_up_logs
from app.observing.traces import TracesError, set_up_traces
from app.settings import Settings, SettingsError, read_settings
from app.store.database import database


@contextmanager
def service_process(*, can_register: bool = False) -> Iterator[tuple[Settings, str]]:
    """The settings and the URL of a running database. Raises UserError for a setting that is missing or wrong; no
    credentials at all are wrong unless this process can register the App."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        settings = read_settings()
        set_up_logs(settings.log_format, logging.getLevelName(settings.log_level))
        set_up_traces()
        if not can_register or settings.is_registered():
            hide(*settings.credentials().webhook_secrets())
        with database(settings) as url:
            yield settings, url
    except (SettingsError, TracesError) as error:
        raise UserError(str(error)) from None
    except ArgumentError:
        raise UserError("DATABASE_URL is not the URL of a database: postgresql://user:password@host/name") from None
    except OperationalError as error:
        raise UserError(f"the database cannot be reached: {_first_line(error)}") from None


def _leave(_number: int, _frame: object) -> NoReturn:
    """Unwinds: uvicorn, when it has ended, raises the signal again, and the default would leave the embedded database
    running without anybody to stop it."""
    sys.exit(0)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
