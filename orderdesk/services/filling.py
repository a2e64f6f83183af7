"""What lists leave out: read order by order, from spare budget, and at once when one is opened."""

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass, field

from orderdesk.domain.errors import DeskError, NotFound, VendorError
from orderdesk.domain.events import ConnectionsChanged, Event, SyncChanged
from orderdesk.domain.gateway import SetAside
from orderdesk.domain.order import order_id
from orderdesk.services.events import Bus
from orderdesk.services.links import AWAY, Links
from orderdesk.services.rereading import Rereading
from orderdesk.services.sentences import unexpected
from orderdesk.services.storage import Storage
from orderdesk.services.tasks import TaskSet
from orderdesk.services.timings import Timings
from orderdesk.store.faults import StoreError

logger = logging.getLogger(__name__)

_AT_ONCE = 100
# So many orders that fail one after the other are no fault of the orders.
_IN_A_ROW = 3
# An order is given up that has failed so often while others could be read, or all alone.
_WITH_OTHERS = 2
_ALONE = 3


@dataclass(slots=True)
class _Lane:
    """How far the reading of one connection's details has come; subjects are vendor ids."""

    waiting: bool = True
    """There may be something to read."""
    task: "asyncio.Task[None] | None" = None
    due: float = 0.0
    """By the monotonic clock; until then nothing is tried."""
    failures: int = 0
    suspects: dict[str, DeskError] = field(default_factory=dict[str, DeskError])
    """What has failed since an order could last be read; left alone until one can."""
    proved: Counter[str] = field(default_factory=Counter[str])
    """How often an order failed and the next ones could be read."""
    tries: Counter[str] = field(default_factory=Counter[str])

    def rest(self, timings: Timings) -> None:
        """Leave the vendor alone for a while, longer each time."""
        self.failures += 1
        pause = min(timings.first_pause * 2 ** min(self.failures - 1, 16), timings.longest_pause)
        self.due = time.monotonic() + pause

    def answered(self) -> dict[str, DeskError]:
        """Note that an order could be read; return those that are at fault themselves."""
        self.proved.update(self.suspects.keys())
        bad = {one: why for one, why in self.suspects.items() if self.proved[one] >= _WITH_OTHERS}
        self.suspects.clear()
        self.failures, self.due = 0, 0.0
        return bad

    def alone(self) -> dict[str, DeskError]:
        """Return what is to be given up where nothing but suspects is left to read."""
        return {
            one: why
            for one, why in self.suspects.items()
            if self.tries[one] >= _ALONE and not _of_the_vendor(why)
        }

    def forget(self, vendor_id: str) -> None:
        """Drop what was noted of an order that could be read, or was given up."""
        self.suspects.pop(vendor_id, None)
        del self.proved[vendor_id], self.tries[vendor_id]


class Filling:
    """Reads missing and stale details of each connection, one order at a time, the newest first."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        rereading: Rereading,
        timings: Timings,
        tasks: TaskSet,
    ) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._rereading = rereading
        self._timings = timings
        self._tasks = tasks
        self._lanes: dict[str, _Lane] = {}
        self._syncing: set[str] = set()
        self._news = asyncio.Event()
        links.listen(self._awake)
        bus.subscribe(self._heard)

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            self._news.clear()
            for key in self._links.all_keys():
                lane = self._lanes.setdefault(key, _Lane())
                if lane.waiting and lane.task is None and self._may_go(key, lane):
                    self._begin(key, lane)
            await self._wait()

    def _may_go(self, key: str, lane: _Lane) -> bool:
        link = self._links.find(key)
        free = link is not None and not link.resting and key not in self._syncing
        return free and lane.due <= time.monotonic()

    def _begin(self, key: str, lane: _Lane) -> None:
        lane.task = task = self._tasks.spawn(self._fill(key, lane), f"details of {key}")

        def ended(_task: "asyncio.Task[None]") -> None:
            lane.task = None
            self._news.set()

        task.add_done_callback(ended)

    async def _fill(self, key: str, lane: _Lane) -> None:
        while lane.waiting and self._may_go(key, lane):
            limit = _AT_ONCE + len(lane.suspects)
            unread = await self._storage.read(
                lambda store, limit=limit: store.mirror.unread(key, limit)
            )
            left = [one for one in unread if one not in lane.suspects]
            if not left:
                await self._end(key, lane)
                return
            for vendor_id in left:
                if not self._may_go(key, lane) or not await self._went_well(key, lane, vendor_id):
                    return

    async def _end(self, key: str, lane: _Lane) -> None:
        """Nothing is left but what failed: give up what fails for good, try the rest later."""
        await self._give_up(key, lane, lane.alone())
        lane.waiting = bool(lane.suspects)
        if lane.suspects:
            lane.rest(self._timings)
            lane.suspects.clear()

    async def _went_well(self, key: str, lane: _Lane, vendor_id: str) -> bool:
        """Read one order; whether the next one may be tried."""
        try:
            await self._rereading.read(key, vendor_id, background=True)
        except NotFound:
            lane.forget(vendor_id)
        except AWAY:
            return False
        except StoreError as error:
            logger.warning("details cannot be kept: %s", error.sentence())
            lane.rest(self._timings)
            return False
        except DeskError as error:
            return self._doubted(lane, vendor_id, error)
        except Exception as error:
            logger.exception("an order's details could not be read")
            return self._doubted(lane, vendor_id, DeskError(unexpected(error)))
        else:
            lane.forget(vendor_id)
        await self._give_up(key, lane, lane.answered())
        return True

    def _doubted(self, lane: _Lane, vendor_id: str, error: DeskError) -> bool:
        """Note that an order could not be read; whether it may be the order's own fault."""
        lane.tries[vendor_id] += 1
        lane.suspects[vendor_id] = error
        if len(lane.suspects) < _IN_A_ROW:
            return True
        lane.rest(self._timings)
        return False

    async def _give_up(self, key: str, lane: _Lane, bad: dict[str, DeskError]) -> None:
        for vendor_id, error in bad.items():
            words = error.words if isinstance(error, VendorError) else None
            aside = SetAside(vendor_id, words or "", error.sentence())
            about = order_id(key, vendor_id)
            await self._storage.run(
                lambda store, about=about, aside=aside: store.mirror.give_up(about, aside)
            )
            lane.forget(vendor_id)
        if bad:
            self._bus.publish(ConnectionsChanged(frozenset({key})))

    async def _wait(self) -> None:
        moments = [
            max(lane.due, link.rests_until)
            for key, lane in self._lanes.items()
            if lane.waiting and lane.task is None and key not in self._syncing
            if (link := self._links.find(key)) is not None
        ]
        pause = max(0.0, min(moments) - time.monotonic()) if moments else None
        try:
            async with asyncio.timeout(pause):
                await self._news.wait()
        except TimeoutError:
            return

    def _heard(self, event: Event) -> None:
        if not isinstance(event, SyncChanged):
            return
        if event.running:
            self._syncing.add(event.connection)
            return
        self._syncing.discard(event.connection)
        self._lanes.setdefault(event.connection, _Lane()).waiting = True
        self._news.set()

    def _awake(self, key: str) -> None:
        lane = self._lanes.setdefault(key, _Lane())
        lane.waiting, lane.due = True, 0.0
        self._news.set()


def _of_the_vendor(error: DeskError) -> bool:
    """Whether the vendor says itself that it fails, whatever it is asked."""
    return isinstance(error, VendorError) and error.status is not None and error.status >= 500
