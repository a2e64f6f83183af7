"""The domain's port for this vendor: reads, writes, and the read-back of a lost answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

from orderdesk.connectors import failures
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.clock import REAL, Timing
from orderdesk.connectors.http import Wire
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.payloads import BadRow
from orderdesk.connectors.valomnia.answers import ANSWERS
from orderdesk.connectors.valomnia.client import API, Client
from orderdesk.connectors.valomnia.creation import reference_of
from orderdesk.connectors.valomnia.description import DESCRIPTION
from orderdesk.connectors.valomnia.listing import identity
from orderdesk.connectors.valomnia.mapping import names_of, order_of
from orderdesk.connectors.valomnia.names import look_up
from orderdesk.connectors.valomnia.parts import read_parts
from orderdesk.connectors.valomnia.probe import Probe
from orderdesk.connectors.valomnia.pulling import Pull
from orderdesk.connectors.valomnia.verification import (
    of_assignment,
    of_creation,
    of_credit,
    of_edit,
    of_payment,
    of_unassignment,
)
from orderdesk.connectors.valomnia.wire import OperationPayload, read_operation
from orderdesk.connectors.valomnia.writing import Writer
from orderdesk.domain.commands import Act, Command, CreateOrder, EditOrder
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


class ValomniaGateway:
    """One connection to an organisation's Valomnia site."""

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
        self._client = Client(self._wire, site=config.urls.get("site", ""), secrets=secrets)
        self._writer = Writer(self._client, self)

    @property
    def description(self) -> ConnectorDescription:
        """What the connector says of itself."""
        return DESCRIPTION

    @property
    def budget(self) -> Budget:
        """What is left of the request budget, which this vendor does not name."""
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
        return Probe(self._client).run()

    def look_up(self, kind: str, *, parent: str | None = None) -> AsyncIterator[tuple[Named, ...]]:
        """Read the names of a kind."""
        return look_up(self._client, kind, parent)

    def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        """Read all operations, or what has changed; lists show them without their lines."""
        return Pull(self._client, self._listed, datetime.now(UTC)).run(cursor)

    def _listed(self, payload: OperationPayload) -> Order:
        return order_of(payload, connection=self.config.key)

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one operation with its lines, payments and prepayments.

        A line that is gone while they are read is taken as it is only the second time.
        """
        lane = Lane.BACKGROUND if background else Lane.INTERACTIVE
        reading, whole = await self._read(vendor_id, lane)
        return reading if whole else (await self._read(vendor_id, lane))[0]

    async def _read(self, vendor_id: str, lane: Lane) -> tuple[Reading, bool]:
        asked = datetime.now(UTC)
        raw = await self._client.operation(vendor_id, lane=lane)
        try:
            payload = await asyncio.to_thread(read_operation, raw)
        except BadRow as fault:
            raise ANSWERS.unreadable(str(fault)) from None
        if payload.id != vendor_id:
            raise ANSWERS.unreadable("It is about another order.")
        parts = await read_parts(self._client, payload, lane)
        order = order_of(payload, connection=self.config.key, parts=parts)
        return Reading(order, raw, asked, tuple(names_of(payload, parts))), parts.whole

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Do what `command` asks."""
        return await self._writer.send(command, before)

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done."""
        by_theirs = sent_at + self._wire.clock.ahead()
        match command:
            case CreateOrder():
                return of_creation(command, await self._referenced(command), by_theirs)
            case EditOrder():
                return of_edit(command, before, (await self.fetch(command.vendor_id)).order)
            case Act():
                return await self._verify_act(command, before, by_theirs)
            case _:
                raise failures.no_such_call(DESCRIPTION.title, command.action)

    async def _verify_act(
        self, command: Act, before: Order | None, sent_at: datetime
    ) -> Verification:
        if command.action == "delete":
            return await self._deleted(command)
        reading = await self.fetch(command.vendor_id)
        match command.action:
            case "record_payment":
                return of_payment(command, before, reading.order)
            case "apply_prepayment":
                names = await self._prepayment_names(command)
                shown = as_object(reading.raw).get("orderPrepayments") is not None
                return of_credit(
                    command, names, before, reading.order, shown=shown, sent_at=sent_at
                )
            case "assign_delivery":
                return of_assignment(command, reading.order)
            case "unassign_delivery":
                return of_unassignment(reading.order)
            case _:
                raise failures.no_such_call(DESCRIPTION.title, command.action)

    async def _deleted(self, command: Act) -> Verification:
        try:
            now = (await self.fetch(command.vendor_id)).order
        except NotFound:
            return Verification(Finding.DONE, gone=True)
        return Verification(Finding.UNDONE, guarded=True, order=now)

    async def _prepayment_names(self, command: Act) -> frozenset[str]:
        """Return what the prepayment that was named is called in an order."""
        raw = await self._writer.prepayment(command)
        reference = as_object(raw).get("reference")
        return frozenset({f"#{identity(raw)}", str(reference or f"#{identity(raw)}")})

    async def _referenced(self, command: CreateOrder) -> Order | None:
        """Read the operation with the reference that the new one was sent with."""
        raw = await self._client.by_reference("orders", reference_of(command))
        key = identity(raw)
        return None if key is None else (await self.fetch(key)).order


def build(
    config: ConnectionConfig,
    secrets: Mapping[str, str],
    *,
    deadline: float,
    timing: Timing = REAL,
) -> ValomniaGateway:
    """Build the gateway of a connection; nothing is sent yet."""
    return ValomniaGateway(config, secrets, deadline=deadline, timing=timing)
