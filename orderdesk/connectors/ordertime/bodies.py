"""From the domain to the wire: what is sent is the vendor's own object with the edits put in."""

# A PUT replaces the whole: a field that is left out may be cleared, so that everything that was
# read goes back as it came, digit by digit, unknown fields too. Each line names its type first.

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, cast

from orderdesk.connectors.field_text import canonical
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.ordertime.item_fields import LINE_FORM
from orderdesk.connectors.ordertime.order_fields import (
    ADDRESSES,
    CUSTOMER_FIELD,
    EDITABLE,
    STATUS_FIELD,
)
from orderdesk.connectors.ordertime.vocabulary import LINE_TYPE, SHIP_LINE_TYPE, TO_SHIP
from orderdesk.domain.fields import NOT_A_DATE, NOT_A_NUMBER, FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import NotANumber, parse_decimal
from orderdesk.domain.order import FieldValue, Line, Order
from orderdesk.domain.quantities import parse_quantities

Raw = Mapping[str, object]
Values = Mapping[str, FieldValue]

TYPE: Final = "$type"
LINES: Final = "LineItems"
REFERENCE_PREFIX: Final = "OD-"
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_OF_SHIP_DOC: Final = ("ShipToRef", "CustomerPO", "ClassRef", "ContactRef", "CurrencyRef")
"""What a ship doc has in common with its order, and cannot be given later (Ship Doc page)."""

_NOTHING: Final[Mapping[FieldType, object]] = {FieldType.MONEY: 0, FieldType.BOOLEAN: False}
"""How none is written where it is not null."""

NO_LINES_READ = QT_TRANSLATE_NOOP(
    "messages",
    "Order Time did not show the order's items, so that sending it back might lose them"
    ". Nothing was sent.",
)
NOTHING_TO_SHIP = QT_TRANSLATE_NOOP(
    "messages", "Nothing of the order is left to ship. Nothing was sent."
)
LEFT_NOT_KNOWN = QT_TRANSLATE_NOOP(
    "messages",
    "The order's ship docs cannot be seen, so that it is not known what is left: say how much of "
    "which item leaves. Nothing was sent.",
)


class Unsendable(Exception):
    """What was typed cannot be put to the vendor; nothing was sent."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


class NoSuchItem(LookupError):
    """The order has no item of that id any more."""


def own_reference(command_id: str) -> str:
    """Return the PO number by which a new order can be looked up: this command's own."""
    digest = hashlib.blake2s(command_id.encode(), digest_size=8).digest()
    number = int.from_bytes(digest)
    return REFERENCE_PREFIX + "".join(_ALPHABET[(number >> (5 * at)) & 31] for at in range(10))


def _wrong(template: str, spec: FieldSpec, text: str) -> Unsendable:
    facts: dict[str, str | Message] = {"field": Message(spec.label), "value": text[:60]}
    return Unsendable(Message(template, facts))


def reference(text: str) -> dict[str, object]:
    """Return an EntityRef of a number, or of a name: either will do (Basic Object Types page)."""
    text = text.strip()
    return {"Id": int(text)} if text.isascii() and text.isdigit() else {"Name": text}


def encode(spec: FieldSpec, value: FieldValue) -> object:
    """Return a checked field's text in its form on the wire.

    Raises:
        Unsendable: for a text that is no number or no day where there must be one.
    """
    if value is None or not value.strip():
        return _NOTHING.get(spec.type)
    match spec.type:
        case FieldType.MONEY | FieldType.DECIMAL | FieldType.INTEGER:
            try:
                number = parse_decimal(value)
            except NotANumber:
                raise _wrong(NOT_A_NUMBER, spec, value) from None
            return int(number) if spec.type is FieldType.INTEGER else number
        case FieldType.DATE:
            try:
                return f"{date.fromisoformat(value.strip()).isoformat()}T00:00:00"
            except ValueError:
                raise _wrong(NOT_A_DATE, spec, value) from None
        case FieldType.BOOLEAN:
            return value == "yes"
        case FieldType.REFERENCE if spec.key == STATUS_FIELD.key:
            return {"Name": value.strip()}
        case FieldType.REFERENCE:
            return reference(value)
        case _:
            return value


def comparable(spec: FieldSpec, value: FieldValue) -> str:
    """Return a field's text so that values that mean the same are the same."""
    if value is None or not value.strip():
        return ""
    if spec.type in {FieldType.MONEY, FieldType.DECIMAL, FieldType.INTEGER}:
        try:
            text = canonical(parse_decimal(value))
        except NotANumber:
            return value.strip()
        return "" if text == "0" and spec.type is FieldType.MONEY and not spec.required else text
    if spec.type is FieldType.BOOLEAN:
        return "yes" if value == "yes" else ""
    return "\n".join(line.rstrip() for line in value.strip().splitlines())


def _put(body: dict[str, object], specs: Sequence[FieldSpec], changes: Values) -> None:
    """Put changed fields into an object; parts of an address beside its other parts."""
    for spec in specs:
        if spec.key not in changes:
            continue
        owner, dot, part = spec.key.partition(".")
        value = encode(spec, changes[spec.key])
        body[owner] = {**as_object(body.get(owner)), part: value} if dot else value


def typed(line: object) -> dict[str, object]:
    """Return a line with its type as the first member, else as it came."""
    members = as_object(line)
    return {TYPE: members.get(TYPE) or LINE_TYPE, **{n: v for n, v in members.items() if n != TYPE}}


def lines_of(raw: Raw) -> list[object]:
    """Return the lines of an order just read.

    Raises:
        Unsendable: if the vendor did not show them.
    """
    lines = raw.get(LINES)
    if not isinstance(lines, list):
        raise Unsendable(Message(NO_LINES_READ))
    return cast("list[object]", lines)


def whole(raw: Raw) -> dict[str, object]:
    """Return an order just read as it goes back: nothing but the types of its lines is touched."""
    return {**raw, LINES: [typed(line) for line in lines_of(raw)]}


def edited(raw: Raw, changes: Values) -> dict[str, object]:
    """Return the body of PUT salesorder with `changes` put in."""
    body = whole(raw)
    _put(body, EDITABLE, changes)
    return body


def moved(raw: Raw, status: Mapping[str, object]) -> dict[str, object]:
    """Return the body of PUT salesorder that gives the order another status."""
    return {**whole(raw), STATUS_FIELD.key: dict(status)}


def line_of(raw: Raw, line_id: str) -> Mapping[str, object]:
    """Return a line of an order just read; raises NoSuchItem."""
    for line in map(as_object, lines_of(raw)):
        if str(line.get("Id")) == line_id:
            return line
    raise NoSuchItem(line_id)


def edited_line(raw: Raw, line_id: str, changes: Values) -> dict[str, object]:
    """Return the body of PUT salesorderlineitem: the whole line with `changes` put in."""
    body = typed(line_of(raw, line_id))
    _put(body, LINE_FORM, changes)
    return body


def new_line(fields: Values) -> dict[str, object]:
    """Return the body of POST salesorderlineitem, or one of the lines of a new order."""
    body: dict[str, object] = {TYPE: LINE_TYPE}
    _put(body, LINE_FORM, {key: value for key, value in fields.items() if value})
    return body


def new_order(fields: Values, lines: Sequence[Values], *, own: str) -> dict[str, object]:
    """Return the body of POST salesorder; `own` is the PO number where none was given."""
    body: dict[str, object] = {}
    given = {"CustomerPO": own} | {key: value for key, value in fields.items() if value}
    _put(body, (CUSTOMER_FIELD, STATUS_FIELD, *EDITABLE), given)
    for name in ADDRESSES:
        if name in body:
            body[name] = {**as_object(body[name]), "UpdateCustomerRecord": False}
    body[LINES] = [new_line(line) for line in lines]
    return body


def shipped(order: Order, values: Values) -> list[tuple[Line, Decimal]]:
    """Return the lines to ship with how much of each: those named, else all that is left.

    Raises:
        Unsendable: if it is not known what is left.
    """
    wanted = {line_id: number for number, line_id in parse_quantities(values.get("lines") or "")}
    if not wanted:
        wanted = {line.id: _left(line) for line in order.lines or ()}
    pairs = ((line, wanted.get(line.id, Decimal(0))) for line in order.lines or ())
    return [(line, number) for line, number in pairs if number > 0]


def _left(line: Line) -> Decimal:
    known = line.fields.get(TO_SHIP)
    if known is None:  # all of it might leave a second time
        raise Unsendable(Message(LEFT_NOT_KNOWN))
    return parse_decimal(known)


def ship_doc(raw: Raw, order: Order, values: Values, *, today: date) -> dict[str, object]:
    """Return the ship doc to make for an order just read.

    Raises:
        Unsendable: if there is nothing to ship.
    """
    pairs = shipped(order, values)
    if not pairs:
        raise Unsendable(Message(NOTHING_TO_SHIP))
    day = values.get("Date") or today.isoformat()
    doc: dict[str, object] = {
        "CustomerRef": raw.get("CustomerRef"),
        "Date": f"{day}T00:00:00",
        "SONo": raw.get("DocNo"),
    }
    doc |= {name: raw[name] for name in _OF_SHIP_DOC if raw.get(name) is not None}
    for name in ("TrackingNo", "Memo"):
        if values.get(name):
            doc[name] = values[name]
    if values.get("TotalPackages"):
        doc["TotalPackages"] = int(values["TotalPackages"] or 1)
    doc[LINES] = [_ship_line(line_of(raw, line.id), number) for line, number in pairs]
    return doc


def _ship_line(line: Mapping[str, object], quantity: Decimal) -> dict[str, object]:
    made: dict[str, object] = {TYPE: SHIP_LINE_TYPE, "ItemRef": line.get("ItemRef")}
    for name in ("Description", "UomRef"):
        if line.get(name) is not None:
            made[name] = line[name]
    return {**made, "Quantity": quantity}
