"""An order that is opened before its items were read: they are read at once."""

import time
from dataclasses import dataclass, field

from orderdesk.domain.errors import DeskError, NotFound
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.messages import Message
from orderdesk.domain.order import order_id
from orderdesk.services.events import Bus
from orderdesk.services.links import Links
from orderdesk.services.rereading import Rereading
from orderdesk.services.sentences import unexpected
from orderdesk.services.tasks import TaskSet
from orderdesk.services.timings import Timings
from orderdesk.services.views import Health

# Whoever walks through a list opens many and looks at the last.
_WAITING = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """Whether an order's items are being read, or what kept them from it."""

    reading: bool
    problem: Message | None = None
    way_out: Message | None = None


@dataclass(slots=True)
class _Queue:
    """What is to be read of one connection: the last opened first."""

    waiting: list[str] = field(default_factory=list[str])
    reading: str | None = None


class Opening:
    """Reads what a person looks at, in the interactive lane, one order a connection at a time."""

    def __init__(
        self, *, links: Links, bus: Bus, rereading: Rereading, timings: Timings, tasks: TaskSet
    ) -> None:
        self._links = links
        self._bus = bus
        self._rereading = rereading
        self._timings = timings
        self._tasks = tasks
        self._queues: dict[str, _Queue] = {}
        self._failed: dict[tuple[str, str], tuple[DeskError, float]] = {}
        """What could not be read, and until when it is not tried again by itself."""
        links.listen(self._awake)

    def opened(self, connection: str, vendor_id: str) -> Progress:
        """Have an order's items read, unless that failed a moment ago; say how it stands.

        An OrdersChanged tells when they have come, or when they cannot be read.
        """
        failed = self._failure(connection, vendor_id)
        if failed is not None:
            return Progress(False, failed.message, failed.way_out)
        link = self._links.find(connection)
        if link is not None and link.resting and link.health is Health.SIGN_IN:
            # Trying again and again with the same password gets accounts locked.
            return Progress(False, link.problem, link.way_out)
        queue = self._queues.setdefault(connection, _Queue())
        if vendor_id != queue.reading:
            kept = [one for one in queue.waiting if one != vendor_id]
            queue.waiting = [*kept, vendor_id][-_WAITING:]
        if queue.reading is None:
            queue.reading = vendor_id
            self._tasks.spawn(self._read(connection, queue), f"opened orders of {connection}")
        return Progress(True)

    def _failure(self, connection: str, vendor_id: str) -> DeskError | None:
        found = self._failed.get((connection, vendor_id))
        return found[0] if found is not None and time.monotonic() < found[1] else None

    async def _read(self, connection: str, queue: _Queue) -> None:
        try:
            while queue.waiting:
                queue.reading = queue.waiting.pop()
                await self._one(connection, queue.reading)
        finally:
            queue.reading = None

    async def _one(self, connection: str, vendor_id: str) -> None:
        try:
            await self._rereading.read(connection, vendor_id, tell=True)
        except NotFound as error:
            self._note(connection, vendor_id, error)
        except DeskError as error:
            self._note(connection, vendor_id, error)
            self._tell(connection, vendor_id)
        except Exception as error:
            self._note(connection, vendor_id, DeskError(unexpected(error)))
            self._tell(connection, vendor_id)
            raise
        else:
            self._failed.pop((connection, vendor_id), None)

    def _note(self, connection: str, vendor_id: str, error: DeskError) -> None:
        until = time.monotonic() + self._timings.longest_pause
        self._failed[connection, vendor_id] = (error, until)

    def _tell(self, connection: str, vendor_id: str) -> None:
        self._bus.publish(OrdersChanged(frozenset({order_id(connection, vendor_id)})))

    def _awake(self, key: str) -> None:
        """Whoever still looks at what could not be read gets it now."""
        failed = [one for one in self._failed if one[0] == key]
        for one in failed:
            del self._failed[one]
        if failed:
            self._bus.publish(OrdersChanged(frozenset(order_id(*one) for one in failed)))
