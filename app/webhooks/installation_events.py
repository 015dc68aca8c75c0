"""Which jobs follow from the App being installed, renamed, suspended and taken away."""

from collections.abc import Mapping

from app.jobs import installation_jobs as jobs
from app.jobs.installation_jobs import PACE
from app.jobs.job import Job, RepositoryId
from app.webhooks.payloads import FromRepository, Named, Numbered, Payload

MOST_AT_ONCE = 200
"""Repositories that get a job each from one event; of more, the installation's list is gone through."""


class InstallationEvent(Payload):
    action: str
    installation: Numbered


class RepositoriesEvent(InstallationEvent):
    repositories_added: tuple[Named, ...] = ()
    repositories_removed: tuple[Named, ...] = ()


class RepositoryEvent(FromRepository):
    action: str
    changes: Mapping[str, object] = {}


def of_installation(body: bytes) -> tuple[Job, ...]:
    """The jobs for an `installation` event."""
    event = InstallationEvent.model_validate_json(body)
    match event.action:
        case "created":
            installation_id = event.installation.id
            return (jobs.prepare_installation(installation_id), jobs.check_permissions(installation_id))
        case "new_permissions_accepted":
            return (jobs.check_permissions(event.installation.id),)
        case "unsuspend":
            return (jobs.prepare_installation(event.installation.id, anew=1),)
        case "deleted":
            return (jobs.forget(event.installation.id),)
        case "suspend":
            return (jobs.rest(event.installation.id),)
        case _:
            return ()


def of_installation_repositories(body: bytes) -> tuple[Job, ...]:
    """The jobs for an `installation_repositories` event."""
    event = RepositoriesEvent.model_validate_json(body)
    installation_id, added = event.installation.id, event.repositories_added
    removed = tuple(jobs.forget(installation_id, one.id) for one in event.repositories_removed)
    if len(added) > MOST_AT_ONCE:
        return (*removed, jobs.prepare_installation(installation_id))
    places = enumerate(RepositoryId(installation_id, one.id, one.full_name) for one in added)
    return (*removed, *(jobs.prepare_repository(one, delay=place * PACE) for place, one in places))


def of_installation_target(body: bytes) -> tuple[Job, ...]:
    """The jobs for an `installation_target` event: an account has another name."""
    event = InstallationEvent.model_validate_json(body)
    return (jobs.rename_installation(event.installation.id),) if event.action == "renamed" else ()


def of_repository(body: bytes) -> tuple[Job, ...]:
    """The jobs for a `repository` event. A transfer is told to the new owner's installation only; the old one loses the
    repository."""
    event = RepositoryEvent.model_validate_json(body)
    match event.action:
        case "renamed":
            return (jobs.rename_repository(event.repository_id),)
        case "edited" if "default_branch" in event.changes:  # another branch is governed, and another policy governs
            return (jobs.prepare_repository(event.repository_id, anew=1),)
        case "transferred":
            return (jobs.prepare_repository(event.repository_id, anew=1),)
        case _:
            return ()
