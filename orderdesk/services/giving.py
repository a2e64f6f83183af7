"""Giving commands to the outbox: who signs them, how long they are held, and who is told."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from orderdesk.domain.commands import Command, CommandState, OutboxEntry
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.order import split_order_id
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.grace import Grace
from orderdesk.services.intake import Signature
from orderdesk.services.links import Links
from orderdesk.services.outcomes import change_of
from orderdesk.services.sentences import no_order
from orderdesk.services.viewing import Standpoint
from orderdesk.services.views import Receipt
from orderdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts here, and on which computer; both stand in the history."""

    name: str
    computer: str


class Giving:
    """What every way of acting on orders has in common."""

    def __init__(
        self, *, links: Links, bus: Bus, dispatch: Dispatch, grace: Grace, author: Author
    ) -> None:
        self._links = links
        self._bus = bus
        self._dispatch = dispatch
        self._grace = grace
        self._author = author

    def standpoint(self, order_id: str) -> Standpoint:
        """Return what an order is looked at with.

        Raises:
            InputError: if there is no such connection.
        """
        try:
            connection, _vendor_id = split_order_id(order_id)
        except ValueError as error:
            raise no_order(order_id) from error
        link = self._links.find(connection)
        if link is None:
            raise no_order(order_id)
        now = self._links.now(connection)
        return Standpoint(link.description, link.config.settings, now)

    def signature(self) -> Signature:
        """Return who acts here and when: now."""
        return Signature(self._author.name, self._author.computer, self._dispatch.now())

    def begin_run(self) -> str:
        """Return the id of this run of the program, known as alive from now on."""
        self._dispatch.run.begin()
        return self._dispatch.run.id

    def held_until(self, now: datetime) -> datetime | None:
        """Return until when what a person sends now is held for its undo; None: it is not."""
        return self._grace.due(now)

    def enqueue(self, store: Store, command: Command) -> OutboxEntry:
        """Commit a command to the outbox, held for its undo where it is an act."""
        run = self.begin_run()
        until = self._grace.until(command, datetime.now(UTC))
        return store.outbox.enqueue(command, not_before=until, run=run)

    def kept(self, entry: OutboxEntry) -> Receipt:
        """Say that a command was kept, and have it sent."""
        self.tell(entry, frozenset({entry.command.order_id}))
        return Receipt(entry.command.id, entry.command.order_id, entry)

    def tell(self, entry: OutboxEntry, changed: frozenset[str], *, gone: bool = False) -> None:
        """Say what changed or is `gone`, and have it sent."""
        self._bus.publish(OrdersChanged(removed=changed) if gone else OrdersChanged(changed))
        self._bus.publish(change_of(entry))
        self._dispatch.start()
        self._dispatch.kick()
        if entry.state is CommandState.WAITING and entry.not_before is not None:
            left = (entry.not_before - datetime.now(UTC)).total_seconds()
            asyncio.get_running_loop().call_later(max(0.0, left), self._dispatch.kick)
