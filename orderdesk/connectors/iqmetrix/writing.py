"""How each command is put to the vendor, and what its answer settles."""

from datetime import UTC, datetime
from typing import Protocol

from orderdesk.connectors import failures
from orderdesk.connectors.answers import CHECK_VALUES, READ_AGAIN, REFUSES
from orderdesk.connectors.iqmetrix import bodies
from orderdesk.connectors.iqmetrix.answers import CHECK_TRACKING
from orderdesk.connectors.iqmetrix.bodies import NoSuchItem, Unsendable, own_reference
from orderdesk.connectors.iqmetrix.client import Client, Written
from orderdesk.connectors.iqmetrix.values import read_identity
from orderdesk.connectors.iqmetrix.vocabulary import TITLE
from orderdesk.connectors.json_text import as_object
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
from orderdesk.domain.errors import Conflict, OutcomeUnknown, Rejected, VendorError
from orderdesk.domain.gateway import Finding, Reading, Sent, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order

UNCONFIRMED = QT_TRANSLATE_NOOP("messages", "the answer says yes, but cannot be read.")
ITEM_GONE = QT_TRANSLATE_NOOP("messages", "The item is no longer on the order; nothing was sent.")


class Reader(Protocol):
    """What the writer needs of the gateway to read back what it wrote."""

    def order(self, raw: object, *, full: bool) -> Order:
        """Map one of the vendor's objects; raises BadRow."""
        ...

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order with its items, now."""
        ...

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done."""
        ...


class Writer:
    """Puts commands to the Order service."""

    def __init__(self, client: Client, reader: Reader) -> None:
        self._client = client
        self._reader = reader

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Send a command once.

        An answer that says yes but cannot be read is no failure: what was done is read.

        Raises:
            OutcomeUnknown: nobody knows whether it was done.
            VendorError: it was refused, or not sent.
        """
        sent_at = datetime.now(UTC)
        if before is None and not isinstance(command, CreateOrder):
            before = await self._reader.fetch(command.vendor_id)
        try:
            written = await self._call(command, before)
        except Unsendable as fault:
            raise Rejected(fault.message, way_out=Message(CHECK_VALUES)) from None
        except NoSuchItem:
            raise Conflict(Message(ITEM_GONE), way_out=Message(READ_AGAIN)) from None
        except OutcomeUnknown as lost:
            return await self._failed(command, before, sent_at, lost)
        return await self._settled(command, before, written, sent_at)

    async def _call(self, command: Command, before: Reading | None) -> Written:
        if isinstance(command, CreateOrder):
            reference = own_reference(command.id)
            body = bodies.new_order(command.fields, command.lines, reference=reference)
            if command.lines:
                return await self._client.create_full_order(body)
            return await self._client.create_order(body)
        order_id = command.vendor_id
        raw = as_object(before.raw if before else None)
        match command:
            case EditOrder():
                body = bodies.header(raw, command.changes)
                return await self._client.replace_order(order_id, body)
            case AddLine():
                return await self._client.add_item(order_id, bodies.new_item(command.fields))
            case EditLine():
                body = bodies.with_edited_line(raw, command.line_id, command.changes)
                return await self._client.replace_full_order(order_id, body)
            case RemoveLine():
                body = bodies.without_line(raw, command.line_id)
                return await self._client.replace_full_order(order_id, body)
            case Transit(action="process"):
                return await self._client.process_order(order_id)
            case Transit():
                body = bodies.moved(raw, command.target)
                return await self._client.replace_order(order_id, body)
            case Act():
                raise failures.no_such_call(TITLE, command.action)

    async def _settled(
        self, command: Command, before: Reading | None, written: Written, sent_at: datetime
    ) -> Sent:
        """Return what the answer settles; where it does not show the order, that is read."""
        if isinstance(command, CreateOrder):
            made = self._made(command, written)
            return made or await self._confirmed(command, None, written, sent_at)
        if isinstance(command, (EditLine, RemoveLine)):
            order = self._whole(written, command.vendor_id)
            if order is not None:
                return Sent(command.vendor_id, order, written.request_id)
        if written.said is None:
            return await self._confirmed(command, before, written, sent_at)
        try:
            order = (await self._reader.fetch(command.vendor_id)).order
        except VendorError:
            order = None  # it was done all the same; the next reading shows it
        return Sent(command.vendor_id, order, written.request_id)

    def _whole(self, written: Written, vendor_id: str) -> Order | None:
        """Return the order that an answer shows with all its items, if it does."""
        said = as_object(written.said)
        if "Items" not in said:
            return None
        try:
            order = self._reader.order(said, full=True)
        except BadRow:
            return None
        return order if order.vendor_id == vendor_id.lower() else None

    def _made(self, command: CreateOrder, written: Written) -> Sent | None:
        """Return the new order, or at least its id; None where the answer does not tell."""
        said = as_object(written.said)
        try:
            vendor_id = read_identity(said.get("Id"))
        except ValueError:
            return None
        try:
            shown = not command.lines or "Items" in said
            order = self._reader.order(said, full=True) if shown else None
        except BadRow:
            order = None
        return Sent(vendor_id, order, written.request_id)

    async def _confirmed(
        self, command: Command, before: Reading | None, written: Written, sent_at: datetime
    ) -> Sent:
        """Read back what an unreadable yes has done; only what is seen to be done is."""
        seen = await self._look(command, before, sent_at)
        if seen is None or seen.finding is not Finding.DONE:
            raise failures.unknown(TITLE, Message(UNCONFIRMED))
        order = seen.order
        vendor_id = order.vendor_id if order else command.vendor_id
        return Sent(vendor_id, order, written.request_id)

    async def _look(
        self, command: Command, before: Reading | None, sent_at: datetime
    ) -> Verification | None:
        try:
            return await self._reader.verify(
                command, before=before.order if before else None, sent_at=sent_at
            )
        except VendorError:
            return None

    async def _failed(
        self, command: Command, before: Reading | None, sent_at: datetime, lost: OutcomeUnknown
    ) -> Sent:
        """Look at once after an answered 500 on tracking numbers, which mostly means they are bad.

        The error table gives exactly that reason; the answer is not lost, so that the service
        is no longer at work, and nothing is sent again whatever this shows.
        """
        if lost.status != 500 or not _tracks(command):
            raise lost
        seen = await self._look(command, before, sent_at)
        if seen is None or seen.finding is Finding.AMBIGUOUS:
            raise lost
        if seen.finding is Finding.DONE:
            return Sent(seen.order.vendor_id if seen.order else command.vendor_id, seen.order)
        raise Rejected(
            Message(REFUSES, {"vendor": TITLE, "words": lost.words or "500"}),
            way_out=Message(CHECK_TRACKING),
            words=lost.words,
            status=lost.status,
        )


def _tracks(command: Command) -> bool:
    if isinstance(command, AddLine):
        return bool(command.fields.get("TrackingInformation"))
    if isinstance(command, EditLine):
        return bool(command.changes.get("TrackingInformation"))
    if isinstance(command, CreateOrder):
        return any(line.get("TrackingInformation") for line in command.lines)
    return False
