"""The domain's port for this vendor: reads, writes, and the read-back of a lost answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

from orderdesk.connectors import failures
from orderdesk.connectors.answers import KNOWS_NOT
from orderdesk.connectors.budget import Lane, RequestBudget
from orderdesk.connectors.clock import REAL, Timing
from orderdesk.connectors.http import Wire
from orderdesk.connectors.ordertime.answers import ANSWERS
from orderdesk.connectors.ordertime.bodies import own_reference
from orderdesk.connectors.ordertime.client import EQUAL, Client, where
from orderdesk.connectors.ordertime.description import DESCRIPTION
from orderdesk.connectors.ordertime.listing import Documents, is_there, number_of
from orderdesk.connectors.ordertime.mapping import Mapper
from orderdesk.connectors.ordertime.names import look_up
from orderdesk.connectors.ordertime.probe import Probe
from orderdesk.connectors.ordertime.pulling import Pull, ship_docs_of
from orderdesk.connectors.ordertime.session import API
from orderdesk.connectors.ordertime.verification import (
    of_addition,
    of_creation,
    of_edit,
    of_line_edit,
    of_removal,
    of_shipment,
    of_status,
)
from orderdesk.connectors.ordertime.vocabulary import SALES_ORDER, TIME_ZONE, TITLE
from orderdesk.connectors.ordertime.writing import GONE, GONE_WAY, Writer
from orderdesk.connectors.payloads import BadRow
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
from orderdesk.domain.errors import NotFound, Rejected
from orderdesk.domain.gateway import (
    Budget,
    ConnectionConfig,
    ConnectorDescription,
    Finding,
    Page,
    ProbeStep,
    Reading,
    Sent,
    Verification,
)
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Named, Order


class OrderTimeGateway:
    """One connection to an Order Time company."""

    def __init__(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str],
        *,
        deadline: float,
        timing: Timing = REAL,
    ) -> None:
        self.config = config
        budget = RequestBudget(
            at_once=DESCRIPTION.at_once, clock=timing.monotonic, sleep=timing.sleep
        )
        self._wire = Wire(TITLE, deadline=deadline, budget=budget, timing=timing)
        self.client = Client(self._wire, urls=config.urls, secrets=secrets)
        self._mapper = Mapper(config.key, config.settings)
        self._writer = Writer(self.client, self)

    @property
    def description(self) -> ConnectorDescription:
        """What the connector says of itself."""
        return DESCRIPTION

    @property
    def budget(self) -> Budget:
        """What is left of the request budget."""
        return self._wire.budget.shown(API)

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
        return Probe(self.client, self.config).run()

    def look_up(self, kind: str, *, parent: str | None = None) -> AsyncIterator[tuple[Named, ...]]:
        """Read the names of a kind; addresses and contacts need their customer."""
        return look_up(self.client, kind, parent)

    def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        """Read all orders without their lines, or what was changed since with them."""
        pull = Pull(self.client, self._mapper, self._fetched, lambda: datetime.now(UTC))
        return pull.run(cursor)

    async def _fetched(self, vendor_id: str) -> Reading:
        return await self.fetch(vendor_id, background=True)

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order with its lines and the ship docs that fill it."""
        asked = datetime.now(UTC)
        lane = Lane.BACKGROUND if background else Lane.INTERACTIVE
        raw = await self._order(vendor_id, lane)
        filters = [where("SONo", EQUAL, vendor_id)]
        docs = await ship_docs_of(self.client, filters, lines=True, lane=lane)
        of_it = None if docs is None else docs[0].get(vendor_id, ())
        try:
            order, names = await asyncio.to_thread(self._mapper.read, raw, of_it, whole=True)
        except BadRow as fault:
            raise ANSWERS.unreadable(str(fault)) from None
        if order.vendor_id != vendor_id:
            raise ANSWERS.unreadable("It is about another order.")
        return Reading(order, raw, asked, names)

    async def _order(self, vendor_id: str, lane: Lane) -> object:
        """Read one order; what is refused or empty is looked for in the list.

        Whether a missing one is a 400 or a 404 is not documented: a list that has it not is
        proof.
        """
        refusal: Rejected | NotFound | None = None
        try:
            raw = await self.client.get_order(vendor_id, lane=lane)
        except (Rejected, NotFound) as error:
            raw, refusal = None, error
        if raw is not None:
            return raw
        if not await is_there(self.client, vendor_id):
            words = Message(GONE, {"number": vendor_id})
            message = Message(KNOWS_NOT, {"vendor": TITLE, "words": words})
            raise NotFound(message, way_out=Message(GONE_WAY))
        if isinstance(refusal, Rejected):
            raise refusal
        raise ANSWERS.unreadable("It is empty, though the list has the order.")

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Do what `command` asks, on the object just re-read."""
        return await self._writer.send(command, before)

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done; `sent_at` is by our clock."""
        if isinstance(command, CreateOrder):
            found = await self._with_its_number(command)
            sent_at += self._wire.clock.ahead()
            zone = self.config.settings.get(TIME_ZONE, "")
            return of_creation(command, found, sent_at, zone=zone)
        try:
            now = (await self.fetch(command.vendor_id)).order
        except NotFound:
            if command.action == "delete":
                return Verification(Finding.DONE, gone=True)
            raise
        return _judged(command, before, now)

    async def _with_its_number(self, command: CreateOrder) -> list[Order]:
        """Read the customer's orders with the PO number that the new one was sent with."""
        number = (command.fields.get("CustomerPO") or "").strip() or own_reference(command.id)
        filters = [where("CustomerPO", EQUAL, number)]
        customer = command.fields.get("CustomerRef") or ""
        if customer.isascii() and customer.isdigit():
            filters.append(where("CustomerRef.Id", EQUAL, customer))
        documents = Documents(self.client, SALES_ORDER, filters, lines=True, lane=Lane.INTERACTIVE)
        rows = [row async for page in documents.read() for row in page]
        found: list[Order] = []
        for row in rows:
            try:
                order, _names = self._mapper.read(row, (), whole=True)
            except BadRow as fault:
                raise ANSWERS.unreadable(f"Order {number_of(row)}: {fault}") from None
            if (order.fields.get("CustomerPO") or "").casefold() == number.casefold():
                found.append(order)
        return found


def _judged(command: Command, before: Order | None, now: Order) -> Verification:
    match command:
        case EditOrder():
            return of_edit(command, before, now)
        case AddLine():
            return of_addition(command, before, now)
        case EditLine():
            return of_line_edit(command, before, now)
        case RemoveLine():
            return of_removal(command, now)
        case Act(action="change_status"):
            return of_status(command, before, now)
        case Act(action="ship"):
            return of_shipment(command, before, now)
        case Act(action="delete"):
            return Verification(Finding.UNDONE, guarded=True, order=now)
        case Act() | Transit() | CreateOrder():
            raise failures.no_such_call(TITLE, command.action)


def build(
    config: ConnectionConfig,
    secrets: Mapping[str, str],
    *,
    deadline: float,
    timing: Timing = REAL,
) -> OrderTimeGateway:
    """Build the gateway of a connection; nothing is sent yet."""
    return OrderTimeGateway(config, secrets, deadline=deadline, timing=timing)
