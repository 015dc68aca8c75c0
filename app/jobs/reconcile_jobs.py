"""The jobs that look for what was missed: webhooks that did not arrive, and pull requests that nobody spoke of."""

from dataclasses import asdict

from app.jobs.job import LATER, URGENT, Job, RepositoryId

REDELIVER = "redeliver"
RECONCILE = "reconcile"
RECONCILE_INSTALLATION = "reconcile_installation"
RECONCILE_REPOSITORY = "reconcile_repository"
STARTED = 30.0
"""Seconds from the start of a process to its first look: of many that start together one looks for all."""


def redeliver(*, attempt: int = 0, delay: float = 0.0) -> Job:
    """Have GitHub send again what it could not deliver."""
    return Job(REDELIVER, {"attempt": attempt}, REDELIVER, REDELIVER, URGENT, delay)


def reconcile(*, attempt: int = 0, delay: float = 0.0) -> Job:
    """Look through all installations, one after the other."""
    return Job(RECONCILE, {"attempt": attempt}, RECONCILE, RECONCILE, LATER, delay)


def reconcile_installation(installation_id: int, *, attempt: int = 0, delay: float = 0.0) -> Job:
    """Look through all repositories of an installation, one after the other."""
    lock = f"reconcile/{installation_id}"
    arguments: dict[str, str | int] = {"installation_id": installation_id, "attempt": attempt}
    return Job(RECONCILE_INSTALLATION, arguments, lock, lock, LATER, delay)


def reconcile_repository(repository: RepositoryId, *, attempt: int = 0, delay: float = 0.0) -> Job:
    """Look through the open pull requests of a repository."""
    lock = f"reconcile/{repository.installation_id}/{repository.repository_id}"
    return Job(RECONCILE_REPOSITORY, {**asdict(repository), "attempt": attempt}, lock, lock, LATER, delay)


AFTER_START = (redeliver(delay=STARTED), reconcile(delay=STARTED))
