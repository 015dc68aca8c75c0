"""Where the command line keeps what it may lose: the folder for caches of the user who runs it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """`adrift` below the user's cache folder, made or not; None where the user has no home."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return Path(local) / "adrift" / "Cache" if local else None
    wanted = Path(environment.get("XDG_CACHE_HOME", ""))
    if wanted.is_absolute():  # the XDG specification: other paths are to be ignored
        return wanted / "adrift"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if platform == "darwin" else ".cache") / "adrift"


def own_folder(folder: Path) -> None:
    """Make the folder, for its owner alone. Raises OSError, also where it is somebody else's: who can write facts
    can hide an edge."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        if folder.stat().st_uid != os.geteuid():
            raise PermissionError(f"{folder} belongs to somebody else")
        folder.chmod(0o700)
