"""The task that answers commands in comments, and what becomes of one that fails."""

import logging
from typing import Any

from procrastinate import Blueprint, JobContext

from app.answer_command import answer_command
from app.git.mirror import FetchError
from app.git.process import GitError
from app.github.errors import GitHubError, RateLimitedError, UnavailableError
from app.jobs import job
from app.jobs.job import Asked
from app.service import service_of
from app.tasks import tries

log = logging.getLogger(__name__)


def add_to(blueprint: Blueprint) -> None:
    """Add the task."""
    blueprint.task(name=job.ANSWER_COMMAND, pass_context=True)(run_answer_command)


async def run_answer_command(context: JobContext, /, *, attempt: int, **arguments: Any) -> None:
    """Answer one command. What GitHub does not take is logged: there is nobody else to tell."""
    service, asked = service_of(context.additional_context), Asked(**arguments)
    try:
        await answer_command(service, asked)
    except (UnavailableError, RateLimitedError, FetchError) as error:
        again = tries.following(attempt, error)
        if again is None:
            log.warning("a command on %s#%s is not answered: %s", asked.repository, asked.number, error)
            return
        await service.queue.put(job.answer_command(asked, attempt=again.attempt, delay=again.delay))
    except (GitHubError, GitError) as error:
        log.warning("a command on %s#%s is not answered: %s", asked.repository, asked.number, error)
