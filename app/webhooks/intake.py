"""Stores deliveries with their jobs. Those that arrive while others are being written wait for each other and are
written in one transaction, so that a burst costs the database a few commits."""

import asyncio
import logging
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, field

from psycopg import AsyncConnection
from psycopg import Error as PsycopgError
from sqlalchemy.exc import DataError, SQLAlchemyError

from app.jobs.job import Job, pull_request_of
from app.jobs.outages import QueueError
from app.service import Service
from app.store import deliveries, pull_requests
from app.store.pushers import Pushing
from app.store.tables import Delivery

MOST_AT_ONCE = 100
"""Deliveries of one transaction."""

log = logging.getLogger(__name__)


class NotStoredError(Exception):
    """The database did not take a delivery: GitHub has to send it again."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery, the jobs that it asks for and the pushes that it tells of. `is_new` is answered when it is stored:
    false where it was before."""

    delivery: Delivery
    jobs: Sequence[Job]
    pushes: Sequence[Pushing] = ()
    is_new: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Intake:
    """The one way of deliveries into the database of one process."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._waiting: deque[Arrival] = deque()
        self._writing = asyncio.Lock()

    async def store(self, delivery: Delivery, jobs: Sequence[Job], pushes: Sequence[Pushing] = ()) -> bool:
        """Whether the delivery was not stored before; it is now. Raises NotStoredError."""
        arrival = Arrival(delivery, jobs, pushes)
        self._waiting.append(arrival)
        async with self._writing:
            while not arrival.is_new.done():  # nobody before us has written ours, too
                await self._write([self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))])
        return await arrival.is_new

    async def _write(self, arrivals: Sequence[Arrival]) -> None:
        """Store them together; each by itself where the database does not like what one of them says."""
        try:
            new = await self._store(arrivals)
        except (DataError, QueueError) as error:
            if len(arrivals) == 1:
                _refuse(arrivals, error)
            for arrival in arrivals if len(arrivals) > 1 else ():
                await self._write([arrival])
        except (SQLAlchemyError, PsycopgError, OSError) as error:
            _refuse(arrivals, error)
        except BaseException as error:  # stopped: nobody else is to wait for ever
            _refuse(arrivals, error)
            raise
        else:
            for arrival in arrivals:
                arrival.is_new.set_result(arrival.delivery.id in new)

    async def _store(self, arrivals: Sequence[Arrival]) -> frozenset[str]:
        async def enqueue(new: Collection[str], connection: AsyncConnection) -> None:
            jobs = [job for arrival in arrivals if arrival.delivery.id in new for job in arrival.jobs]
            await self._service.queue.put_now(jobs, connection)
            await pull_requests.hint(connection, (astuple(one) for one in map(pull_request_of, jobs) if one))

        pushes = {arrival.delivery.id: arrival.pushes for arrival in arrivals}
        return await deliveries.store(self._service.engine, [one.delivery for one in arrivals], enqueue, pushes)


def _refuse(arrivals: Sequence[Arrival], error: BaseException) -> None:
    log.error("%d deliveries could not be stored, %s first", len(arrivals), arrivals[0].delivery.id, exc_info=error)
    for arrival in arrivals:
        if not arrival.is_new.done():
            arrival.is_new.set_exception(NotStoredError(type(error).__name__))
