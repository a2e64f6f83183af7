"""Several orders of a run on many in one call, where their vendor takes them so."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from orderdesk.domain.commands import Act, Command, CommandState, OutboxEntry, Transit
from orderdesk.domain.errors import DeskError
from orderdesk.domain.gateway import Alone, BatchGateway, Gateway, Reading, RowAnswer, Sent
from orderdesk.domain.ledger import RunState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.delivery import Delivery, Ready
from orderdesk.services.links import Links
from orderdesk.services.storage import Storage
from orderdesk.store.store import Store

logger = logging.getLogger(__name__)

BY_ITSELF = QT_TRANSLATE_NOOP(
    "messages",
    "The vendor refused several orders that went in one call. This one was read again: it was not "
    "done, so it is sent by itself.",
)
_OFF = frozenset({"", "no"})


class Batches:
    """Takes commands of one run and action to their vendor in one call.

    Each keeps an outcome of its own. What a person takes back before the call is not in it;
    nothing in it can be taken back after that.
    """

    def __init__(self, *, storage: Storage, links: Links, delivery: Delivery, owner: str) -> None:
        self._storage = storage
        self._links = links
        self._delivery = delivery
        self._owner = owner
        self._alone: set[str] = set()

    async def with_others(
        self, first: OutboxEntry, now: datetime, *, busy: Collection[str]
    ) -> list[OutboxEntry]:
        """Return a command that may go now, with what may go in the same call."""
        most = self._most(first.command)
        if most <= 1:
            return [first]
        beside = await self._storage.run(
            lambda store: store.outbox.waiting_beside(first.command, now, busy=busy)
        )
        fit = [entry for entry in beside if self._most(entry.command) > 1]
        return fit[:most] if first in fit else [first]

    def _most(self, command: Command) -> int:
        """Return how many orders may go in one call with this one, itself included."""
        link = self._links.find(command.connection)
        if link is None or link.failures or not command.bulk or command.id in self._alone:
            # After a failure one command feels the way before others follow.
            return 1
        rule = link.description.rules.action(command.action)
        if rule is None or not isinstance(command, Act | Transit):
            return 1
        filled = (command.values.get(key) or "" for key in rule.apart)
        return rule.at_once if all(value in _OFF for value in filled) else 1

    async def deliver(self, entries: Sequence[OutboxEntry]) -> None:
        """Take waiting commands to their vendor in one call, those that may go.

        Whatever the vendor or the way there does ends in the outbox.

        Raises:
            StoreError: if the store cannot be used; nothing was sent.
        """
        try:
            async with self._links.using(entries[0].command.connection) as gateway:
                found = await asyncio.gather(*(self._prepared(gateway, one) for one in entries))
                ready = [one for one in found if one is not None]
                if ready:
                    await self._send(gateway, ready, {one.command.order_id for one in entries})
        except DeskError as error:
            for entry in entries:
                await self._delivery.not_sent(entry, error)

    async def _prepared(self, gateway: Gateway, entry: OutboxEntry) -> Ready | None:
        try:
            return await self._delivery.prepare(gateway, entry)
        except DeskError as error:
            await self._delivery.not_sent(entry, error)
            return None

    async def _send(self, gateway: Gateway, ready: Sequence[Ready], orders: set[str]) -> None:
        self._delivery.on_the_wire.update(orders)
        try:
            begun = await self._journalled(ready)
            going = [one for one in ready if one.entry.command.id in begun]
            if len(going) == 1:
                await self._delivery.send(gateway, going[0])
            elif going:
                await self._sent(gateway, going)
        finally:
            self._delivery.on_the_wire.difference_update(orders)

    async def _journalled(self, ready: Sequence[Ready]) -> set[str]:
        """Write down that they are being sent; what was taken back in time is left out."""
        now = datetime.now(UTC)
        before = [(one.entry, one.reading.order) for one in ready if one.reading is not None]

        def begin(store: Store) -> list[OutboxEntry]:
            return store.outbox.begin_sending_all(before, owner=self._owner, now=now)

        begun = await self._storage.run(begin)
        for entry in begun:
            self._delivery.outcomes.say(entry)
        return {entry.command.id for entry in begun}

    async def _sent(self, gateway: Gateway, going: Sequence[Ready]) -> None:
        answers: Mapping[str, RowAnswer | Exception]
        try:
            answers = await _send_many(gateway, going)
            self._links.succeeded(going[0].command.connection)
        except DeskError as error:
            answers = {one.command.id: error for one in going}
        except Exception as error:
            logger.exception("sending several failed")
            answers = {one.command.id: error for one in going}
        for one in going:
            await self._answered(gateway, one, answers.get(one.command.id))

    async def _answered(
        self, gateway: Gateway, one: Ready, answer: RowAnswer | Exception | None
    ) -> None:
        if isinstance(answer, Sent):
            await self._delivery.done(gateway, one.entry, answer)
        elif isinstance(answer, Alone):
            self._alone.add(one.command.id)
            await self._again(one.command)
        else:
            missing = LookupError(f"no answer for {one.command.id}")
            await self._delivery.failed(gateway, one, answer or missing)

    async def _again(self, command: Command) -> None:
        """Let one wait to be sent by itself; in a run that was stopped or paused it is not."""

        def again(store: Store) -> OutboxEntry | None:
            current = store.outbox.get(command.id)
            if current is None or current.state is not CommandState.SENDING:
                return None
            store.outbox.requeue(command.id, reason=Message(BY_ITSELF).render())
            run = store.bulk.get(command.bulk)
            if run.state is not RunState.RUNNING:
                owner = store.bulk.owner(run.id)
                store.bulk.halt(run.id, run.state, now=datetime.now(UTC), owner=owner)
            return store.outbox.get(command.id)

        entry = await self._storage.run(again)
        if entry is not None:
            self._delivery.outcomes.say(entry)


async def _send_many(gateway: Gateway, going: Sequence[Ready]) -> Mapping[str, RowAnswer]:
    if not isinstance(gateway, BatchGateway):
        raise TypeError(f"{gateway.description.vendor} takes one order a call")
    pairs: list[tuple[Command, Reading]] = [
        (one.command, one.reading) for one in going if one.reading is not None
    ]
    return await gateway.send_many(pairs)
