"""How much work waits: what a scaler and an alarm look at."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.jobs.queue import NAMESPACE
from app.store.database import session

BACKLOG = text(
    "select job.task_name,"
    " count(*) filter (where job.status = 'todo'),"
    " count(*) filter (where job.status = 'doing'),"
    " coalesce(max(extract(epoch from now() - coalesce(job.scheduled_at, deferred.at)))"
    "  filter (where job.status = 'todo'), 0)"
    " from procrastinate_jobs job"
    " left join procrastinate_events deferred on deferred.job_id = job.id and deferred.type = 'deferred'"
    " where job.status in ('todo', 'doing') and coalesce(job.scheduled_at, now()) <= now()"
    " group by job.task_name"
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """The jobs of one task that could run now: how many wait, how many run, and the seconds that the oldest waits."""

    task: str
    waiting: int
    running: int
    oldest: float


async def backlogs(engine: AsyncEngine) -> tuple[Backlog, ...]:
    """The backlog of every task that has one."""
    async with session(engine) as open_session:
        rows = await open_session.execute(BACKLOG)
        return tuple(
            Backlog(task.removeprefix(f"{NAMESPACE}:"), waiting, running, float(oldest))
            for task, waiting, running, oldest in rows
        )
