"""How each command is put to the vendor, and what its answer settles."""

from collections.abc import Awaitable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Protocol, cast

from orderdesk.connectors import failures
from orderdesk.connectors.answers import CHECK_VALUES
from orderdesk.connectors.json_text import as_object, write
from orderdesk.connectors.orderspace import bodies
from orderdesk.connectors.orderspace.bodies import Unsendable, enveloped
from orderdesk.connectors.orderspace.client import Client, Written
from orderdesk.connectors.orderspace.conditions import OLDER_API
from orderdesk.connectors.orderspace.names import invoices_of
from orderdesk.connectors.orderspace.vocabulary import TITLE
from orderdesk.connectors.payloads import BadRow
from orderdesk.connectors.references import own_reference
from orderdesk.domain.commands import Act, Command, CreateOrder
from orderdesk.domain.errors import NotFound, Rejected, VendorError
from orderdesk.domain.gateway import Finding, Reading, Sent, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order

UNCONFIRMED = QT_TRANSLATE_NOOP("messages", "the answer says yes, but cannot be read.")
WHICH_INVOICE = QT_TRANSLATE_NOOP(
    "messages",
    "Of the order {count} invoices can be read, and it was not said which. Nothing was sent.",
)
CHOOSE_INVOICE = QT_TRANSLATE_NOOP("messages", "Choose one of: {invoices}.")
NOT_ITS_INVOICE = QT_TRANSLATE_NOOP(
    "messages", "The order has no invoice “{invoice}”. Nothing was sent."
)
CREATING = QT_TRANSLATE_NOOP("messages", "New order")
NO_INVOICE = QT_TRANSLATE_NOOP("messages", "The order has no invoice. Nothing was sent.")


OTHER_ITEMS = QT_TRANSLATE_NOOP(
    "messages", "the answer shows other items or quantities than were asked for."
)
BY_SKU_ONLY = QT_TRANSLATE_NOOP(
    "messages",
    "If it is about an item that shares its SKU with another or has none, dispatch it on the "
    "Orderspace site: the API may tell items apart by SKU alone.",
)


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

    def __init__(self, client: Client, reader: Reader, *, older: bool) -> None:
        """Write for a connection; `older` is whether it is set to the read-only edition."""
        self._client = client
        self._reader = reader
        self._older = older

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
        if self._older:
            # The desk decides about an order that there is; a new one has nothing to look at.
            facts = {"action": Message(CREATING)}
            raise Rejected(Message(OLDER_API.reason, facts), way_out=Message(OLDER_API.way_out))
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
                return await self._invoiced(command, before, sent_at)
            case "dispatch":
                return await self._dispatched(command, before, sent_at)
            case "delete_invoice":
                written = await self._client.delete_invoice(await self._invoice(command))
                if not _is_deleted(written, "invoice"):
                    return await self._confirmed(command, before.order, written, sent_at)
                return await self._done(command, written)
            case "delete":
                written = await self._client.delete_order(command.vendor_id)
                if not _is_deleted(written, "order"):
                    return await self._confirmed(command, before.order, written, sent_at)
                # Whether a deleted order is gone or only cancelled is not written.
                kept = await self._after(command.vendor_id)
                return Sent(command.vendor_id, kept, written.request_id, gone=kept is None)
            case _:
                raise failures.no_such_call(TITLE, command.action)

    async def _invoiced(self, command: Act, before: Reading, sent_at: datetime) -> Sent:
        body = bodies.invoice(as_object(before.raw), command.values)
        written = await self._made(command, self._client.create_invoice(body))
        said = as_object(enveloped(written.said, "invoice"))
        if not said.get("id"):
            return await self._confirmed(command, before.order, written, sent_at)
        if (asked := bodies.named(command.values)) and _is_other(said, "invoice_lines", asked):
            raise failures.unknown(TITLE, Message(OTHER_ITEMS))
        return await self._done(command, written)

    async def _dispatched(self, command: Act, before: Reading, sent_at: datetime) -> Sent:
        body = bodies.dispatch(before.order, command.values)
        try:
            written = await self._made(command, self._client.create_dispatch(body))
        except Rejected as refusal:
            if b"order_line_id" in write(body):
                refusal.way_out = Message(BY_SKU_ONLY)
            raise
        said = as_object(enveloped(written.said, "dispatch"))
        if not said.get("id"):
            return await self._confirmed(command, before.order, written, sent_at)
        left = bodies.dispatched(before.order, command.values)
        if _is_other(said, "dispatch_lines", {line.id: number for line, number in left}):
            raise failures.unknown(TITLE, Message(OTHER_ITEMS))
        return await self._done(command, written)

    async def _made(self, command: Act, sending: Awaitable[Written]) -> Written:
        """Send; where that is refused, say so if it is because the order is not there."""
        try:
            return await sending
        except (Rejected, NotFound):
            await self._after(command.vendor_id, gone=True)
            raise

    async def _done(self, command: Act, written: Written) -> Sent:
        return Sent(command.vendor_id, await self._after(command.vendor_id), written.request_id)

    async def _invoice(self, command: Act) -> str:
        """Return the id of the invoice to delete: the one named, or the only one."""
        invoices = await invoices_of(self._client, command.vendor_id)
        known = invoices.known
        name = command.values.get("invoice")
        if name:
            found = invoices.named(name)
            if found is None:
                raise Unsendable(Message(NOT_ITS_INVOICE, {"invoice": name[:60]}))
            return found.id
        if not known and invoices.whole:
            raise Unsendable(Message(NO_INVOICE))
        if len(known) != 1 or not invoices.whole:
            listed = ", ".join(f"{one.number} ({one.id})" for one in known)
            facts = {"count": str(len(known))}
            way_out = Message(CHOOSE_INVOICE, {"invoices": listed})
            raise Rejected(Message(WHICH_INVOICE, facts), way_out=way_out)
        return known[0].id

    async def _after(self, vendor_id: str, *, gone: bool = False) -> Order | None:
        """Read the order as it is now, None where that fails; with `gone`, say if it is gone."""
        try:
            return (await self._reader.fetch(vendor_id)).order
        except NotFound:
            if gone:
                raise
        except VendorError:
            pass  # the next reading shows it
        return None

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


def _is_deleted(written: Written, name: str) -> bool:
    return as_object(enveloped(written.said, name)).get("deleted") is True


def _is_other(said: Mapping[str, object], name: str, asked: Mapping[str, Decimal]) -> bool:
    """Whether an answer names other lines or quantities than were asked for.

    Answers of older editions do not name the order's lines, and then tell nothing.
    """
    found: dict[str, Decimal] = {}
    lines = said.get(name)
    for line in map(as_object, cast("list[object]", lines) if isinstance(lines, list) else []):
        line_id, quantity = line.get("order_line_id"), line.get("quantity")
        if not isinstance(line_id, str) or not isinstance(quantity, (int, Decimal)):
            return False
        found[line_id] = found.get(line_id, Decimal(0)) + quantity
    return bool(found) and found != asked
