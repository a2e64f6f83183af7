"""The watch over what was written: orders read again for it, what was lost told and offered."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
    Transit,
)
from orderdesk.domain.errors import DeskError, InputError, NotFound, Refused
from orderdesk.domain.events import Event, OrdersChanged, WatchChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, split_order_id
from orderdesk.domain.watching import Overwritten, Part
from orderdesk.services.events import Bus
from orderdesk.services.orders import Orders
from orderdesk.services.rereading import Rereading
from orderdesk.services.storage import Storage
from orderdesk.services.timings import Timings
from orderdesk.services.views import Receipt
from orderdesk.store.store import Store

logger = logging.getLogger(__name__)

ANSWERED = QT_TRANSLATE_NOOP("messages", "Nothing of this change is lost any more.")
ANSWERED_WAY = QT_TRANSLATE_NOOP("messages", "Look at the order again.")


class Watch:
    """What was written here, done, and does not stand any more."""

    def __init__(
        self,
        *,
        storage: Storage,
        bus: Bus,
        orders: Orders,
        rereading: Rereading,
        timings: Timings,
    ) -> None:
        self._storage = storage
        self._bus = bus
        self._orders = orders
        self._rereading = rereading
        self._timings = timings
        self._news = asyncio.Event()
        self._told: tuple[Overwritten, ...] = ()
        self._answering = asyncio.Lock()

    async def begin(self) -> None:
        """Let what is settled from now on be watched; to be called once the store is open."""
        lasts = timedelta(seconds=self._timings.watch)

        def begin(store: Store) -> None:
            store.watch.lasts = lasts

        await self._storage.run(begin)

    async def run(self) -> None:
        """Read what is due and tell what is lost, until cancelled."""
        end = self._bus.subscribe(self._on_event)
        try:
            while True:
                self._news.clear()
                try:
                    pause = await self._turn()
                except DeskError as error:
                    logger.warning("the watch cannot read the store: %s", error.sentence())
                    pause = self._timings.longest_pause
                try:
                    async with asyncio.timeout(pause):
                        await self._news.wait()
                except TimeoutError:
                    continue
        finally:
            end()

    async def overwritten(self, order_id: str | None = None) -> list[Overwritten]:
        """Return what is lost and not answered, of an order or of all, the oldest first."""
        return await self._storage.read(lambda store: store.watch.found(order_id))

    async def count(self) -> int:
        """Return how many values were ever found lost by this desk."""
        return await self._storage.read(lambda store: store.watch.count())

    async def watched(self) -> int:
        """Return how many commands are watched now."""
        return await self._storage.read(lambda store: store.watch.watched())

    async def set_again(self, command_id: str) -> Receipt | None:
        """Ask again for what is lost of a command; None where all of it is so by now.

        Raises:
            Refused: it is answered already, or the rules do not allow it any more.
            InputError: it cannot be sent beside what the order has become.
        """
        # One after the other: what two hands ask for at the same time is done once.
        async with self._answering:
            return await self._set_again(await self._require(command_id))

    async def _set_again(self, lost: Overwritten) -> Receipt | None:
        command = lost.command
        line_id = command.line_id if isinstance(command, EditLine | RemoveLine) else None
        receipt = None
        try:
            receipt = await self._orders.act(
                command.order_id, command.action, values_again(lost), line_id=line_id
            )
        except InputError as error:
            if error.problems or not await self._is_so(lost):
                raise
        await self._answer(lost)
        return receipt

    async def leave(self, command_id: str) -> None:
        """Let what is lost of a command be as it is now.

        Raises:
            Refused: it is answered already.
        """
        async with self._answering:
            await self._answer(await self._require(command_id))

    async def _require(self, command_id: str) -> Overwritten:
        lost = await self._storage.run(lambda store: store.watch.of(command_id))
        if lost is None:
            raise Refused(Message(ANSWERED), way_out=Message(ANSWERED_WAY))
        return lost

    async def _is_so(self, lost: Overwritten) -> bool:
        """Whether the order is by now as the command wanted it."""
        wanted = values_again(lost)
        view = await self._orders.view(lost.order_id, read=False)
        command = lost.command
        if isinstance(command, EditLine):
            line = view.order.line(command.line_id)
            fields: Mapping[str, FieldValue] = line.fields if line is not None else {}
        else:
            fields = view.order.fields
        return all((fields.get(key) or None) == (value or None) for key, value in wanted.items())

    async def _answer(self, lost: Overwritten) -> None:
        await self._storage.run(lambda store: store.watch.answered(lost.command.id))
        # The order's own view shows it too.
        self._bus.publish(OrdersChanged(frozenset({lost.order_id})))
        self._news.set()

    async def _turn(self) -> float | None:
        """Tell, and read what is due; return the seconds until the next is, None for never."""
        await self._tell()
        now = datetime.now(UTC)
        for order_id in await self._storage.read(lambda store: store.watch.due(now)):
            await self._read(order_id)
        await self._tell()
        due = await self._storage.read(lambda store: store.watch.next_due())
        return None if due is None else max(0.0, (due - datetime.now(UTC)).total_seconds())

    async def _read(self, order_id: str) -> None:
        connection, vendor_id = split_order_id(order_id)
        try:
            await self._rereading.read(connection, vendor_id, background=True)
        except NotFound:
            await self._put_off(order_id)
        except DeskError as error:
            logger.info("a written order could not be read again: %s", error.sentence())
            await self._put_off(order_id)

    async def _put_off(self, order_id: str) -> None:
        later = datetime.now(UTC) + timedelta(seconds=self._timings.longest_pause)
        await self._storage.run(lambda store: store.watch.put_off(order_id, later))

    async def _tell(self) -> None:
        found = tuple(await self.overwritten())
        if found != self._told:
            self._told = found
            self._bus.publish(WatchChanged(found))

    def _on_event(self, event: Event) -> None:
        if isinstance(event, OrdersChanged):
            self._news.set()


def values_again(lost: Overwritten) -> dict[str, FieldValue]:
    """Return what has to be given to the command's action to have again what is lost of it."""
    command: Command = lost.command
    match command:
        case EditOrder() | EditLine():
            return {
                one.written.field: one.written.mine
                for one in lost.lost
                if one.written.part is Part.FIELD
            }
        case AddLine():
            return dict(command.fields)
        case Transit() | Act():
            return dict(command.values)
        case RemoveLine() | CreateOrder():
            return {}
