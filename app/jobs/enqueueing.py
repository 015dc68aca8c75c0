"""How jobs get into the queue's table, and back into it: two statements, one for any number of jobs each.

**Fair share.** The queue begins with the job of the highest number (`priority`), and of equal ones with the oldest.
Each priority that a job asks for is a band of numbers: an urgent job goes before all usual ones whoever asks. Within a
band jobs are numbered downwards by start-time fair queueing (Goyal, Vin, Cheng 1996); installations are the flows, and
each job counts one. A new job gets the number of the one that is next in the band, or the one after the last that waits
for its own installation: a hundred jobs of one installation stand behind each other, and the first one of another
right behind the first of them.

Where nothing waits, a band begins anew at a number that goes down by one each second. Numbers therefore fall with time,
and what waits comes before what is put in long after it. A job that is delayed is numbered for the time at which it may
begin.
"""

from app.jobs.job import BAND

EPOCH = 1_735_689_600
"""The second (2025-01-01) at which a band begins at its top; with a width of 10^9 it lasts until 2056."""
MARGIN = 1_000
"""Numbers at both ends of a band that are not ours: releases before this one gave 10, 0, -5 and -10, and the queue's
own periodic jobs have 0."""

WIDENED = """\
on conflict (queueing_lock) where status = 'todo' do update set args = procrastinate_jobs.args - 'only_new'
  where procrastinate_jobs.args ? 'only_new' and not excluded.args ? 'only_new'"""
"""What one job does to the same one that waits: a review that was asked for is not for a new head only any more."""

ENQUEUE = f"""\
with asked as (
  select *, args ->> 'installation_id' as installation, extract(epoch from now())::bigint - %(epoch)s as seconds
  from jsonb_to_recordset(%(jobs)s) as job (
    place int, task text, args jsonb, lock text, queueing_lock text, band int, delay float8, hastens boolean
  )
),
bands as (
  select band, coalesce(
    (
      select priority from procrastinate_jobs
      where status = 'todo' and (scheduled_at is null or scheduled_at <= now())
        and priority between asked.band - %(width)s + %(margin)s and asked.band - %(margin)s
      order by priority desc limit 1
    ),
    band - min(seconds)
  ) as level
  from asked group by band
),
numbered as (
  select asked.*, greatest(
    least(
      level + 1 - ceil(delay),
      (
        select priority from procrastinate_jobs
        where status = 'todo' and args ->> 'installation_id' = installation
          and (scheduled_at is null or scheduled_at <= now() + make_interval(secs => delay))
          and priority between asked.band - %(width)s + %(margin)s and asked.band - %(margin)s
        order by priority limit 1
      )
    ) - row_number() over (partition by band, installation order by place),
    asked.band - %(width)s + %(margin)s
  )::int as number
  from asked join bands using (band)
),
waiting as (
  select id from procrastinate_jobs
  where status = 'todo' and queueing_lock in (select queueing_lock from numbered where hastens)
  order by id for update
),
hastened as (
  update procrastinate_jobs job set
    scheduled_at = null, priority = greatest(job.priority, numbered.number),
    args = case when numbered.args ? 'only_new' then job.args else job.args - 'only_new' end
  from waiting, numbered where job.id = waiting.id and job.queueing_lock = numbered.queueing_lock
  returning job.queueing_lock
),
put as (
  insert into procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
  select
    'default', task, number, lock, queueing_lock, args,
    case when delay > 0 then now() + make_interval(secs => delay) end
  from numbered
  where queueing_lock is null or queueing_lock not in (select queueing_lock from hastened)
  order by queueing_lock, place
  {WIDENED}
  returning id, xmax = 0 as is_new
)
select id from put where is_new"""  # noqa: S608 - all of it stands here
"""Puts jobs in, and answers with those that were. The same job that waits already is left as it is, unless it was for a
new head only; one that hastens lets it begin now. Always in one order: of two that put in the same jobs one waits for
the other, and never both."""
NUMBERS = {"epoch": EPOCH, "width": BAND, "margin": MARGIN}

TAKE_OVER = f"""\
with dead as (
  delete from procrastinate_jobs job
  where status = 'doing' and not exists (
    select from procrastinate_workers worker
    where worker.id = job.worker_id and last_heartbeat > now() - make_interval(secs => %(seconds)s)
  )
  returning *
),
renewed as (
  insert into procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, attempts)
  select
    queue_name, task_name, priority, lock, queueing_lock,
    case when args ? 'attempt' then args || jsonb_build_object('attempt', (args ->> 'attempt')::int + 1) else args end,
    attempts + 1
  from dead where attempts < %(most)s
  order by queueing_lock
  {WIDENED}
)
select task_name, args, attempts >= %(most)s as is_given_up from dead"""  # noqa: S608 - as above
"""Puts the jobs of dead workers in anew, where they stood, counting one more try. Those that had too many are gone. Two
processes that do this at once take each job over once, and one that dies meanwhile leaves all as it was."""

LIVE = """\
select queueing_lock from procrastinate_jobs
where queueing_lock = any(%(locks)s) and status in ('todo', 'doing')"""
