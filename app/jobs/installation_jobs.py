"""The jobs that follow from the App being installed, renamed, suspended and taken away."""

from dataclasses import asdict

from app.jobs.job import LATER, URGENT, Job, RepositoryId

PREPARE_INSTALLATION = "prepare_installation"
PREPARE_REPOSITORY = "prepare_repository"
FORGET = "forget"
REST = "rest"
RENAME_INSTALLATION = "rename_installation"
RENAME_REPOSITORY = "rename_repository"
CHECK_PERMISSIONS = "check_permissions"
PACE = 5.0
"""Seconds between two repositories, and between two pull requests of one, that are looked at for the first time: well
below the 80 requests a minute that may make something (GitHub's documentation, "Rate limits")."""
ALL = 0
"""In the place of a repository's id: all of the installation's."""


def prepare_installation(installation_id: int, *, anew: int = 0, attempt: int = 0, delay: float = 0.0) -> Job:
    """Prepare all repositories of an installation, one after the other."""
    lock = f"prepare/{installation_id}"
    arguments: dict[str, str | int] = {"installation_id": installation_id, "anew": anew, "attempt": attempt}
    return Job(PREPARE_INSTALLATION, arguments, lock, lock, LATER, delay)


def prepare_repository(repository: RepositoryId, *, anew: int = 0, attempt: int = 0, delay: float = 0.0) -> Job:
    """Make the check of a repository known to GitHub, and review its open pull requests: `anew` (1) those that were
    reviewed, too, after a time in which nothing was heard of them."""
    lock = f"prepare/{repository.installation_id}/{repository.repository_id}"
    return Job(PREPARE_REPOSITORY, {**asdict(repository), "anew": anew, "attempt": attempt}, lock, lock, LATER, delay)


def forget(
    installation_id: int, repository_id: int = ALL, *, once_more: int = 1, attempt: int = 0, delay: float = 0.0
) -> Job:
    """Delete all that is kept of a repository, or of an installation: now, and `once_more` when no review that was
    under way can have left anything behind."""
    lock = f"forget/{installation_id}/{repository_id}/{once_more}"
    arguments: dict[str, str | int] = {
        "installation_id": installation_id,
        "repository_id": repository_id,
        "once_more": once_more,
        "attempt": attempt,
    }
    return Job(FORGET, arguments, None, lock, URGENT, delay)


def rest(installation_id: int) -> Job:
    """Let go of what waits for an installation that is suspended."""
    return Job(REST, {"installation_id": installation_id}, None, f"rest/{installation_id}", URGENT)


def rename_installation(installation_id: int, *, attempt: int = 0, delay: float = 0.0) -> Job:
    """Take over the names that the repositories of an installation have now."""
    lock = f"rename/{installation_id}"
    arguments: dict[str, str | int] = {"installation_id": installation_id, "attempt": attempt}
    return Job(RENAME_INSTALLATION, arguments, lock, lock, URGENT, delay)


def rename_repository(repository: RepositoryId) -> Job:
    """Take over the name that a repository has now."""
    lock = f"rename/{repository.installation_id}/{repository.repository_id}"
    return Job(RENAME_REPOSITORY, {**asdict(repository)}, None, lock, URGENT)


def check_permissions(installation_id: int = ALL) -> Job:
    """Say what an installation, or all of them, has not granted."""
    return Job(CHECK_PERMISSIONS, {"installation_id": installation_id}, None, f"permissions/{installation_id}", LATER)
