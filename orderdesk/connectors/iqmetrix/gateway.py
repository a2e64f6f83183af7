"""The domain's port for this vendor: reads, writes, and the read-back of a lost answer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from orderdesk.connectors import failures
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.clock import REAL, Timing
from orderdesk.connectors.http import Wire, gathered
from orderdesk.connectors.iqmetrix.answers import ANSWERS
from orderdesk.connectors.iqmetrix.bodies import own_reference
from orderdesk.connectors.iqmetrix.client import ORDERS, Client
from orderdesk.connectors.iqmetrix.description import DESCRIPTION
from orderdesk.connectors.iqmetrix.mapping import order_of
from orderdesk.connectors.iqmetrix.names import look_up
from orderdesk.connectors.iqmetrix.probe import Probe
from orderdesk.connectors.iqmetrix.values import read_identity
from orderdesk.connectors.iqmetrix.verification import (
    has_own_reference,
    of_addition,
    of_creation,
    of_edit,
    of_line_edit,
    of_removal,
    of_transit,
)
from orderdesk.connectors.iqmetrix.wire import read_order
from orderdesk.connectors.iqmetrix.writing import Writer
from orderdesk.connectors.json_text import NotJson, Row, RowReader, as_object, rows
from orderdesk.connectors.payloads import BadRow, scrub, set_aside
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
from orderdesk.domain.errors import Rejected, VendorError
from orderdesk.domain.gateway import (
    Budget,
    ConnectionConfig,
    ConnectorDescription,
    Page,
    ProbeStep,
    Reading,
    Sent,
    SetAside,
    Verification,
)
from orderdesk.domain.order import Named, Order
from orderdesk.precedence import in_turn

PAGE: Final = 200
"""Orders given out at a time, while the list is still coming."""

# Some fifty orders: a hop to another thread for each piece of a socket would be the most of it.
_READ_AT_ONCE: Final = 256_000

_GENEROUS: Final = timedelta(minutes=10)


class IqmetrixGateway:
    """One connection to the iQmetrix services."""

    def __init__(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str],
        *,
        deadline: float,
        timing: Timing = REAL,
    ) -> None:
        self.config = config
        self._wire = Wire(DESCRIPTION.title, deadline=deadline, timing=timing)
        self._client = Client(
            self._wire,
            urls=config.urls,
            company=config.settings.get("company_id", ""),
            secrets=secrets,
        )
        self._writer = Writer(self._client, self)

    @property
    def description(self) -> ConnectorDescription:
        """What the connector says of itself."""
        return DESCRIPTION

    @property
    def budget(self) -> Budget:
        """What is left of the Order service's request budget."""
        return self._wire.budget.shown(ORDERS)

    @property
    def requests(self) -> int:
        """How many requests have been made since it was built."""
        return self._wire.requests

    def now(self) -> datetime:
        """Return the vendor's clock."""
        return self._wire.clock.now()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._wire.aclose()

    def probe(self) -> AsyncIterator[ProbeStep]:
        """Test the connection step by step."""
        return Probe(self._client, self.config).run()

    def look_up(self, kind: str, *, parent: str | None = None) -> AsyncIterator[tuple[Named, ...]]:
        """Read the names of a kind; an address needs its customer, a product its SKU."""
        return look_up(self._client, kind, parent)

    async def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        """Read all orders with their items; there is no paging and nothing to go on from.

        Pages are given out while the one answer is still coming, however long it is.
        """
        del cursor  # the service has no time of change to ask for
        listing = _Listing(self.order)
        fault: VendorError | None = None
        try:
            async with self._client.stream_full_orders() as pieces:
                async for piece in gathered(pieces, _READ_AT_ONCE):
                    await asyncio.to_thread(listing.take, piece)
                    while listing.full:
                        yield listing.page()
            await asyncio.to_thread(listing.end)
        except VendorError as error:
            fault = error
        except NotJson as error:
            fault = ANSWERS.unreadable(str(error))
        while listing.full:
            yield listing.page()
        # What came before the fault is kept.
        yield listing.page(last=fault is None)
        if fault is not None:
            raise fault

    def order(self, raw: object, *, full: bool) -> Order:
        """Map one of the vendor's objects.

        Raises:
            BadRow: if it cannot be shown safely.
        """
        payload = read_order(raw)
        return order_of(
            payload, connection=self.config.key, settings=self.config.settings, full=full
        )

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order with its items."""
        asked = datetime.now(UTC)
        lane = Lane.BACKGROUND if background else Lane.INTERACTIVE
        raw = await self._client.get_full_order(vendor_id, lane=lane)
        try:
            order = await asyncio.to_thread(self.order, raw, full=True)
        except BadRow as fault:
            raise ANSWERS.unreadable(str(fault)) from None
        if order.vendor_id != vendor_id.lower():
            raise ANSWERS.unreadable("It is about another order.")
        return Reading(order, raw, asked)

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Do what `command` asks, on the object just re-read."""
        return await self._writer.send(command, before)

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done; `sent_at` is by our clock."""
        if isinstance(command, CreateOrder):
            candidates = await self._made_since(command, sent_at)
            return of_creation(command, candidates, sent_at + self._wire.clock.ahead())
        now = (await self.fetch(command.vendor_id)).order
        match command:
            case EditOrder():
                return of_edit(command, before, now)
            case AddLine():
                return of_addition(command, before, now)
            case EditLine():
                return of_line_edit(command, before, now)
            case RemoveLine():
                return of_removal(command, now)
            case Transit():
                return of_transit(command, now)
            case Act():
                raise failures.no_such_call(DESCRIPTION.title, command.action)

    async def _made_since(self, command: CreateOrder, sent_at: datetime) -> list[Order]:
        """Read the orders of the location that were made since, going by the generous clock."""
        await self._client.session.token()  # brings the vendor's clock if it is not known yet
        start = sent_at.astimezone(UTC) - abs(self._wire.clock.ahead()) - _GENEROUS
        where = f"CreatedDateUtc gt '{start:%Y-%m-%dT%H:%M:%S}.000'"
        location = command.fields.get("EntityId") or ""
        if location.isascii() and location.isdigit():
            where = f"{where} and EntityId eq {location}"
        try:
            text = await self._client.list_full_orders(where=where)
        except Rejected:  # a filter it does not know: everything will do too
            text = await self._client.list_full_orders()
        try:
            return await asyncio.to_thread(self._candidates, command, text)
        except NotJson as fault:
            raise ANSWERS.unreadable(str(fault)) from None

    def _candidates(self, command: CreateOrder, text: str) -> list[Order]:
        reference = own_reference(command.id) if has_own_reference(command) else None
        found: list[Order] = []
        for row in rows(text):
            try:
                found.append(self.order(row.value, full=True))
            except BadRow as fault:
                if reference is not None and reference in row.text:
                    raise ANSWERS.unreadable(str(fault)) from None
        return found


class _Listing:
    """What has come of the list and is not given out yet; a bad row is set aside."""

    def __init__(self, order: Callable[..., Order]) -> None:
        self._order = order
        self._reader = RowReader()
        self._orders: list[Order] = []
        self._aside: list[SetAside] = []
        self._nameless = False

    def take(self, piece: bytes) -> None:
        """Map the rows that end in this piece.

        Raises:
            NotJson: where the list goes wrong.
        """
        self._map(self._reader.feed(piece))

    def end(self) -> None:
        """Map what is left.

        Raises:
            NotJson: when the list breaks off.
        """
        self._map(self._reader.finish())

    def _map(self, found: Iterator[Row]) -> None:
        for row in in_turn(found):
            try:
                self._orders.append(self._order(row.value, full=True))
            except BadRow as fault:
                aside = _set_aside(row, str(fault))
                self._nameless = self._nameless or aside.vendor_id is None
                self._aside.append(aside)

    @property
    def full(self) -> bool:
        """Whether there is a page's worth."""
        return len(self._orders) >= PAGE

    def page(self, *, last: bool = False) -> Page:
        """Give out a page; the `last` one says whether everything could be told apart."""
        orders, self._orders = tuple(self._orders[:PAGE]), self._orders[PAGE:]
        aside, self._aside = tuple(self._aside), []
        return Page(orders=orders, set_aside=aside, complete=last and not self._nameless)


def _set_aside(row: Row, reason: str) -> SetAside:
    """Keep what cannot be read: its text as it came, without what must not be kept."""
    try:
        vendor_id = read_identity(as_object(row.value).get("Id"))
    except ValueError:
        vendor_id = None
    return set_aside(row, vendor_id, reason, clean=scrub(row.value))


def build(
    config: ConnectionConfig,
    secrets: Mapping[str, str],
    *,
    deadline: float,
    timing: Timing = REAL,
) -> IqmetrixGateway:
    """Build the gateway of a connection; nothing is sent yet."""
    return IqmetrixGateway(config, secrets, deadline=deadline, timing=timing)
