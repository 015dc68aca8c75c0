"""The hourly job that keeps the cache of facts small."""

from app.facts.codec import FACTS_VERSION
from app.jobs.job import Job
from app.jobs.queue import Queue
from app.tasks.all_tasks import tasks
from tests.running import wait_for
from tests.service.conftest import query

ROW = "insert into facts values (1, {version}, 'a', 'python:python', false, '[]', 1, now() - interval '{age} days')"


async def test_the_worker_deletes_what_nobody_uses(adrift: str, database_url: str) -> None:
    for version, age in ((FACTS_VERSION, 31), (FACTS_VERSION - 1, 0), (FACTS_VERSION + 1, 0)):
        query(database_url, ROW.format(version=version, age=age))
    queue = Queue(database_url, tasks())
    await queue.open()
    await queue.put(Job("sweep_facts", {"timestamp": 0}))
    await queue.close()
    wait_for(lambda: query(database_url, "select version from facts") == [(FACTS_VERSION + 1,)])
