"""The way of one command to its vendor and back, and of one lost answer to its proof."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from orderdesk.domain.commands import Command, CommandState, CreateOrder, OutboxEntry
from orderdesk.domain.errors import Conflict, DeskError, Forbidden, NotFound, Rejected, VendorError
from orderdesk.domain.gateway import Finding, Gateway, Reading, Sent, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order
from orderdesk.services.events import Bus
from orderdesk.services.intake import facts_of
from orderdesk.services.lateness import Lateness
from orderdesk.services.links import AWAY, Links
from orderdesk.services.outcomes import Outcomes
from orderdesk.services.preparation import Go, Question, Stop, prepare
from orderdesk.services.rereading import Rereading
from orderdesk.services.sentences import unexpected
from orderdesk.services.storage import Storage
from orderdesk.services.timings import Timings
from orderdesk.store.faults import StoreError
from orderdesk.store.store import Store

logger = logging.getLogger(__name__)

REFUSALS = (Rejected, Conflict, NotFound, Forbidden)
"""Errors with which a vendor says that it did nothing, and will not."""

READ_BACK = QT_TRANSLATE_NOOP(
    "messages", "The answer was lost. The order was read again: it was not done, so it is sent."
)
NO_PROOF = QT_TRANSLATE_NOOP(
    "messages", "The answer was lost, and reading the order again does not prove what was done."
)
GONE = QT_TRANSLATE_NOOP("messages", "The vendor does not know the order any more.")
GONE_ALREADY = QT_TRANSLATE_NOOP(
    "messages", "The order was gone already when it was read again; nothing was sent."
)
OVERTAKEN = QT_TRANSLATE_NOOP(
    "messages", "Somebody else was there first. The order was read again, and it is tried on that."
)
_PRECONDITION_FAILED = 412
_OVERTAKEN_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Ready:
    """A command that may go out: as it was kept, as it is to be sent, and the order just read."""

    entry: OutboxEntry
    command: Command
    reading: Reading | None


class Delivery:
    """Takes one command at a time through the steps; may be at work on several orders."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        rereading: Rereading,
        timings: Timings,
        lateness: Lateness,
        owner: str,
    ) -> None:
        self.on_the_wire: set[str] = set()
        """The ids of orders whose command's outcome would not be known if given up now."""
        self.outcomes = Outcomes(storage=storage, links=links, bus=bus, timings=timings)
        self._storage = storage
        self._links = links
        self._rereading = rereading
        self._timings = timings
        self._lateness = lateness
        self._owner = owner
        self._overtakings: Counter[str] = Counter()

    async def deliver(self, entry: OutboxEntry) -> None:
        """Take a waiting command to its vendor.

        Whatever the vendor or the way there does ends in the outbox.

        Raises:
            StoreError: if the store cannot be used; nothing was sent.
        """
        key = entry.command.connection
        try:
            async with self._links.using(key) as gateway:
                ready = await self.prepare(gateway, entry)
                if ready is not None:
                    await self._send(gateway, ready)
        except DeskError as error:
            await self.not_sent(entry, error)

    async def prepare(self, gateway: Gateway, entry: OutboxEntry) -> Ready | None:
        """Read a command's order and decide again; None where the command ends or asks here.

        Raises:
            DeskError: as `not_sent` takes it.
        """
        reading = await self._read(gateway, entry.command)
        command = await self._prepared(gateway, entry, reading)
        return None if command is None else Ready(entry, command, reading)

    async def not_sent(self, entry: OutboxEntry, error: DeskError) -> None:
        """Write down what came before a command could be sent.

        Raises:
            StoreError: if it is one.
        """
        if isinstance(error, NotFound):
            await self._missing(entry, error)
        elif isinstance(error, REFUSALS):
            await self.outcomes.rejected(entry, error, sent=False)
        elif isinstance(error, StoreError):
            raise error
        else:
            await self.outcomes.put_back(entry, error)

    async def verify(self, entry: OutboxEntry) -> None:
        """Read back a command whose answer was lost."""
        key = entry.command.connection
        before = Order.model_validate_json(entry.before) if entry.before else None
        sent_at = entry.sent_at or entry.command.created_at
        try:
            async with self._links.using(key) as gateway:
                found = await gateway.verify(entry.command, before=before, sent_at=sent_at)
                self._links.succeeded(key)
                await self._proved(gateway, entry, found)
        except NotFound:
            if self._deletes(entry.command):
                await self.outcomes.settle(entry, CommandState.DONE, gone=True)
                return
            await self.outcomes.ask(entry, Message(NO_PROOF).render(), (Message(GONE).render(),))
        except StoreError:
            raise
        except DeskError as error:
            self._links.failed(key, error)
            await self.outcomes.unknown(entry, error.sentence(), self._timings.longest_pause)

    async def reread(self, key: str, vendor_id: str) -> None:
        """Read an order again whose answer did not show it; again later where that fails."""
        try:
            await self._rereading.read(key, vendor_id)
        except AWAY:
            self.outcomes.stale.add((key, vendor_id))
        except VendorError as error:
            # The next sync brings it, or takes it away.
            logger.info("an order could not be read again: %s", error.sentence())

    async def _missing(self, entry: OutboxEntry, error: NotFound) -> None:
        """Settle what is about an order that is not there, and take it out of the mirror."""
        command = entry.command
        if self._deletes(command):
            reason = Message(GONE_ALREADY).render()
            await self.outcomes.settle(entry, CommandState.DONE, reason=reason, gone=True)
            return
        await self.outcomes.rejected(entry, error, sent=False)
        await self._rereading.gone(command.connection, command.vendor_id)

    def _deletes(self, command: Command) -> bool:
        """Whether the order is to be gone once a command is done."""
        link = self._links.find(command.connection)
        rule = link.description.rules.action(command.action) if link is not None else None
        return rule is not None and rule.deletes

    async def _read(self, gateway: Gateway, command: Command) -> Reading | None:
        if isinstance(command, CreateOrder):
            return None
        reading = await gateway.fetch(command.vendor_id)
        await self._rereading.keep(reading)
        return reading

    async def _prepared(
        self, gateway: Gateway, entry: OutboxEntry, reading: Reading | None
    ) -> Command | None:
        """Return what is to be sent, or None where the command ends or asks here."""
        fresh = reading.order if reading else None
        facts = facts_of(gateway.config.settings, ())
        rules = gateway.description.rules
        prepared = prepare(entry.command, fresh, rules, facts, gateway.now())
        match prepared:
            case Go(command):
                late = self._lateness.question(entry, rules, self._timings.now())
                if late is None:
                    return command
                await self.outcomes.ask(entry, late.render(), (), waited=True)
            case Stop(state, reason):
                await self.outcomes.settle(entry, state, order=fresh, reason=reason)
            case Question(reason, readings):
                await self.outcomes.ask(entry, reason, readings)
        return None

    async def _send(self, gateway: Gateway, ready: Ready) -> None:
        order_id = ready.command.order_id
        self.on_the_wire.add(order_id)
        try:
            if await self._journalled(ready.entry, ready.reading):
                await self.send(gateway, ready)
        finally:
            self.on_the_wire.discard(order_id)

    async def _journalled(self, entry: OutboxEntry, reading: Reading | None) -> bool:
        """Write down that it is being sent; False if somebody took it back in time."""
        now = datetime.now(UTC)
        before = reading.order if reading else None

        def begin(store: Store) -> OutboxEntry | None:
            current = store.outbox.get(entry.command.id)
            if current is None or current.state is not CommandState.WAITING:
                return None
            if current.command != entry.command:
                # A person asks for something else in its place by now: that has its turn.
                return None
            return store.outbox.begin_sending(
                entry.command.id, before=before, owner=self._owner, now=now
            )

        begun = await self._storage.run(begin)
        if begun is not None:
            self.outcomes.say(begun)
        return begun is not None

    async def send(self, gateway: Gateway, ready: Ready) -> None:
        """Send a command that is journalled as being sent, and write down what comes of it."""
        try:
            sent = await gateway.send(ready.command, ready.reading)
            self._links.succeeded(ready.command.connection)
            await self.done(gateway, ready.entry, sent)
        except DeskError as error:
            await self.failed(gateway, ready, error)
        except Exception as error:
            logger.exception("sending %s failed", ready.command.action)
            await self.failed(gateway, ready, error)

    async def failed(self, gateway: Gateway, ready: Ready, error: Exception) -> None:
        """Write down what an error on the way of a command that was sent comes to."""
        entry, settle_time = ready.entry, self._timings.settle_time
        if isinstance(error, AWAY):
            await self.outcomes.put_back(entry, error)
        elif isinstance(error, Conflict):
            fresh = await self._read_for(gateway, entry)
            if self._overtaken(gateway, entry, error, ready.reading, fresh):
                await self.outcomes.again(entry, Message(OVERTAKEN).render())
            else:
                await self.outcomes.rejected(entry, error, sent=fresh is None)
        elif isinstance(error, REFUSALS):
            await self.outcomes.rejected(entry, error, sent=True)
        elif isinstance(error, DeskError):
            await self.outcomes.unknown(entry, error.sentence(), settle_time)
        else:
            await self.outcomes.unknown(entry, unexpected(error).render(), settle_time)

    async def _read_for(self, gateway: Gateway, entry: OutboxEntry) -> Reading | None:
        """Read the order of a command that was refused, where it can be read."""
        try:
            return await self._read(gateway, entry.command)
        except DeskError as error:
            logger.info("the order could not be read after a refusal: %s", error.sentence())
            return None

    def _overtaken(
        self,
        gateway: Gateway,
        entry: OutboxEntry,
        error: Conflict,
        sent_on: Reading | None,
        fresh: Reading | None,
    ) -> bool:
        """Whether it is to go its way again because somebody else was there first.

        What was refused has not been done. On the reading that comes next it is merged anew, and
        asked where somebody changed the same. A precondition that fails says by itself that the
        order is another; any other refusal stands where the order is as it was.
        """
        command = entry.command
        self._overtakings[command.id] += 1
        tries = self._overtakings[command.id]
        if fresh is None or sent_on is None or tries >= _OVERTAKEN_AT_MOST:
            return False
        if error.status != _PRECONDITION_FAILED and fresh.order == sent_on.order:
            return False
        facts = facts_of(gateway.config.settings, ())
        rules = gateway.description.rules
        prepared = prepare(command, fresh.order, rules, facts, gateway.now())
        # What the rules refuse now, the vendor has refused in words of its own.
        return not isinstance(prepared, Stop) or prepared.state is CommandState.DONE

    async def done(self, gateway: Gateway, entry: OutboxEntry, sent: Sent) -> None:
        """Settle a command that was done."""
        order = sent.order
        if order is None and not sent.gone:
            order = await self._after(gateway, sent.vendor_id)
        await self.outcomes.settle(
            entry,
            CommandState.DONE,
            order=order,
            vendor_id=sent.vendor_id,
            request_id=sent.request_id,
            gone=sent.gone,
        )

    async def _after(self, gateway: Gateway, vendor_id: str) -> Order | None:
        """Return the order as it is after a write, or None where it has to be read later."""
        try:
            return (await gateway.fetch(vendor_id)).order
        except DeskError as error:
            logger.info("the order could not be read after a write: %s", error.sentence())
        except Exception:
            logger.exception("the order could not be read after a write")
        return None

    async def _proved(self, gateway: Gateway, entry: OutboxEntry, found: Verification) -> None:
        if found.finding is Finding.DONE:
            vendor_id = found.order.vendor_id if found.order else entry.command.vendor_id
            await self.done(gateway, entry, Sent(vendor_id, found.order, gone=found.gone))
        elif found.finding is Finding.UNDONE and found.guarded:
            reason = Message(READ_BACK).render()
            await self.outcomes.again(entry, reason)
        else:
            readings = tuple(reading.render() for reading in found.readings)
            await self.outcomes.ask(entry, Message(NO_PROOF).render(), readings)
