"""The App's credentials as the first-run set-up stores them: a folder below the data directory, one file for each.

Only the service's own user may enter the folder. It appears at once and whole, and is never written over: of two
set-ups the first one counts.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

FOLDER = "credentials"
APP_ID = "app-id"
PRIVATE_KEY = "private-key.pem"
WEBHOOK_SECRET = "webhook-secret"  # noqa: S105 - the name of a file
CLIENT_ID = "client-id"
CLIENT_SECRET = "client-secret"  # noqa: S105 - as above


def stored_in(data_dir: Path) -> Path | None:
    """The folder with the credentials, None where none are stored."""
    folder = data_dir / FOLDER
    return folder if folder.is_dir() else None


def prepare(data_dir: Path) -> Path:
    """An empty folder for credentials that are about to be made. Raises OSError: where nothing can be stored, nothing
    should be made."""
    data_dir.mkdir(parents=True, exist_ok=True)
    return Path(mkdtemp(prefix=f".{FOLDER}-", dir=data_dir))


def store(prepared: Path, values: Mapping[str, str]) -> Path:
    """Write the credentials by the names of their files, and put the folder into its place. Raises OSError, also where
    credentials are stored already."""
    for name, value in values.items():
        with os.fdopen(os.open(prepared / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
    return prepared.rename(prepared.parent / FOLDER)
