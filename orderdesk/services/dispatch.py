"""Dispatch: takes commands from the outbox to their vendors, each exactly once."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from filelock import FileLock, Timeout

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import Message
from orderdesk.domain.order import order_id
from orderdesk.services.batches import Batches
from orderdesk.services.delivery import Delivery
from orderdesk.services.events import Bus
from orderdesk.services.lateness import Lateness
from orderdesk.services.links import Links
from orderdesk.services.rereading import Rereading
from orderdesk.services.runs import Run
from orderdesk.services.sentences import UNEXPECTED_WAY, unexpected
from orderdesk.services.storage import Storage
from orderdesk.services.tasks import TaskSet
from orderdesk.services.timings import Timings
from orderdesk.store.store import Store

Step: TypeAlias = Callable[[OutboxEntry], Coroutine[Any, Any, None]]
Way: TypeAlias = Callable[[], Coroutine[Any, Any, None]]

logger = logging.getLogger(__name__)


class Dispatch:
    """Sends what waits, while this process holds the profile's dispatch lock."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        rereading: Rereading,
        timings: Timings,
        lock: Path,
    ) -> None:
        self._storage = storage
        self._links = links
        self._timings = timings
        self.run = Run(lock.parent / "runs")
        """This run of the program, with whose id commands are kept."""
        self._lateness = Lateness(self.run, timings)
        self._lock_path = lock
        self._lock = FileLock(str(lock), blocking=False, thread_local=False)
        self._holding = False
        self._delivery = Delivery(
            storage=storage,
            links=links,
            bus=bus,
            rereading=rereading,
            timings=timings,
            lateness=self._lateness,
            owner=self.run.id,
        )
        self._batches = Batches(
            storage=storage, links=links, delivery=self._delivery, owner=self.run.id
        )
        self._tasks = TaskSet()
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._sending: Counter[str] = Counter()
        self._held: dict[str, float] = {}
        self._news = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._barred = False
        self._back: set[str] = set()
        links.listen(self._awake)

    @property
    def holds_lock(self) -> bool:
        """Whether this process is the one that sends."""
        return self._holding

    @property
    def started(self) -> bool:
        """Whether it sends, or waits for the lock to."""
        return self._loop is not None

    def now(self) -> datetime:
        """Return when something asked for now is asked for, aware."""
        return self._timings.now()

    def start(self) -> None:
        """Begin to send, once; whatever waited since the last time goes first."""
        if self._loop is None and not self._barred:
            self._loop = asyncio.get_running_loop().create_task(self._run(), name="dispatch")

    def bar(self, *, barred: bool) -> None:
        """Send nothing, whatever is asked for, as long as it is barred; before it has started."""
        self._barred = barred

    def kick(self) -> None:
        """Look at the outbox now."""
        self._news.set()

    async def aclose(self) -> None:
        """Start nothing new, wait for requests under way, and give the lock back.

        What is still under way after the closing time stays journalled as being sent: whoever
        starts next reads it back.
        """
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        for order, task in list(self._under_way.items()):
            if order not in self._delivery.on_the_wire:
                task.cancel()
        await self._tasks.aclose(patience=self._timings.close)
        self._lock.release()
        self._holding = False
        self.run.end()

    async def _run(self) -> None:
        while True:
            self._news.clear()
            try:
                if self._holding or await self._hold():
                    await self._turn()
                self._links.hold_up(None)
            except Exception as error:
                if self._is_news(error):
                    logger.exception("dispatch is held up")
            try:
                async with asyncio.timeout(self._timings.poll):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def _hold(self) -> bool:
        """Try to become the one that sends; what a dead one left behind is taken up."""
        try:
            self._lock_path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            return False
        left = await self._storage.run(self._recovered)
        self._holding = True
        for entry in left:
            self._delivery.outcomes.say(entry)
        return True

    def _recovered(self, store: Store) -> list[OutboxEntry]:
        """Make unknown what a dead process was sending, to be read back when it has settled."""
        settle = timedelta(seconds=self._timings.settle_time)
        self._lateness.take_stock(store)
        left = store.outbox.recover(self.run.id, verify_at=datetime.now(UTC) + settle)
        return [
            store.outbox.mark_unknown(
                entry.command.id, reason=entry.reason or "", verify_at=entry.sent_at + settle
            )
            if entry.sent_at
            else entry
            for entry in left
        ]

    async def _turn(self) -> None:
        """Start everything that may be started now."""
        await self._let_go()
        now = datetime.now(UTC)
        for entry in await self._storage.run(lambda store: store.outbox.due_unknown(now)):
            if self._is_free(entry):
                self._start(entry, self._delivery.verify)
        while (entry := await self._next(now)) is not None:
            await self._know(entry.command.connection)
            busy = frozenset(self._under_way) | self._resting_orders()
            together = await self._batches.with_others(entry, now, busy=busy)
            if len(together) > 1:
                self._start_all(together)
            else:
                self._start(entry, self._delivery.deliver)
        for key, vendor_id in list(self._delivery.outcomes.stale):
            self._reread(key, vendor_id)

    async def _next(self, now: datetime) -> OutboxEntry | None:
        """Return the oldest command that may go now."""
        orders = frozenset(self._under_way) | self._resting_orders()
        full = frozenset(key for key in self._links.all_keys() if self._is_full(key))
        return await self._storage.run(
            lambda store: store.outbox.next_waiting(now, busy=orders, full=full)
        )

    def _is_full(self, key: str) -> bool:
        link = self._links.find(key)
        if link is None:
            return False
        # After a failure one command feels the way before the others follow.
        limit = min(self._timings.at_once, link.description.at_once)
        return link.resting or self._sending[key] >= (1 if link.failures else limit)

    def _resting_orders(self) -> frozenset[str]:
        now = time.monotonic()
        self._held = {order: until for order, until in self._held.items() if until > now}
        return frozenset(self._held)

    def _awake(self, key: str) -> None:
        self._back.add(key)
        self.kick()

    async def _let_go(self) -> None:
        """Let what was put back go at once where its connection can be tried again."""
        keys, self._back = self._back, set()
        if not keys:
            return

        def let_go(store: Store) -> None:
            for entry in store.outbox.open():
                waits = entry.state is CommandState.WAITING and entry.not_before is not None
                # One without a reason waits because a person wants it to.
                if waits and entry.reason is not None and entry.command.connection in keys:
                    store.outbox.requeue(entry.command.id, reason=entry.reason)

        await self._storage.run(let_go)

    def _is_free(self, entry: OutboxEntry) -> bool:
        order = entry.command.order_id
        busy = order in self._under_way or order in self._resting_orders()
        return not busy and not self._is_full(entry.command.connection)

    async def _know(self, key: str) -> None:
        """Take up a connection that another process has added since this one started."""
        if self._links.find(key) is None:
            config = await self._storage.run(lambda store: store.connections.get(key))
            if config is not None:
                await self._links.put(config)

    def _start(self, entry: OutboxEntry, step: Step) -> None:
        self._spawn([entry], partial(step, entry))

    def _start_all(self, entries: Sequence[OutboxEntry]) -> None:
        """Start several commands that go in one call, and count as one on their connection."""
        self._spawn(entries, partial(self._batches.deliver, entries))

    def _spawn(self, entries: Sequence[OutboxEntry], way: Way) -> None:
        first = entries[0].command
        orders, key = [entry.command.order_id for entry in entries], first.connection
        self._sending[key] += 1
        task = self._tasks.spawn(self._guarded(entries, way), f"{first.action} {first.id}")
        self._under_way |= dict.fromkeys(orders, task)

        def ended(_task: "asyncio.Task[None]") -> None:
            for order in orders:
                self._under_way.pop(order, None)
            self._sending[key] -= 1
            self.kick()

        task.add_done_callback(ended)

    async def _guarded(self, entries: Sequence[OutboxEntry], way: Way) -> None:
        try:
            await way()
        except Exception as error:
            logger.exception("%s broke", entries[0].command.action)
            for entry in entries:
                order = entry.command.order_id
                self._held[order] = time.monotonic() + self._timings.longest_pause
                await self._delivery.outcomes.lost(entry, error)

    def _reread(self, key: str, vendor_id: str) -> None:
        order = order_id(key, vendor_id)
        if order in self._under_way or self._is_full(key):
            return
        self._delivery.outcomes.stale.discard((key, vendor_id))
        if self._links.find(key) is None:
            return
        task = self._tasks.spawn(self._delivery.reread(key, vendor_id), f"reading {order}")
        self._under_way[order] = task
        task.add_done_callback(lambda _task: self._under_way.pop(order, None))

    def _is_news(self, error: Exception) -> bool:
        """Say that nothing is being sent; whether it was not known before."""
        known = error if isinstance(error, DeskError) else None
        told = known or DeskError(unexpected(error), way_out=Message(UNEXPECTED_WAY))
        before = str(self._links.held_up or "")
        self._links.hold_up(told)
        return before != str(told)
