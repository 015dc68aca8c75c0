"""How the row of a review and its check run find each other."""

import re

from app.github import check_runs
from app.github.client import InstallationClient
from app.github.models import CheckRun
from app.store.tables import ReviewRow

EXTERNAL_ID = re.compile(r"adrift-review-(?P<id>\d{1,18})")


def row_id(row: ReviewRow) -> int:
    """The id of a row that is stored."""
    assert row.id is not None
    return row.id


def external_id(row: ReviewRow) -> str:
    """How a check run is found again whose creation was never answered."""
    return f"adrift-review-{row_id(row)}"


def review_of(run: CheckRun) -> int | None:
    """The id of the review that a check run was made for; None where it is of something else."""
    found = EXTERNAL_ID.fullmatch(run.external_id or "")
    return int(found["id"]) if found else None


async def check_run_of(client: InstallationClient, row: ReviewRow) -> CheckRun | None:
    """The row's check run as it is now. It may exist although the answer to its creation never came."""
    if row.check_run_id is not None:
        return await check_runs.find(client, row.repository, row.check_run_id)
    return await check_runs.find_by_external_id(client, row.repository, row.head_sha, row.check_name, external_id(row))
