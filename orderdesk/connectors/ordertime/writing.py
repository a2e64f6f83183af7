"""How each command is put to the vendor, and what its answer settles."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, Protocol

from orderdesk.connectors import failures
from orderdesk.connectors.answers import CHECK_VALUES, KNOWS_NOT, READ_AGAIN
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.ordertime import bodies
from orderdesk.connectors.ordertime.bodies import NoSuchItem, Unsendable, own_reference
from orderdesk.connectors.ordertime.client import Client, Written, member_of
from orderdesk.connectors.ordertime.comparison import lost, taken
from orderdesk.connectors.ordertime.item_fields import LINE_FORM
from orderdesk.connectors.ordertime.listing import is_there, number_of
from orderdesk.connectors.ordertime.names import status_called
from orderdesk.connectors.ordertime.order_fields import EDITABLE, STATUS_FIELD
from orderdesk.connectors.ordertime.vocabulary import TITLE
from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
)
from orderdesk.domain.errors import Conflict, NotFound, Rejected, VendorError
from orderdesk.domain.gateway import Finding, Reading, Sent, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message
from orderdesk.domain.order import Order

UNCONFIRMED = QT_TRANSLATE_NOOP("messages", "the answer says yes, but cannot be read.")
DIFFERS = QT_TRANSLATE_NOOP(
    "messages", "the answer says yes, but differs from what was sent in: {fields}."
)
NOT_TAKEN = QT_TRANSLATE_NOOP(
    "messages", "{vendor} answers yes, but has not taken over what was changed: {fields}."
)
CHANGE_THERE = QT_TRANSLATE_NOOP("messages", "Change it in Order Time itself.")
ITEM_GONE = QT_TRANSLATE_NOOP("messages", "The item is no longer on the order; nothing was sent.")
NO_STATUS = QT_TRANSLATE_NOOP(
    "messages", "{vendor} has no status “{status}” in use. Nothing was sent."
)
CHOOSE_STATUS = QT_TRANSLATE_NOOP("messages", "Choose one of your company's statuses.")
AND_MORE = QT_TRANSLATE_NOOP("messages", "{first}, {second}")
GONE = QT_TRANSLATE_NOOP("messages", "it has no order {number} any more")
GONE_WAY = QT_TRANSLATE_NOOP("messages", "Synchronise; the order is taken off the list.")

_LABELS: Final[Mapping[str, str]] = {
    **{spec.key: spec.label for spec in (*EDITABLE, *LINE_FORM)},
    STATUS_FIELD.key: STATUS_FIELD.label,
    bodies.LINES: QT_TRANSLATE_NOOP("messages", "Items"),
}


class Reader(Protocol):
    """What the writer needs of the gateway to read back what it wrote."""

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
            OutcomeUnknown: nobody knows whether it was done, or all of it.
            VendorError: it was refused, or not sent.
        """
        sent_at = datetime.now(UTC)
        try:
            if isinstance(command, CreateOrder):
                return await self._create(command, sent_at)
            before = before or await self._reader.fetch(command.vendor_id)
            return await self._change(command, before, sent_at)
        except Unsendable as fault:
            raise Rejected(fault.message, way_out=Message(CHECK_VALUES)) from None
        except NoSuchItem:
            raise Conflict(Message(ITEM_GONE), way_out=Message(READ_AGAIN)) from None
        except (Rejected, NotFound) as refusal:
            if isinstance(command, CreateOrder) or refusal.status is None:
                raise
            raise await self._explained(command.vendor_id, refusal) from None

    async def _explained(self, number: str, refusal: Rejected | NotFound) -> VendorError:
        """Return why something was refused: the order may be gone, which no status tells."""
        try:
            there = await is_there(self._client, number)
        except VendorError:
            return refusal
        if not there:
            words = Message(GONE, {"number": number})
            message = Message(KNOWS_NOT, {"vendor": TITLE, "words": words})
            return NotFound(
                message, way_out=Message(GONE_WAY), words=refusal.words, status=refusal.status
            )
        if isinstance(refusal, NotFound):  # something of the order, but not the order
            way_out = Message(READ_AGAIN)
            return Conflict(
                refusal.message, way_out=way_out, words=refusal.words, status=refusal.status
            )
        return refusal

    async def _create(self, command: CreateOrder, sent_at: datetime) -> Sent:
        body = bodies.new_order(command.fields, command.lines, own=own_reference(command.id))
        written = await self._client.create_order(body)
        said = as_object(written.said)
        number = number_of(said)
        if number is None:
            return await self._confirmed(command, None, written, sent_at)
        missing = bodies.LINES in said and bodies.LINES in lost(body, said)
        if missing and taken(body["CustomerPO"], said.get("CustomerPO")):
            # It is found again by its PO number, so that a person can be asked.
            raise _differs([bodies.LINES])
        return Sent(number, await self._after(number), written.request_id)

    async def _change(self, command: Command, before: Reading, sent_at: datetime) -> Sent:
        raw, number = as_object(before.raw), command.vendor_id
        match command:
            case EditOrder():
                changed = {key.partition(".")[0] for key in command.changes}
                return await self._replace(command, bodies.edited(raw, command.changes), changed)
            case Act(action="change_status"):
                return await self._move(command, before)
            case EditLine():
                body = bodies.edited_line(raw, command.line_id, command.changes)
                return await self._replace_line(command, before, body, sent_at)
            case AddLine():
                written = await self._client.add_line(number, bodies.new_line(command.fields))
                sure = number_of(written.said, "Id") is not None
            case RemoveLine():
                bodies.line_of(raw, command.line_id)
                written = await self._client.delete_line(command.line_id)
                sure = written.said is True
            case Act(action="ship"):
                today = datetime.now().astimezone().date()
                doc = bodies.ship_doc(raw, before.order, command.values, today=today)
                written = await self._client.create_ship_doc(doc)
                sure = number_of(written.said) is not None
            case Act(action="delete"):
                written = await self._client.delete_order(number)
                if written.said is True:
                    return Sent(number, request_id=written.request_id, gone=True)
                sure = False
            case _:
                raise failures.no_such_call(TITLE, command.action)
        if not sure:
            return await self._confirmed(command, before.order, written, sent_at)
        return Sent(number, await self._after(number), written.request_id)

    async def _move(self, command: Act, before: Reading) -> Sent:
        """Give an order another status, by the tenant's own number for it."""
        name = (command.values.get("status") or "").strip()
        if name == before.order.vendor_state:
            return Sent(command.vendor_id, before.order)
        status = await status_called(self._client, name)
        if status is None:
            message = Message(NO_STATUS, {"vendor": TITLE, "status": name[:60]})
            raise Rejected(message, way_out=Message(CHOOSE_STATUS))
        body = bodies.moved(as_object(before.raw), status)
        return await self._replace(command, body, {STATUS_FIELD.key})

    async def _replace(
        self, command: Command, body: Mapping[str, object], changed: Iterable[str]
    ) -> Sent:
        """Replace the whole order, and look at what came of each of its fields."""
        written = await self._client.replace_order(body)
        try:
            after = await self._reader.fetch(command.vendor_id)
        except VendorError:
            # It was done by its status; what came of the rest is read later.
            if number_of(written.said) != command.vendor_id:
                raise failures.unknown(TITLE, Message(UNCONFIRMED)) from None
            _compare(body, as_object(written.said), changed)
            return Sent(command.vendor_id, None, written.request_id)
        answered = as_object(written.said) if number_of(written.said) == command.vendor_id else None
        shown, changed = as_object(after.raw), [*changed]
        if answered is not None and _somebody_else_wrote(answered, shown, changed):
            # What came of this one stands in its answer.
            shown = answered
        _compare(body, shown, changed)
        return Sent(command.vendor_id, after.order, written.request_id)

    async def _replace_line(
        self,
        command: EditLine,
        before: Reading,
        body: Mapping[str, object],
        sent_at: datetime,
    ) -> Sent:
        written = await self._client.replace_line(body)
        said = as_object(written.said)
        if number_of(said, "Id") != command.line_id:
            return await self._confirmed(command, before.order, written, sent_at)
        _compare(body, said, command.changes)
        order = await self._after(command.vendor_id)
        return Sent(command.vendor_id, order, written.request_id)

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


def stamp_of(order: Mapping[str, object]) -> object:
    """Return when the vendor says that an order was changed last, in its own writing."""
    return member_of(order, "RecordInfo", "ModifiedDate")


def _somebody_else_wrote(
    answered: Mapping[str, object], shown: Mapping[str, object], changed: Iterable[str]
) -> bool:
    """Whether a reading after a write shows a later one.

    Two in one moment have the same stamp; then the later shows by another value of what this one
    did not change. What is empty there may be this one's fault.
    """
    if stamp_of(answered) != stamp_of(shown):
        return True
    beside = (answered.keys() & shown.keys()) - {*changed, "RecordInfo"}
    others = any(answered[name] != shown[name] for name in beside)
    return others and {*lost(answered, shown)} <= {*changed}


def _compare(
    sent: Mapping[str, object], shown: Mapping[str, object], changed: Iterable[str]
) -> None:
    """Hold what is shown to what was sent.

    Raises:
        Rejected: nothing of what was to change has, and nothing else is lost.
        OutcomeUnknown: some of it has, or something else is gone: a person has to look.
    """
    keys = [*changed]
    wrong = [key for key in keys if not taken(sent.get(key), shown.get(key))]
    missing = [name for name in lost(sent, shown) if name not in wrong]
    if not wrong and not missing:
        return
    if len(wrong) < len(keys) or missing:
        raise _differs([*wrong, *missing])
    facts: dict[str, Fact] = {"vendor": TITLE, "fields": _listed(wrong)}
    raise Rejected(Message(NOT_TAKEN, facts), way_out=Message(CHANGE_THERE))


def _differs(names: Iterable[str]) -> VendorError:
    return failures.unknown(TITLE, Message(DIFFERS, {"fields": _listed(names)}))


def _listed(names: Iterable[str]) -> Fact:
    """Name fields as people know them, the vendor's own names where they have no other."""
    bare = [name.removeprefix(f"{bodies.LINES}.") for name in names]
    first, *rest = dict.fromkeys(bare)
    listed: Fact = _label(first)
    for name in rest:
        listed = Message(AND_MORE, {"first": listed, "second": _label(name)})
    return listed


def _label(name: str) -> Fact:
    return Message(_LABELS[name]) if name in _LABELS else name
