"""How each command is put to the vendor, and what its answer settles."""

from datetime import UTC, datetime
from typing import Protocol

from orderdesk.connectors import failures
from orderdesk.connectors.answers import CHECK_VALUES
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.orderspace import bodies
from orderdesk.connectors.orderspace.bodies import Unsendable, enveloped, own_reference
from orderdesk.connectors.orderspace.client import Client, Written
from orderdesk.connectors.orderspace.names import invoices_of
from orderdesk.connectors.orderspace.vocabulary import TITLE
from orderdesk.connectors.payloads import BadRow
from orderdesk.domain.commands import Act, Command, CreateOrder
from orderdesk.domain.errors import Rejected, VendorError
from orderdesk.domain.gateway import Finding, Reading, Sent, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order

UNCONFIRMED = QT_TRANSLATE_NOOP("messages", "the answer says yes, but cannot be read.")
WHICH_INVOICE = QT_TRANSLATE_NOOP(
    "messages", "The order has {count} invoices, and it was not said which. Nothing was sent."
)
CHOOSE_INVOICE = QT_TRANSLATE_NOOP("messages", "Choose one of: {invoices}.")
NOT_ITS_INVOICE = QT_TRANSLATE_NOOP(
    "messages", "The order has no invoice “{invoice}”. Nothing was sent."
)
NO_INVOICE = QT_TRANSLATE_NOOP("messages", "The order has no invoice. Nothing was sent.")


class Reader(Protocol):
    """What the writer needs of the gateway to read back what it wrote."""

    def order(self, raw: object) -> Order:
        """Map one of the vendor's objects; raises BadRow."""
        ...

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order."""
        ...

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done."""
        ...


class Writer:
    """Puts commands to the API."""

    def __init__(self, client: Client, reader: Reader) -> None:
        self._client = client
        self._reader = reader

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
            if isinstance(command, Act):
                before = before or await self._reader.fetch(command.vendor_id)
                return await self._act(command, before, sent_at)
        except Unsendable as fault:
            raise Rejected(fault.message, way_out=Message(CHECK_VALUES)) from None
        raise failures.no_such_call(TITLE, command.action)

    async def _create(self, command: CreateOrder, sent_at: datetime) -> Sent:
        reference = own_reference(command.id)
        body = bodies.new_order(command.fields, command.lines, reference=reference)
        written = await self._client.create_order(body)
        try:
            order = self._reader.order(enveloped(written.said, "order"))
        except BadRow:
            return await self._confirmed(command, None, written, sent_at)
        return Sent(order.vendor_id, order, written.request_id)

    async def _act(self, command: Act, before: Reading, sent_at: datetime) -> Sent:
        match command.action:
            case "invoice":
                body = bodies.invoice(as_object(before.raw), command.values)
                written = await self._client.create_invoice(body)
                said = as_object(enveloped(written.said, "invoice"))
            case "dispatch":
                body = bodies.dispatch(before.order, command.values)
                written = await self._client.create_dispatch(body)
                said = as_object(enveloped(written.said, "dispatch"))
            case "delete_invoice":
                written = await self._client.delete_invoice(await self._invoice(command))
                said = as_object(enveloped(written.said, "invoice"))
            case "delete":
                written = await self._client.delete_order(command.vendor_id)
                said = as_object(enveloped(written.said, "order"))
                if said.get("deleted") is True:
                    return Sent(command.vendor_id, request_id=written.request_id, gone=True)
                return await self._confirmed(command, before.order, written, sent_at)
            case _:
                raise failures.no_such_call(TITLE, command.action)
        if not said.get("id"):
            return await self._confirmed(command, before.order, written, sent_at)
        return Sent(command.vendor_id, await self._after(command.vendor_id), written.request_id)

    async def _invoice(self, command: Act) -> str:
        """Return the id of the invoice to delete: the one named, or the only one."""
        known = await invoices_of(self._client, command.vendor_id)
        named = command.values.get("invoice")
        if named:
            found = [one.id for one in known if named in {one.id, one.number}]
            if not found:
                raise Unsendable(Message(NOT_ITS_INVOICE, {"invoice": named[:60]}))
            return found[0]
        if not known:
            raise Unsendable(Message(NO_INVOICE))
        if len(known) > 1:
            listed = ", ".join(f"{one.number} ({one.id})" for one in known)
            facts = {"count": str(len(known))}
            way_out = Message(CHOOSE_INVOICE, {"invoices": listed})
            raise Rejected(Message(WHICH_INVOICE, facts), way_out=way_out)
        return known[0].id

    async def _after(self, vendor_id: str) -> Order | None:
        try:
            return (await self._reader.fetch(vendor_id)).order
        except VendorError:
            return None  # it was done all the same; the next reading shows it

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
