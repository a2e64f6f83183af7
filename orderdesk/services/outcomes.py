"""What became of a command, written to the outbox and told."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from orderdesk.domain.commands import CommandState, CreateOrder, OutboxEntry
from orderdesk.domain.errors import DeskError, VendorError
from orderdesk.domain.events import CommandChanged, OrdersChanged
from orderdesk.domain.order import Order
from orderdesk.services.events import Bus
from orderdesk.services.links import Links
from orderdesk.services.sentences import unexpected
from orderdesk.services.storage import Storage
from orderdesk.services.timings import Timings
from orderdesk.store.faults import StoreError
from orderdesk.store.outbox import Outbox
from orderdesk.store.store import Store

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Outcomes:
    """Writes outcomes; what the vendor has done is never forgotten because a file is not ready."""

    def __init__(self, *, storage: Storage, links: Links, bus: Bus, timings: Timings) -> None:
        self.stale: set[tuple[str, str]] = set()
        """Connection and vendor id of orders that have to be read again."""
        self._storage = storage
        self._links = links
        self._bus = bus
        self._timings = timings

    async def lost(self, entry: OutboxEntry, error: Exception) -> None:
        """Take up a command again on whose way something broke that was not foreseen."""
        reason = unexpected(error).render()
        now = datetime.now(UTC)
        later = now + timedelta(seconds=self._timings.longest_pause)
        settled = now + timedelta(seconds=self._timings.settle_time)

        def take_up(store: Store) -> OutboxEntry | None:
            current = store.outbox.get(entry.command.id)
            if current is None or not current.given or current.state is CommandState.ASKING:
                return None
            if current.state is CommandState.WAITING:
                return store.outbox.requeue(current.command.id, not_before=later, reason=reason)
            moment = settled if current.state is CommandState.SENDING else later
            return store.outbox.mark_unknown(current.command.id, reason=reason, verify_at=moment)

        taken = await self._storage.run(take_up)
        if taken is not None:
            self.say(taken)

    async def put_back(self, entry: OutboxEntry, error: DeskError) -> None:
        """Let it wait again, for as long as its connection rests: nothing was done."""
        key = entry.command.connection
        self._links.failed(key, error)
        rest = self._links.rest(key) or self._timings.longest_pause
        not_before = datetime.now(UTC) + timedelta(seconds=rest)
        reason = error.sentence()
        await self._write(
            entry,
            lambda outbox: outbox.requeue(entry.command.id, not_before=not_before, reason=reason),
        )

    async def again(self, entry: OutboxEntry, reason: str) -> None:
        """Let it wait to be sent once more: it is proved that nothing was done."""
        await self._write(entry, lambda outbox: outbox.requeue(entry.command.id, reason=reason))

    async def unknown(self, entry: OutboxEntry, reason: str, pause: float) -> None:
        """Note that nobody knows what was done; it is read back after `pause` seconds."""
        verify_at = datetime.now(UTC) + timedelta(seconds=pause)
        await self._write(
            entry,
            lambda outbox: outbox.mark_unknown(
                entry.command.id, reason=reason, verify_at=verify_at
            ),
        )

    async def ask(
        self,
        entry: OutboxEntry,
        reason: str,
        readings: tuple[str, ...],
        *,
        waited: bool = False,
    ) -> None:
        """Leave it to a person; `waited`: only because it has waited too long."""
        await self._write(
            entry,
            lambda outbox: outbox.ask(
                entry.command.id, reason=reason, readings=readings, waited=waited
            ),
        )

    async def rejected(self, entry: OutboxEntry, error: VendorError, *, sent: bool) -> None:
        """Settle it with the vendor's refusal of what was `sent`, or of the reading before."""
        await self.settle(
            entry,
            CommandState.REJECTED,
            reason=error.sentence(),
            words=error.words,
            request_id=error.request_id,
            look_again=sent,
        )

    async def settle(
        self,
        entry: OutboxEntry,
        state: CommandState,
        *,
        order: Order | None = None,
        vendor_id: str | None = None,
        reason: str | None = None,
        words: str | None = None,
        request_id: str | None = None,
        look_again: bool = True,
        gone: bool = False,
    ) -> None:
        """Settle it; without an `order`, and to `look_again`, it is read as soon as possible.

        With `gone` the vendor has the order no more.
        """
        command = entry.command
        now = datetime.now(UTC)

        def settle(store: Store) -> frozenset[str] | None:
            if not _is_open(store.outbox, entry):
                return None
            return store.outbox.settle(
                command.id,
                state,
                now=now,
                order=order,
                vendor_id=vendor_id,
                reason=reason,
                words=words,
                request_id=request_id,
                gone=gone,
            )

        changed = await self._insist(settle)
        if changed is None:
            return
        if gone:
            self._bus.publish(OrdersChanged(removed=changed))
        elif look_again and order is None and (vendor_id or not isinstance(command, CreateOrder)):
            self.stale.add((command.connection, vendor_id or command.vendor_id))
        if not gone:
            self._bus.publish(OrdersChanged(changed))
        self.say(entry.model_copy(update={"state": state, "reason": reason}))

    def say(self, entry: OutboxEntry) -> None:
        """Tell how far a command has come."""
        self._bus.publish(change_of(entry))

    async def _write(self, entry: OutboxEntry, work: Callable[[Outbox], OutboxEntry]) -> None:
        """Write an outcome, unless a person took the command back meanwhile."""

        def write(store: Store) -> OutboxEntry | None:
            return work(store.outbox) if _is_open(store.outbox, entry) else None

        written = await self._insist(write)
        if written is not None:
            self.say(written)

    async def _insist(self, work: Callable[[Store], T]) -> T:
        """Write what became of a command, again and again if the file cannot be written."""
        pause = self._timings.first_pause
        while True:
            try:
                return await self._storage.run(work)
            except StoreError as error:
                logger.warning("the outbox cannot be written: %s", error.sentence())
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._timings.longest_pause)


def change_of(entry: OutboxEntry) -> CommandChanged:
    """Return the news of how far a command has come."""
    command = entry.command
    return CommandChanged(
        *(command.id, command.order_id, command.action, entry.state, entry.reason),
        bulk=command.bulk,
    )


def _is_open(outbox: Outbox, entry: OutboxEntry) -> bool:
    """Whether it is not settled, nor something else is asked for in its place by now."""
    current = outbox.get(entry.command.id)
    if current is None or not current.given:
        return False
    return current.state is not CommandState.WAITING or current.command == entry.command
