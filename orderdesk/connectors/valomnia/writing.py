"""How each command is put to the vendor, and what its answer settles."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol

from orderdesk.connectors import failures
from orderdesk.connectors.answers import CHECK_VALUES
from orderdesk.connectors.references import own_reference
from orderdesk.connectors.valomnia import bodies, pictures
from orderdesk.connectors.valomnia.bodies import NO_STATUS, Unsendable
from orderdesk.connectors.valomnia.client import Client, Written
from orderdesk.connectors.valomnia.creation import lines_of, reference_of, there_already
from orderdesk.connectors.valomnia.dialect import Dialect
from orderdesk.connectors.valomnia.forms import form_of
from orderdesk.connectors.valomnia.listing import identity, moment
from orderdesk.connectors.valomnia.mapping import status_of
from orderdesk.connectors.valomnia.vocabulary import TITLE
from orderdesk.domain.commands import Act, Command, CreateOrder, EditOrder
from orderdesk.domain.errors import Rejected, VendorError
from orderdesk.domain.gateway import Finding, Reading, Sent, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.status import OrderKind

UNCONFIRMED = QT_TRANSLATE_NOOP("messages", "the answer says yes, but cannot be read.")
PAYMENT_TAKEN = QT_TRANSLATE_NOOP(
    "messages",
    "The order has a payment with the reference “{reference}” already. Nothing was sent.",
)
NO_PREPAYMENT = QT_TRANSLATE_NOOP(
    "messages", "Valomnia has no prepayment “{prepayment}”. Nothing was sent."
)


class Reader(Protocol):
    """What the writer needs of the gateway to read back what it wrote."""

    def now(self) -> datetime:
        """Return the vendor's clock."""
        ...

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order."""
        ...

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done."""
        ...


def payment_reference(command: Act) -> str:
    """Return the reference of a payment: the one typed, else the command's own."""
    return (command.values.get("paymentReference") or "").strip() or own_reference(command.id)


def payments_of(order: Order) -> list[str]:
    """Return the references of the payments that an order shows."""
    return (order.fields.get("orderPayments") or "").splitlines()


class Writer:
    """Puts commands to the API."""

    def __init__(self, client: Client, reader: Reader) -> None:
        self._client = client
        self._reader = reader
        self._dialect = Dialect(client)

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Send a command once.

        Raises:
            OutcomeUnknown: nobody knows whether it was done.
            VendorError: it was refused, or not sent.
        """
        sent_at = datetime.now(UTC)
        try:
            if isinstance(command, CreateOrder):
                return await self._create(command, sent_at)
            if isinstance(command, Act | EditOrder):
                before = before or await self._reader.fetch(command.vendor_id)
                return await self._change(command, before, sent_at)
        except Unsendable as fault:
            raise Rejected(fault.message, way_out=Message(CHECK_VALUES)) from None
        raise failures.no_such_call(TITLE, command.action)

    async def _create(self, command: CreateOrder, sent_at: datetime) -> Sent:
        lines = await lines_of(self._client, command.lines)
        reference = reference_of(command)
        parameters = bodies.new_operation(command.fields, lines, reference=reference)
        made = await there_already(self._client, command)
        if made is not None:
            return Sent(made)
        written = await self._client.create(form_of(parameters))
        made = identity(written.said)
        if made is None:
            return await self._confirmed(command, None, written, sent_at)
        return Sent(made, None, written.request_id)

    async def _change(self, command: Act | EditOrder, before: Reading, sent_at: datetime) -> Sent:
        key = command.vendor_id
        if isinstance(command, EditOrder):
            written = await self._edit(command, before)
        elif command.action == "record_payment":
            written = await self._pay(command, before)
        elif command.action == "apply_prepayment":
            written = await self._credit(command, before)
        elif command.action == "assign_delivery":
            written = await self._client.assign(form_of(bodies.assignment(key, command.values)))
        elif command.action == "unassign_delivery":
            written = await self._client.unassign(key)
        elif command.action == "delete":
            written = await self._client.delete(key)
        else:
            raise failures.no_such_call(TITLE, command.action)
        if written is None:
            return Sent(key)
        if not written.succeeded and identity(written.said) != key:
            return await self._confirmed(command, before.order, written, sent_at)
        return Sent(key, None, written.request_id, gone=command.action == "delete")

    async def _edit(self, command: EditOrder, before: Reading) -> Written:
        parameters = bodies.delivery(command.changes, status=_status(before))
        return await self._dialect.update(command.vendor_id, parameters, date=_date(before))

    async def _pay(self, command: Act, before: Reading) -> Written | None:
        """Record a payment, unless it is there: a reference sent twice makes two payments."""
        reference = payment_reference(command)
        if reference in payments_of(before.order):
            if command.values.get("paymentReference"):
                raise Unsendable(Message(PAYMENT_TAKEN, {"reference": reference[:80]}))
            return None
        path = command.values.get("chequeImage")
        files = {pictures.PART: await asyncio.to_thread(pictures.picture, path)} if path else None
        parameters = bodies.payment(
            command.values,
            reference=reference,
            now=self._reader.now(),
            image=pictures.PART if files else None,
        )
        return await self._dialect.update(
            command.vendor_id, parameters, date=_date(before), files=files
        )

    async def _credit(self, command: Act, before: Reading) -> Written:
        key = identity(await self.prepayment(command)) or ""
        row = bodies.credit(command.values, prepayment_id=key)
        status = command.values.get("status") or _status(before)
        return await self._dialect.credit(command.vendor_id, status, row, date=_date(before))

    async def prepayment(self, command: Act) -> object:
        """Read the prepayment that was named by id or by reference.

        Raises:
            Unsendable: if there is no such prepayment.
        """
        named = (command.values.get("prepaymentId") or "").strip()
        raw: object = None
        if named.isascii() and named.isdigit():
            raw = await self._client.part("orderPrepayments", named)
        if raw is None:
            raw = await self._client.by_reference("orderPrepayments", named)
        if identity(raw) is None:
            raise Unsendable(Message(NO_PREPAYMENT, {"prepayment": named[:80]}))
        return raw

    async def _confirmed(
        self, command: Command, before: Order | None, written: Written, sent_at: datetime
    ) -> Sent:
        """Read back what an unreadable yes has done; only what is seen to be done is."""
        try:
            seen = await self._reader.verify(command, before=before, sent_at=sent_at)
        except VendorError:
            seen = None
        if seen is None or seen.finding is not Finding.DONE:
            raise failures.unknown(TITLE, Message(UNCONFIRMED))
        vendor_id = seen.order.vendor_id if seen.order else command.vendor_id
        return Sent(vendor_id, seen.order, written.request_id, gone=seen.gone)


def _status(before: Reading) -> str:
    status = status_of(before.raw)
    if status is None:
        raise Unsendable(Message(NO_STATUS))
    return status


def _date(before: Reading) -> str | None:
    """Return the delivery date of an order, which an organisation may demand of each update."""
    value: FieldValue = before.order.fields.get("deliveryDate")
    if before.order.kind is not OrderKind.ORDER or not value:
        return None
    return moment(datetime.fromisoformat(value))
