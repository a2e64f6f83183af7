"""The domain's port for this vendor: reads, writes, and the read-back of a lost answer."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from orderdesk.connectors import failures
from orderdesk.connectors.budget import Lane, Quota
from orderdesk.connectors.clock import REAL, Timing
from orderdesk.connectors.http import Wire
from orderdesk.connectors.orderspace.answers import ANSWERS
from orderdesk.connectors.orderspace.bodies import enveloped
from orderdesk.connectors.orderspace.client import API, Client
from orderdesk.connectors.orderspace.conditions import READ_ONLY
from orderdesk.connectors.orderspace.description import DESCRIPTION
from orderdesk.connectors.orderspace.listing import Pages
from orderdesk.connectors.orderspace.mapping import order_of
from orderdesk.connectors.orderspace.names import beside, invoices_of, look_up
from orderdesk.connectors.orderspace.probe import Probe
from orderdesk.connectors.orderspace.pulling import Pull
from orderdesk.connectors.orderspace.verification import (
    of_counts,
    of_creation,
    of_deletion,
    of_invoices,
)
from orderdesk.connectors.orderspace.vocabulary import CUSTOMER
from orderdesk.connectors.orderspace.wire import read_order
from orderdesk.connectors.orderspace.writing import Writer
from orderdesk.connectors.payloads import BadRow
from orderdesk.connectors.references import own_reference
from orderdesk.domain.commands import Act, Command, CreateOrder
from orderdesk.domain.errors import NotFound
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
from orderdesk.domain.order import Named, Order

QUOTA: Final = Quota(limit=60, seconds=60.0)
"""Requests a minute (throttling chapter)."""


class OrderspaceGateway:
    """One connection to an Orderspace site."""

    def __init__(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str],
        *,
        deadline: float,
        timing: Timing = REAL,
    ) -> None:
        self.config = config
        self._wire = Wire(DESCRIPTION.title, deadline=deadline, quota=QUOTA, timing=timing)
        self._client = Client(self._wire, urls=config.urls, secrets=secrets)
        self._older = config.settings.get(READ_ONLY) == "yes"
        self._writer = Writer(self._client, self, older=self._older)
        self._customers: set[str] = set()  # those looked up, with more than an order says of them

    @property
    def description(self) -> ConnectorDescription:
        """What the connector says of itself."""
        return DESCRIPTION

    @property
    def budget(self) -> Budget:
        """What is left of the API's request budget."""
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
        return Probe(self._client, older=self._older).run()

    def look_up(self, kind: str, *, parent: str | None = None) -> AsyncIterator[tuple[Named, ...]]:
        """Read the names of a kind; an invoice needs its order."""
        return self._named(kind, look_up(self._client, kind, parent))

    async def _named(
        self, kind: str, found: AsyncIterator[tuple[Named, ...]]
    ) -> AsyncIterator[tuple[Named, ...]]:
        async for names in found:
            if kind == CUSTOMER:
                self._customers.update(name.id for name in names)
            yield names

    def _beside(self, orders: Iterable[object]) -> tuple[Named, ...]:
        return beside(orders, self._customers)

    def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        """Read all orders, or the newest and the unfinished; a list shows orders whole."""
        return Pull(self._client, datetime.now(UTC), self.order, self._beside).run(cursor)

    def order(self, raw: object) -> Order:
        """Map one of the vendor's objects.

        Raises:
            BadRow: if it cannot be shown safely.
        """
        return order_of(read_order(raw), connection=self.config.key)

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order."""
        asked = datetime.now(UTC)
        lane = Lane.BACKGROUND if background else Lane.INTERACTIVE
        raw = enveloped(await self._client.get_order(vendor_id, lane=lane), "order")
        try:
            order = await asyncio.to_thread(self.order, raw)
        except BadRow as fault:
            raise ANSWERS.unreadable(str(fault)) from None
        if order.vendor_id != vendor_id:
            raise ANSWERS.unreadable("It is about another order.")
        return Reading(order, raw, asked, self._beside([raw]))

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Do what `command` asks."""
        return await self._writer.send(command, before)

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done."""
        del sent_at  # what is looked for is told apart by reference and by counts
        if isinstance(command, CreateOrder):
            return of_creation(command, await self._referenced(command))
        if not isinstance(command, Act):
            raise failures.no_such_call(DESCRIPTION.title, command.action)
        match command.action:
            case "delete":
                return await self._deleted(command, before)
            case "delete_invoice":
                invoices = await invoices_of(self._client, command.vendor_id)
                now = (await self.fetch(command.vendor_id)).order
                return of_invoices(command, invoices, now)
            case _:
                return of_counts(command, before, (await self.fetch(command.vendor_id)).order)

    async def _deleted(self, command: Act, before: Order | None) -> Verification:
        try:
            now = (await self.fetch(command.vendor_id)).order
        except NotFound:
            return Verification(Finding.DONE, gone=True)
        return of_deletion(before, now)

    async def _referenced(self, command: CreateOrder) -> list[Order]:
        """Read the orders with the reference that the new one was sent with."""
        reference = command.fields.get("reference") or own_reference(command.id)
        found: list[Order] = []
        pages = Pages(self._client, "orders", {"reference": reference}, lane=Lane.INTERACTIVE)
        async for entries in pages.read():
            for entry in entries:
                try:
                    found.append(self.order(entry))
                except BadRow:
                    continue
        return found


def build(
    config: ConnectionConfig,
    secrets: Mapping[str, str],
    *,
    deadline: float,
    timing: Timing = REAL,
) -> OrderspaceGateway:
    """Build the gateway of a connection; nothing is sent yet."""
    return OrderspaceGateway(config, secrets, deadline=deadline, timing=timing)
