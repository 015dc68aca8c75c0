"""The machine: git, disk, and clock."""

import asyncio
import os
import re
import shutil
import stat
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryFile

import httpx

from app.doctor.line import Findings
from app.git.process import Git, GitError
from app.settings import Settings

OLDEST_GIT = (2, 29)
"""`git fetch --stdin` and `--no-write-fetch-head` (its release notes)."""
GOOD_GIT = (2, 45)
"""`GIT_NO_LAZY_FETCH` (its release notes)."""
LEAST_FREE = 0.05
"""Part of a disk; below, mirrors are deleted to make room."""
DRIFT = 10.0
LARGEST_DRIFT = 60.0
"""Seconds: the App's sign-in says that it was made a minute ago, as GitHub advises, and must not lie in the future."""
PATIENCE = 10.0


async def examine_git(findings: Findings) -> None:
    """Whether git is there, and knows what a fetch asks of it."""
    try:
        said = await asyncio.to_thread(Git(Path("/")).text, "--version")
    except GitError as error:
        findings.problem(str(error), "install git, and see that it is on the PATH")
        return
    found = re.search(r"(\d+)\.(\d+)", said)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version < OLDEST_GIT:
        findings.problem(f"{said} is too old", f"install git {_dotted(OLDEST_GIT)} or newer")
    elif version < GOOD_GIT:
        findings.warning(
            f"{said} fetches partial clones, with fewer guards", f"install git {_dotted(GOOD_GIT)} or newer"
        )
    else:
        findings.ok(f"{said}, with partial clones")


async def examine_disk(findings: Findings, settings: Settings) -> None:
    """Whether the data folder can be written, by nobody else, and has room."""
    folder = settings.data_dir.resolve()
    if not folder.exists():
        above = next(one for one in folder.parents if one.exists())
        if os.access(above, os.W_OK):
            findings.ok(f"{folder} is made when adrift first starts")
        else:
            findings.problem(
                f"{folder} is not there, and cannot be made", f"make {above} writable, or the folder yourself"
            )
    else:
        _examine_folder(findings, folder)
        _examine_room(findings, folder, settings.mirrors_size)


def _examine_folder(findings: Findings, folder: Path) -> None:
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        findings.problem(f"{folder} cannot be written: {error.strerror}", "give it to the user that adrift runs as")
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        findings.warning(f"others may enter {folder} (mode {mode:o})", f"chmod 700 {folder}")
    else:
        findings.ok(f"{folder} can be written, and is for its owner only")


def _examine_room(findings: Findings, folder: Path, mirrors_size: int) -> None:
    usage = shutil.disk_usage(folder)
    says = f"{usage.free / 1e9:.1f} GB of {usage.total / 1e9:.1f} GB are free"
    if usage.free < LEAST_FREE * usage.total:
        findings.problem(says, "make room, or give the data folder a disk of its own")
    elif usage.free < mirrors_size:
        wanted = f"mirrors may take up to {mirrors_size / 1e9:.1f} GB"
        findings.warning(says, f"{wanted}: make room, or lower ADRIFT_MIRRORS_SIZE")
    else:
        findings.ok(says)


async def examine_clock(findings: Findings, api_url: str) -> None:
    """Compare the clock with GitHub's. Asked without credentials: with a wrong clock these hold for nothing."""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            before = datetime.now(UTC)
            answer = await client.get(f"{api_url}/rate_limit", headers={"User-Agent": "adrift"})
            after = datetime.now(UTC)
    except httpx.HTTPError as error:
        findings.cannot_tell(f"{api_url} does not answer ({type(error).__name__})", "see to the way out to GitHub")
        return
    there = None
    with suppress(ValueError, TypeError):
        there = parsedate_to_datetime(answer.headers.get("date", ""))
    if there is None:
        findings.cannot_tell("GitHub's answer has no date")
        return
    drift = drift_of(before, after, there)
    says = f"the clock is {drift:.0f} s off GitHub's" if drift else "the clock agrees with GitHub's"
    if abs(drift) > LARGEST_DRIFT:
        findings.problem(says, "set it by NTP: GitHub refuses who signs in with a wrong time")
    elif abs(drift) > DRIFT:
        findings.warning(says, "set it by NTP")
    else:
        findings.ok(says)


def drift_of(before: datetime, after: datetime, there: datetime) -> float:
    """Seconds by which this clock is ahead of one that said `there` between `before` and `after`; it says whole
    seconds. 0 where both can be right."""
    ahead = (before - there).total_seconds() - 1.0
    behind = (there - after).total_seconds()
    return max(0.0, ahead) - max(0.0, behind)


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
