"""What takes seconds and minutes in the product takes tenths in a fleet's processes."""

from datetime import timedelta

import httpx

from app import main
from app.git import mirror
from app.github import client
from app.jobs import queue
from app.reconciling import deliveries
from app.store import locks
from app.tasks import reconcile_tasks, tries, watchdog


def hasten() -> None:
    """Shorten every wait, each still longer than what it waits for takes on a busy machine."""
    tries.DELAYS = (0.2, 0.4, 0.8, 1.6, 3.2)
    queue.HEARTBEAT, queue.STALLED_AFTER, queue.POLLING, queue.GRACE = 0.3, 2.0, 0.1, 3.0
    main.RESTARTED_AFTER, watchdog.INTERVAL = 0.2, 0.3
    reconcile_tasks.DELIVERIES = "* * * * * */2"
    deliveries.ASKED_AGAIN_AFTER, deliveries.MOST_TIMES = timedelta(seconds=4), 100
    mirror.FETCH_TIMEOUT = 4.0
    client.TIMEOUT = httpx.Timeout(4.0)
    locks.LOST_AFTER, locks.PATIENCE = 6_000, 9_000
